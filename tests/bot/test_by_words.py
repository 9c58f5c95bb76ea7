"""The page for a receipt's words: statuses and nothing else, kind about slips, and a way on from each."""

import re
from html import unescape

import httpx
import pytest

from bot.dialogs.talk import Talk
from bot.host import Host
from bot.record import Record, open_record
from collector.finding import HOUR, MOST_IN_ROUND
from collector.receipt_words import check_word
from collector.store import talks
from collector.store.front import Store, Tx
from tests.bot.answers import Leader
from tests.bot.fields import CODE, say, wishes_kept
from tests.conftest import Clock
from tests.web.cast import JSON, Cast
from tests.web.conftest import cast

__all__ = ["cast"]

GRAVE = "jeg vil ikke leve lenger"


async def given(host: Host) -> str:
    """Wish for chess and return the four words, as they stand in the chat."""
    view = await host.turn(say("sjakk med kanarifugl"))
    (receipt,) = [bubble for bubble in view.bubbles if bubble.by == "receipt"]
    found = re.search(r"Kode: (.*)\nOrd: (.*)\nSjekkord: (.*)\n", receipt.words)
    assert found is not None
    assert found[1] == CODE
    return f"{found[2]}, sjekkord: {found[3]}"


async def look(cast: Cast, words: str, code: str = CODE, **headers: str) -> httpx.Response:
    """Send the form."""
    data = {"code": code, "words": words}
    return await cast.stranger().client.post("/receipt", data=data, headers=headers)


async def test_another_phone_sees_number_week_and_status_and_not_a_word_more(host: Host, cast: Cast) -> None:
    words = await given(host)
    await host.turn(say("dans", key="b"))
    page = await look(cast, words)
    assert page.status_code == 200
    assert page.text.count("Mottatt, venter på å bli lest") == 2
    data = (await look(cast, words, **JSON)).json()
    assert data["wishes"] == [
        {"number": 1, "week": 39, "status": "Mottatt, venter på å bli lest", "answer": ""},
        {"number": 2, "week": 39, "status": "Mottatt, venter på å bli lest", "answer": ""},
    ]
    main = page.text[page.text.index("<main") :]
    for secret in ("kanarifugl", "sjakk", "gaming", "rettspill", "dans", "/r/", "erase", "<textarea"):
        assert secret not in main
    assert set(data) == {"code", "wishes", "card", "place"}


async def test_what_a_leader_answered_stands_there_and_the_wish_does_not(
    host: Host, store: Store, cast: Cast, clock: Clock
) -> None:
    words = await given(host)
    (wish,) = await wishes_kept(store)
    await Leader(store, clock).answers(wish, "happening", "Lokalet åpner i mars.")
    page = await look(cast, words)
    assert "Lokalet åpner i mars." in page.text
    assert wish.text not in page.text


async def test_the_status_is_the_one_that_stands(host: Host, store: Store, cast: Cast) -> None:
    words = await given(host)
    (wish,) = await wishes_kept(store)
    await cast.decide(await cast.sign_in("leader"), wish.id, "approve")
    assert "Lest og tatt med" in (await look(cast, words)).text


async def test_what_is_with_an_adult_is_received_and_no_more(host: Host, store: Store, cast: Cast) -> None:
    words = await given(host)
    cast.clock.now += 1
    await host.turn(say(GRAVE, key="b"))
    told = (await look(cast, words, **JSON)).json()["wishes"]
    assert [each["status"] for each in told] == ["Mottatt, venter på å bli lest", "Mottatt"]
    await cast.case("og en til", cast.here)
    assert "voksen" not in (await look(cast, words)).text.split("<main")[1].split("</main>")[0]


async def test_the_words_erase_nothing_and_change_nothing(host: Host, store: Store, cast: Cast) -> None:
    words = await given(host)
    before = await wishes_kept(store)
    for path in (f"/r/{words}/erase", f"/r/{words}/words"):
        data = {"wish": before[0].id, "key": "k", "said": "noe annet"}
        assert (await cast.stranger().client.post(path, data=data)).status_code == 404
    assert await wishes_kept(store) == before


@pytest.mark.parametrize("code", ["GLAD ELG", " glad-elg ", "Glad_Elg."])
async def test_the_code_is_read_as_it_was_meant(host: Host, cast: Cast, code: str) -> None:
    assert (await look(cast, await given(host), code)).status_code == 200


async def test_a_slip_is_told_kindly_and_what_was_typed_stands_in_the_box(host: Host, cast: Cast) -> None:
    words = await given(host)
    first, second, *rest = words.replace(",", "").replace(" sjekkord:", "").split()
    for typed, why in (
        (f"{first} {second}", "Vi trenger fire ord"),
        (f"{first} qwertyu {' '.join(rest)}", "Ord nummer 2 kjenner vi ikke"),
        (f"{second} {first} {' '.join(rest)}", "Ordene passer ikke sammen"),
    ):
        page = await look(cast, typed)
        assert page.status_code == 422
        assert why in page.text
        assert f'value="{typed}"' in page.text
        assert f'value="{CODE}"' in page.text


async def test_words_of_another_round_are_not_found_and_a_code_of_none_is_said(
    host: Host, cast: Cast
) -> None:
    words = await given(host)
    page = await look(cast, words, "rask-rev")
    assert (page.status_code, "Disse ordene finner vi ikke" in page.text) == (404, True)
    page = await look(cast, words, "finnes-ikke")
    assert (page.status_code, "ingen runde med den koden" in page.text) == (404, True)


async def test_a_shut_door_says_when_to_come_back_and_that_the_link_works(host: Host, cast: Cast) -> None:
    words = await given(host)
    wrong = ("eple", "kanne", "kube")
    for _ in range(MOST_IN_ROUND):
        await look(cast, " ".join((*wrong, check_word(host.seal, wrong))))
    cast.clock.now += HOUR - cast.clock.now % HOUR - 5000
    for _ in range(MOST_IN_ROUND):
        await look(cast, " ".join((*wrong, check_word(host.seal, wrong))))
    page = await look(cast, words)
    assert (page.status_code, page.headers["retry-after"]) == (429, "5")
    assert "Lenken virker hele tiden" in page.text
    cast.clock.now += 5000
    assert (await look(cast, words)).status_code == 200


async def test_hostile_words_are_answered_as_a_slip(host: Host, cast: Cast) -> None:
    for typed in ('"><script>alert(1)</script>', "\x00" * 40, "å" * 60_000, "\ud800 a b c", "' OR 1=1 --"):
        page = await look(cast, typed.encode("utf-8", "replace").decode())
        assert page.status_code in {413, 422}
        assert "<script>alert" not in page.text


async def test_the_front_page_and_the_rounds_page_lead_there(host: Host, cast: Cast) -> None:
    phone = cast.stranger().client
    for start in ("/", f"/c/{CODE}"):
        found = re.search(r'href="(/receipt[^"]*)"', (await phone.get(start)).text)
        assert found is not None
        page = await phone.get(unescape(found[1]))
        assert page.status_code == 200
        assert (f'value="{CODE}"' in page.text) == (start != "/")


async def test_the_words_stand_on_the_receipts_page(host: Host, store: Store, cast: Cast) -> None:
    words = await given(host)
    (talk,) = await store.read(lambda tx: tx.all("SELECT * FROM talks"))
    record = open_record(host.seal, talk["id"], talk["version"], talk["state"])
    page = await cast.stranger().client.get(f"/r/{record.receipt}")
    assert f"Ord: {words.split(',')[0]}" in page.text
    assert f"Kode: {CODE}" in page.text


async def test_a_receipt_from_before_there_were_words_opens_still(
    host: Host, store: Store, cast: Cast
) -> None:
    await host.turn(say("sjakk"))
    (talk,) = await store.read(lambda tx: tx.all("SELECT * FROM talks"))
    record = open_record(host.seal, talk["id"], talk["version"], talk["state"])
    older = Record(record.id, Talk(wishes=record.talk.wishes), record.receipt, record.version, record.lines)

    def put_back(tx: Tx) -> None:
        tx.run("UPDATE talks SET words = NULL")
        state = older.seal(host.seal)
        talks.move_talk(tx, talk["id"], talk["version"], talk["round_id"], state, cast.clock())

    await store.write(put_back)
    page = await cast.stranger().client.get(f"/r/{record.receipt}")
    assert "sjakk" in page.text
    assert "Sjekkord" not in page.text
    view = await host.look(say(""), link="/r/")
    assert view is not None
    assert [bubble.words for bubble in view.bubbles if bubble.by == "receipt"] == [""]


async def test_a_concern_alone_gives_no_receipt_to_read_over_a_shoulder(host: Host, cast: Cast) -> None:
    view = await host.turn(say(GRAVE))
    assert [bubble for bubble in view.bubbles if bubble.words] == []
