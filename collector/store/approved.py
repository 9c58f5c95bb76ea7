"""Statements that read the approved wishes of some rounds, page by page, to be written into a file.

One rule: only what is approved is read here: never raw words, never a wish that is with the duty adult.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from collector.store.front import Row, Tx

PAGE = 500
IN_PLACE = """EXISTS (SELECT 1 FROM wish_places p WHERE p.wish_id = w.id AND p.place = :place)
    OR (NOT EXISTS (SELECT 1 FROM wish_places p WHERE p.wish_id = w.id)
        AND EXISTS (SELECT 1 FROM round_places r WHERE r.round_id = w.round_id AND r.place = :place))"""
"""It names the place, or it names none and its round is held there."""


class Approved(NamedTuple):
    """One wish as it stands in a file."""

    id: str
    number: int | None
    """What it is cited by in its round."""
    code: str
    """Of the round."""
    received_at: int
    language: str
    source: str
    text: str
    status: str
    """What was answered to it, if anything was."""
    tags: dict[str, list[str]]


def approved_of(
    tx: Tx, round_ids: Sequence[str], place: str = "", since: int = 0, until: int | None = None
) -> Iterator[Approved]:
    """Read them round by round, the oldest first; no more than a page is held at once."""
    for round_id in round_ids:
        last = ""
        while rows := _page(tx, round_id, last, place, since, until):
            last = str(rows[-1]["id"])
            yield from _with_tags(tx, rows)


def _page(tx: Tx, round_id: str, after: str, place: str, since: int, until: int | None) -> list[Row]:
    return tx.all(
        f"""SELECT w.id, w.number, asked.code, w.received_at, w.language, w.source, w.text, a.status
        FROM wishes w JOIN rounds asked ON asked.id = w.round_id LEFT JOIN answers a ON a.id = w.answer_id
        WHERE w.round_id = :round_id AND w.state = 'approved' AND w.id > :after
        AND w.received_at >= :since {"AND w.received_at < :until" if until is not None else ""}
        {f"AND ({IN_PLACE})" if place else ""} ORDER BY w.id LIMIT :page""",
        round_id=round_id,
        after=after,
        since=since,
        page=PAGE,
        **({"place": place} if place else {}),
        **({"until": until} if until is not None else {}),
    )


def _with_tags(tx: Tx, rows: Sequence[Row]) -> Iterator[Approved]:
    ids = {f"id{place}": row["id"] for place, row in enumerate(rows)}
    found: dict[str, dict[str, list[str]]] = {row["id"]: {} for row in rows}
    for tag in tx.all(
        f"""SELECT wish_id, kind, tag FROM wish_tags
        WHERE given = 1 AND wish_id IN ({", ".join(f":{name}" for name in ids)}) ORDER BY wish_id, tag""",
        **ids,
    ):
        found[tag["wish_id"]].setdefault(tag["kind"], []).append(tag["tag"])
    for row in rows:
        yield Approved(
            row["id"],
            row["number"],
            row["code"],
            int(row["received_at"]),
            row["language"],
            row["source"],
            row["text"],
            row["status"] or "",
            found[row["id"]],
        )
