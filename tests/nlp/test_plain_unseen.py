"""Ordinary wishes for things the tagger has never heard of: they are wishes, and nobody is alarmed."""

import re
from pathlib import Path

import pytest

from nlp.examples import shipped
from nlp.lists import rows
from nlp.model import Model
from nlp.reader import Reader
from nlp.tags import CONCERNS

LINES = [
    line.split("\t")
    for line in Path(__file__).with_name("plain_unseen.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
PLAIN = [text for _, kind, text in LINES if kind == "plain"]
GRIM = [text for _, kind, text in LINES if kind == "dark"]
_WORD = re.compile(r"[^\W\d_]+")


def _alarming(reader: Reader, texts: list[str]) -> list[str]:
    return [text for text in texts if set(CONCERNS) & set(reader.read(text).flags)]


def test_every_line_is_short_and_has_a_word_the_tagger_was_never_shown() -> None:
    taught = " ".join([*(example.text for example in shipped()), *(row[1] for row in rows("lexicon.tsv"))])
    known = set(_WORD.findall(taught.lower()))
    assert len(LINES) >= 150
    assert len({text for _, _, text in LINES}) == len(LINES)
    assert {kind for _, kind, _ in LINES} == {"plain", "dark"}
    assert all(1 <= len(text.split()) <= 8 for _, _, text in LINES)
    assert not [text for _, _, text in LINES if known.issuperset(_WORD.findall(text.lower()))]
    assert sorted(LINES) == LINES


def test_a_plain_wish_for_something_unheard_of_raises_no_concern(reader: Reader) -> None:
    assert not _alarming(reader, PLAIN)


def test_at_most_one_in_a_hundred_is_a_concern_even_where_words_sound_grim(reader: Reader) -> None:
    assert len(_alarming(reader, PLAIN + GRIM)) <= 3


@pytest.mark.parametrize(
    "text", ["jeg ønsker meg en elefant", "badepark", "dinosaurpark", "zipline", "mcdonalds", "is hver dag"]
)
def test_what_was_once_mistaken_for_a_concern_is_a_wish(reader: Reader, text: str) -> None:
    assert not reader.read(text).flags


def test_at_most_one_in_a_hundred_is_counted_as_no_wish(reader: Reader) -> None:
    assert len([text for text in PLAIN + GRIM if "not-a-wish" in reader.read(text).flags]) <= 3


def test_the_model_alone_raises_concern_only_well_above_a_guess(model: Model) -> None:
    for way in (model.alone, *([model.second.together] if model.second else [])):
        assert way.thresholds[CONCERNS[1]] >= 0.4
