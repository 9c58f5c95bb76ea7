"""The line to Telegram: what is in the way is said once with what to do, and a gap is written down."""

from collections.abc import Callable

import pytest
from aiogram.exceptions import TelegramConflictError, TelegramNetworkError, TelegramUnauthorizedError
from aiogram.methods import GetMe

from bot.channels.youth_telegram.contact import Contact
from bot.channels.youth_telegram.running import is_ours, open_bot
from bot.host import Host
from collector import messengers
from collector.model import Municipality, Round
from collector.store import messengers as kept
from collector.store.front import Row, Store
from tests.conftest import Clock
from tests.telegram.conftest import add_round
from tests.telegram.people import YOUTH

BOT = YOUTH.partition(":")[0]
MINUTE = 60_000
HOUR = 60 * MINUTE
ASKED = GetMe()
DOWN = TelegramNetworkError(ASKED, "no route to host")


@pytest.fixture
def steady() -> Clock:
    return Clock(0)


@pytest.fixture
async def contact(store: Store, clock: Clock, steady: Clock, asked: Round) -> Contact:
    here = asked.municipality.id
    await store.write(lambda tx: messengers.take_on(tx, BOT, here, "telegram", "polling"))
    contact = Contact(store, BOT, clock, steady)
    await contact.heard()
    return contact


async def gaps(store: Store) -> list[Row]:
    return await store.read(lambda tx: tx.all("SELECT began_at, ended_at FROM gaps"))


async def stands(store: Store) -> Row:
    row = await store.read(lambda tx: kept.find_messenger(tx, BOT))
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("hours", "says"), [(1, "comes now"), (25, "some messages may be lost")], ids=["an hour", "over a day"]
)
async def test_an_outage_is_said_noted_and_written_down_when_it_is_over(
    contact: Contact,
    store: Store,
    clock: Clock,
    steady: Clock,
    logged: Callable[[], str],
    hours: int,
    says: str,
) -> None:
    began = clock()
    for _ in range(3):
        await contact.lost(DOWN)
    assert (await stands(store))["trouble"] == "TelegramNetworkError"
    clock.now += hours * HOUR
    steady.now += hours * HOUR
    await contact.heard()
    assert [(row["began_at"], row["ended_at"]) for row in await gaps(store)] == [(began, clock())]
    assert (await stands(store))["trouble"] == ""
    assert logged().count("No messages from Telegram") == 1
    assert says in logged()


async def test_a_hiccup_is_no_gap(contact: Contact, store: Store, clock: Clock, steady: Clock) -> None:
    clock.now += 2 * MINUTE
    steady.now += 2 * MINUTE
    await contact.heard()
    assert await gaps(store) == []


@pytest.mark.parametrize("step", [26 * HOUR, -26 * HOUR])
async def test_a_clock_that_steps_is_said_and_makes_no_gap(
    contact: Contact, store: Store, clock: Clock, steady: Clock, logged: Callable[[], str], step: int
) -> None:
    clock.now += step
    steady.now += 2 * MINUTE
    await contact.heard()
    assert "The clock of this machine stepped" in logged()
    assert await gaps(store) == []


async def test_a_day_in_which_the_program_did_not_run_is_a_gap_too(
    contact: Contact, store: Store, clock: Clock
) -> None:
    clock.now += 30 * HOUR
    await Contact(store, BOT, clock, Clock(0)).heard()
    assert len(await gaps(store)) == 1


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (TelegramUnauthorizedError(ASKED, "Unauthorized"), "get a new one from BotFather"),
        (
            TelegramConflictError(ASKED, "can't use getUpdates method while webhook is active"),
            "ekko telegram delete",
        ),
        (TelegramConflictError(ASKED, "terminated by other getUpdates request"), "Stop one of them"),
        (DOWN, "asks again by itself"),
    ],
)
async def test_each_trouble_says_what_to_do(
    contact: Contact, logged: Callable[[], str], error: Exception, says: str
) -> None:
    await contact.lost(error)
    assert says in logged()


async def test_a_bot_that_was_set_up_for_another_municipality_is_not_started(
    host: Host, store: Store, clock: Clock, asked: Round, logged: Callable[[], str]
) -> None:
    other = Municipality("n" * 26, "Annenvik", is_example=True, is_open=False)
    elsewhere = await add_round(store, clock, other, "lur-rev", is_new=True)
    async with open_bot(YOUTH, "http://localhost:1") as bot:
        assert await is_ours(host, bot, asked.municipality.id, "polling")
        assert not await is_ours(host, bot, elsewhere.municipality.id, "polling")
    assert "speaks for another municipality" in logged()


async def test_a_second_municipality_has_no_bot_in_the_same_database(
    host: Host, store: Store, clock: Clock, asked: Round, logged: Callable[[], str]
) -> None:
    other = Municipality("n" * 26, "Annenvik", is_example=True, is_open=False)
    elsewhere = await add_round(store, clock, other, "lur-rev", is_new=True)
    async with (
        open_bot(YOUTH, "http://localhost:1") as bot,
        open_bot(YOUTH.replace("4242", "4343"), "http://localhost:1") as second,
    ):
        assert await is_ours(host, bot, asked.municipality.id, "polling")
        assert not await is_ours(host, second, elsewhere.municipality.id, "polling")
    assert "one bot for young people" in logged()


async def test_noting_that_fails_stops_nothing(
    contact: Contact, store: Store, steady: Clock, clock: Clock, logged: Callable[[], str]
) -> None:
    store.close()
    steady.now += HOUR
    clock.now += HOUR
    await contact.heard()
    await contact.lost(DOWN)
    assert "could not be noted" in logged()
