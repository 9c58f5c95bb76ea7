"""Statements about the inboxes of young people's groups.

One rule: a line is only ever taken out of sight, with what was said at it; it goes with its wish. Nobody in a
group is given a line whose wish is not approved at that very moment.
"""

from collections.abc import Sequence

from collector.group import Line, LineStatus
from collector.model import Wish
from collector.store.front import Row, Tx
from collector.store.wishes import COLUMNS, with_tags

LINE = (
    "i.id, i.group_id, i.wish_id, i.is_in, i.status, i.how, i.came_from, i.reason, i.arrived_at, i.moved_at"
)
STANDING = "i.is_in = 1 AND i.status IN ('new', 'taken', 'done')"
"""What a group sees."""
MOST_COUNTED = 1000
"""More than so many are said to be more than so many: nobody's day depends on the difference."""


def put_line(tx: Tx, line: Line) -> None:
    """Keep a line, or what became of it."""
    tx.run(
        """INSERT INTO inbox (id, group_id, wish_id, is_in, status, how, came_from, reason, arrived_at,
            moved_at)
        VALUES (:id, :group_id, :wish_id, :is_in, :status, :how, :came_from, :reason, :arrived_at, :moved_at)
        ON CONFLICT (group_id, wish_id) DO UPDATE SET is_in = excluded.is_in, status = excluded.status,
            how = excluded.how, came_from = excluded.came_from, reason = excluded.reason,
            moved_at = excluded.moved_at""",
        id=line.id,
        group_id=line.group_id,
        wish_id=line.wish_id,
        is_in=int(line.is_in),
        status=line.status,
        how=line.how,
        came_from=line.came_from,
        reason=line.reason,
        arrived_at=line.arrived_at,
        moved_at=line.moved_at,
    )


def lines_of_wishes(tx: Tx, wish_ids: Sequence[str]) -> dict[str, list[Line]]:
    """List the lines of some wishes, in sight or not, by wish."""
    found: dict[str, list[Line]] = {each: [] for each in wish_ids}
    if not found:
        return found
    names = {f"id{place}": each for place, each in enumerate(found)}
    marks = ", ".join(f":{name}" for name in names)
    for row in tx.all(f"SELECT {LINE} FROM inbox i WHERE i.wish_id IN ({marks}) ORDER BY i.id", **names):
        found[row["wish_id"]].append(read_line(row))
    return found


def count_groups(tx: Tx, wish_id: str) -> None:
    """Note beside a wish how many groups have it."""
    tx.run(
        f"""UPDATE wishes SET in_groups = (SELECT COUNT(*) FROM inbox i WHERE i.wish_id = wishes.id
            AND {STANDING}) WHERE id = :id""",
        id=wish_id,
    )


def find_line(tx: Tx, municipality_id: str, line_id: str) -> Line | None:
    """Find a line of a group of this municipality, whose wish is approved."""
    row = tx.one(
        f"""SELECT {LINE} FROM inbox i JOIN youth_groups g ON g.id = i.group_id
        JOIN wishes w ON w.id = i.wish_id
        WHERE i.id = :id AND g.municipality_id = :here AND w.municipality_id = :here
        AND w.state = 'approved' AND g.ended_at IS NULL AND {STANDING}""",
        id=line_id,
        here=municipality_id,
    )
    return read_line(row) if row else None


def find_for_member(tx: Tx, staff_id: str, line_id: str) -> Line | None:
    """Find a line of a group that somebody is in, whose wish is approved."""
    row = tx.one(
        f"""SELECT {LINE} FROM inbox i JOIN wishes w ON w.id = i.wish_id
        JOIN youth_groups g ON g.id = i.group_id AND g.municipality_id = w.municipality_id
        JOIN group_members m ON m.group_id = g.id
        JOIN staff s ON s.id = m.staff_id AND s.municipality_id = g.municipality_id
        WHERE i.id = :id AND m.staff_id = :staff_id AND s.role = 'youth' AND s.ended_at IS NULL
        AND w.state = 'approved' AND g.ended_at IS NULL AND {STANDING}""",
        id=line_id,
        staff_id=staff_id,
    )
    return read_line(row) if row else None


def find_lines(tx: Tx, ids: Sequence[str]) -> list[Line]:
    """Find lines by their ids."""
    if not ids:
        return []
    names = {f"id{place}": each for place, each in enumerate(ids)}
    marks = ", ".join(f":{name}" for name in names)
    return [read_line(row) for row in tx.all(f"SELECT {LINE} FROM inbox i WHERE i.id IN ({marks})", **names)]


def pile(tx: Tx, group_id: str, status: LineStatus, after: str, limit: int) -> list[tuple[Line, Wish]]:
    """List a pile of a group's inbox with its wishes, what came first at the top."""
    rows = tx.all(
        f"""SELECT {LINE} FROM inbox i JOIN wishes w ON w.id = i.wish_id
        WHERE i.group_id = :group_id AND i.is_in = 1 AND i.status = :status AND i.id > :after
        AND w.state = 'approved' ORDER BY i.id LIMIT :limit""",
        group_id=group_id,
        status=status,
        after=after,
        limit=limit,
    )
    return with_wishes(tx, [read_line(row) for row in rows])


def count_pile(tx: Tx, group_id: str, status: LineStatus) -> int:
    """Count a pile, up to MOST_COUNTED."""
    row = tx.one(
        """SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM inbox
            WHERE group_id = :group_id AND is_in = 1 AND status = :status LIMIT :most) AS first_ones""",
        group_id=group_id,
        status=status,
        most=MOST_COUNTED,
    )
    return int(row["n"]) if row else 0


def oldest_untouched(tx: Tx, group_id: str) -> int | None:
    """Tell since when a group's oldest untouched wish has waited there."""
    row = tx.one(
        """SELECT arrived_at FROM inbox WHERE group_id = :id AND is_in = 1 AND status = 'new'
        ORDER BY id LIMIT 1""",
        id=group_id,
    )
    return int(row["arrived_at"]) if row else None


def with_wishes(tx: Tx, lines: Sequence[Line]) -> list[tuple[Line, Wish]]:
    """Put the wish beside each line."""
    if not lines:
        return []
    names = {f"id{place}": line.wish_id for place, line in enumerate(lines)}
    marks = ", ".join(f":{name}" for name in names)
    rows = tx.all(f"SELECT {COLUMNS} FROM wishes WHERE id IN ({marks})", **names)
    found = {wish.id: wish for wish in with_tags(tx, rows)}
    return [(line, found[line.wish_id]) for line in lines]


def in_no_group(tx: Tx, municipality_id: str, after: str, limit: int) -> list[Wish]:
    """List the approved wishes that wait for an answer and that no group has, the oldest first."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM wishes WHERE municipality_id = :id AND state = 'approved'
        AND answer_id IS NULL AND in_groups = 0 AND same_as IS NULL AND id > :after
        ORDER BY id LIMIT :limit""",
        id=municipality_id,
        after=after,
        limit=limit,
    )
    return with_tags(tx, rows)


def count_in_no_group(tx: Tx, municipality_id: str) -> int:
    """Count them, up to MOST_COUNTED."""
    row = tx.one(
        """SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM wishes WHERE municipality_id = :id
            AND state = 'approved' AND answer_id IS NULL AND in_groups = 0 AND same_as IS NULL
            LIMIT :most) AS first_ones""",
        id=municipality_id,
        most=MOST_COUNTED,
    )
    return int(row["n"]) if row else 0


def newest_unanswered(tx: Tx, municipality_id: str, limit: int) -> list[Wish]:
    """List the approved wishes that wait for an answer, the newest first."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM wishes WHERE municipality_id = :id AND state = 'approved'
        AND answer_id IS NULL AND same_as IS NULL ORDER BY id DESC LIMIT :limit""",
        id=municipality_id,
        limit=limit,
    )
    return with_tags(tx, rows)


def count_astray(tx: Tx, municipality_id: str) -> int:
    """Count what is in a group's sight and may not be, and wishes whose number of groups is wrong."""
    row = tx.one(
        f"""SELECT
        (SELECT COUNT(*) FROM inbox i JOIN wishes w ON w.id = i.wish_id
            JOIN youth_groups g ON g.id = i.group_id
            WHERE g.municipality_id = :id AND i.is_in = 1 AND (w.state <> 'approved'
            OR g.ended_at IS NOT NULL OR w.municipality_id <> g.municipality_id))
        + (SELECT COUNT(*) FROM wishes w WHERE w.municipality_id = :id AND w.state = 'approved'
            AND w.answer_id IS NULL AND w.in_groups <> (SELECT COUNT(*) FROM inbox i
            WHERE i.wish_id = w.id AND {STANDING})) AS n""",
        id=municipality_id,
    )
    return int(row["n"]) if row else 0


def put_right(tx: Tx, wish_ids: Sequence[str]) -> None:
    """Note beside some wishes how many groups have each, where that is not what stands there."""
    if not wish_ids:
        return
    names = {f"id{place}": each for place, each in enumerate(wish_ids)}
    marks = ", ".join(f":{name}" for name in names)
    counted = f"(SELECT COUNT(*) FROM inbox i WHERE i.wish_id = wishes.id AND {STANDING})"
    tx.run(
        f"UPDATE wishes SET in_groups = {counted} WHERE id IN ({marks}) AND in_groups <> {counted}", **names
    )


def hide_unapproved(tx: Tx, municipality_id: str) -> None:
    """Take out of sight what may not be there, whatever put it in."""
    tx.run(
        """UPDATE inbox SET is_in = 0 WHERE is_in = 1
        AND group_id IN (SELECT id FROM youth_groups WHERE municipality_id = :id)
        AND EXISTS (SELECT 1 FROM wishes w WHERE w.id = inbox.wish_id AND w.state <> 'approved')""",
        id=municipality_id,
    )


def empty_inbox(tx: Tx, group_id: str, now: int) -> None:
    """Take everything out of a group's sight."""
    tx.run(
        "UPDATE inbox SET is_in = 0, moved_at = :now WHERE group_id = :id AND is_in = 1",
        id=group_id,
        now=now,
    )
    tx.run(
        f"""UPDATE wishes SET in_groups = (SELECT COUNT(*) FROM inbox i WHERE i.wish_id = wishes.id
            AND {STANDING}) WHERE id IN (SELECT wish_id FROM inbox WHERE group_id = :id)""",
        id=group_id,
    )


def read_line(row: Row) -> Line:
    """Make the noun from a row."""
    return Line(
        row["id"],
        row["group_id"],
        row["wish_id"],
        bool(row["is_in"]),
        row["status"],
        row["how"],
        row["came_from"],
        row["reason"],
        row["arrived_at"],
        row["moved_at"],
    )
