"""A wish that held several, split by a leader: what she sees, what its sender sees, and what is erased."""

from functools import partial
from typing import Any

import httpx
import pytest

from bot.dialogs.effects import Choice
from bot.host import Host
from bot.lines import TalkLines
from bot.receipts import Receipts
from bot.record import Record, open_record
from bot.turn import Came
from collector import splitting
from collector.keeping.journal import Line, Remembered
from collector.keeping.replaying import replay
from collector.model import Wish
from collector.rewording import NotFit
from collector.store import counts, hidden, parts, retention, wishes
from collector.store.erased import Erased
from collector.store.front import Store, Tx
from nlp.reader import Reader
from tests.bot.fields import CODE, say, wishes_kept
from tests.both_engines import store
from tests.conftest import Clock
from tests.web.cast import Cast, Person
from tests.web.conftest import cast

__all__ = ["cast", "store"]
BOTH = "Jeg vil ha kino i Vika. Og så trenger vi en skatepark ved skolen, sa Karianne Nordmann"
FIRST, SECOND = "Jeg vil ha kino i Vika.", "trenger vi en skatepark ved skolen"


async def wished(host: Host, text: str = BOTH) -> Wish:
    await host.turn(say(text))
    (wish,) = await wishes_kept(host.store)
    return wish


async def divide(cast: Cast, leader: Person, wish_id: str, *pieces: str) -> httpx.Response:
    cast.clock.now += 1000
    form = {"part": list(pieces), "seen": await cast.seen(leader, wish_id)}
    return await leader.post(f"/desk/queue/{wish_id}/split", form)


async def divided(host: Host, cast: Cast) -> tuple[Person, list[Wish]]:
    wish, leader = await wished(host), await cast.sign_in("leader")
    assert (await divide(cast, leader, wish.id, FIRST, SECOND)).status_code == 303
    return leader, await wishes_kept(host.store)


async def undo(cast: Cast, leader: Person, wish_id: str) -> int:
    cast.clock.now += 1000
    return (await leader.post(f"/desk/queue/{wish_id}/undo")).status_code


async def record_of(host: Host) -> Record:
    (talk,) = await host.store.read(lambda tx: tx.all("SELECT * FROM talks"))
    return open_record(host.seal, talk["id"], talk["version"], talk["state"])


async def figures_hold(host: Host, wish: Wish) -> dict[str, dict[str, int]]:
    def both(tx: Tx) -> tuple[Any, Any]:
        return counts.figures_of(tx, wish.round_id), counts.recount(tx, wish.round_id)

    kept, anew = await host.store.read(both)
    assert kept == anew
    return dict(kept)


async def test_the_first_part_stays_the_wish_and_the_others_are_wishes_of_the_same_talk(
    host: Host, cast: Cast
) -> None:
    wish = await wished(host)
    await host.store.write(lambda tx: wishes.let_show(tx, wish.id, wish.talk_id or "", True))
    leader = await cast.sign_in("leader")
    page = (await leader.get(f"/desk/queue/{wish.id}/split")).text
    assert "kino" in page
    assert "Karianne" not in page
    assert (await divide(cast, leader, wish.id, FIRST, SECOND)).status_code == 303
    first, second = await wishes_kept(host.store)
    assert (first.id, first.text, second.text) == (wish.id, FIRST, SECOND)
    for each in (first, second):
        assert (each.state, each.may_show, each.talk_id) == ("waiting", True, wish.talk_id)
        assert (each.round_id, each.source, each.received_at) == (wish.round_id, "webchat", wish.received_at)
    raws = await host.store.read(lambda tx: [parts.find_raw(tx, each) for each in (first.id, second.id)])
    assert raws[0] is not None
    assert raws[1] is None
    assert "skate-parkour" in {tag.id for tag in second.tags} - {tag.id for tag in first.tags}
    assert (await figures_hold(host, wish))["state"] == {"waiting": 2}


async def test_one_who_said_two_things_is_one_voice(host: Host, cast: Cast) -> None:
    leader, both = await divided(host, cast)
    for each in both:
        assert (await cast.decide(leader, each.id, "approve")).status_code == 303
    figures = await figures_hold(host, both[0])
    assert figures["senders"]["all"] == 1
    assert figures["state"] == {"approved": 2}


@pytest.mark.parametrize(
    ("pieces", "why"),
    [
        ((FIRST, ""), "minst to ruter"),
        ((FIRST, "en svømmehall"), "ord som ikke står"),
        (("kino ha vil Jeg", SECOND), "annen rekkefølge"),
        ((FIRST, "!?"), "ord som ikke står"),
        ((FIRST, SECOND + " <b>"), "ord som ikke står"),
    ],
)
async def test_nothing_is_made_up(host: Host, cast: Cast, pieces: tuple[str, ...], why: str) -> None:
    wish, leader = await wished(host), await cast.sign_in("leader")
    answer = await divide(cast, leader, wish.id, *pieces)
    assert answer.status_code == 422
    assert why in answer.text
    assert await wishes_kept(host.store) == [wish]


def test_a_part_that_sounds_like_somebody_is_not_ok_is_not_made(reader: Reader) -> None:
    with pytest.raises(NotFit, match="concern"):
        splitting.read_parts(reader, "kino og jeg vil ikke leve lenger", ["kino", "jeg vil ikke leve lenger"])


async def test_what_was_decided_merged_or_split_already_is_not_split(host: Host, cast: Cast) -> None:
    leader, (first, second) = await divided(host, cast)
    for each in (first, second):
        answer = await divide(cast, leader, each.id, "kino", "Vika")
        assert answer.status_code == 422
        assert "en del av et ønske" in answer.text
    alone = await cast.wish(BOTH)
    assert "hel klasse" in (await leader.get(f"/desk/queue/{alone}/split")).text
    held = await cast.wish(BOTH, state="held")
    assert "Bare et ønske som venter" in (await leader.get(f"/desk/queue/{held}/split")).text


async def test_a_case_is_not_split_nor_what_became_of_one(host: Host, cast: Cast) -> None:
    case, leader, duty = await cast.case(), await cast.sign_in("leader"), await cast.sign_in("duty")
    assert (await leader.get(f"/desk/queue/{case}/split")).status_code == 404
    await duty.post(f"/desk/cases/{case}", {"decision": "false-alarm"})
    assert "hos vakten" in (await leader.get(f"/desk/queue/{case}/split")).text


async def test_a_split_is_undone_as_if_it_had_never_been(host: Host, cast: Cast) -> None:
    before = await wished(host)
    leader = await cast.sign_in("leader")
    at = before.text.index("Og")
    await leader.post(f"/desk/queue/{before.id}/hide", {"at": at, "seen": await cast.seen(leader, before.id)})
    once = await cast.find(before.id)
    await divide(cast, leader, before.id, FIRST, SECOND)
    assert await host.store.read(lambda tx: hidden.find(tx, before.id)) is None
    assert await undo(cast, leader, before.id) == 303
    assert await wishes_kept(host.store) == [once]
    await figures_hold(host, before)
    assert await undo(cast, leader, before.id) == 303
    assert await wishes_kept(host.store) == [before]


@pytest.mark.parametrize("what", ["approve", "hide", "erase", "raw"])
async def test_a_split_stands_where_something_was_done_with_a_part(host: Host, cast: Cast, what: str) -> None:
    leader, (first, second) = await divided(host, cast)
    if what == "approve":
        await cast.decide(leader, second.id, "approve")
        await cast.decide(leader, second.id, "wait")
    elif what == "hide":
        form = {"at": 0, "seen": await cast.seen(leader, second.id)}
        await leader.post(f"/desk/queue/{second.id}/hide", form)
    elif what == "raw":
        await host.store.write(lambda tx: retention.erase_raw(tx, first.id))
    else:
        await host.erase_behind((await record_of(host)).receipt, second.id)
    stood = await wishes_kept(host.store)
    assert await undo(cast, leader, first.id) == (404 if what == "erase" else 409)
    assert await wishes_kept(host.store) == stood


async def test_another_leader_does_not_undo_it(host: Host, cast: Cast) -> None:
    _, (first, second) = await divided(host, cast)
    other = await cast.sign_in("leader", name="Lars")
    assert await undo(cast, other, first.id) == 409
    assert await undo(cast, other, second.id) == 409


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("by", ["receipt", "chat"])
async def test_erasing_a_part_erases_all_that_was_split_and_its_lines(
    host: Host, cast: Cast, which: int, by: str
) -> None:
    _, both = await divided(host, cast)
    receipt = (await record_of(host)).receipt
    if by == "receipt":
        assert await host.erase_behind(receipt, both[which].id)
    else:
        shown = await host.turn(say("mine ønsker", key="m"))
        assert [bubble.text for bubble in shown.bubbles if bubble.by == "mine"] == [FIRST, SECOND]
        assert all("gjelder det alle" in bubble.status for bubble in shown.bubbles if bubble.by == "mine")
        await host.turn(Came("c", "webchat", "somebody", CODE, chose=both[which].id))
        await host.turn(Came("d", "webchat", "somebody", CODE, chose="erase"))
    assert await wishes_kept(host.store) == []
    back = await record_of(host)
    assert "kino" not in repr(back.lines)
    assert "skatepark" not in repr(back.lines)
    assert back.talk.wishes == ()
    await figures_hold(host, both[0])


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("by", ["receipt", "chat"])
async def test_new_words_take_the_place_of_all_parts(host: Host, cast: Cast, which: int, by: str) -> None:
    _, both = await divided(host, cast)
    if by == "receipt":
        await Receipts(host).reword((await record_of(host)).receipt, both[which].id, "sjakk", "k")
    else:
        await host.turn(say("mine ønsker", key="m"))
        for key, chose in (("c", "reword"), ("d", both[which].id)):
            await host.turn(Came(key, "webchat", "somebody", CODE, chose=chose))
        await host.turn(say("sjakk", key="n"))
    (new,) = await wishes_kept(host.store)
    assert (new.text, new.part_of) == ("sjakk", None)
    back = await record_of(host)
    assert "kino" not in repr(back.lines)
    assert "skatepark" not in repr(back.lines)
    assert back.talk.wishes == (new.id,)
    await figures_hold(host, new)


async def test_the_receipt_shows_every_part_and_says_that_they_go_together(host: Host, cast: Cast) -> None:
    await divided(host, cast)
    page = (await cast.stranger().get(f"/r/{(await record_of(host)).receipt}")).text
    assert FIRST in page
    assert SECOND in page
    assert page.count("gjelder det alle") == 2
    assert page.count(f"{FIRST}\n{SECOND}</textarea>") == 2


async def test_a_no_to_showing_holds_for_every_part(host: Host, cast: Cast) -> None:
    _, (first, _second) = await divided(host, cast)
    await host.store.write(lambda tx: wishes.let_show(tx, first.id, first.talk_id or "", False))
    assert [each.may_show for each in await wishes_kept(host.store)] == [False, False]


async def test_words_that_come_after_a_split_are_a_wish_of_their_own(host: Host, cast: Cast) -> None:
    await divided(host, cast)
    record = await record_of(host)
    assert record.talk.at_hand
    cast.clock.now += 1000
    await host.turn(say("og gjerne hver lørdag", key="more"))
    texts = [each.text for each in await wishes_kept(host.store)]
    assert texts[:2] == [FIRST, SECOND]


async def test_a_talk_forgets_a_part_that_is_one_with_its_wish_again(host: Host, cast: Cast) -> None:
    leader, (first, _) = await divided(host, cast)
    await host.turn(say("mine ønsker", key="m"))
    assert len((await record_of(host)).talk.wishes) == 2
    assert await undo(cast, leader, first.id) == 303
    await host.turn(say("mine ønsker", key="n"))
    talk = (await record_of(host)).talk
    assert talk.wishes == (first.id,)
    assert Choice(first.id, "choice.erase_this") in talk.offers


async def test_the_whole_goes_with_the_raw_words(store: Store, host: Host, cast: Cast, clock: Clock) -> None:
    _, (first, _) = await divided(host, cast)
    assert await store.read(lambda tx: parts.find_whole(tx, first.id)) is not None
    await store.write(lambda tx: retention.erase_raw(tx, first.id))
    assert await store.read(lambda tx: parts.find_whole(tx, first.id)) is None


async def test_what_the_whole_was_stands_nowhere_in_the_clear(host: Host, cast: Cast) -> None:
    await divided(host, cast)
    for table in ("wishes", "decisions", "audit", "presses"):
        found = await host.store.read(partial(Tx.all, sql=f"SELECT * FROM {table}"))
        assert "sa [navn]" not in repr(found)


async def test_three_parts_keep_their_order(host: Host, cast: Cast) -> None:
    wish, leader = await wished(host, "sjakk og dans og kino"), await cast.sign_in("leader")
    await divide(cast, leader, wish.id, "sjakk", "dans", "kino")
    found = await wishes_kept(host.store)
    assert [each.text for each in found] == ["sjakk", "dans", "kino"]
    for each in found:
        assert await host.store.read(partial(parts.ids_with, wish_id=each.id)) == [one.id for one in found]


@pytest.mark.parametrize("erased", [[0, 1], [1, 0], [0], [1]])
async def test_what_was_split_and_erased_is_erased_whole_in_an_old_copy_too(
    host: Host, cast: Cast, erased: list[int]
) -> None:
    _, both = await divided(host, cast)
    await host.turn(say("mine ønsker", key="m"))
    lines = tuple(Line(host.clock(), Erased("wish", both[which].id)) for which in erased)
    await host.store.write(lambda tx: replay(tx, Remembered(lines, 0), TalkLines(host.seal)))
    assert await wishes_kept(host.store) == []
    back = await record_of(host)
    assert "kino" not in repr(back.lines)
    assert back.talk.wishes == ()


async def test_what_was_hidden_in_a_part_is_undone_while_the_raw_words_are_there(
    host: Host, cast: Cast
) -> None:
    leader, (first, second) = await divided(host, cast)
    for undone in (303, 409):
        form = {"at": second.text.index("skolen"), "seen": await cast.seen(leader, second.id)}
        cast.clock.now += 1000
        await leader.post(f"/desk/queue/{second.id}/hide", form)
        assert (await cast.find(second.id)).text == "trenger vi en skatepark ved [skjult]"
        if undone == 409:
            await host.store.write(lambda tx: retention.erase_raw(tx, first.id))
        assert await undo(cast, leader, second.id) == undone
