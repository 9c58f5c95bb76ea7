"""Serves the pages and, where they are switched on, the messengers, until it is told to stop."""

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvicorn
from fastapi import FastAPI

from bot.backing_up import how_it_stands
from bot.clearing import keep_clearing
from bot.freshening import Freshening, keep_fresh
from bot.indexing import keep_indexing
from bot.lines import TalkLines
from bot.listening import take_port
from bot.recounting import keep_counting
from bot.rereading import keep_reading_again
from bot.rerouting import keep_routing
from bot.telling_many import keep_telling
from bot.wiring import House, carry_of, how_it_runs, pages
from bot.wordless import keep_wordless
from collector import duty, municipality
from collector.store import rounds
from collector.store.front import Tx

DRAIN_SECONDS = 10
LOOKS_THROUGH_AFTER = 10_000
"""So many new things before Python looks for rings among them; by its own 700 that took 7 % of a turn."""
log = logging.getLogger("ekko")


class Server(uvicorn.Server):
    """The web server, which on a signal stops taking requests and then lets everything else stop too.

    uvicorn's own way sends the signal once more when it is done, and the program dies of it at once: the
    messengers would not be stopped, nor the store closed.
    """

    def __init__(self, config: uvicorn.Config, let_go: Callable[[], None]) -> None:
        super().__init__(config)
        self._let_go = let_go

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the pages go that listen for answers, which nobody else would end; then wait for the rest."""
        self._let_go()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, self.handle_exit, each, None)
        try:
            yield
        finally:
            for each in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(each)


async def serve(house: House, on_ready: Callable[[], None] = lambda: None) -> None:
    """Run everything that this Ekko has switched on."""
    keep_wordless("python_multipart", "uvicorn.asgi")  # the one names a byte it met, the other an address
    for sentence in await house.store.write(lambda tx: shut_the_unready(tx, house)):
        log.warning(sentence)
    app = pages(house)
    server = Server(configure(app), app.state.live.close)
    sock = take_port(house.settings.host, house.settings.port)
    sock.listen()
    running = [asyncio.create_task(each) for each in (*messengers(house, app), *carriers(house))]
    gc.collect()
    gc.freeze()  # what was loaded stays for good; looking through it again took a tenth of each turn
    gc.set_threshold(LOOKS_THROUGH_AFTER)
    on_ready()
    for sentence in await house.store.read(lambda tx: who_is_not_told(tx, house)):
        log.warning(sentence)
    for sentence in await house.store.read(lambda tx: who_sleeps_badly(tx, house.host.clock())):
        log.warning(sentence)
    try:
        await server.serve(sockets=[sock])
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def configure(app: FastAPI) -> uvicorn.Config:
    """Set the server up: quick, silent about who asks for what, and quick to stop."""
    return uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        proxy_headers=False,  # whose word about an address is believed is a setting of ours
        server_header=False,
        log_config=None,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


def messengers(house: House, app: FastAPI) -> list[Coroutine[Any, Any, None]]:
    """Begin the messengers that have a token; the others are not even imported."""
    settings, at = house.settings, house.settings.public_address
    running: list[Coroutine[Any, Any, None]] = []
    if settings.telegram_token is not None:
        from bot.channels.youth_telegram import running as youth

        token, hook = settings.telegram_token.get_secret_value(), None
        if settings.telegram_way == "webhook" and settings.telegram_secret is not None:
            hook = youth.Hook(settings.telegram_secret.get_secret_value(), partial(hang, app))
        running.append(youth.run(house.host, token, settings.telegram_round, at, settings.telegram_api, hook))
    if settings.staff_telegram_token is not None:
        from bot.channels.staff_telegram import running as staff
        from bot.channels.staff_telegram.saying import Saying

        saying = Saying(house.store, house.seal, house.texts, house.host.clock, at)
        token = settings.staff_telegram_token.get_secret_value()
        running.append(staff.run(saying, token, settings.telegram_api))
    return [until_told(each) for each in running]


def hang(app: FastAPI, door: object) -> None:
    """Hang the door that Telegram's webhook comes in by."""
    app.state.telegram = door


def carriers(house: House) -> list[Coroutine[Any, Any, None]]:
    """Begin what goes on by itself: erasing, reading, routing, counting anew, indexing, telling, alerting."""
    settings, clock = house.settings, house.host.clock
    carry = carry_of(house.seal, house.host, settings.public_address)
    running = [
        keep_clearing(house.store, TalkLines(house.seal), clock),
        keep_reading_again(house.host),
        keep_routing(house.store, clock),
        keep_counting(house.store),
        keep_indexing(house.store, house.seal),
        keep_fresh(Freshening(house.reader, settings.models, house.store, house.texts)),
        keep_telling(house.store, house.texts, clock, carry),
    ]
    if settings.mail_server:
        from bot.alerting import Alerting
        from bot.mail import Mail
        from bot.mailing import Mailings

        deputy_after = settings.deputy_minutes * 60_000
        at, send = settings.public_address, Mail(settings).send
        running.append(Alerting(house.store, house.texts, clock, at, deputy_after, send).run())
        running.append(Mailings(house.store, house.texts, clock, at, send).run())
    return running


def who_is_not_told(tx: Tx, house: House) -> list[str]:
    """Say where nobody gets a mail when somebody may not be OK."""
    if not house.settings.mail_server:
        return ["Nobody gets a mail about cases: EKKO_MAIL_SERVER is not set (see .env.example)."]
    return [
        f"Nobody in {each.name} gets a mail about cases: name somebody with `ekko duty`."
        for each in rounds.municipalities(tx)
        if each.takes_wishes and duty.why_unreached(tx, each.id, True) == "no-adult"
    ]


def shut_the_unready(tx: Tx, house: House) -> list[str]:
    """Shut what is open and lacks what this version asks for, and say so."""
    running, now = how_it_runs(house.settings, house.seal), house.host.clock()
    return [
        f"{each.name} was shut, since something is missing: `ekko municipality show` lists what."
        for each in rounds.municipalities(tx)
        if municipality.shut_unless_ready(tx, each.id, running, municipality.BY_COMMAND, now)
    ]


def who_sleeps_badly(tx: Tx, now: int) -> list[str]:
    """Say what is the matter with the backups, where there is more than the example to lose."""
    if all(each.is_example for each in rounds.municipalities(tx)):
        return []
    return how_it_stands(tx, now)


async def until_told(messenger: Coroutine[Any, Any, None]) -> None:
    """Let a messenger run; one that breaks is said by the kind of its error, and the pages go on."""
    try:
        await messenger
    except Exception as error:
        log.error(
            "A messenger stopped (%s). The web chat goes on; start Ekko again for it.", type(error).__name__
        )
