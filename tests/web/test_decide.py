"""Deciding about a wish in the queue."""

import asyncio
import json

import pytest

from collector.model import Tag
from collector.store import counts
from tests.web.cast import JSON, Cast

GAMING = Tag("activity", "gaming", 0.9)


async def figures(cast: Cast) -> dict[str, dict[str, int]]:
    """Read the kept figures, and hold them against the wishes themselves."""
    kept = await cast.store.read(lambda tx: counts.figures_of(tx, cast.here.asked.id))
    made = await cast.store.read(lambda tx: counts.recount(tx, cast.here.asked.id))
    assert kept == made
    return kept


async def test_a_stranger_decides_nothing(cast: Cast) -> None:
    wish_id = await cast.wish()
    answer = await cast.stranger().post(f"/desk/queue/{wish_id}", {"what": "approve", "seen": "0" * 16})
    assert answer.status_code == 401
    assert (await cast.find(wish_id)).state == "waiting"


async def test_a_leader_elsewhere_decides_nothing_here(cast: Cast) -> None:
    wish_id = await cast.wish()
    here, there = await cast.sign_in("leader"), await cast.sign_in("leader", cast.there)
    seen = await cast.seen(here, wish_id)
    answer = await there.post(f"/desk/queue/{wish_id}", {"what": "approve", "seen": seen})
    assert answer.status_code == 404
    assert (await cast.find(wish_id)).state == "waiting"


@pytest.mark.parametrize(
    ("what", "state"), [("approve", "approved"), ("hold", "held"), ("not-a-wish", "not-a-wish")]
)
async def test_a_decision_moves_the_wish_and_the_figures_together(cast: Cast, what: str, state: str) -> None:
    wish_id = await cast.wish("Et band", GAMING)
    leader = await cast.sign_in("leader")
    answer = await cast.decide(leader, wish_id, what)
    assert answer.status_code == 303
    wish = await cast.find(wish_id)
    assert (wish.state, wish.decided_at) == (state, cast.clock())
    assert (await figures(cast))["state"] == {state: 1}
    assert ("activity" in await figures(cast)) == (what == "approve")


async def test_a_decision_says_what_was_done_and_shows_the_next_wish(cast: Cast) -> None:
    first, second = await cast.wish("Det første"), await cast.wish("Det andre")
    leader = await cast.sign_in("leader")
    answer = await cast.decide(leader, first, "approve")
    page = (await leader.get(answer.headers["location"])).text
    assert "Godkjent, og med i oppsummeringen." in page
    assert f'action="/desk/queue/{first}/undo"' in page
    assert f'action="/desk/queue/{second}"' in page


async def test_a_decision_twice_is_told_and_changes_nothing(cast: Cast) -> None:
    wish_id = await cast.wish()
    leader = await cast.sign_in("leader")
    seen = await cast.seen(leader, wish_id)
    await leader.post(f"/desk/queue/{wish_id}", {"what": "approve", "seen": seen})
    again = await leader.post(f"/desk/queue/{wish_id}", {"what": "hold", "seen": seen})
    assert again.status_code == 409
    assert "Ingenting ble overskrevet" in again.text
    assert (await cast.find(wish_id)).state == "approved"
    assert (await figures(cast))["state"] == {"approved": 1}


async def test_of_two_leaders_at_once_one_decides_and_the_other_is_told(cast: Cast) -> None:
    wish_id = await cast.wish()
    one, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    seen = await cast.seen(one, wish_id)
    answers = await asyncio.gather(
        one.post(f"/desk/queue/{wish_id}", {"what": "approve", "seen": seen}),
        other.post(f"/desk/queue/{wish_id}", {"what": "hold", "seen": seen}),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    rows = await cast.store.read(lambda tx: tx.all("SELECT what FROM decisions"))
    assert len(rows) == 1
    await figures(cast)


async def test_approving_tags_that_somebody_changed_meanwhile_is_refused(cast: Cast) -> None:
    wish_id = await cast.wish("Et band", GAMING)
    one, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    seen = await cast.seen(one, wish_id)
    await other.post(f"/desk/queue/{wish_id}/tag", {"tag": "dance", "do": "add", "seen": seen})
    answer = await one.post(f"/desk/queue/{wish_id}", {"what": "approve", "seen": seen})
    assert answer.status_code == 409
    assert "Dans" in answer.text


async def test_the_record_tells_who_and_what_and_no_word_of_the_wish(cast: Cast) -> None:
    wish_id = await cast.wish("kanarifugl i bur", GAMING)
    leader = await cast.sign_in("leader")
    await cast.decide(leader, wish_id, "approve")
    row = (await cast.store.read(lambda tx: tx.all("SELECT * FROM decisions")))[0]
    assert leader.staff is not None
    assert (row["staff_id"], row["wish_id"], row["what"]) == (leader.staff.id, wish_id, "approve")
    details = json.loads(row["details"])
    assert (details["before"]["state"], details["after"]["state"]) == ("waiting", "approved")
    assert "kanarifugl" not in json.dumps([*row])


async def test_approving_clears_the_programs_suspicion_of_abuse(cast: Cast) -> None:
    wish_id = await cast.wish("Vi vil slå dere i sjakk", GAMING, Tag("flag", "abusive"), state="held")
    await cast.decide(await cast.sign_in("leader"), wish_id, "approve")
    assert [tag.id for tag in (await cast.find(wish_id)).tags] == ["gaming"]


@pytest.mark.parametrize(
    "form", [{}, {"what": "approve"}, {"what": "publish", "seen": "0" * 16}, {"what": "hold", "seen": "nei"}]
)
async def test_a_form_that_is_not_ours_is_refused_before_the_wish_is_touched(
    cast: Cast, form: dict[str, str]
) -> None:
    wish_id = await cast.wish()
    leader = await cast.sign_in("leader")
    assert (await leader.post(f"/desk/queue/{wish_id}", form)).status_code == 400
    assert (await cast.find(wish_id)).state == "waiting"


async def test_a_wish_with_the_duty_adult_is_out_of_every_leaders_reach(cast: Cast) -> None:
    case = await cast.case()
    for role in ("leader", "admin", "duty"):
        person = await cast.sign_in(role)
        assert (await person.get(f"/desk/queue/{case}/tags")).status_code == 404
        answer = await person.post(f"/desk/queue/{case}", {"what": "approve", "seen": "0" * 16})
        assert answer.status_code == 404
    assert (await cast.find(case)).state == "case"


async def test_undo_brings_back_the_state_and_the_figures(cast: Cast) -> None:
    wish_id = await cast.wish("Et band", GAMING, Tag("activity", "band", 0.4, given=False))
    before, was = await cast.find(wish_id), await figures(cast)
    leader = await cast.sign_in("leader")
    await cast.decide(leader, wish_id, "approve")
    cast.clock.now += 1000
    assert (await leader.post(f"/desk/queue/{wish_id}/undo")).status_code == 303
    assert await cast.find(wish_id) == before
    assert await figures(cast) == was


async def test_an_undo_is_not_undone(cast: Cast) -> None:
    wish_id = await cast.wish()
    leader = await cast.sign_in("leader")
    await cast.decide(leader, wish_id, "approve")
    for status in (303, 409):
        cast.clock.now += 1000
        assert (await leader.post(f"/desk/queue/{wish_id}/undo")).status_code == status
    assert (await cast.find(wish_id)).state == "waiting"


async def test_every_step_with_a_wish_is_undone_one_by_one(cast: Cast) -> None:
    wish_id = await cast.wish("Et band", GAMING)
    leader = await cast.sign_in("leader")
    looks = [await cast.find(wish_id)]
    for tag in ("dance", "band"):
        seen = await cast.seen(leader, wish_id)
        await leader.post(f"/desk/queue/{wish_id}/tag", {"tag": tag, "do": "add", "seen": seen})
        cast.clock.now += 1000
        looks.append(await cast.find(wish_id))
    await cast.decide(leader, wish_id, "approve")
    for look in reversed(looks):
        cast.clock.now += 1000
        assert (await leader.post(f"/desk/queue/{wish_id}/undo")).status_code == 303
        assert await cast.find(wish_id) == look
    assert (await leader.post(f"/desk/queue/{wish_id}/undo")).status_code == 409


async def test_a_press_that_is_sent_twice_counts_once_and_is_answered_twice(cast: Cast) -> None:
    wish_id = await cast.wish()
    leader = await cast.sign_in("leader")
    press = (await leader.read("/desk/queue"))["press"]
    form = {"what": "approve", "seen": await cast.seen(leader, wish_id), "press": press}
    answers = [await leader.post(f"/desk/queue/{wish_id}", form) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303] * 3
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(await cast.store.read(lambda tx: tx.all("SELECT id FROM decisions"))) == 1


async def test_another_press_under_the_same_key_is_told_and_changes_nothing(cast: Cast) -> None:
    wish_id, other = await cast.wish(), await cast.wish()
    leader = await cast.sign_in("leader")
    press = (await leader.read("/desk/queue"))["press"]
    form = {"what": "approve", "seen": await cast.seen(leader, wish_id), "press": press}
    await leader.post(f"/desk/queue/{wish_id}", form)
    assert (await leader.post(f"/desk/queue/{wish_id}", form | {"what": "hold"})).status_code == 409
    form["seen"] = await cast.seen(leader, other)
    assert (await leader.post(f"/desk/queue/{other}", form)).status_code == 409
    assert (await cast.find(other)).state == "waiting"


async def test_a_press_that_was_refused_is_not_taken_for_one_that_was_done(cast: Cast) -> None:
    wish_id = await cast.wish()
    leader = await cast.sign_in("leader")
    press = (await leader.read("/desk/queue"))["press"]
    form = {"what": "approve", "seen": "0" * 16, "press": press}
    assert (await leader.post(f"/desk/queue/{wish_id}", form)).status_code == 409
    form["seen"] = await cast.seen(leader, wish_id)
    assert (await leader.post(f"/desk/queue/{wish_id}", form)).status_code == 303
    assert (await cast.find(wish_id)).state == "approved"


async def test_undoing_a_change_of_tags_brings_suggestions_back_too(cast: Cast) -> None:
    wish_id = await cast.wish("Et band", GAMING, Tag("activity", "band", 0.4, given=False))
    before = await cast.find(wish_id)
    leader = await cast.sign_in("leader")
    seen = await cast.seen(leader, wish_id)
    await leader.post(f"/desk/queue/{wish_id}/tags", {"tag": ["dance"], "seen": seen})
    cast.clock.now += 1000
    await leader.post(f"/desk/queue/{wish_id}/undo")
    assert (await cast.find(wish_id)).tags == before.tags


async def test_nobody_undoes_what_another_decided(cast: Cast) -> None:
    wish_id = await cast.wish()
    one, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    await cast.decide(one, wish_id, "approve")
    assert (await other.post(f"/desk/queue/{wish_id}/undo")).status_code == 409
    assert (await cast.find(wish_id)).state == "approved"


async def test_undoing_nothing_is_told(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    assert (await leader.post(f"/desk/queue/{await cast.wish()}/undo")).status_code == 409


async def test_a_program_gets_the_queue_as_it_is_after_its_decision(cast: Cast) -> None:
    first, second = await cast.wish("Det første"), await cast.wish("Det andre")
    leader = await cast.sign_in("leader")
    seen = await cast.seen(leader, first)
    answer = await leader.post(f"/desk/queue/{first}", {"what": "approve", "seen": seen}, JSON)
    data = answer.json()
    assert (data["did"], data["wish"]["id"], data["left"]) == ({"what": "approve", "id": first}, second, 1)


async def test_the_quick_way_answers_with_the_next_wish_at_once(cast: Cast) -> None:
    first, second = await cast.wish("Det første"), await cast.wish("Det andre")
    leader = await cast.sign_in("leader")
    seen = await cast.seen(leader, first)
    answer = await leader.post(
        f"/desk/queue/{first}", {"what": "approve", "seen": seen}, {"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert f'action="/desk/queue/{second}"' in answer.text
