"""Statements about answers to wishes.

One rule: an answer is only ever added. One that is taken back stays, and a row behind it says so; which one
stands is written beside its wish.
"""

from collections.abc import Sequence

from collector.model import Answer
from collector.store.front import Row, Tx


def add_answer(tx: Tx, answer: Answer) -> None:
    """Keep an answer."""
    tx.run(
        """INSERT INTO answers (id, wish_id, talk_id, place, after_turn, status, text, takes_back,
            staff_id, at, in_public, sending_id)
        VALUES (:id, :wish_id, :talk_id, :place, :after_turn, :status, :text, :takes_back,
            :staff_id, :at, :in_public, :sending_id)""",
        id=answer.id,
        wish_id=answer.wish_id,
        talk_id=answer.talk_id,
        place=answer.place,
        after_turn=answer.after_turn,
        status=answer.status,
        text=answer.text,
        takes_back=answer.takes_back,
        staff_id=answer.staff_id,
        at=answer.at,
        in_public=answer.in_public,
        sending_id=answer.sending_id,
    )


def let_stand(tx: Tx, wish_id: str, answer_id: str | None, first_at: int | None) -> None:
    """Let this answer be the one that stands, or none, and note when the first came."""
    tx.run(
        "UPDATE wishes SET answer_id = :answer_id, first_answer_at = :first_at WHERE id = :id",
        answer_id=answer_id,
        first_at=first_at,
        id=wish_id,
    )


def find_answers(tx: Tx, ids: Sequence[str]) -> dict[str | None, Answer]:
    """Find answers by their ids."""
    if not ids:
        return {}
    names = {f"id{place}": each for place, each in enumerate(ids)}
    marks = ", ".join(f":{name}" for name in names)
    rows = tx.all(f"SELECT * FROM answers WHERE id IN ({marks})", **names)
    return {row["id"]: read_answer(row) for row in rows}


def answers_of_wish(tx: Tx, wish_id: str) -> list[Answer]:
    """List everything that was answered to a wish, in order."""
    return [
        read_answer(row)
        for row in tx.all("SELECT * FROM answers WHERE wish_id = :id ORDER BY id", id=wish_id)
    ]


def answers_of_talk(tx: Tx, talk_id: str, since: int = 0) -> list[Answer]:
    """List what was answered in a talk after the answer with this number, in order."""
    rows = tx.all(
        "SELECT * FROM answers WHERE talk_id = :id AND place > :since ORDER BY place", id=talk_id, since=since
    )
    return [read_answer(row) for row in rows]


def newest_by_talk(tx: Tx, since: int) -> dict[str, int]:
    """Tell in which talks something was answered since a moment, and the number of the newest there."""
    rows = tx.all(
        """SELECT talk_id, MAX(place) AS place FROM answers
        WHERE at > :since AND talk_id IS NOT NULL GROUP BY talk_id""",
        since=since,
    )
    return {row["talk_id"]: int(row["place"]) for row in rows}


def read_answer(row: Row) -> Answer:
    """Make the noun from a row."""
    return Answer(
        row["id"],
        row["wish_id"],
        row["status"],
        row["text"],
        row["staff_id"],
        row["at"],
        row["talk_id"],
        row["place"],
        row["after_turn"],
        row["takes_back"],
        row["in_public"],
        row["sending_id"],
    )
