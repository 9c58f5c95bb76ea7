"""The envelope of a backup: a short head in the clear, and the rest sealed in numbered pieces.

One rule: a piece that was changed, moved, left out or taken from another file does not open, and a file
without its last piece is refused as cut. The head is part of what each piece is sealed for.
"""

import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from collector.sealing import KeyProblem, Seal

FIRST_LINE = b"ekko backup 1\n"
LONGEST_HEAD = 4096
PIECE = 1024 * 1024
LAST = 1 << 31
"""The highest bit of a piece's length says that it is the last one; its nonce says so too."""
SHUT_AND_TAG = PIECE + 16
QUICK = 3
"""How hard zlib tries: sealed words do not get smaller, and masked ones hardly more at 6."""


class BackupBroken(Exception):
    """A backup that cannot be used: cut, changed, or no backup at all; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on the outside: nothing of what is inside but how old it is and which key it needs."""

    schema: int
    installation: str
    made_at: int
    key: str
    salt: str

    def written(self) -> bytes:
        """Write it as the first two lines of the file."""
        return FIRST_LINE + json.dumps(asdict(self), sort_keys=True).encode() + b"\n"


def make_head(seal: Seal, schema: int, installation: str, now: int) -> Head:
    """Make the head of a new backup."""
    return Head(schema, installation, now, seal.mark, os.urandom(32).hex())


def read_head(file: BinaryIO) -> Head:
    """Read the head, or say that this is no backup that this Ekko can read."""
    if file.read(len(FIRST_LINE)) != FIRST_LINE:
        raise BackupBroken(
            "This is no backup that Ekko made, or a newer Ekko made it. Choose a file that ends in .backup, "
            "or start the newer version."
        )
    try:
        head = Head(**json.loads(file.readline(LONGEST_HEAD)))
        bytes.fromhex(head.salt)
    except (TypeError, ValueError):
        raise BackupBroken("The head of this backup is damaged. Take an older one.") from None
    return head


class Sealer:
    """Takes bytes, makes them smaller, and writes them sealed."""

    def __init__(self, file: BinaryIO, seal: Seal, head: Head) -> None:
        self._file = file
        self._outside = head.written()
        self._aead = AESGCM(seal.backup_key(bytes.fromhex(head.salt)))
        self._smaller = zlib.compressobj(QUICK)
        self._waits = bytearray()
        self._number = 0
        file.write(self._outside)

    def write(self, words: bytes) -> None:
        """Take more."""
        self._waits += self._smaller.compress(words)
        while len(self._waits) > PIECE:
            self._put(bytes(self._waits[:PIECE]), 0)
            del self._waits[:PIECE]

    def finish(self) -> None:
        """Write what is left, marked as the last."""
        self._waits += self._smaller.flush()
        while len(self._waits) > PIECE:
            self._put(bytes(self._waits[:PIECE]), 0)
            del self._waits[:PIECE]
        self._put(bytes(self._waits), LAST)

    def _put(self, plain: bytes, last: int) -> None:
        shut = self._aead.encrypt(_nonce(self._number, last), plain, self._outside)
        self._file.write(struct.pack(">I", len(shut) | last) + shut)
        self._number += 1


def open_lines(file: BinaryIO, seal: Seal, head: Head) -> Iterator[bytes]:
    """Open what stands behind the head, line by line; at most a piece and a line are in memory."""
    if head.key != seal.mark:
        raise KeyProblem(
            "This backup was made with another key. Bring back the key that it was made with "
            "(EKKO_KEY_FILE); the key of another installation opens nothing of this one's."
        )
    left, bigger = b"", zlib.decompressobj()
    try:
        for piece in _pieces(file, seal, head):
            *lines, left = (left + bigger.decompress(piece)).split(b"\n")
            yield from lines
        *lines, left = (left + bigger.flush()).split(b"\n")
        yield from lines
    except zlib.error:
        raise _damaged() from None
    if left or not bigger.eof:
        raise _damaged()


def _pieces(file: BinaryIO, seal: Seal, head: Head) -> Iterator[bytes]:
    outside, number, last = head.written(), 0, 0
    aead = AESGCM(seal.backup_key(bytes.fromhex(head.salt)))
    while not last:
        told = int.from_bytes(_exactly(file, 4), "big")
        last, length = told & LAST, told & ~LAST
        if length > SHUT_AND_TAG:
            raise _damaged()
        try:
            yield aead.decrypt(_nonce(number, last), _exactly(file, length), outside)
        except InvalidTag:
            raise _damaged() from None
        number += 1
    if file.read(1):
        raise _damaged()


def _exactly(file: BinaryIO, length: int) -> bytes:
    found = file.read(length)
    if len(found) < length:
        raise BackupBroken(
            "This backup is cut: its end is missing. Nothing was changed. Copy the file anew from where it "
            "lies, or take an older one."
        )
    return found


def _nonce(number: int, last: int) -> bytes:
    return struct.pack(">IQ", last, number)


def _damaged() -> BackupBroken:
    return BackupBroken(
        "This backup is damaged. Nothing was changed. Copy the file anew, or take an older one."
    )
