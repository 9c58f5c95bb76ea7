"""Statements about what young people's groups say of a wish: comments, tags they propose, ranks, and drafts.

One rule: words come here masked, and go with the wish that they are about.
"""

from collections.abc import Sequence
from typing import NamedTuple

from collector.store.erased import bury
from collector.store.front import Row, Tx
from collector.store.inbox import STANDING

RANKED = "i.is_in = 1 AND i.status = 'taken' AND w.state = 'approved'"
"""What may be ranked: what the group works on."""


class Drafted(NamedTuple):
    """An answer that a group wrote; `state` is waiting, returned or released."""

    line_id: str
    state: str
    status: str
    text: str
    staff_id: str
    reason: str
    version: str
    at: int


def add_comment(tx: Tx, comment_id: str, line_id: str, staff_id: str, text: str, now: int) -> None:
    """Keep a comment."""
    tx.run(
        """INSERT INTO group_comments (id, line_id, staff_id, text, at)
        VALUES (:id, :line_id, :staff_id, :text, :now)""",
        id=comment_id,
        line_id=line_id,
        staff_id=staff_id,
        text=text,
        now=now,
    )


def comments_of(tx: Tx, line_id: str) -> list[Row]:
    """List the comments at a line, in order."""
    return tx.all(
        "SELECT id, staff_id, text, at FROM group_comments WHERE line_id = :id ORDER BY id", id=line_id
    )


def drop_comment(tx: Tx, comment_id: str) -> int:
    """Erase a comment."""
    bury(tx, "comment", comment_id)
    return tx.run("DELETE FROM group_comments WHERE id = :id", id=comment_id)


def propose_tag(tx: Tx, here: str, line_id: str, tag: str, staff_id: str, now: int) -> None:
    """Keep a tag that a group proposes, once."""
    tx.run(
        """INSERT INTO group_tags (line_id, tag, municipality_id, staff_id, at)
        VALUES (:line_id, :tag, :here, :staff_id, :now) ON CONFLICT DO NOTHING""",
        here=here,
        line_id=line_id,
        tag=tag,
        staff_id=staff_id,
        now=now,
    )


def tags_proposed(tx: Tx, line_id: str) -> list[str]:
    """List the tags that are proposed at a line."""
    rows = tx.all("SELECT tag FROM group_tags WHERE line_id = :id ORDER BY at, tag", id=line_id)
    return [row["tag"] for row in rows]


def drop_proposed(tx: Tx, line_id: str, tag: str) -> int:
    """Take a proposal away: it was answered."""
    return tx.run("DELETE FROM group_tags WHERE line_id = :id AND tag = :tag", id=line_id, tag=tag)


def proposals_here(tx: Tx, municipality_id: str, limit: int) -> list[Row]:
    """List the tags that a municipality's groups propose; there are only ever those nobody answered."""
    return tx.all(
        f"""SELECT t.line_id, t.tag, i.wish_id, g.name FROM group_tags t JOIN inbox i ON i.id = t.line_id
        JOIN youth_groups g ON g.id = i.group_id JOIN wishes w ON w.id = i.wish_id
        WHERE t.municipality_id = :id AND w.state = 'approved' AND g.ended_at IS NULL AND {STANDING}
        ORDER BY t.at, t.line_id, t.tag LIMIT :limit""",
        id=municipality_id,
        limit=limit,
    )


def put_rank(tx: Tx, group_id: str, staff_id: str, place: int, line_id: str) -> None:
    """Let a line be somebody's first, second or third, and nothing else of theirs; 0 is none of them."""
    tx.run(
        """DELETE FROM group_ranks WHERE group_id = :group_id AND staff_id = :staff_id
        AND (place = :place OR line_id = :line_id)""",
        group_id=group_id,
        staff_id=staff_id,
        place=place,
        line_id=line_id,
    )
    if place:
        tx.run(
            """INSERT INTO group_ranks (group_id, staff_id, place, line_id)
            VALUES (:group_id, :staff_id, :place, :line_id)""",
            group_id=group_id,
            staff_id=staff_id,
            place=place,
            line_id=line_id,
        )


def ranks_of(tx: Tx, group_id: str) -> list[Row]:
    """List how a group's members rank what the group works on; whoever left the group has no say."""
    return tx.all(
        f"""SELECT r.staff_id, r.place, r.line_id FROM group_ranks r JOIN inbox i ON i.id = r.line_id
        JOIN wishes w ON w.id = i.wish_id
        JOIN group_members m ON m.group_id = r.group_id AND m.staff_id = r.staff_id
        JOIN staff s ON s.id = r.staff_id AND s.role = 'youth' AND s.ended_at IS NULL
        WHERE r.group_id = :id AND {RANKED} ORDER BY r.line_id, r.place, r.staff_id""",
        id=group_id,
    )


def put_draft(tx: Tx, here: str, draft: Drafted) -> None:
    """Keep a draft in place of the one before it."""
    tx.run(
        """INSERT INTO group_drafts (line_id, municipality_id, state, status, text, staff_id, reason,
            version, at)
        VALUES (:line_id, :here, :state, :status, :text, :staff_id, :reason, :version, :at)
        ON CONFLICT (line_id) DO UPDATE SET state = excluded.state, status = excluded.status,
            text = excluded.text, staff_id = excluded.staff_id, reason = excluded.reason,
            version = excluded.version, at = excluded.at""",
        here=here,
        **draft._asdict(),
    )


def find_draft(tx: Tx, line_id: str) -> Drafted | None:
    """Find what was drafted at a line."""
    row = tx.one("SELECT * FROM group_drafts WHERE line_id = :id", id=line_id)
    return Drafted(*(row[column] for column in Drafted._fields)) if row else None


def drafts_waiting(tx: Tx, municipality_id: str, after: str, limit: int) -> list[Row]:
    """List the drafts that wait for a leader, what came into an inbox first at the top."""
    return tx.all(
        f"""SELECT d.line_id, d.status, d.text, d.at, g.name FROM group_drafts d
        JOIN inbox i ON i.id = d.line_id JOIN youth_groups g ON g.id = i.group_id
        JOIN wishes w ON w.id = i.wish_id
        WHERE d.municipality_id = :id AND d.state = 'waiting' AND d.line_id > :after
        AND w.state = 'approved' AND g.ended_at IS NULL AND {STANDING} ORDER BY d.line_id LIMIT :limit""",
        id=municipality_id,
        after=after,
        limit=limit,
    )


def drafts_at(tx: Tx, line_ids: Sequence[str]) -> dict[str, str]:
    """Tell how the drafts at some lines stand."""
    if not line_ids:
        return {}
    names = {f"id{place}": each for place, each in enumerate(line_ids)}
    marks = ", ".join(f":{name}" for name in names)
    rows = tx.all(f"SELECT line_id, state FROM group_drafts WHERE line_id IN ({marks})", **names)
    return {row["line_id"]: row["state"] for row in rows}
