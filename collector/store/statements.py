"""What both engines' transactions share: how a statement is put, and what a problem does to the rest.

One rule: a work in which any statement failed is undone whole, also when the work itself caught the problem.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Protocol, TypeVar

from collector.store.erased import Erased
from collector.store.front import Row, StoreProblem, T, Work

Values = Mapping[str, Any]
V = TypeVar("V")


class Cursor(Protocol):
    """What a statement leaves behind in either driver."""

    @property
    def rowcount(self) -> int: ...


class Statements(ABC):
    """One transaction, as works see it; each engine adds how its driver is asked and what it may raise."""

    refusals: ClassVar[tuple[type[Exception], ...]]
    past_locked: ClassVar[str] = ""

    def __init__(self) -> None:
        self.problem: StoreProblem | None = None
        self.buried: list[Erased] = []

    def run(self, sql: str, **values: Any) -> int:
        return max(self._try(self.execute, sql, values, (values,)).rowcount, 0)

    def one(self, sql: str, **values: Any) -> Row | None:
        return next(iter(self.all(sql, **values)), None)

    def all(self, sql: str, **values: Any) -> list[Row]:
        return self._try(self.fetch, sql, values, (values,))

    def many(self, sql: str, rows: Iterable[Values]) -> None:
        found = list(rows)
        self._try(self.execute_many, sql, found, found)

    def do(self, work: Work[T]) -> T:
        """Do a whole work, and raise a problem that it swallowed."""
        try:
            answer = work(self)
        except StopIteration:
            raise RuntimeError(
                "A work let StopIteration out, which cannot be handed to its caller."
            ) from None
        if self.problem:
            raise self.problem
        return answer

    def _try(self, put: Callable[[str, V], T], sql: str, values: V, rows: Sequence[Values]) -> T:
        if self.problem:
            raise self.problem
        try:
            _refuse_nul(rows)
            return put(sql, values)
        except self.refusals as error:
            self.problem = self.in_our_words(error, sql)
            raise self.problem from None

    @abstractmethod
    def execute(self, sql: str, values: Values) -> Cursor:
        """Run one statement."""

    @abstractmethod
    def fetch(self, sql: str, values: Values) -> list[Row]:
        """Run one statement and take all its rows."""

    @abstractmethod
    def execute_many(self, sql: str, rows: Sequence[Values]) -> None:
        """Run one statement for many rows."""

    @abstractmethod
    def in_our_words(self, error: Exception, sql: str) -> StoreProblem:
        """Turn a driver's error into the store's, with nothing of the values in its text."""


def refused(name: str, sql: str) -> StoreProblem:
    """Name what was refused by how our own statement begins: its text holds no values."""
    return StoreProblem(f"The database refused a statement ({name}): {' '.join(sql.split())[:80]}")


def _refuse_nul(rows: Sequence[Values]) -> None:
    """PostgreSQL keeps no NUL in a text, so neither door takes it; `nlp.clean` has long removed it."""
    for values in rows:
        for value in values.values():
            if isinstance(value, str) and "\0" in value:
                raise ValueError
