"""A day at the desk on SQLite and on PostgreSQL: the same answers, and nobody overwrites anybody."""

import asyncio

from collector import signin
from collector.model import Tag
from collector.store import counts
from tests.both_engines import store
from tests.web.cast import Cast, Person

__all__ = ["store"]  # a fixture that pytest finds by its name


async def figures_agree(cast: Cast) -> dict[str, dict[str, int]]:
    kept = await cast.store.read(lambda tx: counts.figures_of(tx, cast.here.asked.id))
    assert kept == await cast.store.read(lambda tx: counts.recount(tx, cast.here.asked.id))
    return kept


async def test_a_day_at_the_desk(cast: Cast) -> None:
    wishes = [
        await cast.wish(f"ønske {n}", Tag("activity", "gaming"), Tag("form", "weekly", 0.3, given=False))
        for n in range(3)
    ]
    case = await cast.case()
    leader, duty = await cast.sign_in("leader"), await cast.sign_in("duty")
    await cast.decide(leader, wishes[0], "approve")
    seen = await cast.seen(leader, wishes[1])
    form = {"tag": ["dance", "cost"], "then": "approve", "seen": seen}
    assert (await leader.post(f"/desk/queue/{wishes[1]}/tags", form)).status_code == 303
    await cast.decide(leader, wishes[2], "hold")
    cast.clock.now += 1000
    assert (await leader.post(f"/desk/queue/{wishes[2]}/undo")).status_code == 303
    assert (await duty.post(f"/desk/cases/{case}", {"decision": "false-alarm"})).status_code == 303
    queue = await leader.read("/desk/queue", order="unsure")
    assert [queue["wish"]["id"], *(wish["id"] for wish in queue["next"])] == [wishes[2], case]
    summary = await leader.read("/desk/summary/glad-elg")
    assert {cell["id"]: cell["n"] for cell in summary["activities"]} == {"gaming": 1, "dance": 1}
    kept = await figures_agree(cast)
    assert kept["place"] == {"": 2}
    assert {what: kept[what] for what in ("state", "language", "source", "activity", "barrier")} == {
        "state": {"approved": 2, "waiting": 2},
        "language": {"nb": 2},
        "source": {"webchat": 2},
        "activity": {"dance": 1, "gaming": 1},
        "barrier": {"cost": 1},
    }


async def test_of_eight_leaders_at_once_one_decides_each_wish(cast: Cast) -> None:
    wishes = [await cast.wish(f"ønske {n}") for n in range(4)]
    leaders = [await cast.sign_in("leader", name=f"Leder {n}") for n in range(8)]

    async def decide(leader: Person, wish_id: str, seen: str, place: int) -> int:
        what = ("approve", "hold", "not-a-wish")[place % 3]
        return (await leader.post(f"/desk/queue/{wish_id}", {"what": what, "seen": seen})).status_code

    for wish_id in wishes:
        seen = await cast.seen(leaders[0], wish_id)
        tried = [decide(leader, wish_id, seen, place) for place, leader in enumerate(leaders)]
        assert sorted(await asyncio.gather(*tried)) == [303] + [409] * 7
    rows = await cast.store.read(lambda tx: tx.all("SELECT wish_id FROM decisions ORDER BY wish_id"))
    assert [row["wish_id"] for row in rows] == sorted(wishes)
    assert "waiting" not in (await figures_agree(cast))["state"]


async def test_of_twelve_who_use_one_link_at_once_one_comes_in(cast: Cast) -> None:
    token = await cast.store.write(
        lambda tx: signin.make_invitation(
            tx, cast.seal, cast.here.municipality, "Kari", "leader", cast.clock()
        )
    )
    answers = await asyncio.gather(*(cast.stranger().post(f"/in/{token}") for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [303] + [410] * 11


async def test_health_answers(cast: Cast) -> None:
    assert (await cast.stranger().get("/health")).json()["database"] == "ok"
