"""The forty wishes: made up, never learnt from, with the tags that people agreed on."""

from random import Random
from typing import NamedTuple

from nlp.examples import held
from nlp.reader import Reader
from nlp.reading import Reading
from nlp.tags import ACTIVITIES, BARRIERS, FORMS

MANY = 40
TAGS = (*ACTIVITIES, *BARRIERS, *FORMS)


class Judged(NamedTuple):
    """A wish as it was read, and what it is about by people's word."""

    text: str
    language: str
    reading: Reading
    about: frozenset[str]

    @property
    def given(self) -> frozenset[str]:
        """What the tagger gave it."""
        reading = self.reading
        return frozenset((*reading.activities, *reading.barriers, *reading.forms))


def draw(reader: Reader) -> list[Judged]:
    """Draw forty of those that are held back to judge by: plain wishes, each text once."""
    found = [each for each in held("judge") if each.tags and each.tags <= set(TAGS)]
    Random(6).shuffle(found)  # noqa: S311  always the same forty
    drawn: dict[str, Judged] = {}
    for example in found:
        reading = reader.read(example.text)
        if not reading.flags and len(drawn) < MANY:
            drawn[reading.text] = Judged(example.text, example.language, reading, frozenset(example.tags))
    return list(drawn.values())
