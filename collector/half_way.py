"""Keeps what somebody must bring back to come in: a challenge, or what a sign-in elsewhere was begun with.

One rule: it is sealed, kept here and never in the browser, works once, and only for some minutes.
"""

import json
from typing import Any

from collector.sealing import Seal
from collector.store import ways
from collector.store.front import Tx

MINUTE = 60 * 1000
BEGUN_FOR = 5 * MINUTE


class NotBegun(Exception):
    """It was never begun in this browser, is over, or was ended before: the asker cannot tell which."""


def keep(tx: Tx, seal: Seal, token: str, what: str, begun: dict[str, Any], now: int) -> None:
    """Keep what was begun under a token that only this browser has."""
    kept = seal.fingerprint(token)
    sealed = seal.seal(json.dumps(begun), f"begun:{kept}")
    ways.put(tx, kept, what, sealed, now, now + BEGUN_FOR)


def take(tx: Tx, seal: Seal, token: str, what: str, now: int) -> dict[str, Any]:
    """Take what was begun, in a transaction of its own: gone is gone, whatever comes of it."""
    kept = seal.fingerprint(token)
    sealed = ways.take(tx, kept, what, now)
    if sealed is None:
        raise NotBegun
    begun: dict[str, Any] = json.loads(seal.open(sealed, f"begun:{kept}"))
    return begun
