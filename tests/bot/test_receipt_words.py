"""The words of a receipt: which there are, how they are drawn, and how they are read from a slip of paper."""

import hashlib
import unicodedata
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import collector
from bot.dialogs.words import word_asked_for
from collector.receipt_words import (
    NOT_WORDS,
    WORDS,
    Slip,
    Three,
    check_word,
    draw,
    is_one_slip,
    mean,
    read,
)
from collector.sealing import Seal
from nlp.reader import Reader
from nlp.tags import CONCERNS

LIST = Path(collector.__path__[0]) / "receipt_words.txt"
FINGERPRINT = "66573b46e03976034d3054ad39ee1f33b7edbd9cd678740c047b4c48c96909de"
SEAL = Seal(bytes(range(32)))
SAME = "Receipts that people hold name places in this list: take the change back, or make a second list."


def test_the_list_is_the_one_that_receipts_were_given_from() -> None:
    assert hashlib.sha256(LIST.read_bytes()).hexdigest() == FINGERPRINT, SAME


def test_the_list_is_sorted_and_long_enough_and_of_plain_words() -> None:
    assert 1024 <= len(WORDS) <= 2048
    assert list(WORDS) == sorted(set(WORDS))
    assert [word for word in WORDS if not (3 <= len(word) <= 12) or set(word) - set(LETTERS)] == []


LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"


def test_no_two_words_are_one_slip_of_a_finger_apart() -> None:
    assert [pair for pair in combinations(WORDS, 2) if is_one_slip(*pair)] == []


def test_no_word_means_something_else_to_ekko() -> None:
    assert NOT_WORDS.isdisjoint(WORDS)
    assert [word for word in WORDS if word_asked_for(word)] == []
    grave = {*CONCERNS, "abusive"}
    readings = zip(WORDS, Reader().read_many(WORDS), strict=True)
    assert [word for word, reading in readings if grave & reading.flags.keys()] == []


def test_three_different_words_are_drawn_and_hardly_ever_the_same() -> None:
    drawn = [draw() for _ in range(200)]
    assert all(len(set(words)) == 3 for words in drawn)
    assert len(set(drawn)) == 200
    assert {word for words in drawn for word in words} <= set(WORDS)


def test_the_check_word_follows_from_the_words_their_order_and_the_key() -> None:
    words: Three = ("kanne", "kube", "eple")
    assert check_word(SEAL, words) == check_word(SEAL, words)
    turned: list[Three] = [("kube", "kanne", "eple"), ("eple", "kube", "kanne"), ("kanne", "eple", "kube")]
    checks = {check_word(SEAL, each) for each in [words, *turned]}
    assert len(checks) == 4
    assert len({check_word(Seal(bytes([n]) * 32), words) for n in range(8)}) > 1


def test_the_check_word_is_never_one_of_the_three() -> None:
    for _ in range(2000):
        words = draw()
        assert check_word(SEAL, words) not in words


@given(st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_what_stands_on_the_receipt_is_read(first: str, second: str, third: str) -> None:
    words = first, second, third
    check = check_word(SEAL, words)
    for typed in (
        f"{first} {second} {third} {check}",
        f"  {first.upper()},{second.title()} ;{third}.\n Sjekkord: {check.upper()}!",
        f"Ord: {first} {second} {third} sjekkord {check}",
        unicodedata.normalize("NFD", f"{first} {second} {third} {check}"),
    ):
        assert read(SEAL, typed) == words


@pytest.mark.parametrize("typed", ["elpe", "epl", "eplee", "eqle", "eple"])
def test_one_slip_of_a_finger_is_mended(typed: str) -> None:
    assert mean(typed) == "eple"


@pytest.mark.parametrize(
    ("typed", "meant"), [("blaabaer", "blåbær"), ("blabær", "blåbær"), ("sjostjerne", "sjøstjerne")]
)
def test_a_keyboard_without_norwegian_letters_will_do(typed: str, meant: str) -> None:
    assert mean(typed) == meant


def test_a_slip_that_two_words_may_have_been_is_not_guessed_at() -> None:
    between = next(
        (one[:place] + letter + one[place + 1 :])
        for one, other in combinations(WORDS, 2)
        if len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 2
        for place, letter in enumerate(other)
        if one[place] != letter
    )
    assert sum(is_one_slip(between, word) for word in WORDS) > 1
    assert mean(between) is None


WORDS_AND_CHECK = ("kanne", "kube", "eple", check_word(SEAL, ("kanne", "kube", "eple")))


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("", Slip("count")),
        ("kanne kube eple", Slip("count")),
        (" ".join((*WORDS_AND_CHECK, "eple")), Slip("count")),
        ("æ" * 100_000, Slip("count")),
        (f"kanne kube qwerty {WORDS_AND_CHECK[3]}", Slip("unknown", 3)),
        (f"kube kanne eple {WORDS_AND_CHECK[3]}", Slip("check")),
        ("kanne kube eple kanne", Slip("check")),
    ],
)
def test_what_cannot_be_read_is_told_by_what_is_wrong_with_it(typed: str, slip: Slip) -> None:
    assert read(SEAL, typed) == slip
