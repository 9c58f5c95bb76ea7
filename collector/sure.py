"""Asks whoever signed in a while ago to show who they are, before a way in is made or taken away.

One rule: ten minutes. A screen that somebody left is never turned into a key of the next one who sits down.
Whoever has no key and no sign-in yet has nothing to show, and is let on: they came by a link.
"""

from collector import half_way, passkeys, signin
from collector.desk import Desk
from collector.passkeys import Address, Begun
from collector.sealing import Seal
from collector.store import passkeys as kept
from collector.store import people, providers
from collector.store.front import Row, Tx

SURE_FOR = 10 * signin.MINUTE
AGAIN = "passkey-again"


def must_show(tx: Tx, desk: Desk, now: int) -> bool:
    """Tell whether this one must first show who they are."""
    if now - desk.signed_at < SURE_FOR:
        return False
    return has_passkey(tx, desk) or people.comes_from_outside(tx, desk.staff.id)


def has_passkey(tx: Tx, desk: Desk) -> bool:
    """Tell whether this one has a passkey to show."""
    return bool(kept.passkeys_of(tx, desk.staff.id))


def ways(tx: Tx, desk: Desk) -> list[Row]:
    """List the sign-ins of the municipality's own that know this very person."""
    return providers.that_know(tx, desk.staff.id)


def begin(tx: Tx, seal: Seal, at: Address, desk: Desk, now: int) -> str:
    """Begin to show a passkey; it counts only in the session that asked."""
    return passkeys.ask_for_one(tx, seal, at, desk.session, AGAIN, now)


def take(tx: Tx, seal: Seal, desk: Desk, now: int) -> Begun:
    """Take what this session began, once."""
    return half_way.take(tx, seal, desk.session, AGAIN, now)


def finish(tx: Tx, seal: Seal, at: Address, desk: Desk, begun: Begun, shown: str, now: int) -> str:
    """Begin a session anew for the one who sits here and nobody else; the one that asked ends."""
    session = passkeys.finish_in(tx, seal, at, begun, shown, now, whose=desk.staff.id)
    people.end_session(tx, desk.session)
    return session
