"""Statements about what was told: each answer that stands in a round, once, however many wishes it answers.

One rule: `counts.count` keeps these rows beside the other figures, and so a page of answers reads no wishes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from collector.model import Answer, Wish
from collector.small_numbers import FEW
from collector.steps import ALIKE_FEW
from collector.store.front import Row, Tx

TOLD = "CASE WHEN a.in_public = '' THEN a.text ELSE a.in_public END"
"""What everybody may read of an answer."""


class Told(NamedTuple):
    """The same answer to some wishes of a round: how many, and which was the last of them."""

    id: str
    round_id: str
    last: str
    status: str
    text: str
    n: int


def count_told(tx: Tx, wish: Wish, answer: Answer, by: int) -> None:
    """Count a wish in (+1) or out (-1) of those that got this answer."""
    row = tx.one(
        """INSERT INTO told (id, municipality_id, round_id, status, text, n, last)
        VALUES (:id, :municipality_id, :round_id, :status, :text, :by, :id)
        ON CONFLICT (round_id, status, text) DO UPDATE SET n = told.n + excluded.n,
            last = CASE WHEN excluded.last > told.last THEN excluded.last ELSE told.last END
        RETURNING id, n""",
        id=answer.id,
        municipality_id=wish.municipality_id,
        round_id=wish.round_id,
        status=answer.status,
        text=answer.told,
        by=by,
    )
    assert row is not None
    if row["n"] <= 0:
        tx.run("DELETE FROM told WHERE id = :id", id=row["id"])
        return
    tx.many(
        """INSERT INTO told_tags (told_id, tag, n) VALUES (:told_id, :tag, :by)
        ON CONFLICT (told_id, tag) DO UPDATE SET n = told_tags.n + excluded.n""",
        [
            {"told_id": row["id"], "tag": tag.id, "by": by}
            for tag in sorted(wish.tags, key=lambda tag: tag.id)
            if tag.given and tag.kind == "activity"
        ],
    )


def alike(tx: Tx, round_id: str) -> dict[str, dict[str, int]]:
    """Count the wishes that each answer of a round stands for; of those that stand for few, the answers."""
    rows = tx.all(
        "SELECT id, n FROM told WHERE round_id = :id AND n >= :few ORDER BY id", id=round_id, few=FEW
    )
    few = tx.all("SELECT COUNT(*) AS n FROM told WHERE round_id = :id AND n < :few", id=round_id, few=FEW)
    return {"alike": {row["id"]: int(row["n"]) for row in rows}, ALIKE_FEW: {"all": int(few[0]["n"])}}


def told_in_round(tx: Tx, round_id: str, before: str, limit: int) -> list[Told]:
    """List the answers that stand in a round, the newest first."""
    rows = tx.all(
        "SELECT * FROM told WHERE round_id = :id AND last < :before ORDER BY last DESC LIMIT :limit",
        id=round_id,
        before=before,
        limit=limit,
    )
    return [_read(row) for row in rows]


def told_here(
    tx: Tx, municipality_id: str, before: str, limit: int, *, tag: str = "", round_id: str = ""
) -> list[Told]:
    """List the answers that stand in a municipality, the newest first; of one tag or round if wanted."""
    about = " AND EXISTS (SELECT 1 FROM told_tags t WHERE t.told_id = d.id AND t.tag = :tag AND t.n > 0)"
    rows = tx.all(
        f"""SELECT d.* FROM told d WHERE d.municipality_id = :id AND d.last < :before
        {about if tag else ""} {"AND d.round_id = :round_id" if round_id else ""}
        ORDER BY d.last DESC LIMIT :limit""",
        id=municipality_id,
        before=before,
        limit=limit,
        **({"tag": tag} if tag else {}),
        **({"round_id": round_id} if round_id else {}),
    )
    return [_read(row) for row in rows]


def tags_of(tx: Tx, ids: Sequence[str]) -> dict[str, set[str]]:
    """Tell of answers what the wishes that got each of them are about."""
    found: dict[str, set[str]] = {each: set() for each in ids}
    asked = {f"id{place}": each for place, each in enumerate(found)}
    marks = ", ".join(f":{name}" for name in asked)
    listed = f"SELECT told_id, tag FROM told_tags WHERE n > 0 AND told_id IN ({marks or 'NULL'})"
    for row in tx.all(listed, **asked):
        found[row["told_id"]].add(row["tag"])
    return found


def all_of_round(tx: Tx, round_id: str) -> dict[tuple[str, str], tuple[int, dict[str, int]]]:
    """Read every answer of a round with its figures, as `told_anew` would make them."""
    found = {}
    for row in tx.all("SELECT * FROM told WHERE round_id = :id", id=round_id):
        tags = tx.all("SELECT tag, n FROM told_tags WHERE told_id = :id AND n > 0", id=row["id"])
        found[row["status"], row["text"]] = (int(row["n"]), {each["tag"]: int(each["n"]) for each in tags})
    return found


def told_anew(tx: Tx, round_id: str) -> dict[tuple[str, str], tuple[int, dict[str, int]]]:
    """Make the same anew from the wishes and their answers."""
    stands = """FROM wishes w JOIN answers a ON a.id = w.answer_id
        WHERE w.round_id = :id AND w.state = 'approved'"""
    found: dict[tuple[str, str], tuple[int, dict[str, int]]] = {}
    for row in tx.all(
        f"SELECT a.status, {TOLD} AS text, COUNT(*) AS n {stands} GROUP BY a.status, {TOLD}", id=round_id
    ):
        found[row["status"], row["text"]] = (int(row["n"]), {})
    about = stands.replace("WHERE", "JOIN wish_tags t ON t.wish_id = w.id WHERE")
    for row in tx.all(
        f"""SELECT a.status, {TOLD} AS text, t.tag, COUNT(*) AS n {about}
        AND t.kind = 'activity' AND t.given = 1 GROUP BY a.status, {TOLD}, t.tag""",
        id=round_id,
    ):
        found[row["status"], row["text"]][1][row["tag"]] = int(row["n"])
    return found


def _read(row: Row) -> Told:
    return Told(row["id"], row["round_id"], row["last"], row["status"], row["text"], int(row["n"]))
