"""Finds, for each page of the chat, what the municipality points to.

One rule: the help card waits for nothing. Where the store does not answer soon, what was true last is shown.
"""

import asyncio
from collections.abc import Callable

from fastapi import Request

from collector.signpost import NOWHERE, Signpost, signpost_for
from collector.store.front import Store, StoreProblem

PATIENCE_SECONDS = 0.5
REMEMBERED = 200


class Signposts:
    """Knows what was pointed to last, by the code of the round."""

    def __init__(self, store: Store, tidy: Callable[[str], str], patience: float = PATIENCE_SECONDS) -> None:
        self._store = store
        self._tidy = tidy
        self._patience = patience
        self._last: dict[str, Signpost] = {}

    async def __call__(self, request: Request) -> None:
        """Put up the signpost of a page before it is drawn."""
        code = request.path_params.get("code") or request.query_params.get("code", "")
        request.state.signpost = await self.find(self._tidy(code))

    async def find(self, code: str) -> Signpost:
        """Find what holds now, or what held last."""
        try:
            async with asyncio.timeout(self._patience):
                found = await self._store.read(lambda tx: signpost_for(tx, code))
        except (StoreProblem, TimeoutError):
            return self._last.get(code, NOWHERE)
        self._remember(code, found)
        return found

    def _remember(self, code: str, found: Signpost) -> None:
        if code not in self._last and len(self._last) >= REMEMBERED:
            self._last.pop(next(iter(self._last)))
        self._last[code] = found


def signpost_of(request: Request) -> Signpost:
    """Read what was put up for a page."""
    found: Signpost = getattr(request.state, "signpost", NOWHERE)
    return found
