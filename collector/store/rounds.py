"""Statements about municipalities and their rounds."""

import json

from collector.model import Municipality, OwnWords, Round
from collector.store.front import Row, Tx

ROUND = """SELECT r.id, r.code, r.name, r.opens_at, r.closes_at, r.asks, r.languages, r.words, r.kind,
    r.version, m.id AS municipality_id, m.name AS municipality_name, m.is_example, m.is_open
    FROM rounds r JOIN municipalities m ON m.id = r.municipality_id"""
BEGUN = """(EXISTS (SELECT 1 FROM talks t WHERE t.round_id = :id)
    OR EXISTS (SELECT 1 FROM wishes w WHERE w.round_id = :id)
    OR EXISTS (SELECT 1 FROM class_answers a JOIN classes c ON c.id = a.class_id WHERE c.round_id = :id))"""
"""Somebody has written in this round."""


def add_municipality(tx: Tx, municipality: Municipality, now: int) -> None:
    """Keep a new municipality."""
    tx.run(
        """INSERT INTO municipalities (id, name, is_example, is_open, made_at)
        VALUES (:id, :name, :is_example, :is_open, :now)""",
        id=municipality.id,
        name=municipality.name,
        is_example=int(municipality.is_example),
        is_open=int(municipality.is_open),
        now=now,
    )


def add_round(tx: Tx, asked: Round, now: int) -> None:
    """Keep a new round; its code must be nobody else's."""
    tx.run(
        """INSERT INTO rounds (id, municipality_id, code, name, opens_at, closes_at, asks, languages, words,
            kind, version, made_at)
        VALUES (:id, :municipality_id, :code, :name, :opens_at, :closes_at, :asks, :languages, :words,
            :kind, :version, :now)""",
        **_columns(asked),
        municipality_id=asked.municipality.id,
        kind=asked.kind,
        now=now,
    )


def change_round(tx: Tx, asked: Round, *, frozen: bool) -> int:
    """Change a round that nobody changed since it was shown; `frozen` leaves alone what was asked.

    What is asked changes only while nobody has written: that stands in the statement, for a wish may come
    at the same moment.
    """
    more = "" if frozen else ", code = :code, asks = :asks, words = :words"
    only = "" if frozen else f" AND NOT {BEGUN}"
    columns = _columns(asked)
    if frozen:
        columns = {name: columns[name] for name in columns if name not in ("code", "asks", "words")}
    return tx.run(
        f"""UPDATE rounds SET name = :name, opens_at = :opens_at, closes_at = :closes_at,
            languages = :languages, version = version + 1{more}
        WHERE id = :id AND version = :version{only}""",
        **columns,
    )


def close_round(tx: Tx, round_id: str, now: int) -> int:
    """Let a round that is open, or not open yet, be over from this moment."""
    return tx.run(
        """UPDATE rounds SET closes_at = :now, version = version + 1
        WHERE id = :id AND (closes_at IS NULL OR closes_at > :now)""",
        id=round_id,
        now=now,
    )


def has_begun(tx: Tx, round_id: str) -> bool:
    """Tell whether anybody has written in a round."""
    row = tx.one(f"SELECT CASE WHEN {BEGUN} THEN 1 ELSE 0 END AS begun", id=round_id)
    return bool(row and row["begun"])


def _columns(asked: Round) -> dict[str, object]:
    words = [[each.language, each.question, each.for_whom] for each in asked.words]
    return {
        "id": asked.id,
        "code": asked.code,
        "name": asked.name,
        "opens_at": asked.opens_at,
        "closes_at": asked.closes_at,
        "asks": " ".join(asked.asks),
        "languages": " ".join(asked.languages),
        "words": json.dumps(words, ensure_ascii=False),
        "version": asked.version,
    }


def let_ask(tx: Tx, round_id: str, asks: tuple[str, ...]) -> None:
    """Choose what a round asks about each wish."""
    tx.run("UPDATE rounds SET asks = :asks WHERE id = :id", asks=" ".join(asks), id=round_id)


def find_round(tx: Tx, code: str) -> Round | None:
    """Find a round by the code on its poster."""
    row = tx.one(f"{ROUND} WHERE r.code = :code", code=code)
    return read_round(row) if row else None


def find_by_id(tx: Tx, round_id: str) -> Round | None:
    """Find a round by its id."""
    row = tx.one(f"{ROUND} WHERE r.id = :id", id=round_id)
    return read_round(row) if row else None


def live_rounds(tx: Tx, now: int) -> list[Round]:
    """List the rounds of every municipality that are not over."""
    rows = tx.all(f"{ROUND} WHERE r.closes_at IS NULL OR r.closes_at > :now ORDER BY r.id", now=now)
    return [read_round(row) for row in rows]


def round_of_talk(tx: Tx, who: str) -> Round | None:
    """Find the round that somebody talked in last."""
    row = tx.one(f"{ROUND} WHERE r.id = (SELECT round_id FROM talks WHERE who = :who)", who=who)
    return read_round(row) if row else None


def rounds_of(tx: Tx, municipality_id: str) -> list[Round]:
    """List a municipality's rounds, the newest first."""
    rows = tx.all(f"{ROUND} WHERE m.id = :id ORDER BY r.id DESC", id=municipality_id)
    return [read_round(row) for row in rows]


def example_municipality(tx: Tx) -> Municipality | None:
    """Find the marked example, if this database has one."""
    row = tx.one(
        """SELECT id AS municipality_id, name AS municipality_name, is_example, is_open
        FROM municipalities WHERE is_example = 1 ORDER BY id LIMIT 1"""
    )
    return read_municipality(row) if row else None


def read_municipality(row: Row) -> Municipality:
    """Make the noun from a row."""
    return Municipality(
        row["municipality_id"], row["municipality_name"], bool(row["is_example"]), bool(row["is_open"])
    )


def read_round(row: Row) -> Round:
    """Make the noun from a row."""
    return Round(
        row["id"],
        read_municipality(row),
        row["code"],
        row["name"],
        row["opens_at"],
        row["closes_at"],
        tuple(row["asks"].split()),
        tuple(row["languages"].split()),
        tuple(OwnWords(*each) for each in json.loads(row["words"])),
        row["kind"],
        row["version"],
    )


def is_empty(tx: Tx) -> bool:
    """Tell whether this database has no municipality at all."""
    return tx.one("SELECT id FROM municipalities LIMIT 1") is None


def municipalities(tx: Tx) -> list[Municipality]:
    """List every municipality."""
    rows = tx.all(
        """SELECT id AS municipality_id, name AS municipality_name, is_example, is_open
        FROM municipalities ORDER BY name"""
    )
    return [read_municipality(row) for row in rows]
