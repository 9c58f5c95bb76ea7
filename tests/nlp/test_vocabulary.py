"""What a model may remember: five shipped texts or five senders, and no name."""

import pytest

from nlp.features import letter_terms, word_terms
from nlp.fitting import count
from nlp.notice import Eye, Noticed
from nlp.vocabulary import SENDER, common


@pytest.fixture(scope="module")
def eye() -> Eye:
    return Eye()


def said(eye: Eye, text: str, times: int) -> list[Noticed]:
    return [eye.notice(text)] * times


@pytest.mark.parametrize(("senders", "is_there"), [(4, False), (5, True)])
def test_a_word_counts_by_its_senders(eye: Eye, senders: int, is_there: bool) -> None:
    texts = said(eye, "zorvblipp i parken", 40)
    hands = [f"{SENDER}{place % senders}" for place in range(40)]
    assert ("zorvblipp" in common(texts, hands, word_terms)) is is_there
    assert any("zorv" in term for term in common(texts, hands, letter_terms)) is is_there


@pytest.mark.parametrize(("texts", "is_there"), [(4, False), (5, True)])
def test_a_shipped_word_counts_by_its_texts(eye: Eye, texts: int, is_there: bool) -> None:
    assert ("zorvblipp" in common(said(eye, "zorvblipp nå", texts), [""] * texts, word_terms)) is is_there


def test_shipped_texts_do_not_make_up_for_senders(eye: Eye) -> None:
    hands = ["", "", "", "", *(f"{SENDER}{place}" for place in range(4))]
    assert "zorvblipp" not in common(said(eye, "zorvblipp nå", 8), hands, word_terms)


def test_a_listed_name_is_never_remembered(eye: Eye) -> None:
    texts = [eye.notice("abdirahman og aaliyah vil danse")] * 9
    hands = [f"{SENDER}{place}" for place in range(9)]
    terms = common(texts, hands, word_terms) + common(texts, hands, letter_terms)
    assert "danse" in terms
    assert not [term for term in terms if "abdirahman" in term or "aaliyah" in term]
    assert not [term for term in common(said(eye, "ida vil", 9), hands, letter_terms) if term == " ida "]


def test_the_readers_vocabulary_is_the_common_one(eye: Eye) -> None:
    texts = said(eye, "mer dans på loftet", 6)
    few = [f"{SENDER}{place % 2}" for place in range(6)]
    _, vocabularies, _ = count([*texts, *said(eye, "gitar i kjelleren", 6)], [*few, *[""] * 6])
    assert "gitar" in vocabularies[0]
    assert "dans" not in vocabularies[0]
