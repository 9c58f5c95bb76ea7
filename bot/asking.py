"""`ekko asks`: which questions a round asks about each wish."""

from rich.console import Console

from bot.dialogs.follow_ups import ASKABLE
from bot.problems import BadRequest
from bot.settings import Settings
from collector.store import rounds
from collector.store.front import Tx
from collector.store.opening import open_store


async def choose(settings: Settings, code: str, wanted: str | None, console: Console) -> None:
    """Show what a round asks or, given a list, let it ask that from the next wish on."""
    names = None if wanted is None else tuple(filter(None, wanted.replace(",", " ").split()))
    if unknown := [name for name in names or () if name not in ASKABLE]:
        raise BadRequest(f"There is no question {', '.join(unknown)}. There are: {', '.join(ASKABLE)}.")
    store = open_store(settings.database_url)
    try:
        asks = await store.write(lambda tx: _choose(tx, code, names))
    finally:
        store.close()
    console.print(f"The round asks: {', '.join(asks) or 'nothing besides the wish'}.")


def _choose(tx: Tx, code: str, names: tuple[str, ...] | None) -> tuple[str, ...]:
    found = rounds.find_round(tx, code)
    if found is None:
        raise BadRequest(f"There is no round with the code {code}.")
    if names is None:
        return found.asks
    if rounds.has_begun(tx, found.id):
        raise BadRequest(
            f"Somebody has written in {code} already, and what was asked stands under the answers. "
            "Begin a new round with other questions: ekko round new"
        )
    rounds.let_ask(tx, found.id, tuple(dict.fromkeys(names)))
    return tuple(dict.fromkeys(names))
