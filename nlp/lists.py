"""Opens the word lists beside the code.

The one rule: a list is a sorted TSV with a header that begins with "#"; nothing else in this room opens files
of data.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[list[str]]:
    """Each row of one list, as its columns."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def words_of(name: str, kind: str) -> frozenset[str]:
    """The words of a list whose first column is `kind`."""
    return frozenset(row[1] for row in rows(name) if row[0] == kind)
