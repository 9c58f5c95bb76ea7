"""What a municipality decides, what a tap corrects, and what nobody can tie together."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.youth_telegram import running as youth
from bot.channels.youth_telegram.message import CHANNEL
from bot.host import Host
from collector import learning
from collector.keeping.retaining import retain
from collector.model import Municipality, Round
from collector.sealing import Seal
from collector.store import municipalities
from collector.store.front import Store
from nlp.tags import ACTIVITIES
from tests.bot.fields import wishes_kept
from tests.conftest import Clock
from tests.telegram.conftest import ADDRESS, add_round, running, switch_on
from tests.telegram.fake_api import FakeApi
from tests.telegram.letters import settled
from tests.telegram.people import YOUTH, Phone, buttons_of

YoungBot = Callable[[], Any]
DAY = 24 * 60 * 60 * 1000


async def test_a_token_alone_switches_nothing_on(
    young_bot: YoungBot, ada: Phone, store: Store, asked: Round
) -> None:
    here = asked.municipality.id
    await store.write(lambda tx: municipalities.put_fact(tx, here, "telegram-day", "", "", 0))
    async with young_bot():
        answer = await ada.hears("gaming kanarifugl")
    assert "tar ikke imot ønsker på Telegram her" in answer["text"]
    assert f"{ADDRESS}/c/glad-elg" in answer["text"]
    for table in ("wishes", "talks", "turns", "outgoing"):
        assert await store.read(lambda tx, table=table: tx.all(f"SELECT * FROM {table}")) == []  # type: ignore[misc]


async def test_who_is_not_ok_gets_the_card_also_where_it_is_off(
    young_bot: YoungBot, ada: Phone, store: Store, asked: Round
) -> None:
    here = asked.municipality.id
    await store.write(lambda tx: municipalities.put_fact(tx, here, "telegram-by", "", "", 0))
    async with young_bot():
        await ada.writes("jeg vil ikke leve lenger")
        await ada.has("tar ikke imot")
    assert "Ring 113" in ada.received()[0]["text"]


async def test_who_wrote_before_it_was_switched_off_still_sees_and_erases(
    young_bot: YoungBot, ada: Phone, store: Store, asked: Round
) -> None:
    async with young_bot():
        await ada.hears("gaming hver dag")
        here = asked.municipality.id
        await store.write(lambda tx: municipalities.put_fact(tx, here, "telegram-by", "", "", 0))
        assert "tar ikke imot" in (await ada.hears("dans på fredager"))["text"]
        await ada.hears("/slett")
        await ada.taps("Ja, slett")
        await ada.has("borte for godt")
    assert await wishes_kept(store) == []


async def test_a_tap_that_corrects_takes_its_questions_place(
    young_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, asked: Round
) -> None:
    async with young_bot():
        await ada.writes("gaming hver dag")
        first = dict(await ada.has("Stemmer det?"))
        await ada.taps("Nei, ikke helt")
        await api.until(lambda: api.edited)
        mended = ada.received()[-1]
        assert mended["message_id"] == first["message_id"]
        assert "Mottatt. Takk!" in mended["text"]  # and the receipt with it
        assert f"{ADDRESS}/r/" in mended["text"]
        assert "Stemmer det?" not in mended["text"]
        other = next(label for label, data in buttons_of(mended) if data.endswith(":other"))
        await ada.taps(other, mended)
        await api.until(lambda: len(api.edited) == 2)
        assert len(ada.received()) == 1
        assert api.asked("editMessageReplyMarkup") == [], "its new buttons stay"
    (wish,) = await wishes_kept(store)
    assert not [tag for tag in wish.tags if tag.given and tag.id in ACTIVITIES]


@pytest.mark.parametrize(
    ("why", "comes"),
    [("Bad Request: message to edit not found", 2), ("Bad Request: message is not modified: it is", 1)],
    ids=["gone", "stands already"],
)
async def test_a_correction_comes_as_a_message_only_where_its_question_is_gone(
    polled_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, asked: Round, why: str, comes: int
) -> None:
    async with polled_bot():
        await ada.writes("gaming hver dag")
        first = dict(await ada.has("Stemmer det?"))
        api.answer_next("editMessageText", 400, description=why)
        await ada.taps("Nei, ikke helt", first)
        await api.until(lambda: api.asked("editMessageText"))
        await settled(store)
    assert len(ada.received()) == comes
    assert await store.read(lambda tx: tx.all("SELECT id FROM outgoing")) == []


async def test_a_yes_to_learning_is_asked_for_once_and_taken_back(
    young_bot: YoungBot, ada: Phone, store: Store, asked: Round
) -> None:
    async def may() -> list[object]:
        return [
            row["may_learn"] for row in await store.read(lambda tx: tx.all("SELECT may_learn FROM talks"))
        ]

    await store.write(lambda tx: tx.run("UPDATE rounds SET asks = ''"))
    async with young_bot():
        await ada.gets_after(ada.writes("gaming hver dag"))
        await ada.gets_after(ada.taps("Ja, det stemmer"))
        await ada.gets_after(ada.taps("Nei"))
        assert "Kan maskinen lære" in (await ada.gets_after(ada.taps("Nei, det var alt")))["text"]
        assert await may() == [None]
        await ada.gets_after(ada.taps("Ja, det er greit"))
        assert await may() == [1]
        await ada.hears("/mine")
        await ada.gets_after(ada.taps("Ikke lær av det jeg skrev"))
        assert await may() == [0]
    assert learning.ONLY_WITH_A_YES == "telegram"


async def test_the_same_chat_in_two_municipalities_cannot_be_tied_together(
    api: FakeApi, ada: Phone, host: Host, store: Store, clock: Clock, asked: Round, tmp_path: Any
) -> None:
    other = Municipality("n" * 26, "Annenvik", is_example=True, is_open=False)
    await add_round(store, clock, other, "lur-rev", is_new=True)
    await switch_on(store, other)
    second = Phone(api, clock, ada.chat, "777:test-token-of-another-bot")
    for phone, code in ((ada, "glad-elg"), (second, "lur-rev")):
        before = len(api.sent)
        async with running(youth.run(host, phone.token, code, ADDRESS, api.address)):
            await phone.writes("gaming hver dag")
            await api.until(lambda before=before: len(api.sent) > before)  # type: ignore[misc]
            await api.until_acknowledged(phone.token)
        # One database has one bot; where the first was given up by hand, its chats are still there.
        await store.write(lambda tx: tx.run("DELETE FROM messengers"))
    rows = await store.read(lambda tx: tx.all("SELECT id, who, handle, receipt FROM talks"))
    assert len(rows) == 2
    for column in ("who", "handle", "receipt"):
        assert rows[0][column] != rows[1][column]
    here, outside = asked.municipality.id, f"{CHANNEL}:{ada.chat}"
    assert host.seal.pseudonym(here, outside) in {row["who"] for row in rows}
    assert Seal(bytes(32)).pseudonym(here, outside) not in {row["who"] for row in rows}, "it needs the key"
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("ekko.db*"))
    for canary in (str(ada.chat), "Kanarifugl", "kanarifugl", "Etternavn", '"language_code"'):
        assert canary.encode() not in kept


async def test_the_way_back_is_gone_when_its_time_is_up(
    young_bot: YoungBot, ada: Phone, store: Store, host: Host, clock: Clock, asked: Round
) -> None:
    from bot.lines import TalkLines

    handles = "SELECT id FROM talks WHERE handle IS NOT NULL"
    async with young_bot():
        await ada.hears("gaming hver dag")
    assert len(await store.read(lambda tx: tx.all(handles))) == 1
    await retain(store, TalkLines(host.seal), clock() + 364 * DAY, clock_is_right=True)
    assert len(await store.read(lambda tx: tx.all(handles))) == 1
    await retain(store, TalkLines(host.seal), clock() + 366 * DAY, clock_is_right=True)
    assert await store.read(lambda tx: tx.all(handles)) == []


async def test_a_message_changed_after_review_leaves_what_was_reviewed(
    young_bot: YoungBot, ada: Phone, store: Store, asked: Round
) -> None:
    async with young_bot():
        await ada.hears("gaming hver dag")
        await store.write(lambda tx: tx.run("UPDATE wishes SET state = 'approved', decided_at = 1"))
        assert "Det du skrev først, står" in (await ada.gets_after(ada.edits("dans hver dag")))["text"]
    (wish,) = await wishes_kept(store)
    assert (wish.text, wish.state) == ("gaming hver dag", "approved")


@pytest.mark.parametrize("command", ["/privacy", "/mine", "/slett", "/hjelp", "/stopp"])
async def test_the_commands_that_telegrams_terms_ask_for_are_in_the_menu(
    polled_bot: YoungBot, api: FakeApi, asked: Round, command: str
) -> None:
    async with polled_bot():
        await api.until(lambda: len(api.asked("setMyCommands")) == 4)
    for menu in api.asked("setMyCommands"):
        assert command[1:] in {each["command"] for each in menu["commands"]}
    assert YOUTH not in str(api.asked("setMyCommands"))
