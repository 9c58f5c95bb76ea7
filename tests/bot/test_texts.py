"""What the bot says: whole in every language, and just what the code asks for."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.dialogs.book import SPOKEN
from bot.dialogs.events import Word
from bot.dialogs.follow_ups import AGES, FOLLOW_UPS
from bot.dialogs.words import word_asked_for
from bot.helpcard import read_helplines
from bot.wiring import TEXTS
from collector.facts import READS
from collector.model import AGREED_HOW, WISH_STATES
from collector.requirements import REQUIREMENTS
from collector.texts import LANGUAGES
from tests.bot.spoken_keys import Asked, asked_for, spelt_out

OURS, STAFFS = TEXTS
MEMBERS = {
    "status": WISH_STATES,
    "help": ("watch", *(line.id for line in read_helplines())),
    "language": LANGUAGES,
    "language.own": SPOKEN,
    "ask": tuple(
        key.removeprefix("ask.")
        for question in FOLLOW_UPS
        for key in (f"ask.{question.name}", *(choice.key for choice in question.choices[:-1]))
    ),
    "ask.age": AGES,
    "require": tuple(each.name for each in REQUIREMENTS),
    "record.why": tuple(READS),
    "class.how": AGREED_HOW,
}
"""What a key may end in where the code picks it as it runs.

No tags: a municipality has tags of its own, so a tag is `named`, and never said.
"""
BLANK = re.compile(r"\{(\w*)\}")
QUOTED = re.compile(r"[«“]([^»”]+)[»”]")
BUTTONS: dict[str, Word] = {"page.privacy": "privacy", "page.mine": "mine", "page.language": "language"}
"""Buttons that send their own label, so the label must be a word that works."""
GRAVE = ("help.", "concern.", "contact.")
"""What somebody who is not OK reads."""
HEADS = ("must be approved by a professional before use",)


def texts_of(folder: Path, language: str) -> dict[str, str]:
    """Read a catalogue in its own order, without the fall back to bokmål."""
    with (folder / f"{language}.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file) if each.id}


def needed() -> set[str]:
    families = {key.split(".")[0] for key in texts_of(OURS, "nb")}
    return spelt_out(asked_for(families), MEMBERS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_in_the_same_order(language: str) -> None:
    assert list(texts_of(OURS, language)) == list(texts_of(OURS, "nb"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_blank_or_has_spaces_at_its_edges(language: str) -> None:
    texts = texts_of(OURS, language)
    assert [key for key, text in texts.items() if not text or text != text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_the_blanks_that_bokmal_has(language: str) -> None:
    blanks = {key: set(BLANK.findall(text)) for key, text in texts_of(OURS, language).items()}
    assert blanks == {key: set(BLANK.findall(text)) for key, text in texts_of(OURS, "nb").items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_in_two_catalogues_of_one_language(language: str) -> None:
    text = (OURS / f"{language}.po").read_text("utf-8")
    written = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert len(written) == len(set(written))
    assert set(written) & set(texts_of(STAFFS, language)) == set()


def test_every_text_that_the_bot_asks_for_exists() -> None:
    assert needed() - set(texts_of(OURS, "nb")) - set(texts_of(STAFFS, "nb")) == set()


def test_no_text_lies_unused() -> None:
    assert set(texts_of(OURS, "nb")) - needed() == set()


def test_a_key_in_new_code_is_seen(tmp_path: Path) -> None:
    (tmp_path / "new.py").write_text('raise Refused("brand.new")\nlook("wish.unheard")\ngo(talk, "wish.ask")')
    (tmp_path / "new.html").write_text("{{ say('page.newer') }}{{ say('status.' ~ state) }}")
    found = asked_for({"wish", "page"}, tmp_path)
    assert found == Asked(frozenset(("brand.new", "wish.unheard", "page.newer")), frozenset(("status",)))


def test_a_family_that_nobody_listed_is_an_error() -> None:
    with pytest.raises(KeyError, match="colour"):
        spelt_out(Asked(frozenset(), frozenset(("colour",))), MEMBERS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_that_sends_its_label_sends_a_word_that_works(language: str) -> None:
    texts = texts_of(OURS, language)
    assert {key: word_asked_for(texts[key]) for key in BUTTONS} == BUTTONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_the_privacy_text_teaches_work(language: str) -> None:
    taught = QUOTED.findall(texts_of(OURS, language)["privacy.your_choice"])
    assert [word_asked_for(word) for word in taught] == ["mine", "erase"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_welcome_names_the_help_button_as_it_is_labelled(language: str) -> None:
    texts = texts_of(OURS, language)
    assert QUOTED.findall(texts["welcome.not_emergency"]) == [texts["page.help"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_for_somebody_not_ok_is_marked_for_approval(language: str) -> None:
    with (OURS / f"{language}.po").open("rb") as file:
        unmarked = [each.id for each in read_po(file) if each.id and tuple(each.auto_comments) != HEADS]
    assert [key for key in unmarked if str(key).startswith(GRAVE)] == []


def test_northern_sami_says_that_it_awaits_a_native_reader() -> None:
    head = (OURS / "se.po").read_text("utf-8").split("msgid", 1)[0]
    assert "awaits a named native reader; off until then" in head


def test_northern_sami_shows_the_help_card_with_bokmal_beside() -> None:
    bokmal, sami = texts_of(OURS, "nb"), texts_of(OURS, "se")
    grave = [key for key in bokmal if key.startswith(GRAVE)]
    assert grave
    assert [key for key in grave if not sami[key].endswith(f" / {bokmal[key]}")] == []
