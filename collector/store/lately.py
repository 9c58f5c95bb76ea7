"""Statements about what came in lately, in one municipality.

One rule: whatever is with the duty adult, held back or no wish is never part of it.
"""

from collector.ids import spell
from collector.store.front import Tx

NEW = """w.municipality_id = :municipality_id AND w.state IN ('waiting', 'approved') AND w.id >= :first"""


def first_id(since: int) -> str:
    """Name the lowest id that anything made at this moment can have: ids sort by time, and have an index.

    >>> first_id(0)
    '00000000000000000000000000'
    """
    return spell(since << 80, 26)


def count_new(tx: Tx, municipality_id: str, since: int) -> int:
    """Count the wishes since a moment."""
    row = tx.one(
        f"SELECT COUNT(*) AS n FROM wishes w WHERE {NEW}",
        municipality_id=municipality_id,
        first=first_id(since),
    )
    return int(row["n"]) if row else 0


def count_new_activities(tx: Tx, municipality_id: str, since: int) -> list[tuple[str, int]]:
    """Count them by what they are about, the most wished for first; one wish may be about several things."""
    rows = tx.all(
        f"""SELECT t.tag, COUNT(*) AS n FROM wishes w JOIN wish_tags t ON t.wish_id = w.id
        WHERE {NEW} AND t.kind = 'activity' AND t.given = 1 GROUP BY t.tag ORDER BY n DESC, t.tag""",
        municipality_id=municipality_id,
        first=first_id(since),
    )
    return [(row["tag"], int(row["n"])) for row in rows]


def count_answered(tx: Tx, municipality_id: str, since: int) -> int:
    """Count the wishes that an answer was given to since a moment."""
    row = tx.one(
        """SELECT COUNT(DISTINCT a.wish_id) AS n FROM answers a JOIN wishes w ON w.id = a.wish_id
        WHERE a.at >= :since AND a.takes_back IS NULL
        AND w.municipality_id = :municipality_id AND w.state = 'approved'""",
        municipality_id=municipality_id,
        since=since,
    )
    return int(row["n"]) if row else 0


def oldest_waiting(tx: Tx, municipality_id: str) -> int | None:
    """Tell when the wish came that has waited longest."""
    row = tx.one(
        """SELECT received_at FROM wishes WHERE municipality_id = :id AND state = 'waiting'
        AND same_as IS NULL ORDER BY id LIMIT 1""",
        id=municipality_id,
    )
    return int(row["received_at"]) if row else None
