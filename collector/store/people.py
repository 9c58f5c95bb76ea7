"""Statements about staff: their invitations, their sessions and their link codes.

One rule: a token is kept as its fingerprint only, so that nobody who reads the database can sign in.
"""

from collector.model import Role, Staff, Way
from collector.store import links
from collector.store.erased import bury
from collector.store.front import Row, Tx


def add_invitation(
    tx: Tx,
    token: str,
    municipality_id: str,
    name: str,
    role: Role,
    now: int,
    ends_at: int,
    staff_id: str | None = None,
) -> None:
    """Keep an invitation; for somebody who works here already where `staff_id` says who."""
    tx.run(
        """INSERT INTO invitations (token, municipality_id, name, role, made_at, ends_at, staff_id)
        VALUES (:token, :municipality_id, :name, :role, :now, :ends_at, :staff_id)""",
        token=token,
        municipality_id=municipality_id,
        name=name,
        role=role,
        now=now,
        ends_at=ends_at,
        staff_id=staff_id,
    )


def find_invitation(tx: Tx, token: str, now: int) -> Row | None:
    """Find an invitation that can still be used."""
    return tx.one(
        """SELECT i.name, i.role, i.staff_id, i.municipality_id, m.name AS municipality_name
        FROM invitations i JOIN municipalities m ON m.id = i.municipality_id
        WHERE i.token = :token AND i.used_at IS NULL AND i.ends_at > :now""",
        token=token,
        now=now,
    )


def use_invitation(tx: Tx, token: str, now: int) -> bool:
    """Use an invitation up; of two who try at once, one is told False."""
    used = tx.run(
        """UPDATE invitations SET used_at = :now
        WHERE token = :token AND used_at IS NULL AND ends_at > :now""",
        token=token,
        now=now,
    )
    return used == 1


def staff_called(tx: Tx, municipality_id: str, name: str, role: Role) -> Staff | None:
    """Find somebody who works here by name and role."""
    row = tx.one(
        """SELECT id AS staff_id, municipality_id, name AS staff_name, role FROM staff
        WHERE municipality_id = :municipality_id AND name = :name AND role = :role AND ended_at IS NULL
        ORDER BY id LIMIT 1""",
        municipality_id=municipality_id,
        name=name,
        role=role,
    )
    return read_staff(row) if row else None


def add_staff(tx: Tx, staff: Staff, now: int) -> None:
    """Keep a new member of staff."""
    tx.run(
        """INSERT INTO staff (id, municipality_id, name, role, made_at)
        VALUES (:id, :municipality_id, :name, :role, :now)""",
        id=staff.id,
        municipality_id=staff.municipality_id,
        name=staff.name,
        role=staff.role,
        now=now,
    )


def everyone_called(tx: Tx, municipality_id: str, name: str) -> list[Row]:
    """List those who work or worked here under a name, in any role, and when each ended."""
    return tx.all(
        """SELECT id AS staff_id, role, ended_at FROM staff
        WHERE municipality_id = :municipality_id AND name = :name ORDER BY id""",
        municipality_id=municipality_id,
        name=name,
    )


def end_invitations(tx: Tx, municipality_id: str, name: str, now: int) -> int:
    """Let the links that somebody was sent and never used lead nowhere, and tell how many there were."""
    return tx.run(
        """UPDATE invitations SET ends_at = :now WHERE municipality_id = :municipality_id
            AND name = :name AND used_at IS NULL AND ends_at > :now""",
        municipality_id=municipality_id,
        name=name,
        now=now,
    )


def end_staff(tx: Tx, staff_id: str, now: int) -> None:
    """Shut somebody out at once: no session of theirs is answered any more."""
    tx.run("UPDATE staff SET ended_at = :now WHERE id = :id AND ended_at IS NULL", id=staff_id, now=now)
    tx.run("DELETE FROM sessions WHERE staff_id = :id", id=staff_id)
    links.unlink_staff(tx, staff_id)
    tx.run("DELETE FROM passkeys WHERE staff_id = :id", id=staff_id)
    tx.run("DELETE FROM outside_names WHERE staff_id = :id", id=staff_id)
    tx.run("DELETE FROM mailing_people WHERE staff_id = :id", id=staff_id)
    bury(tx, "staff", staff_id)


def everyone(tx: Tx, municipality_id: str) -> list[Row]:
    """List those who work here, the newest last."""
    return tx.all(
        """SELECT id AS staff_id, municipality_id, name AS staff_name, role, made_at, seen_day FROM staff
        WHERE municipality_id = :id AND ended_at IS NULL ORDER BY id""",
        id=municipality_id,
    )


def names_of(tx: Tx, municipality_id: str) -> dict[str, str]:
    """Find what those who work or worked here are called, by their id."""
    rows = tx.all("SELECT id, name FROM staff WHERE municipality_id = :id", id=municipality_id)
    return {row["id"]: row["name"] for row in rows}


def invited(tx: Tx, municipality_id: str, now: int) -> list[Row]:
    """List those whose link still works and was never used."""
    return tx.all(
        """SELECT name, role, ends_at FROM invitations
        WHERE municipality_id = :id AND used_at IS NULL AND ends_at > :now ORDER BY made_at, token""",
        id=municipality_id,
        now=now,
    )


def count_roles(tx: Tx, municipality_id: str) -> dict[str, int]:
    """Count those who work here, by role."""
    rows = tx.all(
        """SELECT role, COUNT(*) AS n FROM staff
        WHERE municipality_id = :id AND ended_at IS NULL GROUP BY role""",
        id=municipality_id,
    )
    return {row["role"]: row["n"] for row in rows}


def count_admins_with_a_way(tx: Tx, municipality_id: str) -> int:
    """Count the admins who have a passkey, or are known to a sign-in of the municipality's own."""
    row = tx.one(
        """SELECT COUNT(*) AS n FROM staff s
        WHERE s.municipality_id = :id AND s.role = 'admin' AND s.ended_at IS NULL
            AND (EXISTS (SELECT 1 FROM passkeys p WHERE p.staff_id = s.id)
                OR EXISTS (SELECT 1 FROM outside_names o WHERE o.staff_id = s.id))""",
        id=municipality_id,
    )
    return row["n"] if row else 0


def change_role(tx: Tx, staff_id: str, role: Role) -> None:
    """Let somebody have another role from their next page on; a chat was tied to the role they had."""
    links.unlink_staff(tx, staff_id)
    tx.run("UPDATE staff SET role = :role WHERE id = :id AND ended_at IS NULL", role=role, id=staff_id)


def note_day(tx: Tx, staff_id: str, day: str) -> None:
    """Note the day on which somebody was here last: the day and nothing finer."""
    tx.run(
        "UPDATE staff SET seen_day = :day WHERE id = :id AND (seen_day IS NULL OR seen_day < :day)",
        id=staff_id,
        day=day,
    )


def find_staff(tx: Tx, staff_id: str) -> Staff | None:
    """Find somebody who works here."""
    row = tx.one(
        """SELECT id AS staff_id, municipality_id, name AS staff_name, role FROM staff
        WHERE id = :id AND ended_at IS NULL""",
        id=staff_id,
    )
    return read_staff(row) if row else None


def add_session(tx: Tx, token: str, staff_id: str, way: Way, now: int, ends_at: int) -> None:
    """Keep a new session, and how it began."""
    tx.run(
        """INSERT INTO sessions (token, staff_id, way, made_at, seen_at, ends_at)
        VALUES (:token, :staff_id, :way, :now, :now, :ends_at)""",
        token=token,
        staff_id=staff_id,
        way=way,
        now=now,
        ends_at=ends_at,
    )


def find_session(tx: Tx, token: str, now: int, idle_since: int) -> Row | None:
    """Find a living session: used lately, not too old, and of somebody who still works here."""
    return tx.one(
        """SELECT s.token, s.made_at, s.seen_at, s.way, p.id AS staff_id, p.name AS staff_name, p.role,
            m.id AS municipality_id, m.name AS municipality_name, m.is_example, m.is_open
        FROM sessions s JOIN staff p ON p.id = s.staff_id JOIN municipalities m ON m.id = p.municipality_id
        WHERE s.token = :token AND s.ends_at > :now AND s.seen_at > :idle_since AND p.ended_at IS NULL""",
        token=token,
        now=now,
        idle_since=idle_since,
    )


def sessions_of(tx: Tx, staff_id: str, now: int, idle_since: int) -> list[Row]:
    """List somebody's living sessions, the last used first."""
    return tx.all(
        """SELECT token, way, made_at, seen_at FROM sessions
        WHERE staff_id = :staff_id AND ends_at > :now AND seen_at > :idle_since
        ORDER BY seen_at DESC, made_at DESC""",
        staff_id=staff_id,
        now=now,
        idle_since=idle_since,
    )


def touch_session(tx: Tx, token: str, now: int) -> None:
    """Note that a session was used."""
    tx.run("UPDATE sessions SET seen_at = :now WHERE token = :token AND seen_at < :now", token=token, now=now)


def end_session(tx: Tx, token: str) -> None:
    """End one session."""
    tx.run("DELETE FROM sessions WHERE token = :token", token=token)


def lock_staff(tx: Tx, staff_id: str) -> None:
    """Let nobody else change how this person comes in until this is kept or undone."""
    tx.run("UPDATE staff SET seen_day = seen_day WHERE id = :id", id=staff_id)


def comes_from_outside(tx: Tx, staff_id: str) -> bool:
    """Tell whether somebody is known to a sign-in of the municipality's own."""
    return tx.one("SELECT who FROM outside_names WHERE staff_id = :id LIMIT 1", id=staff_id) is not None


def end_sessions(tx: Tx, staff_id: str) -> int:
    """End all of somebody's sessions, and tell how many."""
    return tx.run("DELETE FROM sessions WHERE staff_id = :staff_id", staff_id=staff_id)


def end_other_sessions(tx: Tx, staff_id: str, token: str) -> int:
    """End all of somebody's sessions but one, and tell how many."""
    return tx.run(
        "DELETE FROM sessions WHERE staff_id = :staff_id AND token <> :token", staff_id=staff_id, token=token
    )


def end_old_sessions(tx: Tx, now: int, idle_since: int) -> None:
    """Throw away the sessions that nobody can use any more."""
    tx.run(
        "DELETE FROM sessions WHERE ends_at <= :now OR seen_at <= :idle_since", now=now, idle_since=idle_since
    )


def add_link_code(tx: Tx, code: str, staff_id: str, language: str, now: int, ends_at: int) -> None:
    """Keep the one link code that somebody has; older ones go."""
    tx.run("DELETE FROM link_codes WHERE staff_id = :id OR ends_at <= :now", id=staff_id, now=now)
    tx.run(
        """INSERT INTO link_codes (code, staff_id, language, ends_at)
        VALUES (:code, :staff_id, :language, :ends_at)""",
        code=code,
        language=language,
        staff_id=staff_id,
        ends_at=ends_at,
    )


def read_staff(row: Row) -> Staff:
    """Make the noun from a row."""
    return Staff(row["staff_id"], row["municipality_id"], row["staff_name"], row["role"])
