"""What a store can do, whichever engine stands behind it.

One rule: all that belongs together is one `work`, and its caller is answered only after the commit.

A work touches nothing but its transaction, since it may be done over: PostgreSQL undoes one where two got
in each other's way. Others may write between two of its statements there, so what decides stands in the
statement that changes: a unique key, or `UPDATE ... WHERE version = :version` and how many rows it touched.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Protocol, TypeVar

from collector.store.erased import Erased

Row = Mapping[str, Any]
T = TypeVar("T")


class StoreProblem(Exception):
    """The store cannot do what was asked; nothing of it was kept."""


class StoreBusy(StoreProblem):
    """Somebody else holds the database; asking again a little later is safe."""


class StoreFull(StoreProblem):
    """The disk is full or cannot be written; reading still works."""


class StoreBroken(StoreProblem):
    """The database is damaged, from the future or unreachable: a person must look."""


class AlreadyThere(StoreProblem):
    """A unique key exists already: the same thing was kept before."""


CLOSING = "Ekko is closing. Ask again when it has started."
LATER = "Somebody else holds the database. Ask again in a little while."
KEPT_BEFORE = "This was kept before."


class Tx(Protocol):
    """One transaction. Statements use named parameters, written `:name`; after a problem it takes no more."""

    buried: list[Erased]
    """What this work erases for good: filled by the statements that do it (`collector.store.erased`)."""

    past_locked: ClassVar[str]
    """What a statement that takes one of many rows ends with, so that two who take do not wait: the one
    word that engines differ in. An embedded database has one writer at a time and needs none.
    """

    def run(self, sql: str, **values: Any) -> int:
        """Run one statement and tell how many rows it touched."""

    def one(self, sql: str, **values: Any) -> Row | None:
        """Fetch the first row, if there is one."""

    def all(self, sql: str, **values: Any) -> list[Row]:
        """Fetch every row."""

    def many(self, sql: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run one statement for many rows."""


Work = Callable[[Tx], T]


class Store(Protocol):
    """Keeps things for good."""

    async def write(self, work: Work[T], *, erases: bool = False) -> T:
        """Do the work in one transaction; return when it is on disk, or raise and keep nothing of it.

        A work that `erases` must leave nothing behind in an embedded database's files, its log among them.
        """

    async def read(self, work: Work[T]) -> T:
        """Do the work on one consistent picture of what is kept."""

    async def check(self, at_most: int | None = None) -> None:
        """Look an embedded file of at most so many bytes through; a damaged one takes nothing more."""

    async def tidy(self) -> None:
        """Leave nothing of what was erased in the files, however large: for a quiet hour."""

    def close(self) -> None:
        """Finish what was begun and let go of the database."""
