"""Statements about what people hid in a wish by hand: sealed, beside its raw words, and gone with them."""

from collector.store import released, stories, to_index
from collector.store.erased import bury
from collector.store.front import Tx


def find(tx: Tx, wish_id: str) -> bytes | None:
    """Find what was hidden in a wish, still sealed."""
    row = tx.one("SELECT hidden FROM wishes WHERE id = :id", id=wish_id)
    return bytes(row["hidden"]) if row and row["hidden"] is not None else None


def put(tx: Tx, wish_id: str, text: str, sealed: bytes | None) -> None:
    """Let a wish say what is left to read. What was hidden is kept while the raw words are, and no longer."""
    tx.run(
        "UPDATE wishes SET text = :text, hidden = :sealed WHERE id = :id",
        id=wish_id,
        text=text,
        sealed=sealed,
    )
    tx.run(
        """UPDATE wishes SET hidden = NULL WHERE id = :id AND raw IS NULL AND NOT EXISTS (
            SELECT 1 FROM wishes whole WHERE whole.id = wishes.part_of AND whole.raw IS NOT NULL)""",
        id=wish_id,
    )
    released.withdraw(tx, wish_id)  # a leader released other words than these, and retold them
    stories.drop(tx, wish_id)
    to_index.begin_anew(tx, wish_id)


def bury_word(tx: Tx, wish_id: str, length: int, at: int) -> None:
    """Note that a word was hidden, by its place in a text so long: an old copy hides it again."""
    bury(tx, "hidden", f"{wish_id}:{length}:{at}")
