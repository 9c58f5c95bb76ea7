"""Puts the pages together: the one function that `ekko serve` and the tests both call."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI

from collector.answering import Carry, carry_nowhere
from collector.model import Clock
from collector.sealing import Seal
from collector.sorters import Sorters
from collector.store.front import Store
from collector.themes import Memory
from collector.training import Trainer
from collector.web import manners
from collector.web.doors import check_rules
from collector.web.house import Figures, House, Opening, opens_with_its_question
from collector.web.rooms import desk_router
from collector.web.show import Pages
from nlp.meaning import Meaning
from nlp.reader import Reader


def make_app(
    store: Store,
    seal: Seal,
    clock: Clock,
    pages: Pages,
    routers: Sequence[APIRouter] = (),
    meaning: Meaning | None = None,
    reader: Reader | None = None,
    *,
    carry: Carry = carry_nowhere,
    mails: bool = False,
    leaders_bot: bool = False,
    opening: Opening = opens_with_its_question,
    address: str = "",
    figures: Figures | None = None,
    trainer: Trainer | None = None,
) -> FastAPI:
    """Build the whole app; refuse to if any route does not say who may use it.

    `meaning` is the second reader, where there is one: it finds themes better than letters alone. `reader`
    reads what an adult writes anew, by rules alone where none is given; `carry` sends an answer on its way to
    somebody who gave a way back; `mails` tells whether alerts go out, and `leaders_bot` whether leaders have
    a bot on Telegram; `opening` says what a round's talk begins with; `address` is the one that people open;
    `trainer` begins a training where one may be asked for.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.house = House(
        store,
        seal,
        clock,
        pages,
        Memory(meaning),
        Sorters(meaning),
        reader or Reader(),
        carry,
        mails,
        opening,
        address,
        figures,
        trainer,
        leaders_bot,
    )
    app.state.pages = pages
    manners.install(app)
    for router in (*routers, desk_router()):  # who writes asks most often, and finds her page first
        app.router.routes.extend(router.routes)  # as they are: include_router makes each of them anew
    check_rules(app)
    return app
