"""Every conversation, as a transcript that a youth worker can read, in all four languages.

`EKKO_WRITE=1 pytest tests/dialogs` writes them anew.
"""

import os
from pathlib import Path

import pytest

from bot.dialogs.book import BOOK
from bot.dialogs.engine import Book, Move, Step, go, stay
from bot.dialogs.events import Event
from bot.dialogs.talk import Talk
from collector.texts import LANGUAGES
from tests.dialogs import paths
from tests.dialogs.paths import paths_of_the_program, paths_taken
from tests.dialogs.play import HERE, play_file

TRANSCRIPTS = sorted(HERE.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_talk_goes_as_its_transcript_says(path: Path) -> None:
    played = play_file(path)
    if os.environ.get("EKKO_WRITE"):
        path.write_text(played, "utf-8")
    assert played == path.read_text("utf-8")


@pytest.fixture(scope="module")
def program() -> set[str]:
    return paths_of_the_program()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_path_of_the_program_is_in_a_transcript_of_every_language(
    program: set[str], language: str
) -> None:
    missing = sorted(program - paths_taken(language))
    assert missing == [], f"no {language} transcript takes these; docs/samtalen.md says how to write one"


def test_the_program_was_walked_all_through(program: set[str]) -> None:
    """Every step is come to and gone from, so that what is compared is all there is."""
    come_to = {path.split(" -> ")[1] for path in program if " -> " in path}
    assert come_to == set(BOOK.steps) - {"start"}
    gone_from = {path.split(" -> ")[0] for path in program if " -> " in path}
    assert gone_from | {"start"} == {*BOOK.steps, "everywhere", "concern"}


def test_a_new_step_is_a_new_path(program: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def hear(talk: Talk, event: Event) -> Move:
        return stay(talk)

    known = BOOK.steps["stopped"]
    new = Step("brand.new", hear, frozenset())
    leads = Step("stopped", lambda talk, event: go(talk, "brand.new"), known.leads_to | {"brand.new"})
    steps = [each for each in BOOK.steps.values() if each is not known]
    book = Book((*steps, leads, new), BOOK.everywhere, BOOK.concern)
    monkeypatch.setattr(paths, "BOOK", book)
    monkeypatch.setattr(paths, "MOST_WISHES", 0)
    assert "stopped -> brand.new" in paths_of_the_program() - program
