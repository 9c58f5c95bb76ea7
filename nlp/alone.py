"""Lets one training go on at a time on a machine, whoever began it.

The one rule: the lock is the system's own, so that one that died holds nothing.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "training.lock"


class SomebodyTrains(Exception):
    """Another training goes on with the same models; nothing is changed."""

    def __init__(self) -> None:
        super().__init__("Another training goes on here. Try again when it is done. Nothing is changed.")


@contextmanager
def alone(models: Path) -> Iterator[None]:
    """Hold the lock that stands beside the models, or say that somebody else does."""
    models.parent.mkdir(parents=True, exist_ok=True)
    with (models.parent / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SomebodyTrains from None
        yield
