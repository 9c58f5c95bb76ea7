"""What a phone or Telegram itself may do wrong: kindly answered, never kept, nothing lost, nobody blocked."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.youth_telegram import polling, taking
from bot.channels.youth_telegram.answers import Answers
from bot.channels.youth_telegram.at_once import AtOnce
from bot.channels.youth_telegram.bodies import Message, Tap, join
from bot.channels.youth_telegram.message import write_words
from bot.channels.youth_telegram.running import open_bot
from bot.channels.youth_telegram.sending import Sender
from bot.channels.youth_telegram.updates import Raw
from bot.host import Host
from bot.outbox import Away
from collector.ids import new_id
from collector.model import Municipality, Round
from collector.store import municipalities, stuck
from collector.store.front import Store, StoreFull
from nlp.tags import ACTIVITIES
from tests.bot.fields import wishes_kept
from tests.conftest import Clock
from tests.telegram.conftest import add_round
from tests.telegram.fake_api import LONGEST, FakeApi, private
from tests.telegram.letters import no_pause, settled
from tests.telegram.people import YOUTH, Phone

YoungBot = Callable[[], Any]
Logged = Callable[[], str]
PICTURE = [{"file_id": "AgAD", "file_unique_id": "u", "width": 1, "height": 1}]
SOMEBODY = {"id": 9, "is_bot": False, "first_name": "Ola"}
NOT_WORDS = {
    "photo": {"photo": PICTURE, "caption": "hemmelig bildetekst"},
    "voice": {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
    "sticker": {
        "sticker": {
            "file_id": "a",
            "file_unique_id": "b",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        }
    },
    "contact": {"contact": {"phone_number": "+4746100077", "first_name": "Kari"}},
    "location": {"location": {"latitude": 69.6, "longitude": 18.9}},
    "forwarded": {
        "text": "videresendt",
        "forward_origin": {"type": "user", "date": 1, "sender_user": SOMEBODY},
    },
}

DAY = 24 * 60 * 60 * 1000
NOT_OK = "jeg vil ikke leve mer"
# What happened on the phone, with what in it, and the sentence that comes after the help card.
WORDS_THAT_ARE_NOT_KEPT = {
    "changed": ("edited_message", {"text": NOT_OK, "edit_date": 2}, "Det du skrev først, står"),
    "changed under a picture": (
        "edited_message",
        {"photo": PICTURE, "caption": NOT_OK, "edit_date": 2},
        "Det du skrev først, står",
    ),
    "under a picture": ("message", {"photo": PICTURE, "caption": NOT_OK}, "Jeg kan bare lese ord"),
    "forwarded": (
        "message",
        {"text": NOT_OK, "forward_origin": {"type": "user", "date": 1, "sender_user": SOMEBODY}},
        "Jeg kan bare lese ord",
    ),
    "after a command": ("message", {"text": f"/start {NOT_OK}"}, "ingen runde med den koden"),
    "at the end of too much": ("message", {"text": "gaming. " * 505 + NOT_OK}, "4000 tegn"),
}


async def kept_bytes(store: Store) -> int:
    """Count the talks, the wishes and the messages on their way."""
    row = await store.read(
        lambda tx: tx.one(
            """SELECT (SELECT COUNT(*) FROM talks) + (SELECT COUNT(*) FROM wishes)
            + (SELECT COUNT(*) FROM turns) + (SELECT COUNT(*) FROM outgoing) AS n"""
        )
    )
    assert row is not None
    return int(row["n"])


@pytest.mark.parametrize("content", NOT_WORDS.values(), ids=NOT_WORDS)
async def test_what_is_no_words_gets_a_kind_sentence_and_is_neither_fetched_nor_kept(
    young_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, asked: Round, content: dict[str, Any]
) -> None:
    async with young_bot():
        answer = await ada.gets_after(ada.sends(**content))
        await api.until_acknowledged(YOUTH)
    assert "Jeg kan bare lese ord" in answer["text"]
    assert len(ada.received()) == 1
    assert await kept_bytes(store) == 0
    assert api.asked("getFile") == []


async def test_an_album_of_pictures_is_answered_once(
    young_bot: YoungBot, ada: Phone, api: FakeApi, asked: Round
) -> None:
    async with young_bot():
        for _ in range(5):
            await ada.sends(photo=PICTURE, media_group_id="album")
        await api.until_acknowledged(YOUTH)
        assert len(ada.received()) == 1


async def test_a_changed_message_changes_nothing_and_is_told_so(
    young_bot: YoungBot, ada: Phone, store: Store, asked: Round
) -> None:
    async with young_bot():
        await ada.hears("gaming hver dag")
        assert "Det du skrev først, står" in (await ada.gets_after(ada.edits("dans hver dag")))["text"]
    assert [wish.text for wish in await wishes_kept(store)] == ["gaming hver dag"]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_group_is_told_no_and_left(
    young_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, asked: Round, kind: str
) -> None:
    group = {"id": -100500, "type": kind, "title": "Klassen"}
    async with young_bot():
        await ada.does("edited_message", ada.message(text="dans", chat=group, edit_date=2))
        await ada.sends(text="gaming", chat=group)
        await api.until(lambda: api.asked("leaveChat"))
    (told,) = api.texts_to(-100500)
    assert "bare med én om gangen" in told
    assert await kept_bytes(store) == 0


async def test_a_channel_that_adds_the_bot_is_left(
    young_bot: YoungBot, ada: Phone, api: FakeApi, asked: Round
) -> None:
    me = {"id": 4242, "is_bot": True, "first_name": "Ekko"}
    change = {
        "chat": {"id": -200, "type": "channel", "title": "Kanal"},
        "from": ada.profile(),
        "date": 1,
        "old_chat_member": {"status": "left", "user": me},
        "new_chat_member": {"status": "member", "user": me},
    }
    async with young_bot():
        await api.add(YOUTH, "my_chat_member", change)
        await api.until(lambda: api.asked("leaveChat"))
    assert api.asked("leaveChat")[0]["chat_id"] == -200


async def test_a_posters_link_starts_the_talk_in_the_posters_round(
    young_bot: YoungBot, ada: Phone, store: Store, clock: Clock, asked: Round
) -> None:
    other = await add_round(store, clock, asked.municipality, "lur-rev")
    async with young_bot():
        assert "Hva skulle du ønske" in (await ada.hears("/start LUR-rev"))["text"]
        await ada.hears("gaming hver dag")
    (wish,) = await wishes_kept(store)
    assert wish.round_id == other.id


async def test_a_link_to_another_municipalitys_round_starts_nothing(
    young_bot: YoungBot, ada: Phone, store: Store, clock: Clock, asked: Round
) -> None:
    stranger = Municipality(new_id(clock()), "Annenvik", is_example=True, is_open=False)
    await add_round(store, clock, stranger, "lur-rev", is_new=True)
    async with young_bot():
        assert "ingen runde med den koden" in (await ada.hears("/start lur-rev"))["text"]
    assert await kept_bytes(store) == 0


async def test_whoever_is_not_ok_gets_the_help_card_even_where_nothing_is_kept(
    polled_bot: YoungBot, ada: Phone
) -> None:
    async with polled_bot():
        await ada.writes("jeg vil ikke leve lenger")
        await ada.has("ingen runde med den koden")
    assert "Ring 113" in ada.received()[0]["text"]


@pytest.mark.parametrize("unread", WORDS_THAT_ARE_NOT_KEPT)
async def test_whoever_is_not_ok_in_words_that_are_not_kept_gets_the_help_card_first(
    young_bot: YoungBot, ada: Phone, store: Store, logged: Logged, asked: Round, unread: str
) -> None:
    kind, content, answer = WORDS_THAT_ARE_NOT_KEPT[unread]
    async with young_bot():
        await ada.does(kind, ada.message(**content))
        await ada.has(answer)
    assert ["Ring 113" in each["text"] for each in ada.received()] == [True, False]
    assert await kept_bytes(store) == 0
    assert NOT_OK not in logged()


async def test_where_the_reader_breaks_whoever_writes_what_is_not_kept_gets_the_help_card(
    api: FakeApi, ada: Phone, host: Host
) -> None:
    class Breaks:
        @property
        def reader(self) -> Any:
            raise MemoryError

        speech = host.speech
        clock = host.clock

    async def nobody(chat: int) -> None:
        return None

    broken: Any = Breaks()
    async with open_bot(YOUTH, api.address) as bot:
        at_once = AtOnce(bot, broken, Answers(host, "glad-elg", ""), nobody)
        await at_once.refuse(ada.chat, "telegram.edited", "hei")
    assert ["Ring 113" in text for text in api.texts_to(ada.chat)] == [True, False]


async def test_whoever_asks_for_help_under_a_picture_gets_the_help_card(
    young_bot: YoungBot, ada: Phone, asked: Round
) -> None:
    async with young_bot():
        await ada.sends(photo=PICTURE, caption="hjelp")
        await ada.has("Jeg kan bare lese ord")
    assert "Ring 113" in ada.received()[0]["text"]


async def test_every_picture_of_an_album_is_looked_at_for_somebody_who_is_not_ok(
    young_bot: YoungBot, ada: Phone, asked: Round
) -> None:
    async with young_bot():
        await ada.gets_after(ada.sends(photo=PICTURE, media_group_id="album"))
        answer = await ada.gets_after(ada.sends(photo=PICTURE, media_group_id="album", caption=NOT_OK))
    assert "Ring 113" in answer["text"]


async def test_too_long_a_message_is_refused_in_words_that_fit_a_phone(
    young_bot: YoungBot, ada: Phone, store: Store, asked: Round
) -> None:
    async with young_bot():
        answer = await ada.hears("å" * 4090)
    assert "4000 tegn" in answer["text"]
    assert "boksen" not in answer["text"]
    assert await wishes_kept(store) == []


async def test_a_poison_update_is_skipped_and_the_next_is_heard(
    young_bot: YoungBot,
    ada: Phone,
    api: FakeApi,
    store: Store,
    asked: Round,
    logged: Logged,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(taking, "FIRST_PAUSE", 0.0)
    broken = {
        "message_id": "not a number",
        "date": {},
        "chat": private(ada.chat),
        "text": "giftig kanarifugl",
    }
    async with young_bot():
        await api.add(YOUTH, "message", broken)
        await api.add(YOUTH, "poll", {"question": "a kind we never asked for"})
        await ada.writes("gaming hver dag")
        await ada.has("Mottatt")
        await api.until_acknowledged(YOUTH)
    assert "Noe gikk galt hos oss" in ada.received()[0]["text"]
    assert "set aside after 5 tries (ValidationError)" in logged()
    assert "kanarifugl" not in logged().lower()


async def test_what_the_store_cannot_keep_is_said_once_and_kept_when_it_can(
    ada: Phone, host: Host, asked: Round
) -> None:
    tried, excused = [], []

    async def take(raw: Raw) -> None:
        tried.append(raw)
        if len(tried) < 10:
            raise StoreFull("The disk is full.")

    async def excuse(raw: Raw, key: str) -> None:
        excused.append(key)

    here = asked.municipality.id
    takes = taking.Taking(host.store, host.seal, host.clock, here, 4242, take, excuse, no_pause)
    poll = polling.Polling(None, takes.take, None, no_pause)  # type: ignore[arg-type]  # nothing is fetched
    await poll.take_until_kept(await ada.writes("gaming"))
    assert (len(tried), excused) == (10, ["telegram.waiting"])
    assert await host.store.read(stuck.count_stuck) == 0


async def test_an_update_is_not_acknowledged_before_its_turn_is_kept(
    polled_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, asked: Round
) -> None:
    await ada.writes("gaming hver dag")
    async with polled_bot():
        await api.until(lambda: len(api.offsets) > 1)
        assert api.offsets[0] is None
        assert len(await wishes_kept(store)) == 1


async def test_ids_that_begin_lower_after_a_quiet_week_are_heard(ada: Phone, api: FakeApi) -> None:
    assert polling.next_offset([{"update_id": 900}, {"update_id": 901}]) == 902
    assert polling.next_offset([]) is None


async def test_telegram_that_is_down_or_taken_is_asked_again_and_said_with_what_to_do(
    polled_bot: YoungBot,
    ada: Phone,
    api: FakeApi,
    asked: Round,
    logged: Logged,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.0)
    api.answer_next("getUpdates", 502, 502, 409, 401)
    async with polled_bot():
        await ada.hears("gaming")
    assert logged().count("TelegramServerError") == 1
    assert "Another program fetches this bot's messages" in logged()
    assert "EKKO_TELEGRAM_TOKEN" in logged()
    assert YOUTH not in logged()


async def test_a_slowed_and_a_failing_send_are_made_again_until_the_answer_is_there(
    young_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, clock: Clock, asked: Round
) -> None:
    api.answer_next("sendMessage", 429, retry_after=1)
    api.answer_next("sendMessage", 500)
    async with young_bot():
        await ada.writes("gaming")
        for calls in (1, 2):
            await api.until(lambda: len(api.asked("sendMessage")) >= calls)  # noqa: B023
            await settled(store)
            clock.now += 5_000
        await ada.has("Mottatt")
    assert len(ada.received()) == 1


async def test_somebody_who_blocked_the_bot_keeps_the_wish_and_gets_no_message(
    young_bot: YoungBot, ada: Phone, bo: Phone, api: FakeApi, store: Store, asked: Round
) -> None:
    api.blocked.add(ada.chat)
    async with young_bot():
        await ada.writes("gaming")
        await bo.hears("dans")
        await api.until(lambda: len(api.asked("sendMessage")) == 2)
    assert len(await wishes_kept(store)) == 2
    assert await store.read(lambda tx: tx.all("SELECT id FROM outgoing")) == []


@pytest.mark.parametrize(
    ("status", "why", "is_given_up"),
    [
        (403, "Forbidden: user is deactivated", []),
        (400, "Bad Request: chat not found", []),
        (400, "Bad Request: PEER_ID_INVALID", []),
        (400, "Bad Request: something is wrong with this message", [True]),
    ],
)
async def test_whoever_is_gone_is_told_from_a_message_that_is_wrong(
    polled_bot: YoungBot,
    ada: Phone,
    api: FakeApi,
    store: Store,
    asked: Round,
    status: int,
    why: str,
    is_given_up: list[bool],
) -> None:
    api.answer_next("sendMessage", status, description=why)
    async with polled_bot():
        await ada.writes("gaming")
        await api.until(lambda: api.asked("sendMessage"))
        await settled(store)
    left = await store.read(lambda tx: tx.all("SELECT given_up_at FROM outgoing"))
    assert [row["given_up_at"] is not None for row in left] == is_given_up
    assert len(await wishes_kept(store)) == 1


async def test_a_telegram_that_is_away_is_told_from_one_that_refuses(api: FakeApi, ada: Phone) -> None:
    api.answer_next("sendMessage", 502)
    for address in (api.address, "http://localhost:1"):
        async with open_bot(YOUTH, address) as bot:
            with pytest.raises(Away, match=r"^Telegram(Server|Network)Error$"):
                await Sender(bot).send(str(ada.chat), write_words("hei"))


async def test_a_hanging_telegram_delays_an_answer_and_loses_no_wish(
    young_bot: YoungBot, ada: Phone, bo: Phone, api: FakeApi, store: Store, asked: Round
) -> None:
    api.answer_next("sendMessage", 0)
    async with young_bot():
        await ada.writes("gaming")
        await api.until(lambda: api.asked("sendMessage"))
        await bo.hears("dans")
        assert len(await wishes_kept(store)) == 2
        await api.close()


async def test_an_answer_that_was_kept_is_sent_by_the_next_start(
    young_bot: YoungBot, ada: Phone, api: FakeApi, host: Host, clock: Clock, asked: Round
) -> None:
    api.answer_next("sendMessage", 500)
    async with young_bot():
        await ada.writes("gaming")
        await api.until(lambda: api.asked("sendMessage"))
    clock.now += 10_000
    async with young_bot():
        await ada.has("Mottatt")
    assert len(ada.received()) == 1


async def test_nothing_of_a_profile_or_of_the_words_is_kept_or_logged_in_clear(
    young_bot: YoungBot,
    ada: Phone,
    bo: Phone,
    api: FakeApi,
    clock: Clock,
    logged: Logged,
    asked: Round,
    tmp_path: Any,
) -> None:
    api.answer_next("sendMessage", 400)
    async with young_bot():
        await ada.writes("gaming med Kanarifugl")
        await api.until(lambda: api.asked("sendMessage"))
        await bo.hears("sjakk")
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("ekko.db*"))
    for secret in ("Etternavn", "kanarifugl", str(ada.chat), YOUTH):
        assert secret.encode() not in kept
        assert secret not in logged()
    assert "gaming" not in logged()


def test_every_choice_fits_into_a_button() -> None:
    values = [*ACTIVITIES, new_id(0), "yes", "no", "other", "again", "keep", "erase"]
    assert all(len(Tap(turn=99_999, value=value).pack().encode()) <= 64 for value in values)


def test_no_message_is_longer_than_telegram_takes_were_it_all_emoji() -> None:
    for text in join(["🙂" * 4000, "🙂" * 1999, "🙂" * 999]):
        assert len(text.encode("utf-16-le")) <= 2 * LONGEST


def test_a_message_is_read_as_it_was_written_down() -> None:
    message = Message("Stemmer det? 👍", (("Ja", "t:1:yes"),))
    assert Message.from_json(message.to_json()) == message


async def test_while_a_municipality_is_shut_telegram_answers_and_keeps_nothing(
    young_bot: YoungBot, ada: Phone, store: Store, asked: Round
) -> None:
    await store.write(lambda tx: tx.run("UPDATE municipalities SET is_example = 0"))
    async with young_bot():
        await ada.writes("kanarifugl gaming")
        await ada.has("Ekko er ikke åpnet her ennå")
    for table in ("wishes", "talks", "turns", "cases", "outgoing"):
        assert await store.read(lambda tx, table=table: tx.all(f"SELECT * FROM {table}")) == []  # type: ignore[misc]


async def test_the_help_card_has_the_municipalitys_own_number(
    young_bot: YoungBot, ada: Phone, store: Store, asked: Round
) -> None:
    here = asked.municipality.id
    await store.write(lambda tx: municipalities.put_fact(tx, here, "watch-number", "69 12 34 56", "", 0))
    async with young_bot():
        await ada.writes("hjelp")
        card = await ada.has("113")
        assert "Barnevernvakta i kommunen: 69 12 34 56" in card["text"]


async def test_a_clock_that_jumps_loses_no_wish_and_holds_no_answer_up(
    young_bot: YoungBot, ada: Phone, store: Store, clock: Clock, asked: Round
) -> None:
    async with young_bot():
        for leap in (0, 3 * DAY, -2 * DAY, DAY):
            clock.now += leap
            assert "Mottatt" in (await ada.hears(f"gaming nummer {leap}"))["text"]
    assert len(await wishes_kept(store)) == 4


async def test_a_disk_that_fills_in_a_burst_over_the_webhook_loses_nothing_and_keeps_nothing_twice(
    hooked_bot: YoungBot,
    api: FakeApi,
    clock: Clock,
    store: Store,
    asked: Round,
    logged: Logged,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    full, write, refused = True, store.write, []

    async def fills(work: Any, **more: Any) -> Any:
        if full and work.__class__.__name__ == "partial":  # a turn; what else is noted finds its place
            refused.append(work)
            raise StoreFull("The disk is full.")
        return await write(work, **more)

    phones = [Phone(api, clock, 71_000 + number) for number in range(20)]
    async with hooked_bot():
        await api.until(lambda: YOUTH in api.webhooks)
        monkeypatch.setattr(store, "write", fills)
        for phone in phones:
            await phone.writes("gaming hver kanarifugl")
        await api.until(lambda: api.brought.count(503) >= 2 * len(phones))
        assert 200 not in api.brought
        assert await kept_bytes(store) == 0
        full = False
        await api.until_acknowledged(YOUTH)
    assert api.brought.count(200) == len(phones)
    assert len(await wishes_kept(store)) == len(phones)
    assert await store.read(stuck.count_stuck) == 0
    assert logged().count("waits for the store (StoreFull)") == len(phones)
    assert "kanarifugl" not in logged()
