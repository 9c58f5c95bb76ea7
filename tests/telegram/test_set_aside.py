"""What cannot be taken: five tries, then the desk's list. Nobody behind it waits; no word of it is said."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.youth_telegram import taking
from bot.channels.youth_telegram.taking import TRIES, Taking
from bot.channels.youth_telegram.updates import Raw
from bot.host import Host
from collector import forgetting
from collector.model import Round
from collector.store import stuck
from collector.store.front import Row, Store
from tests.bot.fields import wishes_kept
from tests.telegram.fake_api import FakeApi, private
from tests.telegram.letters import no_pause
from tests.telegram.people import YOUTH, Phone

YoungBot = Callable[[], Any]
SECRET_WORDS = "giftig kanarifugl"
POISON: dict[str, Any] = {
    "bad types": {"message": {"message_id": "x", "date": {}, "chat": private(7), "text": SECRET_WORDS}},
    "lone surrogates": {
        "message": {"message_id": 1, "date": 1, "chat": private(7), "text": "\ud800 kanarifugl"}
    },
    "no object": {"message": SECRET_WORDS},
    "unknown kind": {"poll": {"question": SECRET_WORDS}},
    "huge number": {"message": {"message_id": 1, "date": 10**30, "chat": private(7), "text": SECRET_WORDS}},
}


class Takes:
    """Breaks until it is mended."""

    def __init__(self) -> None:
        self.tried: list[Raw] = []
        self.excused: list[str] = []
        self.broken = True

    async def take(self, update: Raw) -> None:
        self.tried.append(update)
        if self.broken:
            raise KeyError(SECRET_WORDS)

    async def excuse(self, update: Raw, key: str) -> None:
        self.excused.append(key)


@pytest.fixture
def takes() -> Takes:
    return Takes()


@pytest.fixture
def bot(host: Host, asked: Round, takes: Takes) -> Taking:
    here = asked.municipality.id
    return Taking(host.store, host.seal, host.clock, here, 4242, takes.take, takes.excuse, no_pause)


async def rows(store: Store) -> list[Row]:
    return await store.read(lambda tx: tx.all("SELECT * FROM stuck ORDER BY id"))


@pytest.mark.parametrize("poison", POISON)
async def test_poison_lies_on_the_list_and_the_next_is_heard(
    young_bot: YoungBot,
    ada: Phone,
    api: FakeApi,
    store: Store,
    asked: Round,
    logged: Callable[[], str],
    poison: str,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(taking, "FIRST_PAUSE", 0.0)
    async with young_bot():
        await ada.writes("/start")
        await ada.has("Hva skulle du ønske")
        ((kind, event),) = POISON[poison].items()
        if poison == "unknown kind" and not api.webhooks:
            return  # Telegram is asked for the kinds that we know, and brings no other
        await api.add(YOUTH, kind, event)
        await ada.writes("gaming hver dag")
        await ada.has("Mottatt")
        await api.until_acknowledged(YOUTH)
    assert "kanarifugl" not in logged().lower()
    if poison == "lone surrogates":  # half a letter can be read after all, and is a wish like others
        assert len(await wishes_kept(store)) == 2
        return
    (row,) = await rows(store)
    assert row["error"]
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("ekko.db*"))
    assert b"kanarifugl" not in kept


async def test_five_tries_and_then_one_row_however_often_it_comes(
    bot: Taking, takes: Takes, ada: Phone, store: Store
) -> None:
    update = await ada.writes(SECRET_WORDS)
    await bot.take(update)
    assert (len(takes.tried), takes.excused) == (TRIES, ["telegram.skipped"])
    await bot.take(update)
    (row,) = await rows(store)
    assert (row["kind"], row["error"], row["tries"]) == ("message", "KeyError", 2 * TRIES)


async def test_what_is_asked_for_again_is_taken_and_lies_there_no_more(
    bot: Taking, takes: Takes, ada: Phone, store: Store, asked: Round
) -> None:
    await bot.take(await ada.writes(SECRET_WORDS))
    (row,) = await rows(store)
    await bot.try_again()
    assert len(takes.tried) == TRIES  # nobody asked
    await store.write(lambda tx: stuck.ask_again(tx, asked.municipality.id, row["id"]))
    await bot.try_again()
    assert len(await rows(store)) == 1  # it is broken still, and waits to be asked for
    await bot.try_again()
    assert len(takes.tried) == TRIES + 1
    takes.broken = False
    await store.write(lambda tx: stuck.ask_again(tx, asked.municipality.id, row["id"]))
    await bot.try_again()
    assert await rows(store) == []
    again = takes.tried[-1]["message"]
    assert (again["text"], set(again)) == (SECRET_WORDS, {"message_id", "date", "chat", "text"})


async def test_what_somebody_passed_on_never_becomes_her_own_words_by_being_tried_again(
    bot: Taking, takes: Takes, ada: Phone, store: Store, asked: Round
) -> None:
    await bot.take(await ada.writes(SECRET_WORDS, forward_origin={"type": "of a kind to come", "date": 1}))
    (row,) = await rows(store)
    assert row["body"] is None
    takes.broken = False
    await store.write(lambda tx: stuck.ask_again(tx, asked.municipality.id, row["id"]))
    await bot.try_again()
    assert len(takes.tried) == TRIES


async def test_what_was_set_aside_goes_with_its_senders_talk(
    young_bot: YoungBot, ada: Phone, api: FakeApi, host: Host, store: Store, asked: Round
) -> None:
    async with young_bot():
        await ada.hears("gaming hver dag")
        await api.until_acknowledged(YOUTH)
        broken = {"message_id": 9, "date": {}, "chat": private(ada.chat), "text": SECRET_WORDS}
        await api.add(YOUTH, "message", broken)
        await ada.has("Noe gikk galt hos oss")
    assert len(await rows(store)) == 1
    (talk,) = await store.read(lambda tx: tx.all("SELECT id FROM talks"))
    await store.write(lambda tx: forgetting.forget(tx, talk["id"], 1), erases=True)
    assert await rows(store) == []
