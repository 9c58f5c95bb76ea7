"""The gate of the open chat: a class passes, whoever floods is slowed, and a cry for help never waits.

One rule: nobody is known here. Talks and addresses are held as keyed prints in memory alone, with a key that
is made at start and never leaves the process. Each process has a gate of its own.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from collector.model import Clock

MOST_KEPT = 50_000
"""So many talks or addresses are held at once; the one not heard of for longest is forgotten first."""
AT_LEAST = 2
"""Nobody is asked to wait less than so many seconds: it would be over before it was read."""
FULL_FOR = 5_000
"""So long newcomers are asked to wait when too many stand in the queue already."""


@dataclass(frozen=True, slots=True)
class Knock:
    """A message at the gate."""

    event: str
    talk: str
    address: str
    is_tap: bool
    is_full: bool
    """Too many wait in the queue behind the gate."""
    is_grave: Callable[[], bool]


class Pace:
    """How quickly things may come from each: `most` at once, and then one every so many milliseconds."""

    def __init__(self, most: int, every: int) -> None:
        self._slack = (most - 1) * every
        self._every = every
        self._even_at: OrderedDict[bytes, int] = OrderedDict()

    def wait(self, who: bytes, now: int) -> int:
        """Tell for how long the next one must wait."""
        return max(0, self._even_at.get(who, now) - self._slack - now)

    def take(self, who: bytes, now: int) -> None:
        """Count one more."""
        self._even_at[who] = max(self._even_at.pop(who, now), now) + self._every
        while self._even_at and (len(self) > MOST_KEPT or next(iter(self._even_at.values())) <= now):
            self._even_at.popitem(last=False)

    def __contains__(self, who: bytes) -> bool:
        return who in self._even_at

    def __len__(self) -> int:
        return len(self._even_at)


class Gate:
    """Says of each message whether it may come in now, or after how many seconds."""

    def __init__(self, clock: Clock) -> None:
        """`clock` must never step back."""
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._words = Pace(10, 6_000)
        self._taps = Pace(30, 2_000)
        self._newcomers = Pace(300, 2_000)  # ten classes behind one address at once
        self._cries = Pace(30, 2_000)  # or a flood of them would be a way past the gate
        self._copies = Pace(60, 20_000)  # the same message once more, after a double tap or a lost answer
        self._talks: OrderedDict[bytes, None] = OrderedDict()

    def wait(self, knock: Knock) -> int:
        """Let a message in and answer 0, or answer with the seconds to wait."""
        now = self._clock()
        event, talk, address = map(self._print, (knock.event, knock.talk, knock.address))
        if event in self._copies:
            paces = [(self._copies, event)]
        else:
            paces = self._paces(talk, address, is_tap=knock.is_tap)
        wait = max(pace.wait(who, now) for pace, who in paces)
        if knock.is_full and talk not in self._talks:
            wait = max(wait, FULL_FOR)
        if wait and not (self._cries.wait(address, now) == 0 and knock.is_grave()):
            return max(AT_LEAST, ceil(wait / 1000))
        for pace, who in [(self._cries, address)] if wait else paces:
            pace.take(who, now)
        self._let_in(event, talk, now)
        return 0

    def _paces(self, talk: bytes, address: bytes, *, is_tap: bool) -> list[tuple[Pace, bytes]]:
        """Name what a message counts against; a cookie that nobody gave out is a newcomer's too."""
        own = [(self._taps if is_tap else self._words, talk)]
        if talk in self._talks:
            return own
        return [*own, (self._newcomers, address)]

    def _let_in(self, event: bytes, talk: bytes, now: int) -> None:
        if event not in self._copies:
            self._copies.take(event, now)
        self._talks[talk] = None
        self._talks.move_to_end(talk)
        if len(self._talks) > MOST_KEPT:
            self._talks.popitem(last=False)

    def _print(self, words: str) -> bytes:
        return hashlib.blake2b(words.encode("utf-8", "replace"), key=self._key, digest_size=16).digest()
