"""What the pages work with, and where a page finds it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from fastapi import Request

from collector.answering import Carry
from collector.model import Clock
from collector.sealing import Seal
from collector.store.front import Store
from collector.themes import Memory
from collector.web.show import Pages
from nlp.reader import Reader


class Figures(NamedTuple):
    """What writes the machine's own figures, and the token that a program must show to read them."""

    write: Callable[[], Awaitable[bytes]]
    token: str


@dataclass(frozen=True, slots=True)
class House:
    """The parts of one running program.

    `carry` sends an answer on its way, `mails` tells whether there is a mail server for alerts, `figures`
    are there where somebody set a token for them.
    """

    store: Store
    seal: Seal
    clock: Clock
    pages: Pages
    themes: Memory
    reader: Reader
    carry: Carry
    mails: bool
    figures: Figures | None = None


def house_of(request: Request) -> House:
    """Find what a request's pages work with."""
    house: House = request.app.state.house
    return house
