"""What a change to the tables is."""

from typing import NamedTuple


class Change(NamedTuple):
    """One step from an older schema to a newer one."""

    number: int
    name: str
    statements: tuple[str, ...]
