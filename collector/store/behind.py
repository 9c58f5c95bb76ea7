"""Statements that list the approved wishes behind one figure of a summary, page by page, the newest first.

One rule: each way in goes by an index from the last one seen, so that a page costs the same however many
wishes there are; `CROSS JOIN` says to SQLite which table leads, and nothing to PostgreSQL.
"""

from typing import NamedTuple

from collector.here import day_of, start_of
from collector.model import Wish
from collector.store.counts_in import Extent
from collector.store.front import Row, Tx
from collector.store.periods import FOR_EVER, SINCE_EVER
from collector.store.wishes import COLUMNS, with_tags

NAMED = ", ".join(f"w.{column.strip()}" for column in COLUMNS.split(","))
TAGS = ("activity", "barrier", "form")
LAST, LAST_AT = "~", 2**62
TAGGED = "EXISTS (SELECT 1 FROM wish_tags t WHERE t.wish_id = w.id AND t.tag = :name AND t.given = 1)"
NAMES = "EXISTS (SELECT 1 FROM wish_places p WHERE p.wish_id = w.id AND p.place = {})"
NAMES_NONE = "NOT EXISTS (SELECT 1 FROM wish_places p WHERE p.wish_id = w.id)"
HELD_AT = "EXISTS (SELECT 1 FROM round_places h WHERE h.round_id = w.round_id AND h.place = {})"
FROM_NOWHERE = f"{NAMES_NONE} AND NOT EXISTS (SELECT 1 FROM round_places h WHERE h.round_id = w.round_id)"
TOLD = "EXISTS (SELECT 1 FROM talks t WHERE t.id = w.talk_id AND t.{} = :name)"
COLUMN = {"age": "age_band", "school": "school"}
FEW = 2000
"""So many are all looked at, where that is quicker than to leaf through everything for them."""


class Behind(NamedTuple):
    """Which wishes are meant: of this kind and name (`collector.store.counted`), in this extent."""

    of: Extent
    what: str
    name: str
    n: int
    before: str = ""


def list_some(tx: Tx, asked: Behind, limit: int) -> list[Wish]:
    """List the next of them."""
    return with_tags(tx, _rows(tx, asked, limit))


def _rows(tx: Tx, asked: Behind, limit: int) -> list[Row]:
    if asked.what in COLUMN and asked.n <= FEW:
        return _of_talks(tx, asked, limit)
    if asked.what in TAGS and not asked.of.place and not asked.of.is_period:
        return _tagged(tx, asked, limit)
    found = [row for each in asked.of.round_ids for row in _by_time(tx, asked, each, limit)]
    return sorted(found, key=lambda row: (row["received_at"], row["id"]), reverse=True)[:limit]


def _tagged(tx: Tx, asked: Behind, limit: int) -> list[Row]:
    marks, rounds = _rounds(asked.of)
    before = asked.before or _end_of(tx, asked.of)
    return tx.all(
        f"""SELECT {NAMED} FROM wish_tags t CROSS JOIN wishes w
        WHERE t.tag = :name AND t.given = 1 AND t.wish_id < :before AND w.id = t.wish_id
        AND w.state = 'approved' AND w.round_id IN ({marks}) ORDER BY t.wish_id DESC LIMIT :limit""",
        name=asked.name,
        before=before,
        limit=limit,
        **rounds,
    )


def _end_of(tx: Tx, of: Extent) -> str:
    """Name what comes after the last wish of a round, so that those of later rounds are passed over."""
    if of.whole:
        return LAST
    row = tx.one("SELECT MAX(id) AS id FROM wishes WHERE round_id = :id AND state = 'approved'", id=of.scope)
    return f"{row['id']}~" if row and row["id"] else LAST


def _of_talks(tx: Tx, asked: Behind, limit: int) -> list[Row]:
    marks, rounds = _rounds(asked.of)
    within, values = _within(asked)
    at, before = _passed(tx, asked.before)
    return tx.all(
        f"""SELECT {NAMED} FROM talks t CROSS JOIN wishes w
        WHERE t.municipality_id = :here AND t.{COLUMN[asked.what]} = :name AND w.talk_id = t.id
        AND w.state = 'approved' AND w.round_id IN ({marks}) AND (w.received_at, w.id) < (:at, :before)
        {within} ORDER BY w.received_at DESC, w.id DESC LIMIT :limit""",
        here=asked.of.municipality_id,
        name=asked.name,
        at=at,
        before=before,
        limit=limit,
        **rounds,
        **values,
    )


def _by_time(tx: Tx, asked: Behind, round_id: str, limit: int) -> list[Row]:
    within, values = _within(asked)
    fits, more = _fits(asked)
    at, before = _passed(tx, asked.before)
    return tx.all(
        f"""SELECT {NAMED} FROM wishes w WHERE w.round_id = :round_id AND w.state = 'approved'
        AND (w.received_at, w.id) < (:at, :before) {within} {fits}
        ORDER BY w.received_at DESC, w.id DESC LIMIT :limit""",
        round_id=round_id,
        at=at,
        before=before,
        limit=limit,
        **values,
        **more,
    )


def _passed(tx: Tx, before: str) -> tuple[int, str]:
    row = tx.one("SELECT received_at FROM wishes WHERE id = :id", id=before) if before else None
    return (row["received_at"], before) if row else (LAST_AT, LAST)


def _fits(asked: Behind) -> tuple[str, dict[str, str]]:
    named = {"name": asked.name}
    if asked.what in TAGS:
        return f"AND {TAGGED}", named
    if asked.what in COLUMN:
        return f"AND {TOLD.format(COLUMN[asked.what])}", named
    if asked.what in ("source", "language"):
        return f"AND w.{asked.what} = :name", named
    if asked.what == "place":
        return (f"AND {_from(':name')}", named) if asked.name else (f"AND {FROM_NOWHERE}", {})
    return "", {}


def _from(place: str) -> str:
    return f"({NAMES.format(place)} OR {NAMES_NONE} AND {HELD_AT.format(place)})"


def _within(asked: Behind) -> tuple[str, dict[str, str | int]]:
    """Say which place or which days bound it; «time» is a week or a month that bounds it besides."""
    of, said, values = asked.of, "", dict[str, str | int]()
    if of.place:
        said, values = f"AND {_from(':in_place')}", {"in_place": of.place}
    if of.is_period:
        said += " AND w.received_at >= :since AND w.received_at < :until"
        values |= {
            "since": start_of(max(of.first or SINCE_EVER, "1900-01-01")),
            "until": _end(of.last or FOR_EVER),
        }
    return said, values


def _end(day: str) -> int:
    """Tell the moment that the day after begins here: thirty hours on is always within it."""
    return start_of(day_of(start_of(min(day, "2999-12-31")) + 30 * 3_600_000))


def _rounds(of: Extent) -> tuple[str, dict[str, str]]:
    named = {f"r{place}": round_id for place, round_id in enumerate(of.round_ids)}
    return ", ".join(f":{name}" for name in named), named
