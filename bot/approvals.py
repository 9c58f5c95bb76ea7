"""What only people can do before real young people write, and who has done it: the one list.

One rule: `done` is written by the one who did it, or by whoever saw it done; no program writes there.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

APPROVALS = Path(__file__).parent / "texts" / "approvals.tsv"


class BadApproval(ValueError):
    """A line of the list that cannot be read."""


@dataclass(frozen=True, slots=True)
class Approval:
    """One thing to read, try or approve: by whom, how, and on which day it was done."""

    id: str
    what: str
    who: str
    how: str
    done: date | None


def read_approvals(path: Path = APPROVALS) -> tuple[Approval, ...]:
    """Read the list; a line that lacks a column or has no day is refused."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return tuple(_read(line) for line in lines[1:])


def _read(line: str) -> Approval:
    try:
        name, what, who, how, done, by = line.split("\t")
        day = None if done == "-" else date.fromisoformat(done)
    except ValueError:
        raise BadApproval(f"An approval lacks a column or a day: {line.split(chr(9))[0]}") from None
    if (day is None) != (by == "-"):
        raise BadApproval(f"The approval {name} needs both a day and who did it, or «-» for both.")
    return Approval(name, what, who, how, day)
