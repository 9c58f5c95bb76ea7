"""Near-copies: found exactly, whatever else is kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.likeness import NEAR, Likeness, distinct, stretches

WORDS = st.lists(
    st.sampled_from("vi vil ha en ei hall med band og skøyter på fredag mer dans".split()), max_size=9
)


def _overlap(one: str, other: str) -> float:
    a, b = stretches(one), stretches(other)
    return len(a & b) / len(a | b) if a or b else 0.0  # an empty text is like nothing


@settings(max_examples=150, deadline=None)
@given(kept=st.lists(WORDS.map(" ".join), max_size=25), asked=WORDS.map(" ".join))
def test_it_finds_just_those_that_comparing_with_every_text_would(kept: list[str], asked: str) -> None:
    known: Likeness[int] = Likeness()
    for place, text in enumerate(kept):
        known.add(place, text)
    found = {alike.key: alike.overlap for alike in known.like(asked)}
    truly = {place: _overlap(asked, text) for place, text in enumerate(kept)}
    assert found == pytest.approx({place: share for place, share in truly.items() if share >= NEAR})


def test_asking_keeps_nothing() -> None:
    known: Likeness[str] = Likeness()
    known.add("a", "trapes i gymsalen")
    assert known.like("noe helt annet") == known.like("noe helt annet") == []
    assert len(known) == 1


def test_a_key_is_kept_once() -> None:
    known: Likeness[str] = Likeness()
    known.add("a", "trapes")
    with pytest.raises(ValueError, match="already"):
        known.add("a", "slakk line")


def test_the_likest_comes_first() -> None:
    known: Likeness[str] = Likeness()
    known.add("near", "kan vi få en skikkelig skatepark bak den nye skolen snart")
    known.add("same", "Kan vi få en skikkelig skatepark bak den nye skolen?!")
    asked = "kan vi få en skikkelig skatepark bak den nye skolen?"
    assert [alike.key for alike in known.like(asked)] == ["same", "near"]


def test_texts_without_words_are_told_apart_by_their_signs() -> None:
    assert distinct(["😀", "!!!", "😀", "dans", ""]) == [0, 1, 3, 4]
