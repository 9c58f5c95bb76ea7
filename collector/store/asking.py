"""Statements about whom a municipality would ask for what nothing answers: its own words for a tag."""

from typing import NamedTuple

from collector.store.front import Row, Tx


class Asking(NamedTuple):
    """What must be asked for, of which kinds of organisation, and who that is here."""

    tag: str
    skill: str
    ask: tuple[str, ...]
    contact: str


def put(tx: Tx, municipality_id: str, asking: Asking, staff_id: str, now: int) -> None:
    """Let this be whom a municipality asks about a tag."""
    tx.run(
        """INSERT INTO whom_to_ask (municipality_id, tag, skill, ask, contact, set_by, set_at)
        VALUES (:here, :tag, :skill, :ask, :contact, :staff_id, :now)
        ON CONFLICT (municipality_id, tag) DO UPDATE SET skill = excluded.skill, ask = excluded.ask,
            contact = excluded.contact, set_by = excluded.set_by, set_at = excluded.set_at""",
        here=municipality_id,
        tag=asking.tag,
        skill=asking.skill,
        ask=" ".join(asking.ask),
        contact=asking.contact,
        staff_id=staff_id,
        now=now,
    )


def asked_here(tx: Tx, municipality_id: str) -> dict[str, Asking]:
    """Read whom a municipality asks, by tag."""
    rows = tx.all(
        "SELECT tag, skill, ask, contact FROM whom_to_ask WHERE municipality_id = :id", id=municipality_id
    )
    return {row["tag"]: _read(row) for row in rows}


def drop(tx: Tx, municipality_id: str, tag: str) -> int:
    """Ask again whom Ekko proposes."""
    return tx.run(
        "DELETE FROM whom_to_ask WHERE municipality_id = :id AND tag = :tag", id=municipality_id, tag=tag
    )


def _read(row: Row) -> Asking:
    return Asking(row["tag"], row["skill"], tuple(row["ask"].split()), row["contact"])
