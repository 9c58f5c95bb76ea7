"""Plays the conversation by keyboard, with the tagger that reads real wishes, and writes it down.

One rule: nothing is kept and nobody is alerted, and it says so first; what it writes down is masked.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.dialogs.book import SPOKEN
from bot.dialogs.events import Entered
from bot.heard import EARLIER
from bot.problems import BadRequest
from bot.transcript import Player, written
from bot.understanding import understood
from collector.texts import Catalogue
from nlp.reader import Reader

TRANSCRIPTS = Path(__file__).parents[2] / "tests" / "dialogs" / "transcripts"
BEGINS = "A trial: nothing is kept and nobody is alerted. Tap a button by its number; Ctrl-D ends."
_BUTTON = re.compile(r"[0-9]{1,2}")  # a longer number, as somebody's phone, is said and no button

Ask = Callable[[], str | None]
"""What is typed next, or None when nothing more comes."""


def chat(texts: Catalogue, reader: Reader, language: str, ask: Ask, show: Callable[[str], None]) -> str:
    """Play until nothing more comes; the whole talk, as a transcript."""
    player = Player(texts, language)
    lines: list[str] = []
    earlier: list[str] = []

    def tell(more: Sequence[str]) -> None:
        lines.extend(more)
        for line in more:
            show(_numbered(line))

    show(BEGINS)
    tell(player.turn(Entered()))
    while (typed := ask()) is not None:
        if not typed.strip():
            continue
        if _BUTTON.fullmatch(typed.strip()) and player.talk.offers:
            line = _tapped(player, int(typed))
        else:
            reading = reader.read(typed, earlier[-EARLIER:], every=True)
            earlier.append(reading.text)
            line = written(" ".join(reading.text.split()), understood(reading))
        if line is None:
            show(f"There is no button {typed.strip()}; there are 1 to {len(player.talk.offers)}.")
            continue
        lines += ["", line]
        tell(player.turn(player.event(line)))
    return "\n".join(lines) + "\n"


def refuse_unspoken(language: str) -> None:
    """Say which languages there are, where this is none of them."""
    if language not in SPOKEN:
        raise BadRequest(f"Ekko does not speak {language!r}; it speaks {', '.join(SPOKEN)}.")


def place_for(name: str, language: str, folder: Path = TRANSCRIPTS) -> Path:
    """Where a transcript of this name goes; asked before the talk, so that no talk is lost."""
    refuse_unspoken(language)
    if not folder.is_dir():
        raise BadRequest(
            "Transcripts lie in tests/dialogs/transcripts beside the source; there is no such folder here."
        )
    if not name.replace("-", "").isalnum():
        raise BadRequest(f"{name!r} is no name for a transcript: letters, digits and hyphens are.")
    path = folder / f"{name}-{language}.txt"
    if path.exists():
        raise BadRequest(f"There is a transcript {path.name} already. Choose another name.")
    return path


def _tapped(player: Player, number: int) -> str | None:
    labels = player.labels
    return f"* {labels[number - 1]}" if 1 <= number <= len(labels) else None


def _numbered(line: str) -> str:
    """The buttons as a person at a keyboard sees them: 1 Ja  2 Nei."""
    if not line.startswith("| "):
        return line
    return "  ".join(f"[{n}] {label}" for n, label in enumerate(line[2:].split(" | "), 1))
