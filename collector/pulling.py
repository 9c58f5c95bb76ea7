"""Lets programs fetch what was published of one round: keys that a leader makes, and what they open.

One rule: a key is shown once and kept by its fingerprint; a wrong, an ended and another round's key are
refused alike, and none of them stands in an address.
"""

import csv
import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any, NamedTuple

from collector.classes import safe_cell
from collector.desk import Desk, OutOfReach
from collector.finding import HOUR
from collector.here import day_of, start_of
from collector.ids import new_id, new_secret
from collector.publishing import slice_name
from collector.sealing import Seal
from collector.store import audit, misses, people, published, pull_keys, rounds
from collector.store.front import Tx
from collector.store.published import Published

DOOR = "pull"
MOST_WRONG = 200
"""So many wrong keys an hour are looked up; a right one always opens. A key has 160 bits."""
KEPT_HOURS = 48
MOST_DAYS = 366
LONGEST_NAME = 80
COLUMNS = ("number", "published", "round", "kind", "id", "name", "at_least")
Name = Callable[[str, str], str]
"""Names a row of a kind."""


class BadKey(Exception):
    """The key cannot be made so; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class NotLetIn(Exception):
    """The key opens nothing here; `wait` where too many wrong ones came this hour."""

    def __init__(self, *, wait: bool = False) -> None:
        super().__init__()
        self.wait = wait


class Pulled(NamedTuple):
    """What a key opened: what was last published of its round, or why there is none."""

    found: Published | None
    damaged: bool = False


def look(tx: Tx, desk: Desk, now: int) -> dict[str, Any]:
    """List the keys of this municipality, and the rounds that one may be made for."""
    here, names = desk.municipality.id, people.names_of(tx, desk.municipality.id)
    return {
        "keys": [
            {
                "id": row["id"],
                "name": row["name"],
                "code": row["code"],
                "by": names.get(row["staff_id"], ""),
                "ends_day": day_of(row["ends_at"] - 1),
                "used_day": row["used_day"],
                "stands": row["ended_at"] is None and row["ends_at"] > now,
            }
            for row in pull_keys.listed(tx, here)
        ],
        "rounds": [{"code": each.code, "name": each.name} for each in rounds.rounds_of(tx, here)],
        "last_day": (date.fromisoformat(day_of(now)) + timedelta(days=MOST_DAYS - 1)).isoformat(),
    }


def make(tx: Tx, seal: Seal, desk: Desk, code: str, name: str, last_day: str, now: int) -> str:
    """Make a key for a round that opens it until a day is over, and return it: it is shown this once."""
    asked = rounds.find_round(tx, code)
    if asked is None or asked.municipality.id != desk.municipality.id:
        raise OutOfReach
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadKey("name")
    ends_at = _end_of(last_day)
    if not now < ends_at <= now + MOST_DAYS * 24 * HOUR:
        raise BadKey("day")
    key, key_id = new_secret(), new_id(now)
    print_ = seal.fingerprint(f"pull:{key}")
    pull_keys.add(tx, key_id, desk.municipality.id, code, name, print_, desk.staff.id, now, ends_at)
    audit.append(tx, desk.municipality.id, desk.staff.id, "pull-key-made", key_id, now)
    return key


def end(tx: Tx, desk: Desk, key_id: str, now: int) -> None:
    """Let a key open nothing from now on."""
    if not pull_keys.is_here(tx, desk.municipality.id, key_id):
        raise OutOfReach
    if pull_keys.end(tx, desk.municipality.id, key_id, now):
        audit.append(tx, desk.municipality.id, desk.staff.id, "pull-key-ended", key_id, now)


def key_in(header: str) -> str:
    """Find the key in an Authorization header: a bearer, or the password that a spreadsheet sends.

    >>> key_in("Bearer abc"), key_in("Basic ZXhjZWw6YWJj"), key_in("Basic ?"), key_in("")
    ('abc', 'abc', '', '')
    """
    kind, _, shown = header.partition(" ")
    if kind.lower() == "bearer":
        return shown.strip()
    try:
        return b64decode(shown, validate=True).decode().partition(":")[2] if kind.lower() == "basic" else ""
    except ValueError:
        return ""


def fetch(tx: Tx, seal: Seal, key: str, code: str, now: int) -> Pulled | NotLetIn:
    """Find what a key opens. Every try is counted before it is looked up, and a right one is taken back."""
    tries = misses.count_try(tx, DOOR, now // HOUR)
    row = pull_keys.find(tx, seal.fingerprint(f"pull:{key}"))
    opens = row is not None and row["ended_at"] is None and now < row["ends_at"] and row["code"] == code
    misses.take_back(tx, (DOOR,), now // HOUR, int(opens))
    misses.drop_before(tx, now // HOUR - KEPT_HOURS)
    if not opens or row is None:
        return NotLetIn(wait=tries > MOST_WRONG)
    pull_keys.note_used(tx, row["id"], day_of(now))
    found = published.newest_of(tx, row["municipality_id"], slice_name(code, "", "", ""))
    return Pulled(found, found is not None and not found.is_whole)


def as_json(found: Published) -> dict[str, Any]:
    """Write what was published for a program: figures alone, as they stood."""
    body = json.loads(found.body)
    return {"number": found.number, "published_at": found.at, **body}


def as_csv(found: Published, name: Name) -> str:
    """Write the same as a table whose columns never change, with nothing that a spreadsheet would run."""
    out = StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    body = json.loads(found.body)
    first = (found.number, day_of(found.at), safe_cell(body["of"]["code"]))
    for kind, row, n in _rows(body):
        named = body["names"].get(row, {}).get("nb") or name(kind, row)
        lines.writerow((*first, kind, safe_cell(row), safe_cell(named), n))
    return out.getvalue()


def _rows(body: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    for total in ("approved", "senders", "answered"):
        if body[total] is not None:
            yield "total", total, body[total]
    for kind, rows in body["figures"].items():
        for row in rows:
            yield kind, row["id"], row["n"]


def _end_of(last_day: str) -> int:
    try:
        return start_of((date.fromisoformat(last_day) + timedelta(days=1)).isoformat())
    except (ValueError, OverflowError):
        raise BadKey("day") from None
