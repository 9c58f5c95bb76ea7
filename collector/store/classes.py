"""Statements about the classes of a round and what each agreed on."""

from collector.model import ClassAnswer, SchoolClass
from collector.store.front import Row, Tx

CLASS = "SELECT id, round_id, code, name, headcount FROM classes"
ANSWER = "SELECT id, class_id, place, present, agreed, at, wish_id, earlier FROM class_answers"


def put_class(tx: Tx, group: SchoolClass, now: int) -> None:
    """Keep a class; one of the same name keeps its code and gets the new headcount."""
    tx.run(
        """INSERT INTO classes (id, round_id, code, name, headcount, made_at)
        VALUES (:id, :round_id, :code, :name, :headcount, :now)
        ON CONFLICT (round_id, name) DO UPDATE SET headcount = excluded.headcount""",
        id=group.id,
        round_id=group.round_id,
        code=group.code,
        name=group.name,
        headcount=group.headcount,
        now=now,
    )


def classes_of(tx: Tx, round_id: str) -> list[SchoolClass]:
    """List a round's classes in the order they were made."""
    return [read_class(row) for row in tx.all(f"{CLASS} WHERE round_id = :id ORDER BY id", id=round_id)]


def find_class(tx: Tx, code: str) -> SchoolClass | None:
    """Find a class by its code."""
    row = tx.one(f"{CLASS} WHERE code = :code", code=code)
    return read_class(row) if row else None


def add_answer(tx: Tx, answer: ClassAnswer, event_key: str) -> None:
    """Keep what a class agreed on; the same event, or another of the same number, is there already."""
    tx.run(
        """INSERT INTO class_answers (id, class_id, event_key, place, present, agreed, at, wish_id)
        VALUES (:id, :class_id, :event_key, :place, :present, :agreed, :at, :wish_id)""",
        id=answer.id,
        class_id=answer.class_id,
        event_key=event_key,
        place=answer.place,
        present=answer.present,
        agreed=answer.agreed,
        at=answer.at,
        wish_id=answer.wish_id,
    )


def has_come(tx: Tx, event_key: str) -> bool:
    """Tell whether this very event was kept."""
    return tx.one("SELECT id FROM class_answers WHERE event_key = :key", key=event_key) is not None


def replace_answer(tx: Tx, answer_id: str, earlier: str) -> None:
    """Leave of an answer that a later one takes the place of its masked text alone."""
    tx.run(
        "UPDATE class_answers SET wish_id = NULL, earlier = :earlier WHERE id = :id",
        earlier=earlier,
        id=answer_id,
    )


def answers_of(tx: Tx, class_id: str) -> list[ClassAnswer]:
    """List what a class has sent, the newest first."""
    rows = tx.all(f"{ANSWER} WHERE class_id = :id ORDER BY place DESC", id=class_id)
    return [read_answer(row) for row in rows]


def answers_in_round(tx: Tx, round_id: str) -> list[ClassAnswer]:
    """List what every class of a round has sent, the newest of each first."""
    rows = tx.all(
        f"{ANSWER} WHERE class_id IN (SELECT id FROM classes WHERE round_id = :id) ORDER BY place DESC",
        id=round_id,
    )
    return [read_answer(row) for row in rows]


def read_class(row: Row) -> SchoolClass:
    """Make the noun from a row."""
    return SchoolClass(row["id"], row["round_id"], row["code"], row["name"], row["headcount"])


def read_answer(row: Row) -> ClassAnswer:
    """Make the noun from a row."""
    return ClassAnswer(
        row["id"],
        row["class_id"],
        row["place"],
        row["present"],
        row["agreed"],
        row["at"],
        row["wish_id"],
        row["earlier"],
    )
