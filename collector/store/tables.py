"""Statements that copy whole tables: read in pages, from one picture, and put into an empty database.

One rule: the tables are read from the schema itself, so that a new one is copied without anybody's doing.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from collector.store.front import Tx
from collector.store.schema import CHANGES, Change

CREATE = re.compile(r"CREATE TABLE (\w+) \((.*)\)\s*$", re.DOTALL)
DROP = re.compile(r"DROP TABLE (\w+)$")
KEY_AT_THE_END = re.compile(r"PRIMARY KEY \(([\w, ]+)\)")
KEY_IN_A_COLUMN = re.compile(r"(\w+) \w+ PRIMARY KEY")
LETS_IN = frozenset({"sessions", "invitations", "link_codes", "ways_begun"})
"""What lets somebody in: whoever was shut out since must not come back by an old copy."""
MADE_ANEW = frozenset({"wish_words", "to_index", "wish_prints", "copied"})
"""What wishes are searched by, and what copies share: more than the wishes, and made of them again."""
LEFT_OUT = LETS_IN | MADE_ANEW
PAGE = 500
OF_THE_START = frozenset({"key_checks", "upkeep"})
"""What every start writes into a database that holds nothing yet."""


class Table(NamedTuple):
    """One table and the columns that tell its rows apart."""

    name: str
    key: tuple[str, ...]


@cache
def tables(changes: tuple[Change, ...] = CHANGES) -> tuple[Table, ...]:
    """List every table that the changes make and leave, in the order in which they can be filled."""
    found: dict[str, Table] = {}
    for statement in (each.strip() for change in changes for each in change.statements):
        if made := CREATE.match(statement):
            found[made[1]] = Table(made[1], _key_of(made[2]))
        elif gone := DROP.match(statement):
            del found[gone[1]]
    return tuple(found.values())


def copied(changes: tuple[Change, ...] = CHANGES) -> tuple[Table, ...]:
    """List the tables that a copy holds."""
    return tuple(each for each in tables(changes) if each.name not in LEFT_OUT)


def count_rows(tx: Tx, table: Table) -> int:
    """Count the rows of a table."""
    (row,) = tx.all(f"SELECT COUNT(*) AS n FROM {table.name}")
    return int(row["n"])


def pages(tx: Tx, table: Table) -> Iterator[tuple[list[str], list[list[Any]]]]:
    """Read a table in the order of its key, page by page: the names of its columns and the rows."""
    key = ", ".join(table.key)
    marks = ", ".join(f":{column}" for column in table.key)
    rows = tx.all(f"SELECT * FROM {table.name} ORDER BY {key} LIMIT :page", page=PAGE)
    while rows:
        columns = sorted(rows[0])
        yield columns, [[row[column] for column in columns] for row in rows]
        last = {column: rows[-1][column] for column in table.key}
        rows = tx.all(
            f"SELECT * FROM {table.name} WHERE ({key}) > ({marks}) ORDER BY {key} LIMIT :page",
            page=PAGE,
            **last,
        )


def put_rows(tx: Tx, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Put rows into a table; the names must have been looked up among the real ones."""
    marks = ", ".join(f":{column}" for column in columns)
    tx.many(
        f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})",
        [dict(zip(columns, row, strict=True)) for row in rows],
    )


def holds_nothing(tx: Tx) -> bool:
    """Tell whether nothing is kept yet: a database just made, or one that was only started once."""
    return all(count_rows(tx, each) == 0 for each in tables() if each.name not in OF_THE_START)


def drop_all(tx: Tx, changes: tuple[Change, ...] = CHANGES) -> None:
    """Drop every table, so that they can be made anew as an older Ekko made them."""
    for table in reversed(tables(changes)):
        tx.run(f"DROP TABLE IF EXISTS {table.name}")
    tx.run("DROP TABLE IF EXISTS schema_changes")


def _key_of(columns: str) -> tuple[str, ...]:
    several = KEY_AT_THE_END.search(columns)
    if several:
        return tuple(each.strip() for each in several[1].split(","))
    one = KEY_IN_A_COLUMN.search(columns)
    assert one is not None, "Every table has a key: it is what a copy is read by."
    return (one[1],)
