"""Every word that staff read, in every language."""

import re
import string
from pathlib import Path

import pytest

import collector
from collector.texts import LANGUAGES, Catalogue, read_catalogue
from collector.web.errors import KNOWN
from collector.web.open_pages import NEEDED
from nlp.tags import ACTIVITIES, BARRIERS, FLAGS, FORMS

ROOM = Path(collector.__path__[0])
TEMPLATES = sorted((ROOM / "web" / "templates").glob("*.html"))
SAID = re.compile(r"say\('([a-z][\w.-]*[\w-])'[,)]")
BEGUN = re.compile(r"say\('([a-z][\w.-]*\.)' ~")


@pytest.fixture(scope="module")
def desk_texts() -> Catalogue:
    return read_catalogue(ROOM / "texts")


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_text_is_there_in_every_language_that_is_offered(desk_texts: Catalogue, language: str) -> None:
    assert desk_texts.keys(language) == desk_texts.keys("nb")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_blanks_and_no_key_of_its_own(
    desk_texts: Catalogue, language: str
) -> None:
    assert desk_texts.keys(language) <= desk_texts.keys("nb")
    for key in desk_texts.keys(language):
        assert blanks(desk_texts.say(key, language)) == blanks(desk_texts.say(key, "nb")), key


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("tag", [*ACTIVITIES, *BARRIERS, *FORMS, *FLAGS])
def test_every_tag_has_a_name_in_every_language(desk_texts: Catalogue, language: str, tag: str) -> None:
    assert f"tag.{tag}" in desk_texts.keys(language)


def test_no_two_tags_share_a_name(desk_texts: Catalogue) -> None:
    for language in ("nb", "nn", "en"):
        names = [desk_texts.say(f"tag.{tag}", language) for tag in (*ACTIVITIES, *BARRIERS, *FORMS)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_text_that_a_page_asks_for_is_there(desk_texts: Catalogue, template: Path) -> None:
    written = template.read_text("utf-8")
    for key in SAID.findall(written):
        assert desk_texts.has(key), key
    for begin in BEGUN.findall(written):
        assert any(key.startswith(begin) for key in desk_texts.keys("nb")), begin


def test_every_error_and_every_need_has_its_words(desk_texts: Catalogue) -> None:
    for status in KNOWN:
        assert desk_texts.has(f"error.{status}.all.title")
        assert desk_texts.has(f"error.{status}.all.explain")
    for need in NEEDED:
        for part in ("", ".explain", ".who"):
            assert desk_texts.has(f"live.{need}{part}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_promised_that_cannot_be_kept(desk_texts: Catalogue, language: str) -> None:
    for key in desk_texts.keys(language):
        said = desk_texts.say(key, language).lower()
        for word in ("anonym", "hemmelig", "confidential "):
            assert word not in said, key


@pytest.mark.parametrize(
    ("language", "waits_for"),
    [(each, "professional") for each in ("nb", "nn", "en")] + [("se", "native reader")],
)
def test_each_file_says_what_still_waits_for_a_person(language: str, waits_for: str) -> None:
    head = (ROOM / "texts" / f"{language}.po").read_text("utf-8").split("msgid", 1)[0]
    assert waits_for in head
