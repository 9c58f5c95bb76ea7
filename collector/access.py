"""Says who has access to a municipality, invites, changes roles, and ends somebody's access at once.

One rule: a municipality is never left without an admin, however many try at the same moment.
"""

from typing import Any

from collector import municipality, signin
from collector.desk import Desk, OutOfReach
from collector.model import LOCAL_ROLES, Role, Staff
from collector.sealing import Seal
from collector.store import municipalities, passkeys, people
from collector.store.front import Row, Tx


class LastAdmin(Exception):
    """Nobody would be left who can let others in; nothing was changed."""


def look(tx: Tx, desk: Desk, now: int) -> dict[str, Any]:
    """List who has access and who is invited; of when they were here, the day and nothing finer."""
    here = desk.municipality.id
    return {
        "people": [
            {
                "id": row["staff_id"],
                "name": row["staff_name"],
                "role": row["role"],
                "seen_day": row["seen_day"],
                "is_you": row["staff_id"] == desk.staff.id,
            }
            for row in _colleagues(tx, here)
        ],
        "invited": [
            {"name": row["name"], "role": row["role"], "ends_at": row["ends_at"]}
            for row in people.invited(tx, here, now)
        ],
    }


def invite(tx: Tx, seal: Seal, desk: Desk, name: str, role: Role, now: int) -> str:
    """Invite somebody, and return the token of a link that is shown once."""
    token = signin.make_invitation(tx, seal, desk.municipality, name, role, now)
    municipality.note(tx, desk.municipality.id, desk.staff.id, "invited", now, role=role)
    return token


def let_in_again(tx: Tx, seal: Seal, desk: Desk, staff_id: str, drop_keys: bool, now: int) -> str:
    """Invite a colleague who cannot come in, and return the token of a link that is shown once.

    Wherever they are signed in ends at once, and so do their passkeys where their device is lost.
    """
    staff = _find(tx, desk, staff_id)
    if staff.id == desk.staff.id:
        raise OutOfReach  # one does not let oneself in: a second admin does
    people.end_sessions(tx, staff.id)
    people.end_invitations(tx, desk.municipality.id, staff.name, now)
    dropped = passkeys.drop_all(tx, staff.id) if drop_keys else 0
    token = signin.make_invitation(tx, seal, desk.municipality, staff.name, staff.role, now, staff)
    here, by = desk.municipality.id, desk.staff.id
    municipality.note(tx, here, by, "let-in-again", now, staff=staff_id, passkeys=dropped)
    return token


def change_role(tx: Tx, desk: Desk, staff_id: str, role: Role, now: int) -> None:
    """Let somebody have another role from their very next page on, and no link back to the old one."""
    staff = _find(tx, desk, staff_id)
    if staff.role == role:
        return
    _keep_an_admin(tx, desk, staff)
    people.change_role(tx, staff.id, role)
    people.end_invitations(tx, desk.municipality.id, staff.name, now)
    municipality.note(
        tx,
        desk.municipality.id,
        desk.staff.id,
        "role-changed",
        now,
        staff=staff_id,
        before=staff.role,
        role=role,
    )


def end(tx: Tx, desk: Desk, staff_id: str, now: int) -> None:
    """Shut somebody out: every session, link and chat of theirs goes in this one transaction."""
    staff = _find(tx, desk, staff_id)
    _keep_an_admin(tx, desk, staff)
    people.end_staff(tx, staff.id, now)
    people.end_invitations(tx, desk.municipality.id, staff.name, now)
    municipality.note(tx, desk.municipality.id, desk.staff.id, "access-ended", now, staff=staff_id)


def _find(tx: Tx, desk: Desk, staff_id: str) -> Staff:
    """Find a colleague; nobody else changes who has access until this is kept or undone.

    An admin whose own access ended while she pressed the button finds nobody.
    """
    municipalities.move(tx, desk.municipality.id)
    here = {row["staff_id"]: people.read_staff(row) for row in _colleagues(tx, desk.municipality.id)}
    asker = here.get(desk.staff.id)
    if asker is None or asker.role != "admin" or staff_id not in here:
        raise OutOfReach
    return here[staff_id]


def _colleagues(tx: Tx, municipality_id: str) -> list[Row]:
    """List those who work in this municipality; whoever sees counts from everywhere is nobody's colleague."""
    return [row for row in people.everyone(tx, municipality_id) if row["role"] in LOCAL_ROLES]


def _keep_an_admin(tx: Tx, desk: Desk, staff: Staff) -> None:
    if staff.role == "admin" and people.count_roles(tx, desk.municipality.id).get("admin", 0) < 2:
        raise LastAdmin
