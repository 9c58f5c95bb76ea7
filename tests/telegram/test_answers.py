"""An answer on Telegram: one message, over real HTTP, to whoever wrote there, once."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.bringing import Bringer
from bot.channels.youth_telegram.message import CHANNEL, write_words
from bot.host import Host
from bot.record import open_record
from collector.store import outgoing
from collector.store.front import Store, Tx
from tests.bot.answers import Leader
from tests.bot.fields import say, wishes_kept
from tests.conftest import Clock
from tests.telegram.conftest import ADDRESS
from tests.telegram.fake_api import FakeApi
from tests.telegram.letters import settled
from tests.telegram.people import YOUTH, Phone

pytestmark = pytest.mark.usefixtures("asked")
YoungBot = Callable[[], Any]
TOLD = "Du skrev om gaming i uke 39.\nSvar fra kommunen: Det skjer.\nVi åpner fredag."


@pytest.fixture
def leader(host: Host, store: Store, clock: Clock) -> Leader:
    bringer = Bringer(host.seal, host.speech, f"{ADDRESS}/r/", {CHANNEL: write_words})
    return Leader(store, clock, bringer.bring)


async def waiting(store: Store) -> int:
    return len(await store.read(lambda tx: tx.all("SELECT id FROM outgoing")))


async def test_an_answer_comes_as_one_message_after_what_was_said_and_only_once(
    young_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, leader: Leader
) -> None:
    async with young_bot():
        await ada.hears("jeg vil ha gaming")
        (wish,) = await wishes_kept(store)
    await leader.answers(wish)
    leader.clock.now += 60_000
    async with young_bot():
        await ada.has("Svar fra kommunen")
        leader.clock.now += 60_000
        assert "Dette har du skrevet" in (await ada.hears("mine ønsker"))["text"]
    assert [text for text in api.texts_to(ada.chat) if text.startswith("Du skrev om")] == [TOLD]
    assert await waiting(store) == 0


async def test_the_buttons_of_the_talk_still_hold_after_an_answer_came(
    young_bot: YoungBot, ada: Phone, store: Store, leader: Leader
) -> None:
    async with young_bot():
        asked = await ada.hears("jeg vil ha gaming")
        (wish,) = await wishes_kept(store)
    await leader.answers(wish)
    async with young_bot():
        leader.clock.now += 60_000
        await ada.has("Svar fra kommunen")
        await ada.taps("Ja, det stemmer", asked)
        await ada.has("Så bra.")


async def test_an_answer_waits_in_line_behind_what_was_said_before(
    young_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, leader: Leader
) -> None:
    api.answer_next("sendMessage", 500)
    async with young_bot():
        await ada.writes("jeg vil ha gaming")
        await api.until_acknowledged(YOUTH)
        await api.until(lambda: api.asked("sendMessage"))
        await settled(store)
        (wish,) = await wishes_kept(store)
        await leader.answers(wish)
        for said in ("Mottatt", "Svar fra kommunen"):
            leader.clock.now += 60_000
            await ada.has(said)
        await ada.hears("dans")
    texts = api.texts_to(ada.chat)
    assert [("Mottatt" in text, "Svar fra" in text) for text in texts] == [
        (True, False),
        (False, True),
        (True, False),
    ]


async def test_an_answer_taken_back_before_it_went_is_never_sent(
    young_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, leader: Leader
) -> None:
    async with young_bot():
        await ada.hears("jeg vil ha gaming")
        (wish,) = await wishes_kept(store)
    answer = await leader.answers(wish)
    assert await waiting(store) == 1
    await leader.takes_back(wish, answer)
    assert await waiting(store) == 0


async def test_an_answer_that_was_tried_may_have_come_so_that_it_was_taken_back_is_told_too(
    polled_bot: YoungBot, ada: Phone, store: Store, leader: Leader
) -> None:
    async with polled_bot():
        await ada.hears("jeg vil ha gaming")
        (wish,) = await wishes_kept(store)
    answer, now = await leader.answers(wish), leader.clock()

    def try_it(tx: Tx) -> None:
        assert outgoing.claim_next(tx, CHANNEL, outgoing.OURS, now + 60_000) is not None
        outgoing.put_back(tx, answer, now + 120_000)

    await store.write(try_it)
    await leader.takes_back(wish, answer)
    assert await waiting(store) == 2


async def test_an_answer_taken_back_after_it_came_is_told(
    young_bot: YoungBot, ada: Phone, store: Store, leader: Leader
) -> None:
    async with young_bot():
        await ada.hears("jeg vil ha gaming")
        (wish,) = await wishes_kept(store)
    answer = await leader.answers(wish)
    async with young_bot():
        leader.clock.now += 60_000
        await ada.has("Svar fra kommunen")
    await leader.takes_back(wish, answer)
    async with young_bot():
        leader.clock.now += 60_000
        await ada.has("Kommunen har tatt tilbake et svar på dette.")


async def test_where_somebody_may_not_be_ok_the_message_says_only_that_there_is_an_answer(
    young_bot: YoungBot, ada: Phone, store: Store, leader: Leader
) -> None:
    async with young_bot():
        await ada.hears("jeg vil ha gaming")
        (wish,) = await wishes_kept(store)
        await ada.writes("jeg vil ikke leve lenger")
        await ada.has("Takk for at du skrev det")
    await leader.answers(wish)
    async with young_bot():
        leader.clock.now += 60_000
        told = (await ada.has("Du har fått et svar"))["text"]
    assert told.startswith(f"Du har fått et svar. Det står på kvitteringen din.\n{ADDRESS}/r/")
    assert "gaming" not in told
    assert "fredag" not in told


async def test_an_erased_wish_takes_an_answer_that_waits_with_it(
    young_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, host: Host, leader: Leader
) -> None:
    async with young_bot():
        await ada.hears("jeg vil ha gaming")
        (wish,) = await wishes_kept(store)
        row = await store.read(lambda tx: tx.one("SELECT * FROM talks"))
        assert row is not None
    await leader.answers(wish)
    receipt = open_record(host.seal, row["id"], row["version"], row["state"]).receipt
    assert await host.erase_behind(receipt, wish.id)
    assert await waiting(store) == 0


async def test_nobody_is_written_to_who_did_not_write_on_telegram(
    store: Store, host: Host, leader: Leader
) -> None:
    await host.turn(say("vi vil ha gaming"))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish)
    assert await waiting(store) == 0


async def test_nobody_is_written_to_whose_way_back_is_forgotten(
    young_bot: YoungBot, ada: Phone, store: Store, leader: Leader
) -> None:
    async with young_bot():
        await ada.hears("jeg vil ha gaming")
        (wish,) = await wishes_kept(store)
    await store.write(lambda tx: tx.run("UPDATE talks SET handle = NULL"))
    answer = await leader.answers(wish)
    assert await waiting(store) == 0
    async with young_bot():
        await ada.hears("mine ønsker")
    await leader.takes_back(wish, answer)
    assert await waiting(store) == 1, "whoever writes again is reached again"


async def test_an_answer_that_cannot_be_brought_is_not_kept_either(
    young_bot: YoungBot, ada: Phone, store: Store, clock: Clock, host: Host
) -> None:
    async with young_bot():
        await ada.hears("jeg vil ha gaming")
        (wish,) = await wishes_kept(store)

    def breaks(words: str) -> str:
        raise RuntimeError("planted")

    bringer = Bringer(host.seal, host.speech, "", {CHANNEL: breaks})
    with pytest.raises(RuntimeError):
        await Leader(store, clock, bringer.bring).answers(wish)
    assert await store.read(lambda tx: tx.all("SELECT id FROM answers")) == []


async def test_more_answers_than_somebody_wants_come_as_one_message_with_the_way_to_them(
    young_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, leader: Leader
) -> None:
    async with young_bot():
        for words in ("jeg vil ha gaming", "mer dans", "en skatepark"):
            await ada.hears(words)
    for wish in await wishes_kept(store):
        await leader.answers(wish)
    leader.clock.now += 60_000
    async with young_bot():
        told = await ada.has("Det er nytt om")
    assert told["text"].startswith("Det er nytt om 3 av ønskene dine. Det står på kvitteringen din.\n")
    assert f"{ADDRESS}/r/" in told["text"]
    assert "Svar fra" not in str(api.texts_to(ada.chat))
    assert await waiting(store) == 0
