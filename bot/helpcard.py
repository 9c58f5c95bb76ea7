"""The help card: who can be called now. Fixed texts and dated numbers, and no machine learning anywhere near.

One rule: it is shown whole, at once, and never waits for anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from collector.texts import Catalogue

HELPLINES = Path(__file__).parent / "texts" / "helplines.tsv"
GROWS_OLD_AFTER_DAYS = 180


class BadHelpline(ValueError):
    """A line of the helplines' file that nobody may be shown."""


@dataclass(frozen=True, slots=True)
class Helpline:
    """One number, where it was found and when."""

    id: str
    number: str
    call: str
    noted: date
    confirmed: date | None
    source: str

    def is_old(self, today: date) -> bool:
        """Tell whether somebody should look it up again."""
        return (today - (self.confirmed or self.noted)).days > GROWS_OLD_AFTER_DAYS


class OnCard(NamedTuple):
    """One line of the card, as it is shown."""

    id: str
    number: str
    call: str


WATCH_AFTER = "legevakt"
"""The municipality's own barnevernvakt stands behind this line."""


def lines_on_card(helplines: Sequence[Helpline], watch: str = "") -> tuple[OnCard, ...]:
    """List what the card shows, with the number that the municipality recorded."""
    lines: list[OnCard] = []
    for each in helplines:
        lines.append(OnCard(each.id, each.number, each.call))
        if each.id == WATCH_AFTER and watch:
            lines.append(OnCard("watch", watch, watch.replace(" ", "")))
    return tuple(lines)


def read_helplines(path: Path = HELPLINES) -> tuple[Helpline, ...]:
    """Read the numbers; one without a date or a source stops the start."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return tuple(_read(line) for line in lines[1:])


def _read(line: str) -> Helpline:
    try:
        name, number, call, noted, confirmed, source = line.split("\t")
        checked = None if confirmed == "-" else date.fromisoformat(confirmed)
        found = Helpline(name, number, call, date.fromisoformat(noted), checked, source)
    except ValueError:
        raise BadHelpline(f"A helpline lacks a column or a date: {line.split(chr(9))[0]}") from None
    if not source.startswith("https://") or not call.isdigit() or number.replace(" ", "") != call:
        raise BadHelpline(f"Helpline {name} needs a number that can be called and an https source.")
    return found


def card_in_words(helplines: Sequence[Helpline], texts: Catalogue, language: str, watch: str = "") -> str:
    """Write the whole card as plain text, for channels without pages."""
    said = [texts.say("help.danger", language), texts.say("help.not_us", language)]
    said += [
        f"{texts.say(f'help.{each.id}', language)}: {each.number}" for each in lines_on_card(helplines, watch)
    ]
    return "\n".join([*said, texts.say("help.write_instead", language)])
