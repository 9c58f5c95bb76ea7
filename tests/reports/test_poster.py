"""The poster: its code leads where it says, its words are there, and it is the same each time."""

from dataclasses import replace

import pytest

from bot.wiring import HERE as BOT
from collector.model import Municipality, OwnWords, Round
from collector.reports.poster import LANGUAGES, SIZES, Size, draw_poster, make_poster
from collector.reports.typeset import as_svg
from collector.texts import Catalogue
from tests.reports.paper import codes_in, sizes_of, words_in

ADDRESS = "https://ekko.eksempelvik.no"
LOGO = (BOT / "channels" / "webchat" / "assets" / "icon-192.png").read_bytes()
REAL = Municipality("m", "Eksempelvik kommune", is_example=False, is_open=True)
ASKED = Round("r", REAL, "glad-elg", "Høsten", 0, None)
LONG = replace(
    ASKED,
    municipality=replace(REAL, name="Nordre Storfjordbotnvassdalen og omegn kommune"),
    code="kjempelang-kode-som-er-tretti-t",
    words=(OwnWords("nb", ("Storfjordbotnvassdalens " * 8)[:160], "For deg " * 15),),
)
PAPER = {"a4": (210, 297), "a3": (297, 420)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_a_poster_is_one_page_that_says_what_the_chat_says(
    texts: Catalogue, size: Size, language: str
) -> None:
    poster = make_poster(texts, ASKED, ADDRESS, size, language)
    assert sizes_of(poster) == [PAPER[size]]
    words = words_in(poster)
    for key in ("say", "question", "scan", "no_account", "help"):
        assert texts.say(f"poster.{key}", language) in words, key
    for said in ("glad-elg", "ekko.eksempelvik.no", "Eksempelvik kommune"):
        assert said in words


@pytest.mark.parametrize("asked", [ASKED, LONG], ids=["short", "long"])
def test_its_code_leads_to_the_round(texts: Catalogue, asked: Round) -> None:
    for size in SIZES:
        picture = draw_poster(texts, asked, ADDRESS, size, "nb")
        assert codes_in(picture) == [f"{ADDRESS}/c/{asked.code}"]


@pytest.mark.parametrize("size", SIZES)
def test_long_names_stay_on_one_page_and_nothing_is_lost(texts: Catalogue, size: Size) -> None:
    poster = make_poster(texts, LONG, ADDRESS, size, "nb", LOGO)
    assert sizes_of(poster) == [PAPER[size]]
    assert LONG.code in words_in(poster)
    assert words_in(poster).count("Storfjordbotnvassdalens") == 6


def test_the_rounds_own_question_is_on_it(texts: Catalogue) -> None:
    asked = replace(ASKED, words=(OwnWords("nn", "Kva saknar du på klubben?", "For deg i Vik."),))
    words = words_in(make_poster(texts, asked, ADDRESS, "a4", "nn"))
    assert "Kva saknar du på klubben?" in words
    assert "For deg i Vik." in words
    assert texts.say("poster.question", "nn") not in words


def test_the_same_round_gives_the_same_bytes(texts: Catalogue) -> None:
    one, other = (make_poster(texts, ASKED, ADDRESS, "a3", "nb", LOGO) for _ in range(2))
    assert one == other


def test_what_must_not_hang_on_a_wall_says_so_itself(texts: Catalogue) -> None:
    example = replace(ASKED, municipality=replace(REAL, is_example=True))
    assert "Ikke heng opp denne" in words_in(make_poster(texts, example, ADDRESS, "a4", "nb"))
    assert "Utkast" in words_in(make_poster(texts, ASKED, ADDRESS, "a4", "se"))
    assert "Utkast" not in words_in(make_poster(texts, ASKED, ADDRESS, "a4", "nb"))


def test_words_that_look_like_typst_are_words(texts: Catalogue) -> None:
    asked = replace(ASKED, words=(OwnWords("nb", '#read("/etc/passwd") $x$ *hva* @savner <du>?'),))
    assert '#read("/etc/passwd") $x$ *hva* @savner <du>?' in words_in(
        make_poster(texts, asked, ADDRESS, "a4", "nb")
    )


@pytest.mark.parametrize("logo", [b"<svg/>", b"", b"GIF89a"])
def test_a_logo_is_known_by_its_bytes(logo: bytes) -> None:
    with pytest.raises(ValueError, match="PNG or a JPEG"):
        as_svg(logo)
