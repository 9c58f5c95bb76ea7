"""Keeps the figures of a round beside its wishes, in the same transaction.

One rule: whoever adds, moves, retags, answers or erases a wish calls `count` with -1 before and +1 after;
`recount` makes the same figures anew from the wishes, and a test holds the two against each other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from collector.model import Wish
from collector.store import told
from collector.store.front import Tx

Figures = Counter[tuple[str, str]]
DAY_MS = 86_400_000
LONGEST_WAIT = 365
"""Days; whoever waited longer is counted here."""


def count(tx: Tx, wish: Wish, by: int) -> None:
    """Count a wish in (+1) or out (-1)."""
    add_figures(tx, wish.round_id, Counter(dict.fromkeys(keys_of(wish), by)))
    if wish.state == "approved" and wish.answer is not None:
        told.count_told(tx, wish, wish.answer, by)
    if wish.state == "approved" and wish.talk_id is not None:
        count_sender(tx, wish, by)


def keys_of(wish: Wish) -> list[tuple[str, str]]:
    """Name the figures that one wish is part of: every state is counted, but only approved wishes by tag."""
    keys: list[tuple[str, str]] = [("state", wish.state)]
    keys += [("same", wish.state)] if wish.same_as else []
    if wish.state == "approved":
        keys += [("language", wish.language), ("source", wish.source)]
        keys += [(tag.kind, tag.id) for tag in wish.tags if tag.given]
    if wish.state == "approved" and wish.answer is not None:
        keys += [("answered", "all"), ("days", str(days_waited(wish)))]
        keys += [("told", tag.id) for tag in wish.tags if tag.given and tag.kind == "activity"]
    return keys


def days_waited(wish: Wish) -> int:
    """Tell how many whole days a wish waited for its first answer."""
    waited = (wish.first_answer_at or wish.received_at) - wish.received_at
    return LONGEST_WAIT if waited > LONGEST_WAIT * DAY_MS else max(0, waited // DAY_MS)


def count_sender(tx: Tx, wish: Wish, by: int) -> None:
    """Count a talk as one sender while at least one of its wishes is approved."""
    row = tx.one(
        "UPDATE talks SET counted = counted + :by WHERE id = :id RETURNING counted", by=by, id=wish.talk_id
    )
    if row and (row["counted"], by) in {(1, 1), (0, -1)}:
        add_figures(tx, wish.round_id, Counter({("senders", "all"): by}))


def add_figures(tx: Tx, round_id: str, figures: Figures) -> None:
    """Add to the kept figures, in one order always so that two writers cannot lock each other out."""
    tx.many(
        """INSERT INTO counts (round_id, what, name, n) VALUES (:round_id, :what, :name, :n)
        ON CONFLICT (round_id, what, name) DO UPDATE SET n = counts.n + excluded.n""",
        [
            {"round_id": round_id, "what": what, "name": name, "n": n}
            for (what, name), n in sorted(figures.items())
        ],
    )


def figures_of(tx: Tx, round_id: str) -> dict[str, dict[str, int]]:
    """Read a round's figures as {what: {name: n}}, the greatest first."""
    found: dict[str, dict[str, int]] = {}
    for row in tx.all(
        "SELECT what, name, n FROM counts WHERE round_id = :id AND n > 0 ORDER BY n DESC, name", id=round_id
    ):
        found.setdefault(row["what"], {})[row["name"]] = row["n"]
    return found


def figures_here(tx: Tx, municipality_id: str) -> dict[str, dict[str, dict[str, int]]]:
    """Read of each of a municipality's rounds what was answered, and how long that took."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in tx.all(
        """SELECT c.round_id, c.what, c.name, c.n FROM rounds r JOIN counts c ON c.round_id = r.id
        WHERE r.municipality_id = :id AND c.what IN ('state', 'answered', 'days', 'told') AND c.n > 0
        ORDER BY c.round_id DESC""",
        id=municipality_id,
    ):
        found.setdefault(row["round_id"], {}).setdefault(row["what"], {})[row["name"]] = int(row["n"])
    return found


def together(of_rounds: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    """Add up the figures of several rounds.

    >>> together([{"told": {"dance": 1}}, {"told": {"dance": 2}}])
    {'told': {'dance': 3}}
    """
    whole: dict[str, Counter[str]] = {}
    for figures in of_rounds:
        for what, by_name in figures.items():
            whole.setdefault(what, Counter()).update(by_name)
    return {what: dict(by_name) for what, by_name in whole.items()}


def median_days(days: Mapping[str, int]) -> int | None:
    """Tell within how many days half of those who were answered heard.

    >>> median_days({"0": 1, "9": 1, "3": 1}), median_days({})
    (3, None)
    """
    left = sum(days.values()) / 2
    for waited, n in sorted((int(name), n) for name, n in days.items()):
        left -= n
        if left <= 0:
            return waited
    return None


def recount(tx: Tx, round_id: str) -> dict[str, dict[str, int]]:
    """Make a round's figures anew from its wishes, as `figures_of` would read them."""
    found: dict[str, dict[str, int]] = {}
    for row in tx.all(RECOUNT, id=round_id):
        found.setdefault(row["what"], {})[row["name"]] = row["n"]
    return found


RECOUNT = """
    SELECT what, name, COUNT(*) AS n FROM (
        SELECT 'state' AS what, state AS name FROM wishes WHERE round_id = :id
        UNION ALL SELECT 'same', state FROM wishes WHERE round_id = :id AND same_as IS NOT NULL
        UNION ALL SELECT 'language', language FROM wishes WHERE round_id = :id AND state = 'approved'
        UNION ALL SELECT 'source', source FROM wishes WHERE round_id = :id AND state = 'approved'
        UNION ALL SELECT 'answered', 'all' FROM wishes
            WHERE round_id = :id AND state = 'approved' AND answer_id IS NOT NULL
        UNION ALL SELECT 'days', CAST(CASE WHEN first_answer_at - received_at > 31536000000 THEN 365
                WHEN first_answer_at < received_at THEN 0
                ELSE (first_answer_at - received_at) / 86400000 END AS TEXT) FROM wishes
            WHERE round_id = :id AND state = 'approved' AND answer_id IS NOT NULL
        UNION ALL SELECT 'told', t.tag FROM wish_tags t JOIN wishes w ON w.id = t.wish_id
            WHERE w.round_id = :id AND w.state = 'approved' AND w.answer_id IS NOT NULL
            AND t.given = 1 AND t.kind = 'activity'
        UNION ALL SELECT t.kind, t.tag FROM wish_tags t JOIN wishes w ON w.id = t.wish_id
            WHERE w.round_id = :id AND w.state = 'approved' AND t.given = 1
        UNION ALL SELECT 'senders', 'all' FROM (
            SELECT DISTINCT talk_id FROM wishes
            WHERE round_id = :id AND state = 'approved' AND talk_id IS NOT NULL) AS once
    ) AS every GROUP BY what, name ORDER BY n DESC, name"""
