"""The seam for a second reader: whatever turns texts into vectors of meaning.

The one rule: Ekko reads without it. It is an ordinary extra, asked where it is installed and is what we
pinned.
"""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from nlp.way import Numbers

_log = logging.getLogger(__name__)
_TEXTS_AT_ONCE = 64


class Meaning(Protocol):
    """Turns texts into vectors of length one; `name` changes whenever the vectors would."""

    @property
    def name(self) -> str:
        """Which model, down to its bytes."""
        ...

    def vectors(self, texts: Sequence[str]) -> Numbers:
        """One row for each text."""
        ...


def calm(text: str) -> str:
    """The text without shouting, which would drown what it means.

    >>> calm("KAN VI FÅ EN KINO"), calm("Kan vi få en kino")
    ('kan vi få en kino', 'Kan vi få en kino')
    """
    letters = [letter for letter in text if letter.isalpha()]
    return text.lower() if sum(letter.isupper() for letter in letters) > len(letters) / 2 else text


def remembered(meaning: Meaning, texts: Sequence[str], cache: Path | None) -> Numbers:
    """The vectors of many texts; those that the cache holds are not made again."""
    path = cache / f"vectors-{meaning.name}.npz" if cache else None
    known = _read(path) if path else {}
    keys = [hashlib.sha256(text.encode()).digest()[:12] for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    waiting = list(missing.items())
    for at in range(0, len(waiting), _TEXTS_AT_ONCE):
        some = waiting[at : at + _TEXTS_AT_ONCE]
        made = meaning.vectors([text for _, text in some])
        known.update(zip((key for key, _ in some), made.astype(np.float16), strict=True))
    if path and missing:
        _write(path, {key: known[key] for key in dict.fromkeys(keys)})
    return np.array([known[key] for key in keys], np.float32)


def _read(path: Path) -> dict[bytes, Numbers]:
    try:
        with np.load(path, allow_pickle=False) as kept:
            return dict(zip((key.tobytes() for key in kept["keys"]), kept["vectors"], strict=True))
    except FileNotFoundError:
        return {}
    except Exception as problem:  # a damaged cache costs a minute, nothing else
        _log.warning("The kept vectors cannot be read (%s); they are made again.", type(problem).__name__)
        return {}


def _write(path: Path, known: dict[bytes, Numbers]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new.npz")
        keys = np.frombuffer(b"".join(known), np.uint8).reshape(len(known), -1)
        np.savez(beside, keys=keys, vectors=np.array(list(known.values()), np.float16))
        beside.replace(path)
    except OSError as problem:
        _log.warning("The vectors could not be kept (%s); they are made again.", type(problem).__name__)
