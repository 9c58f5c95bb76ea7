"""Erased means erased: in the files, in what waits to go out, in the records; and nobody is lost by it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.host import Host
from bot.receipts import Receipts
from bot.record import open_record
from bot.speech import Speech
from bot.turn import Came
from collector import forgetting
from collector.sealing import Seal
from collector.store import counts, outgoing, talks
from collector.store.front import Row, Store, Tx
from collector.store.postgres import PostgresStore
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.bot.answers import Leader
from tests.bot.fields import CODE, say, wishes_kept
from tests.conftest import Clock
from tests.store.conftest import as_url
from tests.store.test_keys import somebody_waits
from tests.store.test_leftovers import CANARY, is_in_a_file
from tests.store.things import PATIENCE, Gate
from tests.web.cast import JSON, Cast, found_place
from tests.web.conftest import cast

__all__ = ["cast"]

Erase = Callable[[Host, str], Awaitable[None]]
CONCERN = "jeg vil ikke leve lenger, bare med kanarifugl"


def every_byte_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def rows(store: Store, sql: str, **values: Any) -> list[Row]:
    return await store.read(lambda tx: [dict(row) for row in tx.all(sql, **values)])


async def tell(host: Host, words: str, key: str = "a") -> str:
    """Wish for something and return the talk's receipt."""
    await host.turn(say(words, key=key))
    (talk,) = await rows(host.store, "SELECT * FROM talks")
    return open_record(host.seal, talk["id"], talk["version"], talk["state"]).receipt


async def erase_in_the_chat(host: Host, receipt: str) -> None:
    await host.turn(say("slett", key="b"))
    await host.turn(Came("c", "webchat", "somebody", CODE, chose="erase"))


async def erase_by_the_receipt(host: Host, receipt: str) -> None:
    found = await host.wishes_behind(receipt)
    assert found is not None
    await host.erase_behind(receipt, found[0].id)


EITHER_WAY = pytest.mark.parametrize("erase", [erase_in_the_chat, erase_by_the_receipt])


@EITHER_WAY
async def test_an_erased_wish_is_in_no_byte_of_the_data_folder_while_ekko_runs(
    host: Host, store: Store, cast: Cast, tmp_path: Path, erase: Erase
) -> None:
    receipt = await tell(host, f"Et rom for {CANARY} og LAN")
    assert is_in_a_file(tmp_path)
    await erase(host, receipt)
    assert await wishes_kept(store) == []
    assert not is_in_a_file(tmp_path)


async def reword_in_the_chat(host: Host, receipt: str) -> None:
    await host.turn(say("mine ønsker", key="b"))
    await host.turn(Came("c", "webchat", "somebody", CODE, chose="reword"))
    await host.turn(say("et rom for dans", key="d"))


async def reword_by_the_receipt(host: Host, receipt: str) -> None:
    found = await host.wishes_behind(receipt)
    assert found
    await Receipts(host).reword(receipt, found[0].id, "et rom for dans", "key")


async def forget_it_all(host: Host, receipt: str) -> None:
    row = await host.store.read(lambda tx: talks.find_by_receipt(tx, host.seal.fingerprint(receipt)))
    talk = row["id"] if row else ""
    await host.store.write(lambda tx: forgetting.forget(tx, talk, host.clock()), erases=True)


@pytest.mark.parametrize("go", [reword_in_the_chat, reword_by_the_receipt, forget_it_all])
@pytest.mark.parametrize("decided", [False, True])
async def test_words_that_were_taken_back_are_in_no_byte_of_the_data_folder_while_ekko_runs(
    host: Host, store: Store, cast: Cast, tmp_path: Path, go: Erase, decided: bool
) -> None:
    receipt = await tell(host, f"Et rom for {CANARY} og LAN")
    (wish,) = await wishes_kept(store)
    if decided:
        await cast.decide(await cast.sign_in("leader"), wish.id, "approve")
    assert is_in_a_file(tmp_path)
    await go(host, receipt)
    assert wish.id not in {each.id for each in await wishes_kept(store)}
    assert not is_in_a_file(tmp_path)


async def test_the_words_of_a_receipt_and_its_link_are_in_no_byte_of_the_data_folder(
    host: Host, store: Store, cast: Cast, tmp_path: Path
) -> None:
    receipt = await tell(host, "sjakk")
    (talk,) = await rows(store, "SELECT * FROM talks")
    words = open_record(host.seal, talk["id"], talk["version"], talk["state"]).words
    await Receipts(host).look_by_words(CODE, " ".join(words))
    kept = every_byte_of(tmp_path)
    assert len(words) == 4
    told = (receipt, *(glue.join(words[:2]) for glue in (" ", ",", ", ", '", "', '","')))
    assert [each for each in told if each.encode() in kept] == []  # one short word may stand anywhere


async def test_forgetting_a_receipt_leaves_nothing_of_its_talk_and_others_untouched(
    host: Host, store: Store, cast: Cast
) -> None:
    receipt = await tell(host, "sjakk")
    (first,) = [row["id"] for row in await rows(store, "SELECT id FROM talks")]
    await host.turn(say(CONCERN, key="b"), deliver=lambda view: ["card"])
    await host.turn(say("dans", key="hers", who="her"))
    await forget_it_all(host, receipt)
    for table in ("wishes", "turns", "outgoing"):
        assert await rows(store, f"SELECT * FROM {table} WHERE talk_id = :id", id=first) == []
    assert [wish.text for wish in await wishes_kept(store)] == ["dans"]
    (case,) = await rows(store, "SELECT * FROM cases")
    assert case["decision"] == "erased-by-sender"
    (asked,) = {wish.round_id for wish in await wishes_kept(store)}
    figures = await store.read(lambda tx: counts.figures_of(tx, asked))
    assert figures == await store.read(lambda tx: counts.recount(tx, asked))


@EITHER_WAY
async def test_what_was_answered_to_an_erased_wish_is_in_no_byte_of_the_data_folder_either(
    host: Host, store: Store, cast: Cast, clock: Clock, tmp_path: Path, erase: Erase
) -> None:
    receipt = await tell(host, "Et rom for LAN")
    (wish,) = await wishes_kept(store)
    leader = Leader(store, clock)
    first = await leader.answers(wish, "done", f"Du ba om {CANARY}, og det er gjort.")
    await leader.takes_back(wish, first)
    await leader.answers(wish, "no", f"Det ble ingen {CANARY}.")
    assert is_in_a_file(tmp_path)
    await erase(host, receipt)
    assert await wishes_kept(store) == []
    assert not is_in_a_file(tmp_path)


@EITHER_WAY
async def test_messages_that_wait_are_forgotten_with_the_wish_but_a_help_card_still_goes(
    host: Host, store: Store, cast: Cast, erase: Erase
) -> None:
    receipt = await tell(host, "sjakk")
    await host.turn(say("mine ønsker", key="m", who="her"), deliver=lambda view: ["hers"])
    row = await store.read(lambda tx: talks.find_by_receipt(tx, host.seal.fingerprint(receipt)))
    talk = row["id"] if row else ""

    def wait(tx: Tx) -> None:
        ranks = {"answer": outgoing.REPLY, "card": outgoing.CARD, "lost card": outgoing.CARD}
        for place, (name, urgent) in enumerate(ranks.items()):
            outgoing.add_outgoing(
                tx, id=name, talk_id=talk, channel="webchat", place=place, urgent=urgent, body=b"x", now=1
            )
        outgoing.give_up(tx, "lost card", "NeverTaken", 2)

    await store.write(wait)
    await erase(host, receipt)
    left = await rows(store, "SELECT id FROM outgoing WHERE talk_id = :talk", talk=talk)
    assert [row["id"] for row in left] == ["card"]
    assert len(await rows(store, "SELECT id FROM outgoing")) == 2, "hers waits still"


async def test_the_answer_that_says_erased_is_itself_on_its_way(host: Host, store: Store, cast: Cast) -> None:
    await tell(host, "sjakk")
    await host.turn(say("slett", key="b"), deliver=lambda view: ["sure?"])
    await host.turn(Came("c", "webchat", "somebody", CODE, chose="erase"), deliver=lambda view: ["gone"])
    (left,) = await rows(store, "SELECT talk_id, body FROM outgoing")
    assert host.seal.open(left["body"], f"outgoing.body:{left['talk_id']}") == b"gone"


@EITHER_WAY
async def test_of_a_decision_about_an_erased_wish_who_what_and_when_stay_and_no_more(
    host: Host, store: Store, cast: Cast, erase: Erase
) -> None:
    receipt = await tell(host, "sjakk")
    other = await cast.wish()
    (wish,) = [wish for wish in await wishes_kept(store) if wish.id != other]
    leader = await cast.sign_in("leader")
    for each in (wish.id, other):
        await cast.decide(leader, each, "approve")
    before = {row["wish_id"]: row for row in await rows(store, "SELECT * FROM decisions")}
    await erase(host, receipt)
    after = {row["wish_id"]: row for row in await rows(store, "SELECT * FROM decisions")}
    assert after[wish.id] == {**before[wish.id], "details": "{}"}
    assert after[other] == before[other]


async def test_erasing_by_receipt_tries_again_when_the_talk_goes_on_meanwhile(
    postgres_url: str, seal: Seal, reader: Reader, texts: Catalogue, clock: Clock
) -> None:
    store = PostgresStore(as_url(postgres_url), patience=PATIENCE)
    host, gate = Host(store, seal, reader, Speech(texts), clock), Gate()
    await found_place(store, "Eksempelvik", CODE, clock())
    receipt = await tell(host, "sjakk")
    (talk,) = await rows(store, "SELECT * FROM talks")

    def go_on(tx: Tx) -> None:
        talks.move_talk(tx, talk["id"], talk["version"], talk["round_id"], talk["state"], clock())
        gate.hold(tx)

    going_on = asyncio.ensure_future(store.write(go_on))
    await asyncio.to_thread(gate.entered.wait, PATIENCE)
    (wish,) = await wishes_kept(store)
    erasing = asyncio.ensure_future(host.erase_behind(receipt, wish.id))
    async with asyncio.timeout(PATIENCE):
        while not await store.read(somebody_waits):  # noqa: ASYNC110 (the server tells nobody)
            await asyncio.sleep(0.01)
    gate.opened.set()
    await going_on
    assert await erasing is True
    assert await wishes_kept(store) == []
    store.close()


async def test_the_receipt_says_erased_only_when_something_was(host: Host, cast: Cast) -> None:
    receipt = await tell(host, "sjakk")
    hers = await cast.wish("dans")
    (mine,) = [wish.id for wish in await host.wishes_behind(receipt) or []]
    phone = cast.stranger().client
    for wish, said in ((hers, False), (mine, True), (mine, False)):
        answer = await phone.post(f"/r/{receipt}/erase", data={"wish": wish})
        assert (answer.status_code, "Slettet." in answer.text) == (200, said)
    assert (await phone.post(f"/r/{'0' * 32}/erase", data={"wish": hers})).status_code == 404
    assert (await cast.find(hers)).text == "dans"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("decided", [None, "followed-up"])
async def test_the_receipt_shows_no_words_of_somebody_who_may_not_be_ok(
    host: Host, cast: Cast, accept: str, decided: str | None
) -> None:
    receipt = await tell(host, CONCERN)
    (wish,) = await host.wishes_behind(receipt) or []
    if decided:
        await (await cast.sign_in("duty")).post(f"/desk/cases/{wish.id}", {"decision": decided})
    answer = await cast.stranger().client.get(f"/r/{receipt}", headers={"accept": accept})
    shown = answer.text[answer.text.index("<main") :] if accept == "text/html" else answer.text
    assert "Mottatt, en voksen kan få lese det" in shown
    assert "Vises ikke her" in shown
    for word in (CANARY, "leve", "case", "concern"):
        assert word not in shown
    assert wish.id in shown, "it can still be erased"


async def test_an_ordinary_wish_stands_on_its_receipt_in_words(host: Host, cast: Cast) -> None:
    receipt = await tell(host, "LAN med kanarifugl")
    (shown,) = (await cast.stranger().client.get(f"/r/{receipt}", headers=JSON)).json()["wishes"]
    assert (shown["text"], shown["status"]) == ("LAN med kanarifugl", "Mottatt, venter på å bli lest")
    assert "gaming" in shown["tags"]


@EITHER_WAY
async def test_a_case_that_nobody_saw_stays_in_the_list_when_its_words_are_erased(
    host: Host, cast: Cast, tmp_path: Path, erase: Erase
) -> None:
    receipt = await tell(host, CONCERN)
    duty = await cast.sign_in("duty")
    (case,) = (await duty.read("/desk/cases"))["open"]
    cast.clock.now += 60_000
    await erase(host, receipt)
    cases = await duty.read("/desk/cases")
    (line,) = cases["decided"]
    assert cases["open"] == []
    assert line == {
        **case,
        "decision": "erased-by-sender",
        "decided_at": cast.clock(),
        "by": None,
    }
    assert "Avsenderen slettet det selv" in (await duty.get("/desk/cases")).text
    page = await duty.get(f"/desk/cases/{case['id']}")
    assert (page.status_code, CANARY in page.text) == (200, False)
    assert "Avsenderen har slettet det som sto her" in page.text
    assert not is_in_a_file(tmp_path)


async def test_a_decision_about_a_case_stands_when_its_words_are_erased_and_none_is_made_after(
    host: Host, cast: Cast
) -> None:
    receipt = await tell(host, CONCERN)
    (wish,) = await host.wishes_behind(receipt) or []
    duty = await cast.sign_in("duty", name="Vakt-Vibeke")
    await duty.post(f"/desk/cases/{wish.id}", {"decision": "followed-up"})
    await erase_by_the_receipt(host, receipt)
    (line,) = (await duty.read("/desk/cases"))["decided"]
    assert (line["decision"], line["by"]) == ("followed-up", "Vakt-Vibeke")
    assert "Avsenderen har slettet" in (await duty.get(f"/desk/cases/{wish.id}")).text
    answer = await duty.post(f"/desk/cases/{wish.id}", {"decision": "false-alarm"}, JSON)
    assert (answer.status_code, answer.json()["taken"]) == (409, True)


async def test_an_erased_case_cannot_be_decided_and_only_its_municipality_sees_it(
    host: Host, cast: Cast
) -> None:
    receipt = await tell(host, CONCERN)
    (wish,) = await host.wishes_behind(receipt) or []
    await erase_by_the_receipt(host, receipt)
    duty, theirs = await cast.sign_in("duty"), await cast.sign_in("duty", cast.there)
    answer = await duty.post(f"/desk/cases/{wish.id}", {"decision": "followed-up"}, JSON)
    assert (answer.status_code, answer.json()["case"]["decision"]) == (409, "erased-by-sender")
    assert (await theirs.get(f"/desk/cases/{wish.id}")).status_code == 404
