"""Shows what young people wish for that no tag fits yet, so that a leader can make a tag of it.

One rule: themes are found anew each time among what is kept at that moment, so nothing erased is in one.
"""

import asyncio
import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from collector.desk import Desk
from collector.learning import ONLY_WITH_A_YES
from collector.own_tags import FEWEST, LONGEST_NAME
from collector.store import untagged as store
from collector.store.front import Tx
from nlp.handed_in import LANGUAGES, LONGEST_ID, OWN
from nlp.meaning import Meaning
from nlp.themes import FEWEST_SENDERS, FEWEST_TEXTS, Theme, find_themes
from nlp.way import Numbers

MOST = 600
"""The newest so many are looked at: the second reader takes 12 ms for each that it has not seen."""
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ŧ": "t", "ŋ": "n"})


@dataclass(frozen=True, slots=True)
class Untagged:
    """One wish that no tag fits; `sender` is a key that tells two senders apart and nothing else."""

    text: str
    language: str
    sender: str
    may_teach: bool
    id: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The wishes that were looked at, of how many."""

    wishes: list[Untagged]
    of: int


class Memory:
    """The second reader's vectors of each municipality's last look, in memory alone, by a hash of the text.

    Whatever is no longer there at the next look is forgotten then.
    """

    def __init__(self, meaning: Meaning | None = None) -> None:
        """Without the second reader, letters alone tell what is alike."""
        self._meaning = meaning
        self._known: dict[str, dict[bytes, Numbers]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def find(self, municipality_id: str, wishes: Sequence[Untagged]) -> list[Theme]:
        """Find the themes, beside everything else that goes on."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._find, municipality_id, wishes)

    def _find(self, municipality_id: str, wishes: Sequence[Untagged]) -> list[Theme]:
        texts, senders = [wish.text for wish in wishes], [wish.sender for wish in wishes]
        meaning = self._meaning
        if meaning is None:
            return find_themes(texts, senders)
        before = self._known.pop(municipality_id, {})
        now: dict[bytes, Numbers] = {}

        def vectors(asked: Sequence[str]) -> Numbers:
            keys = [hashlib.sha256(text.encode()).digest() for text in asked]
            for key, text in zip(keys, asked, strict=True):
                if key not in now:
                    now[key] = before[key] if key in before else meaning.vectors([text])[0]
            return np.array([now[key] for key in keys], np.float32)

        themes = find_themes(texts, senders, vectors)
        self._known[municipality_id] = now
        return themes


def gather(tx: Tx, desk: Desk) -> Found:
    """Gather a municipality's newest wishes that no tag fits."""
    here = desk.municipality.id
    wishes = [
        Untagged(
            row["text"],
            row["language"],
            row["talk_id"] or f"{row['source']}:{row['round_id']}",
            bool(row["may_learn"]) or ONLY_WITH_A_YES not in {row["source"], row["channel"]},
            row["id"],
        )
        for row in store.untagged(tx, here, MOST)
    ]
    return Found(wishes, store.count_untagged(tx, here))


def as_shown(found: Found, themes: Sequence[Theme]) -> dict[str, Any]:
    """Make what a leader sees: names, figures, masked texts, and the lines that would teach a tag."""
    return {
        "untagged": found.of,
        "looked_at": len(found.wishes),
        "fewest_texts": FEWEST_TEXTS,
        "fewest_senders": FEWEST_SENDERS,
        "fewest_examples": FEWEST,
        "themes": [_theme(theme, [found.wishes[place] for place in theme.places]) for theme in themes],
    }


def _theme(theme: Theme, wishes: Sequence[Untagged]) -> dict[str, Any]:
    teaching = [wish for wish in wishes if wish.may_teach]
    return {
        "words": list(theme.words),
        "wishes": len(wishes),
        "senders": theme.senders,
        "texts": [{"id": wish.id, "text": wish.text, "language": wish.language} for wish in wishes],
        "tag": own_id(theme.words[0]),
        "lines": lines(theme.words[0], teaching),
        "examples": len(teaching),
        "left_out": len(wishes) - len(teaching),
    }


def own_id(word: str) -> str:
    """Make a tag's id of a word.

    >>> own_id("Vannsklie"), own_id("åpen dør"), own_id("čáhci"), own_id("2024")
    ('x-vannsklie', 'x-apendor', 'x-cahci', 'x-tema')
    """
    plain = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
    letters = "".join(letter for letter in plain if "a" <= letter <= "z")[: LONGEST_ID - 2]
    return f"x-{letters}" if OWN.fullmatch(f"x-{letters}") else "x-tema"


def lines(name: str, wishes: Sequence[Untagged]) -> str:
    """Write what `ekko train --own FILE` reads: the names to mend, and one line for each wish."""
    tag, shown = own_id(name), name.capitalize()[:LONGEST_NAME]
    head = f"# name: nb={shown} nn={shown} en={shown}"
    rows = [
        f"{wish.language if wish.language in LANGUAGES else 'mix'}\t{tag}\t{' '.join(wish.text.split())}"
        for wish in wishes
    ]
    return "\n".join([head, *rows]) + "\n"
