"""What is told back to young people: one page, plain words, steps of ten, and where help is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from collector.model import Municipality, Round
from collector.reports.poster import LANGUAGES, SIZES, Size
from collector.reports.told_back import (
    TooFew,
    draw_wall_poster,
    make_page,
    make_wall_poster,
    tell_page,
    tell_poster,
)
from collector.texts import Catalogue
from tests.bot.plain_words import lix, sentences
from tests.reports.paper import codes_in, sizes_of, words_in

ADDRESS = "https://ekko.eksempelvik.no"
REAL = Municipality("m", "Eksempelvik kommune", is_example=False, is_open=True)
ASKED = Round("r", REAL, "glad-elg", "Høsten 2026", 0, 1_790_000_000_000)
NOW = 1_789_000_000_000
TAGS = ("gaming", "hangout", "dance", "skate-parkour", "music-production", "tabletop")
FOUND = {
    "approved": 1320,
    "activities": [{"id": tag, "at_least": 310 - 40 * at} for at, tag in enumerate(TAGS)],
    "percent": 60,
}
PAPER = {"a4": (210, 297), "a3": (297, 420)}
LONG = replace(
    ASKED,
    municipality=replace(REAL, name="Nordre Storfjordbotnvassdalen og omegn kommune", is_example=True),
    code="kjempelang-kode-som-er-tretti-t",
    name="Storfjordbotnvassdalens ungdomsråd spør " * 3,
)


def page(texts: Catalogue, asked: Round = ASKED, language: str = "nb", **instead: Any) -> bytes:
    return make_page(texts, asked, FOUND | instead, ADDRESS, language, NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", [ASKED, LONG], ids=["short", "long"])
def test_the_page_for_pupils_is_one_page_with_what_happens_next(
    texts: Catalogue, language: str, asked: Round
) -> None:
    made = page(texts, asked, language)
    assert sizes_of(made) == [(210, 297)]
    words = words_in(made)
    for key in ("title", "most", "next", "read", "answer", "no", "scan"):
        assert texts.say(f"pupils.{key}", language) in words, key
    assert texts.say("poster.help", language) in words
    assert texts.say("poster.no_account", language) in words
    assert asked.code in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_theme_is_large_enough_to_tell_the_pages_say_so(texts: Catalogue, language: str) -> None:
    without = FOUND | {"activities": []}
    mixed = texts.say("pupils.mixed", language)
    assert mixed in words_in(page(texts, language=language, activities=[]))
    assert mixed in words_in(make_wall_poster(texts, ASKED, without, ADDRESS, language, "a3"))
    assert mixed not in words_in(page(texts, language=language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("asked", [ASKED, LONG], ids=["short", "long"])
def test_the_poster_is_one_page(texts: Catalogue, size: Size, language: str, asked: Round) -> None:
    made = make_wall_poster(texts, asked, FOUND, ADDRESS, language, size)
    assert sizes_of(made) == [PAPER[size]]
    words = words_in(made)
    assert texts.say("pupils.title", language) in words
    assert texts.say("poster.help", language) in words


@pytest.mark.parametrize("asked", [ASKED, LONG], ids=["short", "long"])
def test_its_code_leads_to_what_was_answered(texts: Catalogue, asked: Round) -> None:
    assert codes_in(draw_wall_poster(texts, asked, FOUND, ADDRESS, "nb")) == [
        f"{ADDRESS}/c/{asked.code}/answers"
    ]


def test_it_says_what_the_round_does_now(texts: Catalogue) -> None:
    def first(asked: Round, now: int) -> str:
        return str(tell_page(texts, asked, FOUND, ADDRESS, "nb", now)["next"][0])

    assert first(ASKED, NOW) == "Du kan si noe til og med 21. september 2026."
    assert first(ASKED, 1_800_000_000_000) == "Runden er over. Takk for at dere sa fra."
    assert first(replace(ASKED, closes_at=None), NOW).startswith("Du kan fortsatt si noe.")


def test_a_share_that_is_not_told_and_tags_that_are_too_few_are_left_out(texts: Catalogue) -> None:
    words = words_in(page(texts, percent=None, activities=[]))
    assert "%" not in words
    assert "Flest ønsker seg" not in words
    assert "Minst 1 320 ønsker" in words


def test_of_too_few_nothing_is_told(texts: Catalogue) -> None:
    for make in (page, poster):
        with pytest.raises(TooFew):
            make(texts, approved=None)


def poster(texts: Catalogue, **instead: Any) -> bytes:
    return make_wall_poster(texts, ASKED, FOUND | instead, ADDRESS, "nb")


def test_an_example_and_a_draft_say_so(texts: Catalogue) -> None:
    assert "Ikke heng opp denne" in words_in(page(texts, LONG))
    assert "Utkast" in words_in(page(texts, language="se"))


@pytest.mark.parametrize("make", [page, poster])
def test_the_same_round_gives_the_same_bytes(texts: Catalogue, make: Callable[[Catalogue], bytes]) -> None:
    assert make(texts) == make(texts)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_is_said_plainly(texts: Catalogue, language: str) -> None:
    said = [texts.say(key, language) for key in texts.keys("nb") if key.startswith("pupils.")]
    said = [words for words in said if words != texts.say("pupils.too-few", language)]
    assert lix(said) <= 30
    assert all(len(each) <= 15 for words in said for each in sentences(words))
    assert "at" in tell_poster(texts, ASKED, FOUND, ADDRESS, "en", "a4", None)["many"].lower()
