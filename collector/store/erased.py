"""Names what a work erases, beside the statement that erases it.

One rule: every statement that takes away for good what somebody wrote names it here, and so no path that
leads to the statement can forget to.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collector.store.front import Tx


class Erased(NamedTuple):
    """What is gone for good: a kind and an id, and never a word."""

    kind: str
    id: str


def bury(tx: "Tx", kind: str, id: str) -> None:
    """Name something that this transaction erases."""
    tx.buried.append(Erased(kind, id))
