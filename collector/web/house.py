"""What the pages work with, and where a page finds it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fastapi import Request

from collector.answering import Carry
from collector.model import Clock, Round
from collector.oidc import Outside
from collector.passkeys import Address
from collector.requirements import Running
from collector.sealing import Seal
from collector.sorters import Sorters
from collector.store.front import Store
from collector.themes import Memory
from collector.training import Trainer
from collector.web.show import Pages
from nlp.reader import Reader

Opening = Callable[[Round, str], Sequence[str]]
"""What a talk in a round begins with, in a language, as the young person reads it; nothing is kept."""


def opens_with_its_question(asked: Round, language: str) -> Sequence[str]:
    """Say of a round what it says by itself, where no chat is joined."""
    own = asked.own_words(language)
    return [words for words in (own.for_whom, own.question) if words]


class Figures(NamedTuple):
    """What writes the machine's own figures, and the token that a program must show to read them."""

    write: Callable[[], Awaitable[bytes]]
    token: str


@dataclass(frozen=True, slots=True)
class House:
    """The parts of one running program.

    `carry` sends an answer on its way, `mails` tells whether there is a mail server for alerts, `opening`
    says what a round's talk begins with, and `address` is the one that people open, where it is known.
    `figures` are there where somebody set a token for them, `trainer` where a new model may be asked for, and
    `leaders_bot` tells whether there is a bot on Telegram that leaders can be linked to.
    """

    store: Store
    seal: Seal
    clock: Clock
    pages: Pages
    themes: Memory
    sorters: Sorters
    reader: Reader
    carry: Carry
    mails: bool
    opening: Opening
    address: str = ""
    figures: Figures | None = None
    trainer: Trainer | None = None
    leaders_bot: bool = False
    outside: Outside = field(init=False)
    """The municipalities' own sign-ins, asked by name."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "outside", Outside(self.clock))

    @property
    def at(self) -> Address:
        """Name the address that passkeys are for."""
        return Address.of(self.address)

    @property
    def running(self) -> Running:
        """Tell how the program runs, as far as that decides whether a municipality may open."""
        return Running(self.mails, not self.seal.example, self.address.startswith("https://"))


def house_of(request: Request) -> House:
    """Find what a request's pages work with."""
    house: House = request.app.state.house
    return house
