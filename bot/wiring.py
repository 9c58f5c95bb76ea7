"""Builds the real things and hands them on: the one place where rooms are joined.

One rule: nothing is built twice, and what is switched off is not even imported. The tagger and the web come
last: who has a wrong key or a wrong setting is told so before seconds are spent on them.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.opening import open_kept
from bot.settings import Network, Settings
from collector.model import Clock
from collector.requirements import Running
from collector.sealing import KeyProblem, Seal, read_key
from collector.store import rounds
from collector.store.front import Store, Tx
from collector.store.keys import check_key
from collector.store.learning import own_names
from collector.texts import Catalogue, read_catalogue

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.host import Host
    from collector.answering import Carry
    from collector.training import Trainer
    from nlp.changing import ChangingReader

HERE = Path(__file__).parent
CHECKED_AT_START = 256 * 1024 * 1024
"""A larger database is looked through at night (`bot.clearing`), so that a start takes a second at most."""
TEXTS = (HERE / "texts", HERE.parent / "collector" / "texts")


@dataclass(frozen=True, slots=True)
class House:
    """Everything that is built, by name."""

    settings: Settings
    store: Store
    seal: Seal
    texts: Catalogue
    reader: ChangingReader
    host: Host


def clock() -> int:
    """Read the time, in whole milliseconds since 1970 in UTC."""
    return time.time_ns() // 1_000_000


@asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[House]:
    """Open what is kept, check the key, load the tagger; close it all again at the end."""
    seal = read_key(settings.key_path)
    store = open_kept(settings, seal)
    try:
        await store.check(CHECKED_AT_START)
        await store.write(lambda tx: check_key(tx, seal))
        await store.read(lambda tx: refuse_example_key(tx, seal))
        texts = read_catalogue(*TEXTS)
        texts.call_tags(await store.read(own_names))
        # Not at the top: they take seconds, and all that can be refused has been refused by now.
        from bot.host import Host
        from bot.speech import Speech
        from nlp.changing import ChangingReader
        from nlp.ready import ready

        reader = ChangingReader(ready(settings.models))
        yield House(settings, store, seal, texts, reader, Host(store, seal, reader, Speech(texts), clock))
    finally:
        store.close()


def refuse_example_key(tx: Tx, seal: Seal) -> None:
    """Refuse a key that a program made by itself, beside the data, where real people's words are kept."""
    if seal.example and not all(each.is_example for each in rounds.municipalities(tx)):
        raise KeyProblem(
            "This key was made for the example (`ekko run`), and this database holds a real municipality. "
            "Make a key with `ekko key FILE`, name it in EKKO_KEY_FILE and begin in a new, empty database."
        )


def how_it_runs(settings: Settings, seal: Seal) -> Running:
    """Tell what the settings say of how the program runs, as far as that decides who may open."""
    https = settings.public_address.startswith("https://")
    return Running(bool(settings.mail_server), not seal.example, https)


def pages(house: House) -> FastAPI:
    """Join the pages of a house."""
    from bot.trainer import ProcessTrainer
    from nlp.ready import version

    settings = house.settings
    trainer = ProcessTrainer(settings, house.store, clock, version(house.reader.meaning))
    return join(
        house.store,
        house.seal,
        clock,
        house.texts,
        house.host,
        steady,
        settings.proxies,
        mails=bool(settings.mail_server),
        leaders_bot=settings.staff_telegram_token is not None,
        address=settings.public_address,
        metrics_token=settings.metrics_token.get_secret_value() if settings.metrics_token else "",
        trainer=trainer,
    )


def carry_of(seal: Seal, host: Host, address: str) -> Carry:
    """Say how an answer is sent on its way to whoever gave one back."""
    from bot.bringing import Bringer
    from bot.channels.youth_telegram import message as telegram

    return Bringer(seal, host.speech, f"{address}/r/", {telegram.CHANNEL: telegram.write_words}).bring


def steady() -> int:
    """Count milliseconds that never step back, whatever becomes of the clock."""
    return time.monotonic_ns() // 1_000_000


def join(
    store: Store,
    seal: Seal,
    clock: Clock,
    texts: Catalogue,
    host: Host,
    steady: Clock | None = None,
    proxies: Sequence[Network] = (),
    *,
    mails: bool = False,
    leaders_bot: bool = False,
    address: str = "http://localhost:8000",
    metrics_token: str = "",
    trainer: Trainer | None = None,
) -> FastAPI:
    """Join the chat and the desk into one app; the chat's gate goes by the `steady` clock.

    `app.state.live` knows the pages that listen.
    """
    from bot.channels.webchat.door import Door
    from bot.channels.webchat.gate import Gate
    from bot.channels.webchat.talk import chat_routes
    from bot.channels.youth_telegram.webhook import webhook_routes
    from bot.helpcard import read_helplines
    from bot.live import Live
    from bot.measuring import Measuring
    from collector.web.app import make_app
    from collector.web.assets import BUILT, OWN, Assets
    from collector.web.house import Figures
    from collector.web.show import Pages

    chat = HERE / "channels" / "webchat"
    shown = Pages(chat / "templates", texts=texts, assets=Assets(OWN, BUILT, chat / "assets"))
    door, live = Door(Gate(steady or clock), host.metrics, proxies), Live(store, clock)
    figures = Figures(Measuring(host, live).write, metrics_token) if metrics_token else None
    routes = [webhook_routes(), chat_routes(host, shown, read_helplines(), door, live)]
    reader = host.reader
    app = make_app(
        store,
        seal,
        clock,
        shown,
        routes,
        reader.meaning,
        reader,
        carry=carry_of(seal, host, address),
        mails=mails,
        leaders_bot=leaders_bot,
        opening=host.opening_words,
        address=address,
        figures=figures,
        trainer=trainer,
    )
    app.state.live = live
    return app
