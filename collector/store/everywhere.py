"""Statements about all open municipalities at once: kept figures added up, and never a wish."""

from collector.store.front import Tx


def figures(tx: Tx) -> dict[str, dict[str, int]]:
    """Add up the figures of every open municipality as {what: {name: n}}, the greatest first."""
    found: dict[str, dict[str, int]] = {}
    for row in tx.all(
        """SELECT c.what, c.name, SUM(c.n) AS n FROM counts c JOIN rounds r ON r.id = c.round_id
        JOIN municipalities m ON m.id = r.municipality_id
        WHERE m.is_open = 1 AND m.is_example = 0 AND c.n > 0
            AND c.what IN ('activity', 'barrier', 'form', 'answered') AND c.name NOT LIKE 'x-%'
        GROUP BY c.what, c.name ORDER BY n DESC, c.name"""
    ):
        found.setdefault(row["what"], {})[row["name"]] = int(row["n"])
    return found


def approved(tx: Tx) -> dict[str, int]:
    """Count the approved wishes of each open municipality, by its name."""
    rows = tx.all(
        """SELECT m.name, COALESCE(SUM(c.n), 0) AS n FROM municipalities m
        LEFT JOIN rounds r ON r.municipality_id = m.id
        LEFT JOIN counts c ON c.round_id = r.id AND c.what = 'state' AND c.name = 'approved' AND c.n > 0
        WHERE m.is_open = 1 AND m.is_example = 0 GROUP BY m.id, m.name ORDER BY m.name, m.id"""
    )
    return {row["name"]: int(row["n"]) for row in rows}
