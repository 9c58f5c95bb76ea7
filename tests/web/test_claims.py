"""Two leaders at one queue, on both engines: nobody is shown what another looks at, and no claim lasts."""

import asyncio

from collector.walking import HELD_FOR
from tests.both_engines import store
from tests.web.cast import Cast

__all__ = ["store"]  # a fixture that pytest finds by its name


async def test_leaders_at_once_are_each_shown_another_wish(cast: Cast) -> None:
    wishes = {await cast.wish(f"ønske {n}") for n in range(8)}
    leaders = [await cast.sign_in("leader", name=f"Leder {n}") for n in range(8)]
    shown = await asyncio.gather(*(leader.read("/desk/queue") for leader in leaders))
    assert {data["wish"]["id"] for data in shown} == wishes
    assert all(data["wish"]["id"] not in {each["id"] for each in data["next"]} for data in shown)


async def test_looking_again_shows_the_same_wish(cast: Cast) -> None:
    wishes = [await cast.wish(f"ønske {n}") for n in range(2)]
    leader = await cast.sign_in("leader")
    for _ in range(3):
        assert (await leader.read("/desk/queue"))["wish"]["id"] == wishes[0]


async def test_a_claim_ends_by_itself(cast: Cast) -> None:
    wishes = [await cast.wish(f"ønske {n}") for n in range(2)]
    one, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    await one.read("/desk/queue")
    assert (await other.read("/desk/queue"))["wish"]["id"] == wishes[1]
    cast.clock.now += HELD_FOR
    assert (await other.read("/desk/queue"))["wish"]["id"] == wishes[0]


async def test_whoever_goes_on_leaves_the_wish_to_others(cast: Cast) -> None:
    wishes = [await cast.wish(f"ønske {n}") for n in range(2)]
    one, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    after = (await one.read("/desk/queue"))["skip_after"]
    assert (await one.read("/desk/queue", after=after))["wish"]["id"] == wishes[1]
    assert (await other.read("/desk/queue"))["wish"]["id"] == wishes[0]


async def test_a_queue_that_others_are_at_says_so(cast: Cast) -> None:
    await cast.wish()
    one, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    await one.read("/desk/queue")
    assert "Ingen flere til deg nå. 1 ser andre på." in (await other.get("/desk/queue")).text


async def test_a_wish_opened_by_hand_is_shown_though_another_looks_at_it(cast: Cast) -> None:
    wish_id = await cast.wish()
    one, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    await one.read("/desk/queue")
    page = (await other.get("/desk/queue", wish=wish_id)).text
    assert "En annen ser på dette ønsket akkurat nå." in page
    assert (await one.read("/desk/queue"))["wish"]["id"] == wish_id


async def test_no_other_pile_is_claimed(cast: Cast) -> None:
    held = await cast.wish(state="held")
    one, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    for leader in (one, other):
        assert (await leader.read("/desk/queue", show="held"))["wish"]["id"] == held
    assert await cast.store.read(lambda tx: tx.all("SELECT * FROM claims")) == []


async def test_a_wish_that_its_sender_erases_is_claimed_by_nobody(cast: Cast) -> None:
    wish_id = await cast.wish()
    await (await cast.sign_in("leader")).read("/desk/queue")
    await cast.store.write(lambda tx: tx.run("DELETE FROM wishes WHERE id = :id", id=wish_id))
    assert await cast.store.read(lambda tx: tx.all("SELECT * FROM claims")) == []
