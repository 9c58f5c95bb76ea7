"""Statements about the queue: the wishes of one municipality that are in one state, page by page.

One rule: every statement names the municipality, and pages go by the last id seen, never by an offset.
"""

from typing import NamedTuple

from collector.model import Wish, WishState
from collector.store import published
from collector.store.claims import UNCLAIMED
from collector.store.front import Row, Tx
from collector.store.wishes import COLUMNS, with_tags


class Who(NamedTuple):
    """Who looks through the queue, and when: what others look at meanwhile is not listed."""

    municipality_id: str
    staff_id: str
    now: int


def next_wishes(tx: Tx, who: Who, state: WishState, after: str, limit: int) -> list[Wish]:
    """List the wishes in a state that nobody else looks at, the oldest first."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM wishes
        WHERE municipality_id = :municipality_id AND state = :state AND id > :after
        AND same_as IS NULL AND {UNCLAIMED} ORDER BY id LIMIT :limit""",
        municipality_id=who.municipality_id,
        me=who.staff_id,
        now=who.now,
        state=state,
        after=after,
        limit=limit,
    )
    return with_tags(tx, rows)


def next_by_sureness(tx: Tx, who: Who, state: WishState, sure: bool, after: str, limit: int) -> list[Wish]:
    """List those of them whose tags the tagger was sure of, or was not, the oldest first."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM wishes
        WHERE municipality_id = :municipality_id AND state = :state AND sure = :sure AND id > :after
        AND same_as IS NULL AND {UNCLAIMED} ORDER BY id LIMIT :limit""",
        municipality_id=who.municipality_id,
        me=who.staff_id,
        now=who.now,
        state=state,
        sure=int(sure),
        after=after,
        limit=limit,
    )
    return with_tags(tx, rows)


def count_decided_by(tx: Tx, staff_id: str, since: int) -> int:
    """Count the wishes that somebody's decision since a moment still holds for."""
    (row,) = tx.all(
        "SELECT COUNT(*) AS n FROM wishes WHERE decided_by = :staff_id AND decided_at >= :since",
        staff_id=staff_id,
        since=since,
    )
    return int(row["n"])


def next_unanswered(tx: Tx, municipality_id: str, after: str, limit: int) -> list[Wish]:
    """List the approved wishes that no answer stands to, the oldest first; that one was read is none."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM wishes
        WHERE municipality_id = :municipality_id AND state = 'approved' AND first_answer_at IS NULL
        AND id > :after ORDER BY id LIMIT :limit""",
        municipality_id=municipality_id,
        after=after,
        limit=limit,
    )
    return with_tags(tx, rows)


def last_answered(tx: Tx, municipality_id: str, limit: int) -> list[Wish]:
    """List the approved wishes that were answered last."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM wishes
        WHERE municipality_id = :municipality_id AND answer_id IS NOT NULL AND state = 'approved'
        ORDER BY answer_id DESC LIMIT :limit""",
        municipality_id=municipality_id,
        limit=limit,
    )
    return with_tags(tx, rows)


def count_answered(tx: Tx, municipality_id: str) -> int:
    """Read how many approved wishes an answer stands to, from the kept figures."""
    row = tx.one(
        """SELECT SUM(c.n) AS n FROM counts c JOIN rounds r ON r.id = c.round_id
        WHERE r.municipality_id = :id AND c.what = 'answered'""",
        id=municipality_id,
    )
    return int(row["n"] or 0) if row else 0


def find_for_review(tx: Tx, municipality_id: str, wish_id: str) -> Wish | None:
    """Find one wish of this municipality that is not with the duty adult."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM wishes
        WHERE id = :id AND municipality_id = :municipality_id AND state <> 'case'""",
        id=wish_id,
        municipality_id=municipality_id,
    )
    return with_tags(tx, rows)[0] if rows else None


def set_state(tx: Tx, wish_id: str, state: WishState, staff_id: str | None, now: int | None) -> None:
    """Give a wish a state, and who decided it and when, or nobody where it waits again."""
    if state != "approved":
        published.take_out(tx, wish_id)
    tx.run(
        "UPDATE wishes SET state = :state, decided_at = :now, decided_by = :staff_id WHERE id = :id",
        id=wish_id,
        state=state,
        now=now,
        staff_id=staff_id,
    )


def count_states(tx: Tx, municipality_id: str, what: str = "state") -> dict[str, int]:
    """Read how many wishes are in each state, by the kept figures; `same` counts those one with another."""
    rows: list[Row] = tx.all(
        """SELECT c.name, SUM(c.n) AS n FROM counts c JOIN rounds r ON r.id = c.round_id
        WHERE r.municipality_id = :id AND c.what = :what GROUP BY c.name""",
        id=municipality_id,
        what=what,
    )
    return {row["name"]: int(row["n"]) for row in rows}


def newest_waiting(tx: Tx, who: Who, but: str, limit: int) -> list[Wish]:
    """List the newest wishes that wait and that nobody else looks at."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM wishes
        WHERE municipality_id = :municipality_id AND state = 'waiting' AND id <> :but AND same_as IS NULL
        AND {UNCLAIMED} ORDER BY id DESC LIMIT :limit""",
        municipality_id=who.municipality_id,
        me=who.staff_id,
        now=who.now,
        but=but,
        limit=limit,
    )
    return with_tags(tx, rows)


def newest_alike_in_length(tx: Tx, who: Who, wish: Wish, state: WishState, limit: int) -> list[Wish]:
    """List the newest wishes of a state that are about as long as one, in its round."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM wishes
        WHERE round_id = :round_id AND state = :state AND id <> :but AND same_as IS NULL
        AND LENGTH(text) BETWEEN :least AND :most AND {UNCLAIMED} ORDER BY id DESC LIMIT :limit""",
        round_id=wish.round_id,
        state=state,
        but=wish.id,
        least=len(wish.text) // 2,
        most=len(wish.text) * 2 + 2,
        me=who.staff_id,
        now=who.now,
        limit=limit,
    )
    return with_tags(tx, rows)
