"""One turn is one transaction: kept once, in order, or not at all."""

import asyncio
from dataclasses import replace

import pytest

from bot.host import LONGEST, Host
from bot.problems import Refused
from bot.record import open_record
from bot.turn import Came
from collector.ids import new_id
from collector.model import Municipality, Round, Wish
from collector.sealing import Seal
from collector.store import counts, rounds, talks, wishes
from collector.store.front import Store, StoreProblem, Tx
from tests.bot.fields import CODE, say, wishes_kept
from tests.conftest import Clock

pytestmark = pytest.mark.usefixtures("asked")


async def test_a_wish_that_was_answered_is_kept_sealed_and_masked(host: Host, store: Store) -> None:
    view = await host.turn(say("ring meg på 46 10 00 77 om dere lager LAN"))
    assert "Mottatt. Takk!" in [bubble.text for bubble in view.bubbles]
    (wish,) = await wishes_kept(store)
    assert "46 10 00 77" not in wish.text
    raw = await store.read(lambda tx: tx.one("SELECT raw FROM wishes"))
    assert raw is not None
    assert b"46 10 00 77" not in bytes(raw["raw"])
    assert (
        host.seal.open(raw["raw"], f"wish.raw:{wish.id}").decode()
        == "ring meg på 46 10 00 77 om dere lager LAN"
    )


async def test_fifty_copies_of_one_message_are_one_wish_and_fifty_answers(host: Host, store: Store) -> None:
    views = await asyncio.gather(*(host.turn(say("gaming hver dag")) for _ in range(50)))
    assert len(await wishes_kept(store)) == 1
    assert all("Mottatt. Takk!" in [bubble.text for bubble in view.bubbles] for view in views)


async def test_two_messages_at_once_in_one_talk_are_both_kept_in_one_order(host: Host, store: Store) -> None:
    await host.turn(say("sjakk", key="first"))
    await asyncio.gather(*(host.turn(say(f"ønske nummer {n} er gaming", key=f"k{n}")) for n in range(8)))
    kept = await wishes_kept(store)
    assert len(kept) == 9
    row = await store.read(lambda tx: tx.one("SELECT * FROM talks"))
    assert row is not None
    record = open_record(host.seal, row["id"], row["version"], row["state"])
    assert row["version"] == 9
    assert [line.turn for line in record.lines] == sorted(line.turn for line in record.lines)
    assert set(record.talk.wishes) == {wish.id for wish in kept}


async def test_a_repeated_event_shows_again_what_was_said_and_changes_nothing(
    host: Host, store: Store
) -> None:
    first = await host.turn(say("band", key="one"))
    await host.turn(say("dans", key="two"))
    again = await host.turn(say("band", key="one"))
    assert [bubble.text for bubble in again.bubbles] == [bubble.text for bubble in first.bubbles]
    assert len(await wishes_kept(store)) == 2


async def test_nothing_is_kept_when_the_last_step_of_a_turn_fails(
    host: Host, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise StoreProblem("planted")

    monkeypatch.setattr(talks, "move_talk", fails)
    with pytest.raises(StoreProblem):
        await host.turn(say("gaming"))
    for table in ("wishes", "wish_tags", "talks", "turns", "counts", "cases", "alerts", "contacts"):
        assert await store.read(lambda tx, name=table: tx.all(f"SELECT * FROM {name}")) == []  # type: ignore[misc]


async def test_a_closed_round_takes_nothing_and_says_so(host: Host, store: Store, clock: Clock) -> None:
    await store.write(lambda tx: tx.run("UPDATE rounds SET closes_at = :at", at=clock() - 1))
    with pytest.raises(Refused, match=r"refused\.closed"):
        await host.turn(say("gaming"))
    assert await wishes_kept(store) == []


async def test_a_real_municipality_that_is_not_open_takes_nothing(host: Host, store: Store) -> None:
    await store.write(lambda tx: tx.run("UPDATE municipalities SET is_example = 0"))
    with pytest.raises(Refused, match=r"refused\.shut"):
        await host.turn(say("gaming"))
    assert await wishes_kept(store) == []


async def test_an_unknown_code_is_refused(host: Host) -> None:
    with pytest.raises(Refused, match=r"refused\.no_round"):
        await host.turn(replace(say("gaming"), round_code="ukjent"))


@pytest.mark.parametrize("nothing", ["", "   ", "\x00\x00", "\u200b\u200e", "\ud800", "\u202e"])
async def test_a_message_without_words_is_refused_and_keeps_nothing(
    host: Host, store: Store, nothing: str
) -> None:
    with pytest.raises(Refused, match=r"refused\.empty"):
        await host.turn(say(nothing))
    assert await wishes_kept(store) == []


@pytest.mark.parametrize(
    "odd",
    [
        "🎮🎮🎮",
        "<script>alert(1)</script> gaming",
        "\u202egnimag",
        "a\x00b gaming",
        "x" * LONGEST,
        "گیمینگ می‌خواهم",
    ],
)
async def test_odd_words_are_kept_as_words(host: Host, store: Store, odd: str) -> None:
    await host.turn(say(odd))
    assert len(await wishes_kept(store)) == 1


async def test_too_much_is_refused_with_a_reason(host: Host) -> None:
    with pytest.raises(Refused, match=r"refused\.too_long"):
        await host.turn(say("gaming " * 2000))


async def test_a_concern_opens_a_case_and_stays_out_of_the_queue(host: Host, store: Store) -> None:
    view = await host.turn(say("jeg vil ikke leve lenger"))
    assert view.bubbles[1].by == "card"
    (wish,) = await wishes_kept(store)
    assert wish.state == "case"
    case = await store.read(lambda tx: tx.one("SELECT * FROM cases"))
    assert case is not None
    assert case["decided_at"] is None


async def test_a_concern_in_two_breaths_is_noticed(host: Host, store: Store) -> None:
    await host.turn(say("jeg vil ikke", key="a"))
    await host.turn(say("leve lenger", key="b"))
    assert "case" in {wish.state for wish in await wishes_kept(store)}


async def test_a_talk_with_a_concern_is_not_shown_again(host: Host) -> None:
    await host.turn(say("jeg vil ikke leve lenger"))
    view = await host.look(say(""))
    assert view is not None
    assert view.bubbles[0].by == "card"
    assert not any("leve" in bubble.text for bubble in view.bubbles)


async def test_what_is_erased_leaves_the_figures_the_tags_and_the_talk(
    host: Host, store: Store, asked: Round
) -> None:
    await host.turn(say("nysirkus og sjonglering", key="a"))
    (wish,) = await wishes_kept(store)
    await host.turn(say("slett", key="b"))
    await host.turn(Came("c", "webchat", "somebody", CODE, chose="erase"))
    assert await wishes_kept(store) == []
    assert await store.read(lambda tx: tx.all("SELECT * FROM wish_tags")) == []
    assert await store.read(lambda tx: counts.figures_of(tx, asked.id)) == {}
    row = await store.read(lambda tx: tx.one("SELECT * FROM talks"))
    assert row is not None
    assert "sjonglering" not in host.seal.open(row["state"], f"talk.state:{row['id']}").decode()
    assert wish.id not in open_record(host.seal, row["id"], row["version"], row["state"]).talk.wishes


async def test_the_receipt_shows_and_erases_and_a_guess_shows_nothing(host: Host, store: Store) -> None:
    view = await host.turn(say("sjakk"), link="/r/")
    (link,) = [bubble.link for bubble in view.bubbles if bubble.by == "receipt"]
    receipt = link.removeprefix("/r/")
    found = await host.wishes_behind(receipt)
    assert found is not None
    assert [wish.text for wish in found] == ["sjakk"]
    assert await host.wishes_behind("0" * len(receipt)) is None
    assert await host.erase_behind(receipt, found[0].id) is True
    assert await host.wishes_behind(receipt) == []
    assert await wishes_kept(store) == []


async def test_nobody_erases_another_ones_wish(host: Host, store: Store) -> None:
    mine = await host.turn(say("sjakk", who="me"), link="/r/")
    await host.turn(say("dans", who="her", key="other"))
    receipt = next(bubble.link for bubble in mine.bubbles if bubble.link).removeprefix("/r/")
    hers = next(wish for wish in await wishes_kept(store) if wish.text == "dans")
    assert await host.erase_behind(receipt, hers.id) is False
    assert hers.id in {wish.id for wish in await wishes_kept(store)}


async def test_one_person_in_two_municipalities_is_nobody_twice(
    host: Host, store: Store, clock: Clock
) -> None:
    await host.turn(say("sjakk", key="here"))
    other = Municipality(new_id(clock()), "Annenvik", is_example=True, is_open=False)
    asked = Round(new_id(clock()), other, "annen-kode", "Spørsmål", clock(), None)

    def add(tx: Tx) -> None:
        rounds.add_municipality(tx, other, clock())
        rounds.add_round(tx, asked, clock())

    await store.write(add)
    await host.turn(replace(say("dans", key="there"), round_code="annen-kode"))
    rows = await store.read(lambda tx: tx.all("SELECT who FROM talks"))
    assert len({row["who"] for row in rows}) == 2


async def test_the_sender_corrects_a_wish_until_a_leader_has_decided(host: Host, store: Store) -> None:
    await host.turn(say("LAN og nysirkus", key="a"))
    await host.turn(Came("b", "webchat", "somebody", CODE, chose="no"))
    await host.turn(Came("c", "webchat", "somebody", CODE, chose="other"))
    (wish,) = await wishes_kept(store)
    assert [tag for tag in wish.tags if tag.kind == "activity"] == []


async def test_the_kept_figures_are_those_that_a_recount_finds(
    host: Host, store: Store, asked: Round
) -> None:
    for place, words in enumerate(("gaming", "dans og sang", "hei", "jeg vil ikke leve lenger", "band")):
        await host.turn(say(words, key=str(place), who=f"p{place % 2}"))

    def compare(tx: Tx) -> tuple[object, object]:
        return counts.figures_of(tx, asked.id), counts.recount(tx, asked.id)

    kept, anew = await store.read(compare)
    assert kept == anew


async def test_another_key_cannot_open_what_is_kept(host: Host, store: Store) -> None:
    await host.turn(say("sjakk"))
    stranger = Host(store, Seal(b"\x01" * 32), host.reader, host.speech, host.clock)
    assert await stranger.look(say("", key="later")) is None, "another key names everybody otherwise"
    kept: list[Wish] = await store.read(lambda tx: wishes.wishes_of_talk(tx, "nobody"))
    assert kept == []
