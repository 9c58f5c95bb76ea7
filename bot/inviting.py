"""`ekko invite`: a one-time link for somebody who is to sign in."""

from typing import get_args

from rich.console import Console

from bot.problems import BadRequest
from bot.settings import Settings
from bot.wiring import clock
from collector.model import Municipality, Role
from collector.sealing import Seal, read_key
from collector.signin import make_invitation
from collector.store import rounds
from collector.store.front import Tx
from collector.store.keys import check_key
from collector.store.opening import open_store


async def invite(settings: Settings, municipality: str, name: str, role: str, console: Console) -> None:
    """Make the link and show it once."""
    seal = read_key(settings.key_path)
    store = open_store(settings.database_url)
    try:
        token = await store.write(lambda tx: _invite(tx, seal, municipality, name, role))
    finally:
        store.close()
    console.print("A link that works once, for seven days. Send it to that person and nobody else:")
    print(f"{settings.public_address}/in/{token}")


def _invite(tx: Tx, seal: Seal, municipality_name: str, name: str, role: str) -> str:
    check_key(tx, seal)
    found = find_municipality(tx, municipality_name)
    for known in get_args(Role):
        if role == known:
            return make_invitation(tx, seal, found, name, known, clock())
    raise BadRequest(f"There is no role «{role}». The roles are: {', '.join(get_args(Role))}.")


def find_municipality(tx: Tx, name: str) -> Municipality:
    """Find a municipality by its name, however its capitals stand."""
    known = rounds.municipalities(tx)
    for each in known:
        if each.name.casefold() == name.casefold():
            return each
    names = ", ".join(each.name for each in known) or "none yet"
    raise BadRequest(f"No municipality is called «{name}». There is: {names}.")
