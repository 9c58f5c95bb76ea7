"""The conversation by keyboard: what is shown, and that what is written down plays again the same."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.channels.terminal import BEGINS, chat, place_for
from bot.problems import BadRequest
from bot.transcript import Player
from bot.wiring import TEXTS
from collector.texts import read_catalogue
from nlp.reader import Reader

READER = Reader()  # by lists and rules alone, so that these tests are quick
CATALOGUE = read_catalogue(*TEXTS)


def typed(*lines: str, language: str = "nb") -> tuple[str, list[str]]:
    """The transcript, and everything that was shown."""
    waiting = iter(lines)
    shown: list[str] = []
    script = chat(CATALOGUE, READER, language, lambda: next(waiting, None), shown.append)
    return script, shown


@pytest.mark.parametrize(
    "lines",
    [
        ["vi vil ha LAN!", "1", "mine ønsker"],
        ["jeg vil ikke leve mer", "hjelp"],
        ["hei", "vi vil ha LAN", "2", "ring meg på 900 12 345", "slett", "1"],
        ["vi vil ha LAN", "²", "9" * 5000, "1"],
        ["bare for [gøy]", "språk", "3", "a band room"],
    ],
)
def test_what_is_written_down_plays_again_the_same(lines: Sequence[str]) -> None:
    script, _ = typed(*lines)
    assert Player(CATALOGUE, "nb").play(script) == script
    assert sum(line.startswith(("> ", "* ")) for line in script.splitlines()) == len(lines)


def test_it_says_first_that_it_is_a_trial() -> None:
    assert typed()[1][0] == BEGINS


def test_a_wish_is_read_by_the_tagger_and_a_button_is_tapped_by_its_number() -> None:
    script, shown = typed("vi vil ha LAN", "1")
    assert "> vi vil ha LAN [gaming, " in script
    assert "* Ja, det stemmer" in script
    assert "[1] Ja, det stemmer  [2] Nei, ikke helt" in shown


def test_what_points_at_a_person_is_not_written_down() -> None:
    script, shown = typed("ring meg på 900 12 345 om LAN")
    assert "900" not in script + "".join(shown)
    assert "[telefon]" in script


def test_a_number_without_a_button_is_told_and_changes_nothing() -> None:
    script, shown = typed("vi vil ha LAN", "7")
    assert shown[-1] == "There is no button 7; there are 1 to 2."
    assert script == typed("vi vil ha LAN")[0]


def test_an_empty_line_is_nothing_said() -> None:
    assert typed("", "  ")[0] == typed()[0]


def test_a_transcript_is_never_written_over_and_its_place_is_asked_for_first(tmp_path: Path) -> None:
    (tmp_path / "shy-nb.txt").touch()
    assert place_for("shy-one", "nn", tmp_path) == tmp_path / "shy-one-nn.txt"
    for name, language, folder in (
        ("shy", "nb", tmp_path),
        ("../shy", "nb", tmp_path),
        ("", "nb", tmp_path),
        ("new", "de", tmp_path),
        ("new", "nb", tmp_path / "none"),
    ):
        with pytest.raises(BadRequest):
            place_for(name, language, folder)
