"""Statements about the stories of a theme: a wish's own words where they were released, else a retelling.

One rule: a quote is never copied. It is read from its wish each time, while the wish is approved, its sender
says yes and a leader's release stands; a retelling goes with the words that it retells.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from collector.store.erased import bury
from collector.store.front import Row, Tx

How = Literal["quote", "retold", "skipped"]
HOWS: tuple[How, ...] = get_args(How)


class Story(NamedTuple):
    """What stands for a theme: `said` is the wish's own words, or how a leader retold them."""

    wish_id: str
    tag: str
    how: How
    said: str
    language: str
    round_id: str
    received_at: int
    talk_id: str | None
    source: str
    school: str | None
    age: str | None
    staff_id: str
    at: int


class Candidate(NamedTuple):
    """A wish that may stand for a theme."""

    wish_id: str
    text: str
    language: str
    round_id: str
    may_show: bool | None
    talk_id: str | None
    source: str
    school: str | None
    age: str | None


NEVER_A_CASE = """NOT EXISTS (SELECT 1 FROM cases c WHERE c.wish_id = w.id OR c.reworded_as = w.id)
    AND NOT EXISTS (SELECT 1 FROM wish_tags f WHERE f.wish_id = w.id AND f.kind = 'flag' AND f.given = 1)"""
"""Neither words that somebody was worried about, nor what an adult made of them, nor what was noticed."""
STANDS = """w.state = 'approved' AND g.given = 1 AND (s.how = 'retold'
    OR (s.how = 'quote' AND w.may_show = 1 AND EXISTS (SELECT 1 FROM released r WHERE r.wish_id = w.id)))"""


def put(
    tx: Tx, story_id: str, here: str, wish_id: str, tag: str, how: How, words: str, staff_id: str, now: int
) -> None:
    """Let a wish stand for a theme in this way, and in no other."""
    drop(tx, wish_id)
    tx.run(
        """INSERT INTO stories (id, municipality_id, wish_id, tag, how, words, staff_id, at)
        VALUES (:id, :here, :wish_id, :tag, :how, :words, :staff_id, :now)""",
        id=story_id,
        here=here,
        wish_id=wish_id,
        tag=tag,
        how=how,
        words=words,
        staff_id=staff_id,
        now=now,
    )


def drop(tx: Tx, wish_id: str) -> int:
    """Let a wish stand for nothing; what a leader wrote of it is erased."""
    for row in tx.all("SELECT id FROM stories WHERE wish_id = :id AND words <> ''", id=wish_id):
        bury(tx, "story", row["id"])
    return tx.run("DELETE FROM stories WHERE wish_id = :id", id=wish_id)


def drop_by_id(tx: Tx, story_id: str) -> int:
    """Erase a retelling that was erased before an old copy brought it back."""
    bury(tx, "story", story_id)
    return tx.run("DELETE FROM stories WHERE id = :id", id=story_id)


def find(tx: Tx, wish_id: str) -> Row | None:
    """Find what a leader decided about a wish as a story."""
    return tx.one("SELECT id, tag, how, words, staff_id, at FROM stories WHERE wish_id = :id", id=wish_id)


def standing(tx: Tx, municipality_id: str, round_ids: Sequence[str], limit: int) -> list[Story]:
    """List what stands for the themes of some rounds, those decided first first.

    The rounds are looked for here: named in the statement, they lead SQLite past a million wishes instead of
    some stories.
    """
    rows = tx.all(
        f"""SELECT s.*, CASE WHEN s.how = 'quote' THEN w.text ELSE s.words END AS said, w.language,
            w.round_id, w.received_at, w.talk_id, w.source, t.school, t.age_band FROM stories s
        JOIN wishes w ON w.id = s.wish_id JOIN wish_tags g ON g.wish_id = w.id AND g.tag = s.tag
        LEFT JOIN talks t ON t.id = w.talk_id
        WHERE s.municipality_id = :here AND {STANDS} AND {NEVER_A_CASE}
        ORDER BY s.tag, s.id LIMIT :limit""",
        here=municipality_id,
        limit=limit,
    )
    asked = frozenset(round_ids)
    return [_story(row) for row in rows if row["round_id"] in asked]


def skipped(tx: Tx, municipality_id: str, tag: str) -> list[Row]:
    """List what leaders skipped of a theme, the latest first."""
    return tx.all(
        """SELECT s.wish_id, w.text, w.language FROM stories s JOIN wishes w ON w.id = s.wish_id
        WHERE s.municipality_id = :here AND s.tag = :tag AND s.how = 'skipped' AND w.state = 'approved'
        ORDER BY s.id DESC LIMIT 5""",
        here=municipality_id,
        tag=tag,
    )


def candidates(tx: Tx, round_ids: Sequence[str], tag: str, longest: int, limit: int) -> list[Candidate]:
    """List the newest wishes of some rounds that may stand for a theme and stand for nothing yet."""
    if not round_ids:
        return []
    names, marks = _marks(round_ids)
    rows = tx.all(
        f"""SELECT w.id, w.text, w.language, w.round_id, w.may_show, w.talk_id, w.source, t.school, t.age_band
        FROM wish_tags g JOIN wishes w ON w.id = g.wish_id LEFT JOIN talks t ON t.id = w.talk_id
        WHERE g.tag = :tag AND g.given = 1 AND w.state = 'approved' AND w.round_id IN ({marks})
        AND w.text <> '' AND LENGTH(w.text) <= :longest AND {NEVER_A_CASE}
        AND NOT EXISTS (SELECT 1 FROM stories s WHERE s.wish_id = w.id AND (s.how <> 'quote'
            OR EXISTS (SELECT 1 FROM released r WHERE r.wish_id = w.id)))
        ORDER BY g.wish_id DESC LIMIT :limit""",
        tag=tag,
        longest=longest,
        limit=limit,
        **names,
    )
    return [_candidate(row) for row in rows]


def may_stand(tx: Tx, wish_id: str, tag: str) -> bool:
    """Tell whether a wish may stand for a theme at all."""
    row = tx.one(
        f"""SELECT w.id FROM wishes w JOIN wish_tags g ON g.wish_id = w.id
        WHERE w.id = :id AND g.tag = :tag AND g.given = 1 AND w.state = 'approved' AND {NEVER_A_CASE}""",
        id=wish_id,
        tag=tag,
    )
    return row is not None


def _marks(ids: Sequence[str]) -> tuple[dict[str, str], str]:
    names = {f"id{place}": each for place, each in enumerate(ids)}
    return names, ", ".join(f":{name}" for name in names)


def _story(row: Row) -> Story:
    return Story(
        row["wish_id"],
        row["tag"],
        row["how"],
        row["said"],
        row["language"],
        row["round_id"],
        row["received_at"],
        row["talk_id"],
        row["source"],
        row["school"],
        row["age_band"],
        row["staff_id"],
        row["at"],
    )


def _candidate(row: Row) -> Candidate:
    return Candidate(
        row["id"],
        row["text"],
        row["language"],
        row["round_id"],
        None if row["may_show"] is None else bool(row["may_show"]),
        row["talk_id"],
        row["source"],
        row["school"],
        row["age_band"],
    )


def places_of(tx: Tx, wish_ids: Sequence[str]) -> dict[str, list[str]]:
    """Read which places some wishes name."""
    found: dict[str, list[str]] = {}
    if wish_ids:
        names, marks = _marks(sorted(set(wish_ids)))
        for row in tx.all(f"SELECT wish_id, place FROM wish_places WHERE wish_id IN ({marks})", **names):
            found.setdefault(row["wish_id"], []).append(row["place"])
    return found
