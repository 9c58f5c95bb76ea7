"""The normal form of a text."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.clean import clean


@given(st.text(st.characters(), max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(), max_size=200))
def test_what_is_left_can_be_stored_and_shown(text: str) -> None:
    left = clean(text)
    left.encode("utf-8")
    assert not any(hidden in left for hidden in "\x00\x1b\u200b\u202e\u2066\ufeff")


def test_letters_emoji_and_lines_stay() -> None:
    assert clean("Čáhci\n👨‍👩‍👧 blåbærsyltetøy") == "Čáhci\n👨‍👩‍👧 blåbærsyltetøy"
