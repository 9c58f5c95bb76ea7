"""`ekko chat`: the conversation at this terminal, and the transcript that is written of it."""

from pathlib import Path
from typing import TextIO

from bot.channels.terminal import chat, place_for, refuse_unspoken
from bot.wiring import TEXTS
from collector.texts import read_catalogue
from nlp.ready import ready


def chat_here(models: Path, language: str, save: str | None, out: TextIO) -> None:
    """Play until Ctrl-D, and write the talk down where that was asked for."""
    refuse_unspoken(language)
    place = place_for(save, language) if save is not None else None

    def show(line: str) -> None:
        out.write(line + "\n")
        out.flush()

    script = chat(read_catalogue(*TEXTS), ready(models), language, _typed, show)
    if place:
        place.write_text(script, "utf-8")
        show(f"\nThe talk is written down in {place.name}; the tests play it from now on.")


def _typed() -> str | None:
    try:
        return input("> ")
    except (EOFError, KeyboardInterrupt):
        return None
