"""What stands inside a backup: every row of every table, a page a line, the same from either engine.

One rule: the last line counts what came before and sums it up, so that nothing less or else is taken for it.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from collector.keeping.envelope import BackupBroken
from collector.store.front import Tx
from collector.store.tables import copied, count_rows, pages

Tell = Callable[[int, int], None]
"""Hears how many rows are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds: rows by table, and the sum of all its lines."""

    rows: dict[str, int]
    digest: str

    @property
    def in_all(self) -> int:
        """Count the rows of every table."""
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of one table."""

    table: str
    columns: list[str]
    rows: list[list[Any]]


@dataclass(slots=True)
class Sum:
    """Adds up lines as they go by."""

    rows: dict[str, int] = field(default_factory=dict)
    _hash: Any = field(default_factory=hashlib.sha256)

    def add(self, line: bytes, table: str = "", rows: int = 0) -> None:
        """Add one line."""
        self._hash.update(line)
        if table:
            self.rows[table] = self.rows.get(table, 0) + rows

    def contents(self) -> Contents:
        """Tell what it came to."""
        return Contents(dict(self.rows), self._hash.hexdigest())


def pour_out(tx: Tx, put: Callable[[bytes], None], about: dict[str, Any], tell: Tell) -> Contents:
    """Write every row as lines, and tell what it came to."""
    expected = {table.name: count_rows(tx, table) for table in copied()}
    whole, summed, done = sum(expected.values()), Sum(), 0
    for line, table, rows in _lines(tx, about):
        put(line)
        summed.add(line, table, rows)
        done += rows
        tell(done, whole)
    contents = summed.contents()
    if contents.rows != {name: n for name, n in expected.items() if n}:
        raise BackupBroken("The copy does not hold every row that was counted. Nothing of it was kept.")
    put(_line({"end": {"rows": contents.rows, "digest": contents.digest}}))
    return contents


def pour_in(lines: Iterable[bytes], take: Callable[[Page], None]) -> Contents:
    """Read the lines behind the first one, and hand on each page; refuse what is not whole."""
    summed, end = Sum(), None
    for line in lines:
        found = _read(line)
        if end is not None:
            raise BackupBroken("There is more behind the end of this backup. Take an older one.")
        if "end" in found:
            end = Contents(found["end"]["rows"], found["end"]["digest"])
            continue
        summed.add(line + b"\n", found.get("table", ""), len(found.get("rows", ())))
        if "table" in found:
            take(Page(found["table"], found["columns"], found["rows"]))
    if end is None or end != summed.contents():
        raise BackupBroken(
            "This backup does not hold what it should. Nothing was changed. Take an older one."
        )
    return end


def first_of(lines: Iterator[bytes]) -> tuple[dict[str, Any], Iterator[bytes]]:
    """Read what a backup says about itself, and give all its lines back."""
    line = next(lines, b"{}")
    about: dict[str, Any] = _read(line).get("about", {})
    return about, _again(line, lines)


def _again(line: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield line
    yield from rest


def _lines(tx: Tx, about: dict[str, Any]) -> Iterator[tuple[bytes, str, int]]:
    yield _line({"about": about}), "", 0
    for table in copied():
        for columns, rows in pages(tx, table):
            yield _line({"table": table.name, "columns": columns, "rows": rows}), table.name, len(rows)


def _line(found: dict[str, Any]) -> bytes:
    return json.dumps(found, default=_sealed, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _sealed(value: object) -> dict[str, str]:
    if not isinstance(value, bytes | bytearray | memoryview):
        raise TypeError
    return {"b": b64encode(bytes(value)).decode()}


def _read(line: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(line, object_hook=_opened)
    return found


def _opened(found: dict[str, Any]) -> Any:
    return b64decode(found["b"]) if found.keys() == {"b"} else found
