"""`ekko end`: somebody stops working here, and is out at once."""

from rich.console import Console

from bot.inviting import find_municipality
from bot.opening import open_kept
from bot.problems import BadRequest
from bot.settings import Settings
from bot.wiring import clock
from collector.sealing import Seal, read_key
from collector.store import people
from collector.store.front import Tx
from collector.store.keys import check_key


async def end(settings: Settings, municipality: str, name: str, console: Console) -> None:
    """End the access and say that it is done."""
    seal = read_key(settings.key_path)
    store = open_kept(settings, seal)
    try:
        await store.write(lambda tx: _end(tx, seal, municipality, name))
    finally:
        store.close()
    console.print("Done: nobody by that name is signed in, can sign in or gets messages any more.")


def _end(tx: Tx, seal: Seal, municipality_name: str, name: str) -> None:
    check_key(tx, seal)
    now, found = clock(), find_municipality(tx, municipality_name)
    working = [row for row in people.everyone_called(tx, found.id, name) if row["ended_at"] is None]
    for row in working:
        people.end_staff(tx, row["staff_id"], now)
    if not people.end_invitations(tx, found.id, name, now) and not working:
        raise BadRequest(
            f"Nobody who works in {found.name} or is invited there goes by that name, so nothing is changed. "
            "Write it just as it stood in `ekko invite`."
        )
