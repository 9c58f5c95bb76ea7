"""What the pages work with, and where a page finds it."""

from dataclasses import dataclass

from fastapi import Request

from collector.answering import Carry
from collector.model import Clock
from collector.sealing import Seal
from collector.store.front import Store
from collector.themes import Memory
from collector.web.show import Pages
from nlp.reader import Reader


@dataclass(frozen=True, slots=True)
class House:
    """The parts of one running program.

    `carry` sends an answer on its way, `mails` tells whether there is a mail server for alerts.
    """

    store: Store
    seal: Seal
    clock: Clock
    pages: Pages
    themes: Memory
    reader: Reader
    carry: Carry
    mails: bool


def house_of(request: Request) -> House:
    """Find what a request's pages work with."""
    house: House = request.app.state.house
    return house
