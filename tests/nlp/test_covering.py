"""A few texts that stand for many."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.covering import cover, likenesses

texts = st.lists(st.text(max_size=30), max_size=12)


@given(texts, st.integers(0, 5))
def test_it_picks_each_at_most_once_and_the_same_from_the_same(said: list[str], how_many: int) -> None:
    senders = list(range(len(said)))
    found = cover(said, senders, how_many)
    assert found == cover(said, senders, how_many)
    assert len(set(found)) == len(found) == min(how_many, len(said))


@given(texts)
def test_what_is_chosen_already_is_not_chosen_again(said: list[str]) -> None:
    assert 0 not in cover(said, list(range(len(said))), 5, chosen=[0] if said else [])


def test_each_next_one_says_what_the_others_did_not() -> None:
    said = [
        "LAN på biblioteket",
        "LAN på biblioteket nå",
        "et LAN på biblioteket",
        "skatepark ved skolen",
        "sirkus",
    ]
    found = cover(said, list(range(5)), 3)
    assert {3, 4} < set(found)


def test_nobody_is_chosen_twice_while_there_are_others() -> None:
    said = ["LAN på biblioteket", "en skatepark i sentrum", "LAN på biblioteket!"]
    assert cover(said, ["one", "one", "two"], 2) in ([0, 2], [1, 2], [2, 1])
    assert sorted(cover(said, ["one", "one", "two"], 3)) == [0, 1, 2]


def test_of_two_that_say_the_same_the_short_one_comes_first() -> None:
    short = "et øvingsrom med trommer"
    assert cover([f"{short} " * 9, short], [1, 2], 1) == [1]


def test_texts_without_a_word_are_texts_too() -> None:
    assert likenesses(["", " ", "🎪"]).shape == (3, 3)
    assert len(cover(["", "", ""], [1, 2, 3], 2)) == 2
