"""A wish written anew: the new words stand, are read and counted as any are, and the old ones are gone."""

from collections.abc import Awaitable, Callable
from html import unescape
from typing import Any

import pytest

from bot.host import Host
from bot.problems import Refused
from bot.receipts import Receipts
from bot.record import open_record
from bot.turn import Came
from collector import intake
from collector.model import Wish
from collector.store import counts, outgoing, talks
from collector.store.front import Row, Store, StoreBusy, Tx
from tests.bot.fields import CODE, say, wishes_kept
from tests.both_engines import store
from tests.web.cast import JSON, Cast
from tests.web.conftest import cast

__all__ = ["cast", "store"]

Reword = Callable[[Host, str, str], Awaitable[None]]
GRAVE = "jeg vil ikke leve lenger"


async def rows(store: Store, sql: str, **values: Any) -> list[Row]:
    return await store.read(lambda tx: [dict(row) for row in tx.all(sql, **values)])


async def tell(host: Host, words: str, key: str = "a") -> str:
    """Wish for something and return the talk's receipt."""
    await host.turn(say(words, key=key))
    (talk,) = await rows(host.store, "SELECT * FROM talks")
    return open_record(host.seal, talk["id"], talk["version"], talk["state"]).receipt


async def in_the_chat(host: Host, receipt: str, words: str) -> None:
    """Ask for one's wishes, tap «Endre ordene», and write the first one anew."""
    (talk,) = await rows(host.store, "SELECT * FROM talks")
    version = talk["version"]
    await host.turn(say("mine ønsker", key=f"mine{version}"))
    view = await host.turn(Came(f"tap{version}", "webchat", "somebody", CODE, chose="reword"))
    if len(view.buttons) > 1:
        first = view.buttons[0].value
        await host.turn(Came(f"pick{version}", "webchat", "somebody", CODE, chose=first))
    await host.turn(say(words, key=f"new{version}"))


async def by_the_receipt(host: Host, receipt: str, words: str) -> None:
    found = await host.wishes_behind(receipt)
    assert found
    await Receipts(host).reword(receipt, found[0].id, words, "key")


EITHER_WAY = pytest.mark.parametrize("reword", [in_the_chat, by_the_receipt])


@EITHER_WAY
async def test_the_new_words_are_masked_tagged_and_wait_and_the_old_are_in_no_row(
    host: Host, store: Store, cast: Cast, reword: Reword
) -> None:
    receipt = await tell(host, "sjongleringskurs")
    await reword(host, receipt, "et sted for LAN, ring 900 12 345")
    (wish,) = await wishes_kept(store)
    assert (wish.text, wish.state) == ("et sted for LAN, ring [telefon]", "waiting")
    assert "gaming" in {tag.id for tag in wish.tags if tag.given}
    (raw,) = await rows(store, "SELECT raw FROM wishes")
    opened = host.seal.open(raw["raw"], intake.raw_place(wish.id)).decode()
    assert opened == "et sted for LAN, ring 900 12 345"
    (talk,) = await rows(store, "SELECT * FROM talks")
    state = host.seal.open(talk["state"], f"talk.state:{talk['id']}").decode()
    assert "sjongleringskurs" not in state
    view = await host.look(say(""))
    assert view is not None
    mine = [bubble.text for bubble in view.bubbles if bubble.by == "you"]
    assert mine.count("et sted for LAN, ring 900 12 345") == 1
    assert all(bubble.text for bubble in view.bubbles)
    assert open_record(host.seal, talk["id"], talk["version"], talk["state"]).talk.wishes == (wish.id,)


@EITHER_WAY
async def test_the_figures_follow_and_a_leader_reads_it_anew(
    host: Host, store: Store, cast: Cast, reword: Reword
) -> None:
    receipt = await tell(host, "sjakk på lørdager")
    (old,) = await wishes_kept(store)
    leader = await cast.sign_in("leader")
    await cast.decide(leader, old.id, "approve")
    await reword(host, receipt, "en dansegruppe")
    (new,) = await wishes_kept(store)
    assert new.state == "waiting"
    figures = await store.read(lambda tx: counts.figures_of(tx, old.round_id))
    assert figures == await store.read(lambda tx: counts.recount(tx, old.round_id))
    assert figures == {"state": {"waiting": 1}}
    (decision,) = await rows(store, "SELECT details FROM decisions")
    assert decision["details"] == "{}"
    assert (await leader.post(f"/desk/queue/{old.id}/undo")).status_code == 404
    assert (await cast.decide(leader, new.id, "approve")).status_code == 303
    figures = await store.read(lambda tx: counts.figures_of(tx, old.round_id))
    assert figures == await store.read(lambda tx: counts.recount(tx, old.round_id))
    assert figures["senders"]["all"] == 1


async def test_a_leader_who_saw_the_old_words_cannot_approve_the_new(
    host: Host, store: Store, cast: Cast
) -> None:
    receipt = await tell(host, "sjakk på lørdager")
    (old,) = await wishes_kept(store)
    leader = await cast.sign_in("leader")
    seen = await cast.seen(leader, old.id)
    await by_the_receipt(host, receipt, "sjakk på søndager")
    answer = await leader.post(f"/desk/queue/{old.id}", {"what": "approve", "seen": seen})
    assert answer.status_code == 404
    assert [wish.state for wish in await wishes_kept(store)] == ["waiting"]


async def test_a_wish_stays_in_the_round_it_was_made_in(host: Host, store: Store, cast: Cast) -> None:
    receipt = await tell(host, "sjakk")
    (old,) = await wishes_kept(store)
    await by_the_receipt(host, receipt, "dans")
    (new,) = await wishes_kept(store)
    assert (new.round_id, new.talk_id, new.source) == (old.round_id, old.talk_id, old.source)


@EITHER_WAY
async def test_new_words_of_somebody_not_ok_go_to_the_duty_adult_and_the_old_go(
    host: Host, store: Store, cast: Cast, reword: Reword
) -> None:
    receipt = await tell(host, "sjakk")
    await reword(host, receipt, GRAVE)
    (wish,) = await wishes_kept(store)
    assert (wish.state, wish.text) == ("case", GRAVE)
    duty = await cast.sign_in("duty")
    (case,) = (await duty.read("/desk/cases"))["open"]
    assert case["id"] == wish.id
    view = await host.look(say(""))
    assert view is not None
    assert view.concern
    assert not any("leve" in bubble.text for bubble in view.bubbles)


async def test_the_help_card_comes_first_in_the_chat(host: Host, store: Store, cast: Cast) -> None:
    await tell(host, "sjakk")
    await host.turn(say("mine ønsker", key="m"))
    await host.turn(Came("t", "webchat", "somebody", CODE, chose="reword"))
    view = await host.turn(say(GRAVE, key="n"))
    assert [bubble.by for bubble in view.bubbles] == ["you", "card", "bot", "bot"]
    await host.turn(say("dans", key="d"))
    assert sorted(wish.state for wish in await wishes_kept(store)) == ["case", "waiting"]


async def test_the_help_card_comes_first_on_the_receipts_page(host: Host, store: Store, cast: Cast) -> None:
    receipt = await tell(host, "sjakk")
    page = await change(cast, receipt, await the_wish(store), GRAVE)
    assert page.text.index('<div class="card-line">') < page.text.index("<h1")
    assert "Takk for at du skrev det" in page.text
    assert "leve" not in page.text[page.text.index("<main") :]


@EITHER_WAY
@pytest.mark.parametrize("words", ["bare tulla", GRAVE])
async def test_a_case_is_not_corrected_away_from_the_duty_adult(
    host: Host, store: Store, cast: Cast, reword: Reword, words: str
) -> None:
    receipt = await tell(host, "pappa slår meg")
    (old,) = await wishes_kept(store)
    await reword(host, receipt, words)
    kept = {wish.id: wish for wish in await wishes_kept(store)}
    assert kept[old.id] == old
    (new,) = [wish for wish in kept.values() if wish.id != old.id]
    assert (new.text, new.state) == (words, "case")
    duty = await cast.sign_in("duty")
    cases = {case["id"]: case for case in (await duty.read("/desk/cases"))["open"]}
    assert set(cases) == {old.id, new.id}
    first = await duty.get(f"/desk/cases/{old.id}")
    assert f'href="/desk/cases/{new.id}"' in first.text
    second = await duty.read(f"/desk/cases/{new.id}")
    assert (second["case"]["earlier"], second["case"]["text"]) == (old.id, words)
    figures = await store.read(lambda tx: counts.figures_of(tx, old.round_id))
    assert figures == await store.read(lambda tx: counts.recount(tx, old.round_id))


async def test_a_case_written_anew_is_no_less_grave_and_is_erased_with_what_came_before(
    host: Host, store: Store, cast: Cast
) -> None:
    receipt = await tell(host, GRAVE)
    (old,) = await rows(store, "SELECT * FROM cases")
    await in_the_chat(host, receipt, "bare tulla")
    levels = {row["level"] for row in await rows(store, "SELECT level FROM cases")}
    assert levels == {old["level"]}
    await host.turn(say("slett", key="s"))
    await host.turn(Came("e", "webchat", "somebody", CODE, chose="erase"))
    assert await wishes_kept(store) == []
    closed = await rows(store, "SELECT decision FROM cases")
    assert [row["decision"] for row in closed] == ["erased-by-sender"] * 2


async def test_what_is_said_of_a_case_never_is_that_the_old_words_are_gone(
    host: Host, store: Store, cast: Cast
) -> None:
    receipt = await tell(host, "pappa slår meg")
    page = await cast.stranger().client.get(f"/r/{receipt}")
    assert "Det du skrev før, står hos en voksen" in page.text
    assert "slår meg" not in page.text
    page = await change(cast, receipt, await the_wish(store), "bare tulla")
    assert "Er de gamle hos en voksen, står de der" in page.text
    assert "Endret." not in page.text


async def test_the_same_form_sent_again_changes_nothing_more(host: Host, store: Store, cast: Cast) -> None:
    for first in ("sjakk", "pappa slår meg"):
        receipt = await tell(host, first, key=first)
    for wish in await wishes_kept(store):
        pages = [await change(cast, receipt, wish.id, "en dansegruppe") for _ in range(3)]
        assert {page.status_code for page in pages} == {200}
    assert len(await wishes_kept(store)) == 3, "the case stays, and has one new version"


@pytest.mark.parametrize(("words", "said"), [("dans", "Endret."), (GRAVE, "Takk for at du skrev det")])
async def test_the_same_form_sent_again_is_answered_the_same(
    host: Host, store: Store, cast: Cast, words: str, said: str
) -> None:
    receipt = await tell(host, "sjakk")
    wish = await the_wish(store)
    first, second = [await change(cast, receipt, wish, words) for _ in range(2)]
    for page in (first, second):
        assert said in page.text
        assert ('<div class="card-line">' in page.text) == (words == GRAVE)
    assert len(await wishes_kept(store)) == 1


async def test_the_same_turn_sent_again_changes_nothing_more(host: Host, store: Store, cast: Cast) -> None:
    receipt = await tell(host, "sjakk")
    await in_the_chat(host, receipt, "dans")
    (before,) = await wishes_kept(store)
    await host.turn(say("dans", key="new1"))
    assert await wishes_kept(store) == [before]


async def test_nobody_changes_another_ones_wish(host: Host, store: Store, cast: Cast) -> None:
    receipt = await tell(host, "sjakk")
    hers = await cast.wish("dans")
    assert await Receipts(host).reword(receipt, hers, "noe annet", "k") == ""
    assert await Receipts(host).reword("0" * 32, hers, "noe annet", "k") == ""
    assert (await change(cast, "0" * 32, hers, "noe annet")).status_code == 404
    assert {wish.text for wish in await wishes_kept(store)} == {"sjakk", "dans"}


@pytest.mark.parametrize(("words", "status", "why"), [("", 422, "ingen ord"), ("dans " * 1000, 413, "langt")])
async def test_what_is_refused_is_handed_back_and_changes_nothing(
    host: Host, store: Store, cast: Cast, words: str, status: int, why: str
) -> None:
    receipt = await tell(host, "sjakk")
    page = await change(cast, receipt, await the_wish(store), words)
    assert page.status_code == status
    assert why in page.text
    assert words.strip() in unescape(page.text)
    assert [wish.text for wish in await wishes_kept(store)] == ["sjakk"]
    with pytest.raises(Refused):
        await Receipts(host).reword(receipt, await the_wish(store), words, "k")


async def test_a_cry_for_help_that_is_refused_still_gets_the_card_first(
    host: Host, store: Store, cast: Cast
) -> None:
    receipt = await tell(host, "sjakk")
    page = await change(cast, receipt, await the_wish(store), f"{GRAVE} {'og ' * 2000}")
    assert page.status_code == 413
    assert page.text.index('<div class="card-line">') < page.text.index("Det ble for langt")


async def test_where_the_store_is_busy_the_words_stand_in_the_box(
    host: Host, store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt, wish = await tell(host, "sjakk"), await the_wish(store)

    async def busy(*_: Any, **__: Any) -> None:
        raise StoreBusy

    with monkeypatch.context() as patched:
        patched.setattr(store, "write", busy)
        page = await change(cast, receipt, wish, "en dansegruppe")
    assert (page.status_code, "en dansegruppe</textarea>" in page.text) == (503, True)
    assert [each.text for each in await wishes_kept(store)] == ["sjakk"]


async def test_messages_that_wait_with_the_old_words_are_forgotten(
    host: Host, store: Store, cast: Cast
) -> None:
    receipt = await tell(host, "sjakk")
    row = await store.read(lambda tx: talks.find_by_receipt(tx, host.seal.fingerprint(receipt)))
    talk = row["id"] if row else ""

    def wait(tx: Tx) -> None:
        for place, urgent in enumerate((False, True)):
            outgoing.add_outgoing(
                tx, id=f"m{place}", talk_id=talk, channel="x", place=place, urgent=urgent, body=b"x", now=1
            )

    await store.write(wait)
    await by_the_receipt(host, receipt, "dans")
    assert [row["id"] for row in await rows(store, "SELECT id FROM outgoing")] == ["m1"]


async def test_the_talk_goes_on_after_its_wish_was_changed_by_the_receipt(
    host: Host, store: Store, cast: Cast
) -> None:
    receipt = await tell(host, "gaming og sjakk")
    await by_the_receipt(host, receipt, "dans hver onsdag")
    view = await host.look(say(""))
    assert view is not None
    assert "dans hver onsdag" in [bubble.text for bubble in view.bubbles if bubble.by == "you"]
    await host.turn(Came("old", "webchat", "somebody", CODE, chose="no"))
    await host.turn(say("mine ønsker", key="m"))
    view = await host.turn(say("slett", key="s"))
    assert "dans hver onsdag" in [bubble.text for bubble in view.bubbles]
    await host.turn(Came("e", "webchat", "somebody", CODE, chose="erase"))
    assert await wishes_kept(store) == []


@EITHER_WAY
async def test_old_words_are_not_read_along_with_the_new(
    host: Host, store: Store, cast: Cast, reword: Reword
) -> None:
    receipt = await tell(host, "jeg har lyst til å ta")
    await reword(host, receipt, "livet")
    assert "case" not in {wish.state for wish in await wishes_kept(store)}
    await host.turn(say("jeg har lyst til å ta", key="one"))
    await host.turn(say("livet", key="two"))
    assert "case" in {wish.state for wish in await wishes_kept(store)}, "but what stands still is"


async def the_wish(store: Store) -> str:
    wishes: list[Wish] = await wishes_kept(store)
    return wishes[0].id


async def change(cast: Cast, receipt: str, wish: str, words: str) -> Any:
    """Send the form on the receipt's page."""
    data = {"wish": wish, "key": "one-key", "said": words}
    return await cast.stranger().client.post(f"/r/{receipt}/words", data=data)


async def test_the_receipt_as_data_tells_which_words_are_hidden(host: Host, store: Store, cast: Cast) -> None:
    receipt = await tell(host, "sjakk")
    await tell(host, GRAVE, key="b")
    shown = (await cast.stranger().client.get(f"/r/{receipt}", headers=JSON)).json()
    assert {(wish["text"], wish["hidden"]) for wish in shown["wishes"]} == {
        ("sjakk", False),
        ("Vises ikke her, siden andre kan se skjermen.", True),
    }
    assert shown["words"][0] == f"Kode: {CODE}"
