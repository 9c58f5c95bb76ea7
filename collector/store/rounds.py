"""Statements about municipalities and their rounds."""

from collector.model import Municipality, Round
from collector.store.front import Row, Tx

ROUND = """SELECT r.id, r.code, r.name, r.opens_at, r.closes_at, r.asks, m.id AS municipality_id,
    m.name AS municipality_name, m.is_example, m.is_open
    FROM rounds r JOIN municipalities m ON m.id = r.municipality_id"""


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
        """INSERT INTO rounds (id, municipality_id, code, name, opens_at, closes_at, asks, made_at)
        VALUES (:id, :municipality_id, :code, :name, :opens_at, :closes_at, :asks, :now)""",
        id=asked.id,
        municipality_id=asked.municipality.id,
        code=asked.code,
        name=asked.name,
        opens_at=asked.opens_at,
        closes_at=asked.closes_at,
        asks=" ".join(asked.asks),
        now=now,
    )


def let_ask(tx: Tx, round_id: str, asks: tuple[str, ...]) -> None:
    """Choose what a round asks about each wish."""
    tx.run("UPDATE rounds SET asks = :asks WHERE id = :id", asks=" ".join(asks), id=round_id)


def find_round(tx: Tx, code: str) -> Round | None:
    """Find a round by the code on its poster."""
    row = tx.one(f"{ROUND} WHERE r.code = :code", code=code)
    return read_round(row) if row else None


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
