"""Statements about wishes that a leader split: the first part is the wish itself, the others name it.

One rule: the parts of a wish are erased together, so none of them is ever left without the first.
"""

from collector.model import Wish
from collector.store import prints, released, stories, to_index
from collector.store.front import Tx
from collector.store.wishes import COLUMNS, with_tags


def ids_with(tx: Tx, wish_id: str) -> list[str]:
    """Name all the parts of what a wish is a part of, the first first; a whole wish is by itself."""
    rows = tx.all(
        """SELECT id FROM wishes WHERE part_of = (SELECT part_of FROM wishes WHERE id = :id)
        ORDER BY CASE WHEN id = part_of THEN 0 ELSE 1 END, id""",
        id=wish_id,
    )
    return [row["id"] for row in rows] or [wish_id]


def parts_of(tx: Tx, first_id: str) -> list[Wish]:
    """List the parts of a wish that was split, the first first."""
    rows = tx.all(f"SELECT {COLUMNS} FROM wishes WHERE part_of = :id ORDER BY id", id=first_id)
    return with_tags(tx, rows)


def ids_of_talk(tx: Tx, talk_id: str) -> dict[str, bool]:
    """Name the wishes of a talk, in the order they came, and tell which are parts."""
    rows = tx.all("SELECT id, part_of FROM wishes WHERE talk_id = :id ORDER BY id", id=talk_id)
    return {row["id"]: row["part_of"] is not None for row in rows}


def put_first(tx: Tx, wish: Wish, whole: bytes) -> None:
    """Let a wish say the first part only; the whole is kept while the raw words are, and no longer."""
    tx.run(
        """UPDATE wishes SET text = :text, language = :language, sure = :sure, part_of = :id, hidden = NULL,
        whole = CASE WHEN raw IS NULL THEN NULL ELSE :whole END WHERE id = :id""",
        id=wish.id,
        text=wish.text,
        language=wish.language,
        sure=int(wish.sure),
        whole=whole,
    )
    released.withdraw(tx, wish.id)
    stories.drop(tx, wish.id)
    to_index.begin_anew(tx, wish.id)


def put_whole(tx: Tx, wish: Wish, hidden: bytes | None) -> None:
    """Let a wish be whole again, with what was hidden in it by hand."""
    tx.run(
        """UPDATE wishes SET text = :text, language = :language, sure = :sure, part_of = NULL,
        hidden = :hidden, whole = NULL WHERE id = :id""",
        id=wish.id,
        text=wish.text,
        language=wish.language,
        sure=int(wish.sure),
        hidden=hidden,
    )
    released.withdraw(tx, wish.id)
    stories.drop(tx, wish.id)
    to_index.begin_anew(tx, wish.id)


def find_whole(tx: Tx, wish_id: str) -> bytes | None:
    """Find what a wish was before it was split, still sealed."""
    row = tx.one("SELECT whole FROM wishes WHERE id = :id", id=wish_id)
    return bytes(row["whole"]) if row and row["whole"] is not None else None


def find_raw(tx: Tx, wish_id: str) -> bytes | None:
    """Find a wish's raw words, still sealed."""
    row = tx.one("SELECT raw FROM wishes WHERE id = :id", id=wish_id)
    return bytes(row["raw"]) if row and row["raw"] is not None else None


def drop(tx: Tx, part_id: str) -> None:
    """Take away a part that is one with its wish again: nothing is erased, for the wish says it all."""
    prints.forget(tx, part_id)
    tx.run("DELETE FROM wishes WHERE id = :id", id=part_id)


def stands_in_a_case(tx: Tx, wish_id: str) -> bool:
    """Tell whether a wish was with the duty adult, or is what the duty adult made of one."""
    row = tx.one("SELECT 1 AS there FROM cases WHERE wish_id = :id OR reworded_as = :id LIMIT 1", id=wish_id)
    return row is not None


def waits_to_be_read(tx: Tx, wish_id: str) -> bool:
    """Tell whether a wish was read in a hurry and not yet again."""
    row = tx.one("SELECT 1 AS there FROM to_read_again WHERE wish_id = :id", id=wish_id)
    return row is not None
