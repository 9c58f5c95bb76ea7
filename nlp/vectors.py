"""Remembers the vectors of many texts, since each takes ten milliseconds: those of the examples ship with the
program, and what was made here lies in the cache.

The one rule: a text is known by its hash, so a changed one is asked for anew; and no vector of a wish is kept
by us (whoever trains gives the cache that is thrown away with the training).
"""

import hashlib
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.lists import DATA
from nlp.meaning import Meaning, calm
from nlp.way import Numbers

_log = logging.getLogger(__name__)
_TEXTS_AT_ONCE = 64
_STEPS = 127  # each vector is kept in whole steps of its greatest number, a byte each

Known = dict[bytes, npt.NDArray[np.float16]]


def shipped_file(meaning_name: str) -> Path:
    """Where the vectors of the shipped examples lie."""
    return DATA / "vectors" / f"{meaning_name}.npz"


def remembered(meaning: Meaning, texts: Sequence[str], cache: Path | None) -> Numbers:
    """The vectors of many texts; those that ship or that the cache holds are not made again."""
    path = cache / f"vectors-{meaning.name}.npz" if cache else None
    known = read_shipped(meaning.name)
    known.update(_read(path) if path else {})
    keys = [key_of(text) for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    known.update(_made(meaning, missing))
    if path and missing:
        _write(path, {key: known[key] for key in dict.fromkeys(keys)})
    return np.array([known[key] for key in keys], np.float32)


def key_of(text: str) -> bytes:
    """What a text is known by."""
    return hashlib.sha256(text.encode()).digest()[:12]


def ship(meaning: Meaning, texts: Iterable[str]) -> Path:
    """Write the vectors of the examples beside their lists; those that lie there are not made again."""
    texts = list(dict.fromkeys(texts))
    vectors = remembered(meaning, texts, None)
    steps = np.abs(vectors).max(axis=1, keepdims=True) / _STEPS
    path = shipped_file(meaning.name)
    path.parent.mkdir(exist_ok=True)
    np.savez(
        path,
        keys=_as_table([key_of(text) for text in texts]),
        numbers=np.round(vectors / steps).astype(np.int8),
        steps=steps.astype(np.float32),
    )
    return path


def read_shipped(meaning_name: str) -> Known:
    """The vectors of the examples as they ship; none where they were made by another model."""
    try:
        with shipped_file(meaning_name).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            vectors = (kept["numbers"] * kept["steps"]).astype(np.float16)
            return dict(zip((key.tobytes() for key in kept["keys"]), vectors, strict=True))
    except FileNotFoundError:
        return {}
    except Exception as problem:
        _log.warning("The shipped vectors cannot be read (%s); they are made here.", type(problem).__name__)
        return {}


def _made(meaning: Meaning, missing: Mapping[bytes, str]) -> Known:
    made: Known = {}
    waiting = list(missing.items())
    for at in range(0, len(waiting), _TEXTS_AT_ONCE):
        some = waiting[at : at + _TEXTS_AT_ONCE]
        vectors = meaning.vectors([text for _, text in some]).astype(np.float16)
        made.update(zip((key for key, _ in some), vectors, strict=True))
    return made


def _read(path: Path) -> Known:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return dict(zip((key.tobytes() for key in kept["keys"]), kept["vectors"], strict=True))
    except FileNotFoundError:
        return {}
    except Exception as problem:  # a damaged cache costs a minute, nothing else
        _log.warning("The kept vectors cannot be read (%s); they are made again.", type(problem).__name__)
        return {}


def _write(path: Path, known: Known) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new.npz")
        np.savez(beside, keys=_as_table(list(known)), vectors=np.array(list(known.values()), np.float16))
        beside.replace(path)
    except OSError as problem:
        _log.warning("The vectors could not be kept (%s); they are made again.", type(problem).__name__)


def _as_table(keys: Sequence[bytes]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), -1)


if __name__ == "__main__":  # what `make vectors` calls
    from nlp import examples
    from nlp.e5 import open_e5
    from nlp.masking import mask

    second = open_e5(threads=os.cpu_count() or 1)
    if second is None:
        raise SystemExit("Only the extra `meaning` makes vectors, and it is not installed: run `make check`.")
    every = [*examples.shipped(), *examples.held("choose")]
    ship(second, [calm(mask(each.text).text) for each in every])
