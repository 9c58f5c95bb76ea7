"""Remembers what is already in place, so that a second `make` costs next to nothing.

One rule: a stamp lies inside the thing it vouches for, so whoever deletes the thing deletes the stamp too.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from tools.places import ROOT


def key_of(*sources: Path | str) -> str:
    """A hash over these files and words, over where the checkout lies and which Python makes it."""
    digest = hashlib.sha256(f"{ROOT} {sys.version_info[:2]}".encode())
    for source in sources:
        content = source.read_bytes() if isinstance(source, Path) else source.encode()
        digest.update(f" {len(content)} ".encode() + content)
    return digest.hexdigest()


def is_fresh(stamp: Path, key: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii", errors="replace") == key


def put(stamp: Path, key: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key, encoding="ascii")
