"""Statements about a municipality's record: its facts, its lists, its logo, and whether it is open.

One rule: whoever changes anything of it moves its version first, so that two who do go one after the other.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from collector.model import Municipality
from collector.store.front import Row, Tx
from collector.store.rounds import read_municipality

LISTS = {
    "places": ("name", "north", "east"),
    "schools": ("name", "grade_from", "grade_to", "pupils"),
    "holidays": ("name", "from_day", "to_day"),
}
"""What a municipality has several of, and the columns of each."""


def find_municipality(tx: Tx, municipality_id: str) -> Municipality | None:
    """Find one by its id."""
    row = tx.one(
        """SELECT id AS municipality_id, name AS municipality_name, is_example, is_open
        FROM municipalities WHERE id = :id""",
        id=municipality_id,
    )
    return read_municipality(row) if row else None


def move(tx: Tx, municipality_id: str) -> None:
    """Move a municipality's version on: until this is kept or undone, nobody else changes its record."""
    tx.run("UPDATE municipalities SET version = version + 1 WHERE id = :id", id=municipality_id)


def let_open(tx: Tx, municipality_id: str, *, is_open: bool) -> bool:
    """Open or shut a municipality, and tell whether that changed anything."""
    changed = tx.run(
        "UPDATE municipalities SET is_open = :is_open WHERE id = :id AND is_open <> :is_open",
        id=municipality_id,
        is_open=int(is_open),
    )
    return changed == 1


def rename(tx: Tx, municipality_id: str, name: str) -> None:
    """Call a municipality something else."""
    tx.run("UPDATE municipalities SET name = :name WHERE id = :id", id=municipality_id, name=name)


def facts_of(tx: Tx, municipality_id: str) -> dict[str, str]:
    """Read every fact that is recorded."""
    rows = tx.all("SELECT name, value FROM facts WHERE municipality_id = :id", id=municipality_id)
    return {row["name"]: row["value"] for row in rows}


def put_fact(tx: Tx, municipality_id: str, name: str, value: str, by: str, now: int) -> None:
    """Record a fact, by whom and when; an empty one is no fact."""
    if not value:
        tx.run(
            "DELETE FROM facts WHERE municipality_id = :id AND name = :name", id=municipality_id, name=name
        )
        return
    tx.run(
        """INSERT INTO facts (municipality_id, name, value, set_by, set_at)
        VALUES (:id, :name, :value, :by, :now) ON CONFLICT (municipality_id, name)
        DO UPDATE SET value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at""",
        id=municipality_id,
        name=name,
        value=value,
        by=by,
        now=now,
    )


def list_of(tx: Tx, municipality_id: str, what: str) -> list[dict[str, Any]]:
    """Read one of its lists; holidays by their day, the others by name."""
    columns, first = ", ".join(LISTS[what]), "from_day, " if what == "holidays" else ""
    rows = tx.all(
        f"SELECT {columns} FROM {what} WHERE municipality_id = :id ORDER BY {first}name", id=municipality_id
    )
    return [dict(row) for row in rows]


def put_list(tx: Tx, municipality_id: str, what: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """Let a list hold these and nothing else."""
    columns = LISTS[what]
    tx.run(f"DELETE FROM {what} WHERE municipality_id = :id", id=municipality_id)
    tx.many(
        f"""INSERT INTO {what} (municipality_id, {", ".join(columns)})
        VALUES (:id, {", ".join(f":{each}" for each in columns)})""",
        [{"id": municipality_id, **{each: entry.get(each) for each in columns}} for entry in entries],
    )


def logo_kind(tx: Tx, municipality_id: str) -> str:
    """Tell what kind of picture the logo is, or nothing where there is none."""
    row = tx.one("SELECT kind FROM logos WHERE municipality_id = :id", id=municipality_id)
    return row["kind"] if row else ""


def find_logo(tx: Tx, municipality_id: str) -> Row | None:
    """Find the logo itself."""
    return tx.one("SELECT kind, body FROM logos WHERE municipality_id = :id", id=municipality_id)


def read_logo(tx: Tx, municipality_id: str) -> bytes | None:
    """Read the picture alone, for what is printed."""
    row = find_logo(tx, municipality_id)
    return bytes(row["body"]) if row else None


def put_logo(tx: Tx, municipality_id: str, kind: str, body: bytes, by: str, now: int) -> None:
    """Keep a logo instead of the one there was."""
    tx.run(
        """INSERT INTO logos (municipality_id, kind, body, set_by, set_at)
        VALUES (:id, :kind, :body, :by, :now) ON CONFLICT (municipality_id) DO UPDATE SET
        kind = excluded.kind, body = excluded.body, set_by = excluded.set_by, set_at = excluded.set_at""",
        id=municipality_id,
        kind=kind,
        body=body,
        by=by,
        now=now,
    )


def drop_logo(tx: Tx, municipality_id: str) -> None:
    """Take the logo away."""
    tx.run("DELETE FROM logos WHERE municipality_id = :id", id=municipality_id)
