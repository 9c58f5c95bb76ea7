"""Lets staff in: a link that works once, and sessions that end by themselves.

One rule: the token goes to the person and nowhere else; here it is known by its fingerprint.
"""

from dataclasses import dataclass

from collector.desk import Desk, OutOfReach
from collector.here import day_of
from collector.ids import new_id, new_secret
from collector.model import Municipality, Role, Staff, Way
from collector.sealing import Seal
from collector.store import people
from collector.store.front import Row, Tx
from collector.store.rounds import read_municipality

MINUTE = 60 * 1000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
INVITED_FOR = 7 * DAY
IDLE_FOR = 2 * HOUR
AT_MOST = 12 * HOUR
LINK_CODE_FOR = 15 * MINUTE
NOTED_EVERY = MINUTE
"""A session's last use is noted at most so often: reading ten pages in a minute writes once."""


class InvitationSpent(Exception):
    """The link was used before, is too old or was never ours: the asker cannot tell which."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link's page may tell: whom it is for, and where."""

    name: str
    role: Role
    municipality_name: str
    municipality_id: str


def make_invitation(
    tx: Tx,
    seal: Seal,
    municipality: Municipality,
    name: str,
    role: Role,
    now: int,
    staff: Staff | None = None,
) -> str:
    """Invite somebody, or `staff` anew, and return the token for their link; it cannot be shown again."""
    token, again = new_secret(), staff.id if staff else None
    ends_at = now + INVITED_FOR
    people.add_invitation(tx, seal.fingerprint(token), municipality.id, name, role, now, ends_at, again)
    return token


def find_invitation(tx: Tx, seal: Seal, token: str, now: int) -> Invitation:
    """Look at an invitation without using it up: previews of links come here too."""
    row = people.find_invitation(tx, seal.fingerprint(token), now)
    if row is None:
        raise InvitationSpent
    return Invitation(row["name"], row["role"], row["municipality_name"], row["municipality_id"])


def accept(tx: Tx, seal: Seal, token: str, now: int, before: str = "") -> str:
    """Use an invitation up and return the token of a new session; the one from `before` ends."""
    staff = use_up(tx, seal, token, now)
    return begin(tx, seal, staff, "link", now, before)


def use_up(tx: Tx, seal: Seal, token: str, now: int) -> Staff:
    """Use an invitation up and tell whose it is; where they were signed in before, they are no more."""
    invitation = people.find_invitation(tx, seal.fingerprint(token), now)
    if invitation is None or not people.use_invitation(tx, seal.fingerprint(token), now):
        raise InvitationSpent
    staff = staff_for(tx, invitation, now)
    people.end_sessions(tx, staff.id)
    return staff


def begin(tx: Tx, seal: Seal, staff: Staff, way: Way, now: int, before: str = "") -> str:
    """Sign somebody in and return the token of a new session; the one that the browser had ends."""
    if before:
        people.end_session(tx, seal.fingerprint(before))
    people.end_old_sessions(tx, now, now - IDLE_FOR)
    return open_session(tx, seal, staff, now, way)


def staff_for(tx: Tx, invitation: Row, now: int) -> Staff:
    """Find the one who is invited, or welcome somebody new."""
    municipality_id, name, role = invitation["municipality_id"], invitation["name"], invitation["role"]
    if invitation["staff_id"] is not None:
        again = people.find_staff(tx, invitation["staff_id"])
        if again is None:
            raise InvitationSpent
        return again
    staff = people.staff_called(tx, municipality_id, name, role)
    if staff is None:
        staff = Staff(new_id(now), municipality_id, name, role)
        people.add_staff(tx, staff, now)
    return staff


def open_session(tx: Tx, seal: Seal, staff: Staff, now: int, way: Way = "link") -> str:
    """Begin a session and return its token."""
    token = new_secret()
    people.add_session(tx, seal.fingerprint(token), staff.id, way, now, now + AT_MOST)
    people.note_day(tx, staff.id, day_of(now))
    return token


def find_desk(tx: Tx, seal: Seal, token: str, now: int) -> Desk | None:
    """Find the desk that a session's token belongs to, while it lives."""
    if not token:
        return None
    row = people.find_session(tx, seal.fingerprint(token), now, now - IDLE_FOR)
    if row is None:
        return None
    csrf = seal.fingerprint(f"csrf:{token}")
    return Desk(
        people.read_staff(row),
        read_municipality(row),
        row["token"],
        csrf,
        row["seen_at"],
        row["way"],
        signed_at=row["made_at"],
    )


def is_worth_noting(desk: Desk, now: int) -> bool:
    """Tell whether a session's last use should be written down again."""
    return now - desk.seen_at >= NOTED_EVERY


def note_seen(tx: Tx, desk: Desk, now: int) -> None:
    """Write down that a session is in use."""
    people.touch_session(tx, desk.session, now)
    people.note_day(tx, desk.staff.id, day_of(now))


def sign_out(tx: Tx, desk: Desk) -> None:
    """End this session."""
    people.end_session(tx, desk.session)


def sign_out_elsewhere(tx: Tx, desk: Desk) -> int:
    """End all of this person's other sessions, and tell how many there were."""
    return people.end_other_sessions(tx, desk.staff.id, desk.session)


def sign_out_of(tx: Tx, desk: Desk, named: str, now: int) -> None:
    """End one of this person's sessions, by the name that the list gives it."""
    for row in people.sessions_of(tx, desk.staff.id, now, now - IDLE_FOR):
        if name_of(row["token"]) == named:
            people.end_session(tx, row["token"])
            return
    raise OutOfReach


def sessions(tx: Tx, desk: Desk, now: int) -> list[dict[str, object]]:
    """List where this person is signed in: how it began and on which day it was used, and nothing finer."""
    return [
        {
            "name": name_of(row["token"]),
            "way": row["way"],
            "made_day": day_of(row["made_at"]),
            "seen_day": day_of(row["seen_at"]),
            "this_one": row["token"] == desk.session,
        }
        for row in people.sessions_of(tx, desk.staff.id, now, now - IDLE_FOR)
    ]


def name_of(session: str) -> str:
    """Name a session in a list: enough to tell one person's few apart, and no way in."""
    return session[:16]


def make_link_code(tx: Tx, seal: Seal, desk: Desk, now: int, language: str = "nb") -> str:
    """Make a code that ties this person's Telegram to this desk, good for a quarter of an hour."""
    code = new_secret()
    people.add_link_code(tx, seal.fingerprint(code), desk.staff.id, language, now, now + LINK_CODE_FOR)
    return code
