"""A young person on Telegram: from the phone to the store and back, over real HTTP."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.host import Host
from bot.record import open_record
from collector.store.front import Store
from tests.bot.fields import wishes_kept
from tests.telegram.conftest import ADDRESS
from tests.telegram.fake_api import FakeApi
from tests.telegram.people import YOUTH, Phone, buttons_of

pytestmark = pytest.mark.usefixtures("asked")
YoungBot = Callable[[], Any]


async def test_a_wish_is_kept_before_mottatt_is_sent(
    young_bot: YoungBot, ada: Phone, api: FakeApi, store: Store
) -> None:
    async with young_bot():
        await ada.writes("jeg vil ha gaming hver dag")
        answer = await ada.has("Mottatt. Takk!")
        (wish,) = await wishes_kept(store)
        assert wish.source == "telegram"
        assert "gaming" in answer["text"]
        assert f"{ADDRESS}/r/" in answer["text"]
        assert [label for label, _ in buttons_of(answer)] == ["Ja, det stemmer", "Nei, ikke helt"]
        await api.until_acknowledged(YOUTH)


async def test_the_receipts_words_stand_beside_its_link(young_bot: YoungBot, ada: Phone) -> None:
    async with young_bot():
        await ada.writes("jeg vil ha gaming hver dag")
        lines = (await ada.has("Mottatt. Takk!"))["text"].splitlines()
        place = next(n for n, line in enumerate(lines) if line.startswith(f"{ADDRESS}/r/"))
        assert lines[place + 1] == "Kode: glad-elg"
        assert lines[place + 2].startswith("Ord: ")
        assert lines[place + 3].startswith("Sjekkord: ")


async def test_a_wish_is_written_anew_in_the_chat(young_bot: YoungBot, ada: Phone, store: Store) -> None:
    async with young_bot():
        await ada.hears("gamign")
        await ada.taps("Endre ordene", await ada.hears("/mine"))
        assert "gamign" in (await ada.has("Skriv det på nytt"))["text"]
        await ada.writes("gaming på fredager")
        await ada.has("Endret. De nye ordene er tatt vare på.")
        assert [wish.text for wish in await wishes_kept(store)] == ["gaming på fredager"]


async def test_nothing_is_formatted_and_no_link_is_previewed(young_bot: YoungBot, ada: Phone) -> None:
    async with young_bot():
        await ada.writes("<b>gaming</b> *med* [lenke](https://example.no)")
        answer = await ada.has("Mottatt")
        assert "parse_mode" not in answer
        assert answer["link_preview_options"] == {"is_disabled": True}


async def test_start_says_first_what_this_is_and_names_telegrams_age_terms(
    young_bot: YoungBot, ada: Phone
) -> None:
    async with young_bot():
        await ada.writes("/start")
        answer = (await ada.has("Hva skulle du ønske"))["text"]
        for said in ("en maskin", "Voksne som jobber", "Vi spør ikke hva du heter", "113", "aldersgrenser"):
            assert said in answer
        assert f"{ADDRESS}/c/glad-elg" in answer
        assert "Den knappen gjelder ikke" not in answer


async def test_whoever_writes_first_hears_what_this_is_once(young_bot: YoungBot, ada: Phone) -> None:
    async with young_bot():
        assert "Jeg er Ekko, en maskin" in (await ada.hears("gaming"))["text"]
        assert "Jeg er Ekko, en maskin" not in (await ada.hears("/start"))["text"]
        assert "Jeg er Ekko, en maskin" not in (await ada.hears("dans"))["text"]


async def test_a_repeated_update_is_one_wish_and_one_answer(
    young_bot: YoungBot, ada: Phone, api: FakeApi, store: Store
) -> None:
    async with young_bot():
        update = await ada.writes("gaming hver dag")
        await ada.has("Mottatt")
        await api.repeat(YOUTH, update, update)
        await api.until_acknowledged(YOUTH)
        await ada.writes("/privacy")
        await ada.has("Vi tar vare på")
        assert len(await wishes_kept(store)) == 1
        assert len(ada.received()) == 2


async def test_a_tapped_button_is_heard_answered_and_taken_away(
    young_bot: YoungBot, ada: Phone, api: FakeApi
) -> None:
    async with young_bot():
        await ada.writes("jeg vil ha gaming hver dag")
        asked = await ada.has("Stemmer det?")
        await ada.taps("Ja, det stemmer")
        await ada.has("Så bra.")
        await api.until(lambda: api.asked("editMessageReplyMarkup"))
        assert api.asked("answerCallbackQuery")[0]["callback_query_id"] == "tap2"
        assert api.asked("editMessageReplyMarkup")[0]["message_id"] == asked["message_id"]


async def test_a_button_from_an_earlier_turn_chooses_nothing(
    young_bot: YoungBot, ada: Phone, store: Store
) -> None:
    async with young_bot():
        await ada.hears("gaming hver dag")
        first = await ada.hears("slett")
        await ada.hears("nei")
        await ada.hears("dans på torsdager")
        assert "2. dans" in (await ada.hears("mine ønsker"))["text"]
        second = await ada.gets_after(ada.taps("Slett nr. 2"))
        assert "Skal dette slettes" in second["text"]
        assert "gjelder ikke lenger" in (await ada.gets_after(ada.taps("Ja, slett", first)))["text"]
        assert len(await wishes_kept(store)) == 2


async def test_a_wish_can_be_erased_from_the_chat(young_bot: YoungBot, ada: Phone, store: Store) -> None:
    async with young_bot():
        await ada.writes("gaming hver dag")
        await ada.has("Mottatt")
        await ada.writes("/slett")
        await ada.has("Skal dette slettes")
        await ada.taps("Ja, slett")
        await ada.has("borte for godt")
        assert await wishes_kept(store) == []


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/hjelp", "Ring 113"),
        ("/mine", "Du har ikke skrevet noe ønske"),
        ("/slett", "Du har ikke skrevet noe ønske"),
        ("/stopp", "Greit, vi stopper"),
        ("/sprak", "Hvilket språk"),
        ("/privacy", "Vi tar vare på det du skriver"),
    ],
)
async def test_every_command_works_in_a_new_chat(
    young_bot: YoungBot, ada: Phone, command: str, answer: str
) -> None:
    async with young_bot():
        await ada.writes(command)
        await ada.has(answer)


async def test_the_help_card_is_one_whole_message_of_its_own_and_first(
    young_bot: YoungBot, ada: Phone
) -> None:
    async with young_bot():
        await ada.writes("jeg vil ikke leve lenger")
        card = await ada.has("Ring 113")
        assert ada.received()[0] == card
        assert "116 111" in card["text"]
        assert "maskin. Jeg samler" not in card["text"]


async def test_an_adult_is_offered_after_the_card_and_how_to_be_reached_is_no_wish(
    young_bot: YoungBot, ada: Phone, store: Store, host: Host
) -> None:
    async with young_bot():
        await ada.writes("jeg vil ikke leve lenger")
        offer = await ada.has("Vil du at en voksen skal kontakte deg?")
        assert "Ring 113" in ada.received()[0]["text"]
        assert [label for label, _ in buttons_of(offer)] == ["Ja, kontakt meg", "Nei, ikke kontakt meg"]
        await ada.taps("Ja, kontakt meg", offer)
        await ada.has("Bare en voksen som har vakt, får se det")
        await ada.writes("900 12 345 etter skolen")
        await ada.has("Det er tatt vare på for den som har vakt")
        (wish,) = await wishes_kept(store)
        kept = await store.read(lambda tx: tx.one("SELECT wish_id, words FROM contacts"))
        assert kept is not None
        assert kept["wish_id"] == wish.id
        assert host.seal.open(kept["words"], f"contact.words:{wish.id}") == b"900 12 345 etter skolen"


async def test_the_menu_of_commands_is_set_in_each_spoken_language(young_bot: YoungBot, api: FakeApi) -> None:
    async with young_bot():
        await api.until(lambda: len(api.asked("setMyCommands")) == 4)
        named = api.asked("setMyCommands")
        assert [each.get("language_code") for each in named] == [None, "nn", "en", "se"]
        assert named[3]["commands"] == named[0]["commands"]  # bokmål, until a native reader has approved
        assert {each["command"] for each in named[0]["commands"]} >= {
            "hjelp",
            "stopp",
            "slett",
            "mine",
            "privacy",
        }


async def test_chats_that_come_together_are_each_answered_in_their_order(
    young_bot: YoungBot, ada: Phone, bo: Phone, api: FakeApi, store: Store, host: Host
) -> None:
    for number in range(4):
        await ada.writes(f"gaming nummer {number}")
        await bo.writes(f"dans nummer {number}")
    async with young_bot():
        await api.until_acknowledged(YOUTH)
    texts = {wish.id: wish.text for wish in await wishes_kept(store)}
    rows = await store.read(lambda tx: tx.all("SELECT id, version, state FROM talks"))
    said = [open_record(host.seal, row["id"], row["version"], row["state"]).talk.wishes for row in rows]
    assert sorted([texts[wish_id] for wish_id in each] for each in said) == [
        [f"{what} nummer {number}" for number in range(4)] for what in ("dans", "gaming")
    ]
