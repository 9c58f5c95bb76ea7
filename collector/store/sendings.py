"""Statements about one answer for many wishes: which are meant, and which were told.

One rule: a wish that is still to be told has a row, which goes in the transaction that tells it; so a sending
that was cut short goes on where it was, and an erased wish is simply not there any more.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collector.model import AnswerStatus
from collector.store.front import Row, Tx

READ = """SELECT s.*, (SELECT COUNT(*) FROM to_be_told t WHERE t.sending_id = s.id) AS unsent
    FROM sendings s"""
NOT_CARRIED = """FROM answers a JOIN wishes w ON w.id = a.wish_id AND w.answer_id = a.id
    JOIN outgoing o ON o.id = a.id AND o.tries = 0 AND o.claimed_until IS NULL
    WHERE a.sending_id = :sending_id AND w.state = 'approved'"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A wish that is meant, and the language that it was written in."""

    id: str
    language: str


@dataclass(frozen=True, slots=True)
class Sending:
    """One answer on its way to many; `had` is the status that each of them had before, if any."""

    id: str
    municipality_id: str
    staff_id: str
    status: AnswerStatus
    texts: Mapping[str, str]
    had: str
    chosen: int
    given: int
    passed: int
    made_at: int
    done_at: int | None
    unsent: int = 0
    """Those that are still to be told; of a sending that was stopped, those that never will be."""


def choose(
    tx: Tx, municipality_id: str, limit: int, *, tag: str = "", round_id: str = "", had: str = ""
) -> list[Chosen]:
    """List approved wishes of a tag and a round that nothing was answered to, or this; oldest first."""
    if had:
        return _choose_answered(tx, municipality_id, limit, tag, round_id, had)
    oldest = _oldest_unanswered(tx, municipality_id)
    if oldest is None:
        return []
    by_id = "t.wish_id" if tag else "w.id"
    rows = tx.all(
        f"""SELECT w.id, w.language
        FROM {"wish_tags t CROSS JOIN wishes w" if tag else "wishes w"}
        WHERE {"t.tag = :tag AND t.given = 1 AND w.id = t.wish_id AND" if tag else ""}
        {by_id} >= :oldest AND w.municipality_id = :id AND w.state = 'approved' AND w.answer_id IS NULL
        {"AND w.round_id = :round_id" if round_id else ""} ORDER BY {by_id} LIMIT :limit""",
        oldest=oldest,
        **_wanted(municipality_id, limit, tag, round_id),
    )
    return [Chosen(row["id"], row["language"]) for row in rows]


def _choose_answered(
    tx: Tx, municipality_id: str, limit: int, tag: str, round_id: str, had: str
) -> list[Chosen]:
    """Go by the tag or by the status, whichever is rarer: the kept figures say which."""
    of_status, of_tag = _how_many(tx, municipality_id, had, tag)
    if not of_status:
        return []
    by_tag = bool(tag) and of_tag < of_status
    about = "AND EXISTS (SELECT 1 FROM wish_tags t WHERE t.wish_id = w.id AND t.tag = :tag AND t.given = 1)"
    began = "t.wish_id" if by_tag else "a.wish_id"
    first = "wish_tags t CROSS JOIN wishes w CROSS JOIN answers a"
    tables = first if by_tag else "answers a CROSS JOIN wishes w"
    rows = tx.all(
        f"""SELECT w.id, w.language FROM {tables}
        WHERE {"t.tag = :tag AND t.given = 1 AND w.id = t.wish_id AND" if by_tag else "w.id = a.wish_id AND"}
        a.id = w.answer_id AND a.status = :had AND w.municipality_id = :id AND w.state = 'approved'
        {about if tag and not by_tag else ""} {"AND w.round_id = :round_id" if round_id else ""}
        ORDER BY {began} LIMIT :limit""",
        had=had,
        **_wanted(municipality_id, limit, tag, round_id),
    )
    return [Chosen(row["id"], row["language"]) for row in rows]


def choose_told(tx: Tx, municipality_id: str, limit: int, sending_id: str) -> list[Chosen]:
    """List the approved wishes to which the answer of a sending still stands; oldest first."""
    rows = tx.all(
        """SELECT w.id, w.language FROM answers a CROSS JOIN wishes w
        WHERE a.sending_id = :sending_id AND w.id = a.wish_id AND w.answer_id = a.id
        AND w.municipality_id = :id AND w.state = 'approved' ORDER BY a.wish_id LIMIT :limit""",
        sending_id=sending_id,
        id=municipality_id,
        limit=limit,
    )
    return [Chosen(row["id"], row["language"]) for row in rows]


def not_carried(tx: Tx, sending_id: str, limit: int) -> list[str]:
    """Name the wishes to which the answer of a sending stands while its message lies here, never tried."""
    rows = tx.all(
        f"""SELECT a.wish_id {NOT_CARRIED} ORDER BY a.wish_id LIMIT :limit""",
        sending_id=sending_id,
        limit=limit,
    )
    return [row["wish_id"] for row in rows]


def count_not_carried(tx: Tx, sending_id: str) -> int:
    """Count them."""
    row = tx.one(f"SELECT COUNT(*) AS n {NOT_CARRIED}", sending_id=sending_id)
    return int(row["n"]) if row else 0


def count_taken_back(tx: Tx, sending_id: str) -> int:
    """Count the answers of a sending that hold no more because they were taken back."""
    row = tx.one(
        """SELECT COUNT(*) AS n FROM answers a JOIN answers b ON b.takes_back = a.id AND b.wish_id = a.wish_id
        WHERE a.sending_id = :sending_id""",
        sending_id=sending_id,
    )
    return int(row["n"]) if row else 0


def _wanted(municipality_id: str, limit: int, tag: str, round_id: str) -> dict[str, Any]:
    named = {"tag": tag, "round_id": round_id}
    return {"id": municipality_id, "limit": limit} | {name: value for name, value in named.items() if value}


def _how_many(tx: Tx, municipality_id: str, had: str, tag: str) -> tuple[int, int]:
    """Read how many have a status, and how many of those answered are about a tag."""
    status = tx.one(
        "SELECT SUM(n) AS n FROM told WHERE municipality_id = :id AND status = :had",
        id=municipality_id,
        had=had,
    )
    about = tx.one(
        """SELECT SUM(c.n) AS n FROM counts c JOIN rounds r ON r.id = c.round_id
        WHERE r.municipality_id = :id AND c.what = 'told' AND c.name = :tag""",
        id=municipality_id,
        tag=tag,
    )
    return int((status and status["n"]) or 0), int((about and about["n"]) or 0)


def _oldest_unanswered(tx: Tx, municipality_id: str) -> str | None:
    """Find where those that wait begin: nothing older need be looked at."""
    row = tx.one(
        """SELECT MIN(id) AS oldest FROM wishes
        WHERE municipality_id = :id AND state = 'approved' AND answer_id IS NULL""",
        id=municipality_id,
    )
    return row["oldest"] if row else None


def add_sending(tx: Tx, sending: Sending, wish_ids: Sequence[str]) -> None:
    """Keep who is to be told what."""
    tx.run(
        """INSERT INTO sendings (id, municipality_id, staff_id, status, texts, had, chosen, made_at)
        VALUES (:id, :municipality_id, :staff_id, :status, :texts, :had, :chosen, :made_at)""",
        id=sending.id,
        municipality_id=sending.municipality_id,
        staff_id=sending.staff_id,
        status=sending.status,
        texts=write_texts(sending.texts),
        had=sending.had,
        chosen=sending.chosen,
        made_at=sending.made_at,
    )
    tx.many(
        "INSERT INTO to_be_told (sending_id, wish_id) VALUES (:sending_id, :wish_id)",
        [{"sending_id": sending.id, "wish_id": each} for each in wish_ids],
    )


def next_under_way(tx: Tx) -> str | None:
    """Name the oldest sending that is not done."""
    row = tx.one("SELECT id FROM sendings WHERE done_at IS NULL ORDER BY id LIMIT 1")
    return row["id"] if row else None


def hold_still(tx: Tx, sending_id: str) -> Sending | None:
    """Take a sending for this transaction, if it is not done: of two carriers, the second waits."""
    row = tx.one(
        "UPDATE sendings SET given = given WHERE id = :id AND done_at IS NULL RETURNING *", id=sending_id
    )
    return _read(row) if row else None


def next_to_tell(tx: Tx, sending_id: str, limit: int) -> list[str]:
    """Name the next wishes that are to be told."""
    rows = tx.all(
        "SELECT wish_id FROM to_be_told WHERE sending_id = :id ORDER BY wish_id LIMIT :limit",
        id=sending_id,
        limit=limit,
    )
    return [row["wish_id"] for row in rows]


def was_told(tx: Tx, sending_id: str, wish_id: str) -> None:
    """Let go of a wish that was told, or that is no more to be."""
    tx.run(
        "DELETE FROM to_be_told WHERE sending_id = :id AND wish_id = :wish_id", id=sending_id, wish_id=wish_id
    )


def note_told(tx: Tx, sending_id: str, given: int, passed: int, done_at: int | None) -> None:
    """Note how far a sending came."""
    tx.run(
        """UPDATE sendings SET given = given + :given, passed = passed + :passed, done_at = :done_at
        WHERE id = :id""",
        id=sending_id,
        given=given,
        passed=passed,
        done_at=done_at,
    )


def end(tx: Tx, sending_id: str, now: int) -> bool:
    """Let nobody more be told; who was still to be stays listed as not told. Of two who end it, one does."""
    return (
        tx.run(
            "UPDATE sendings SET done_at = :now WHERE id = :id AND done_at IS NULL", id=sending_id, now=now
        )
        == 1
    )


def find_sending(tx: Tx, municipality_id: str, sending_id: str) -> Sending | None:
    """Find one of a municipality's sendings."""
    row = tx.one(
        f"{READ} WHERE s.id = :id AND s.municipality_id = :municipality_id",
        id=sending_id,
        municipality_id=municipality_id,
    )
    return _read(row) if row else None


def last_sendings(tx: Tx, municipality_id: str, limit: int) -> list[Sending]:
    """List a municipality's newest sendings."""
    rows = tx.all(
        f"{READ} WHERE s.municipality_id = :id ORDER BY s.id DESC LIMIT :limit",
        id=municipality_id,
        limit=limit,
    )
    return [_read(row) for row in rows]


def write_texts(texts: Mapping[str, str]) -> str:
    """Write the words in each language into one cell."""
    return json.dumps(dict(texts), ensure_ascii=False, separators=(",", ":"))


def _read(row: Row) -> Sending:
    return Sending(
        row["id"],
        row["municipality_id"],
        row["staff_id"],
        row["status"],
        json.loads(row["texts"]),
        row["had"],
        int(row["chosen"]),
        int(row["given"]),
        int(row["passed"]),
        row["made_at"],
        row["done_at"],
        int(row.get("unsent") or 0),
    )
