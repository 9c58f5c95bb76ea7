"""Statements about wishes and their tags."""

from collections.abc import Iterable

from collector.model import Answer, Tag, Wish, WishState
from collector.store import answers, prints, published, released, stories, to_index
from collector.store.erased import bury
from collector.store.front import Row, Tx

COLUMNS = """id, municipality_id, round_id, talk_id, source, language, text, state, sure,
    received_at, decided_at, may_show, answer_id, first_answer_at, same_as, part_of, number"""


def add_wish(tx: Tx, wish: Wish, raw: bytes | None) -> None:
    """Keep a wish, its sealed raw words and its tags; a part has no raw words of its own."""
    tx.run(
        """INSERT INTO wishes (id, municipality_id, round_id, talk_id, source, language, text, raw,
            state, sure, received_at, part_of, number)
        VALUES (:id, :municipality_id, :round_id, :talk_id, :source, :language, :text, :raw,
            :state, :sure, :received_at, :part_of, :number)""",
        id=wish.id,
        municipality_id=wish.municipality_id,
        round_id=wish.round_id,
        talk_id=wish.talk_id,
        source=wish.source,
        language=wish.language,
        text=wish.text,
        raw=raw,
        state=wish.state,
        sure=int(wish.sure),
        received_at=wish.received_at,
        part_of=wish.part_of,
        number=next_number(tx, wish.round_id),
    )
    add_tags(tx, wish.id, wish.tags)
    to_index.note(tx, wish.id)


def next_number(tx: Tx, round_id: str) -> int:
    """Draw the number that a new wish of a round is cited by: no other ever gets it."""
    row = tx.one(
        """INSERT INTO wish_numbers (round_id, last) VALUES (:id, 1)
        ON CONFLICT (round_id) DO UPDATE SET last = wish_numbers.last + 1 RETURNING last""",
        id=round_id,
    )
    assert row is not None
    return int(row["last"])


def add_tags(tx: Tx, wish_id: str, tags: Iterable[Tag]) -> None:
    """Keep more tags of a wish."""
    tx.many(
        """INSERT INTO wish_tags (wish_id, kind, tag, probability, given, tagged_by)
        VALUES (:wish_id, :kind, :tag, :probability, :given, :by)""",
        [
            {
                "wish_id": wish_id,
                "kind": tag.kind,
                "tag": tag.id,
                "probability": tag.probability,
                "given": int(tag.given),
                "by": tag.by,
            }
            for tag in tags
        ],
    )


def replace_tags(tx: Tx, wish_id: str, tags: Iterable[Tag]) -> None:
    """Put other tags in place of all that a wish has."""
    tx.run("DELETE FROM wish_tags WHERE wish_id = :id", id=wish_id)
    add_tags(tx, wish_id, tags)


def find_wish(tx: Tx, wish_id: str) -> Wish | None:
    """Find a wish and its tags."""
    row = tx.one(f"SELECT {COLUMNS} FROM wishes WHERE id = :id", id=wish_id)
    return with_tags(tx, [row])[0] if row else None


def wishes_of_talk(tx: Tx, talk_id: str) -> list[Wish]:
    """List what one talk wished for, in the order it was said."""
    return with_tags(tx, tx.all(f"SELECT {COLUMNS} FROM wishes WHERE talk_id = :id ORDER BY id", id=talk_id))


def wishes_of_round(tx: Tx, round_id: str, state: WishState) -> list[Wish]:
    """List a round's wishes in one state, the oldest first."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM wishes WHERE round_id = :id AND state = :state ORDER BY id",
        id=round_id,
        state=state,
    )
    return with_tags(tx, rows)


def reword(tx: Tx, wish: Wish, raw: bytes) -> None:
    """Put other words, and what was read of them, in place of a wish's own."""
    tx.run(
        """UPDATE wishes SET text = :text, raw = :raw, language = :language, state = :state, sure = :sure,
        same_as = :same_as WHERE id = :id""",
        id=wish.id,
        text=wish.text,
        raw=raw,
        language=wish.language,
        state=wish.state,
        sure=int(wish.sure),
        same_as=wish.same_as,
    )
    released.withdraw(tx, wish.id)
    stories.drop(tx, wish.id)
    replace_tags(tx, wish.id, wish.tags)
    to_index.begin_anew(tx, wish.id)


def let_show(tx: Tx, wish_id: str, talk_id: str, may: bool) -> None:
    """Note whether the words of a talk's wish, and of all that was split from it, may be shown to others."""
    shown = "SELECT id FROM wishes WHERE id = :id AND talk_id = :talk_id AND may_show = 1"
    if not may and tx.one(shown, id=wish_id, talk_id=talk_id):
        bury(tx, "show", wish_id)
    rows = tx.all(
        """UPDATE wishes SET may_show = :may WHERE (id = :id OR part_of = :id) AND talk_id = :talk_id
        RETURNING id""",
        may=int(may),
        id=wish_id,
        talk_id=talk_id,
    )
    for row in rows if not may else ():
        released.withdraw(tx, row["id"])


def hold_still(tx: Tx, wish_id: str) -> None:
    """Take the wish's row for this transaction: of two who change it at once, the second waits and then sees.

    SQLite has one writer and needs no such thing; on PostgreSQL the update is the lock.
    """
    tx.run("UPDATE wishes SET state = state WHERE id = :id", id=wish_id)


def erase_wish(tx: Tx, wish_id: str) -> None:
    """Erase a wish; its tags go with it, what it was searched by, and its words in what was published."""
    prints.forget(tx, wish_id)
    published.take_out(tx, wish_id)
    tx.run("DELETE FROM wishes WHERE id = :id", id=wish_id)
    bury(tx, "wish", wish_id)


def with_tags(tx: Tx, rows: list[Row]) -> list[Wish]:
    """Make wishes from their rows, with the tags and the answers of all of them fetched at once."""
    if not rows:
        return []
    names = {f"id{place}": row["id"] for place, row in enumerate(rows)}
    marks = ", ".join(f":{name}" for name in names)
    tags: dict[str, list[Tag]] = {}
    for tag in tx.all(
        f"""SELECT wish_id, kind, tag, probability, given, tagged_by FROM wish_tags
        WHERE wish_id IN ({marks}) ORDER BY given DESC, probability DESC, tag""",
        **names,
    ):
        tags.setdefault(tag["wish_id"], []).append(
            Tag(tag["kind"], tag["tag"], tag["probability"], bool(tag["given"]), tag["tagged_by"])
        )
    stand = answers.find_answers(tx, [row["answer_id"] for row in rows if row["answer_id"]])
    return [read_wish(row, tuple(tags.get(row["id"], ())), stand.get(row["answer_id"])) for row in rows]


def read_wish(row: Row, tags: tuple[Tag, ...] = (), answer: Answer | None = None) -> Wish:
    """Make the noun from a row."""
    return Wish(
        row["id"],
        row["municipality_id"],
        row["round_id"],
        row["talk_id"],
        row["source"],
        row["language"],
        row["text"],
        row["state"],
        bool(row["sure"]),
        row["received_at"],
        row["decided_at"],
        None if row["may_show"] is None else bool(row["may_show"]),
        tags,
        answer,
        row["first_answer_at"],
        row["same_as"],
        row["part_of"],
        row["number"] or 0,
    )
