"""Reads what was just written: by itself, and together with the wish that it may belong to.

One rule: words that are a cry only together with those before them are one.
"""

from dataclasses import dataclass, replace

from bot.dialogs.follow_ups import ADDING
from bot.dialogs.talk import CHANGE
from bot.record import NEWEST, Record
from collector.intake import concern_of
from nlp.reader import Reader
from nlp.reading import Reading

EARLIER = 3
"""So many of the last messages are read along, for what is said in two breaths."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote and what was read of it; `together` is all that was said of the wish at hand."""

    raw: str = ""
    reading: Reading | None = None
    together: "Words | None" = None
    hurried: bool = False
    """Read by the first reader alone, since many wrote at once."""


def read(reader: Reader, record: Record, raw: str) -> Words:
    """Read what was written in a talk."""
    if not raw:
        return Words()
    earlier = earlier_words(record, record.talk.at_hand if record.talk.step == CHANGE else "")
    reading, together = reader.read(raw, earlier, every=True), _together(reader, record, raw)
    if together and together.reading and (level := concern_of(together.reading)) and not concern_of(reading):
        reading = replace(reading, flags={**reading.flags, level: together.reading.flags[level]})
    return Words(raw, reading, together)


def earlier_words(record: Record, rewritten: str = "") -> list[str]:
    """List what was written last, to be read along; words that are about to go are not."""
    said = [line for line in record.lines if line.by == "you" and line.words and not line.key]
    return [line.words for line in said if not rewritten or line.wish != rewritten][-EARLIER:]


def _together(reader: Reader, record: Record, raw: str) -> Words | None:
    talk = record.talk
    if talk.step not in ADDING or not talk.at_hand or len(record.lines) >= NEWEST:
        return None  # a long talk forgets its first lines
    before = [line.words for line in record.lines if line.by == "you" and line.wish == talk.at_hand]
    if not any(before):
        return None
    all_of_it = "\n".join([*filter(None, before), raw])
    return Words(all_of_it, reader.read(all_of_it, every=True))
