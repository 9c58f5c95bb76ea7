"""Plays a transcript of tests/dialogs/transcripts; bot/transcript.py tells how one is written."""

from pathlib import Path

from bot.transcript import Player
from bot.wiring import TEXTS
from collector.texts import read_catalogue

HERE = Path(__file__).parent / "transcripts"


def play_file(path: Path) -> str:
    """Play a transcript in the language that its name ends in."""
    return Player(read_catalogue(*TEXTS), path.stem.rsplit("-", 1)[-1]).play(path.read_text("utf-8"))
