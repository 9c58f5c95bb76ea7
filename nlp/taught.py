"""What the second reader's model was taught about wishes: its biases and scales, a third of a megabyte.

The one rule: they go into a copy in memory; the package's own file stays as it was pinned.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np

from nlp.lists import DATA
from nlp.packed import Packed, places
from nlp.way import Numbers

TAUGHT = DATA / "taught" / "biases.npz"


def read_taught(path: Path = TAUGHT) -> dict[str, Numbers]:
    """The taught numbers by the name of their tensor."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return {name: np.asarray(kept[name], np.float32) for name in kept.files}


@contextmanager
def taught_copy(model: Path, taught: Mapping[str, Numbers]) -> Iterator[str]:
    """A path to the model with the taught numbers in it, for as long as it takes to open it.

    The copy has no name on any disk, so that nobody can change it and a full disk does not matter.
    """
    with model.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as packed:
        copy = os.memfd_create("ekko-taught-model")
        try:
            with os.fdopen(copy, "wb", closefd=False) as written:
                written.write(packed)
                for at, numbers in put(packed, taught):
                    written.seek(at)
                    written.write(numbers)
            yield f"/proc/self/fd/{copy}"
        finally:
            os.close(copy)


def put(packed: Packed, taught: Mapping[str, Numbers]) -> Iterator[tuple[int, bytes]]:
    """What is written where; only numbers that are kept whole can be taught."""
    found = places(packed)
    for name, numbers in taught.items():
        place = found[name]
        if not place.is_whole or numbers.size != place.numbers:
            raise ValueError(
                f"{name} has {place.numbers} numbers of its own, and {numbers.size} were taught."
            )
        yield place.at, numbers.astype("<f4").tobytes()
