"""Cites wishes, so that whatever is said in a summary can be followed to what was said.

One rule: a wish's own id tells when it was written, so only those who may read the wishes get it.
"""

import re
from collections.abc import Iterable

from collector.desk import Desk
from collector.store.front import Tx

NUMBER = re.compile(r"(?<!\w)#(\d{1,7})(?!\w)")

CITED = re.compile(r"\s*\(?(?<!\w)#\d{1,7}(?:(?:, | og | and )#\d{1,7})*\)?(?!\w)")


def cite(tx: Tx, desk: Desk, wish_ids: Iterable[str]) -> list[str]:
    """Name wishes for whoever may open them."""
    return list(wish_ids) if desk.sees_small_numbers else []


def numbers_in(words: str) -> list[int]:
    """Find the wishes that somebody cites by their numbers.

    >>> numbers_in("Flere vil ha LAN (#12, #40), se #12.")
    [12, 40]
    """
    return list(dict.fromkeys(int(found) for found in NUMBER.findall(words)))


def without_numbers(words: str) -> str:
    """Leave out the wishes that somebody cites.

    >>> without_numbers("Flere vil ha LAN (#12, #40), også #12.")
    'Flere vil ha LAN, også.'
    """
    return CITED.sub("", words).strip()
