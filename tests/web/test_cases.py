"""Cases: those who may not be OK."""

import asyncio
import json

import pytest

from collector.model import Tag
from collector.store import counts
from tests.web.cast import JSON, Cast


async def test_a_stranger_and_a_leader_see_no_case(cast: Cast) -> None:
    case = await cast.case()
    assert (await cast.stranger().get(f"/desk/cases/{case}")).status_code == 401
    assert (await (await cast.sign_in("leader")).get(f"/desk/cases/{case}")).status_code == 403


async def test_another_municipalitys_duty_adult_sees_no_case_of_ours(cast: Cast) -> None:
    case = await cast.case()
    there = await cast.sign_in("duty", cast.there)
    assert (await there.get(f"/desk/cases/{case}")).status_code == 404
    answer = await there.post(f"/desk/cases/{case}", {"decision": "followed-up"})
    assert answer.status_code == 404


async def test_the_duty_adult_sees_the_masked_words_the_law_and_whom_to_call(cast: Cast) -> None:
    case = await cast.case("Jeg har det ikke bra ▇▇▇")
    page = (await (await cast.sign_in("duty")).get(f"/desk/cases/{case}")).text
    assert "Jeg har det ikke bra ▇▇▇" in page
    assert "raw Jeg" not in page
    for number in ("113", "112", "116111"):
        assert f'href="tel:{number}"' in page
    for law in ("Avvergeplikt", "Meldeplikt", "venter på godkjenning fra en fagperson"):
        assert law in page


async def test_danger_to_life_stands_first(cast: Cast) -> None:
    first = await cast.case()
    now = await cast.wish("nå", Tag("flag", "concern-now"), state="case")
    data = await (await cast.sign_in("duty")).read("/desk/cases")
    assert [case["id"] for case in data["open"]] == [now, first]


async def test_looking_at_a_case_does_not_close_it(cast: Cast) -> None:
    case = await cast.case()
    duty = await cast.sign_in("duty")
    await duty.get(f"/desk/cases/{case}")
    assert len((await duty.read("/desk/cases"))["open"]) == 1


@pytest.mark.parametrize("form", [{}, {"decision": ""}, {"decision": "closed"}])
async def test_a_case_cannot_be_closed_without_a_decision(cast: Cast, form: dict[str, str]) -> None:
    case = await cast.case()
    duty = await cast.sign_in("duty")
    assert (await duty.post(f"/desk/cases/{case}", form)).status_code == 400
    assert len((await duty.read("/desk/cases"))["open"]) == 1


async def test_following_up_records_who_and_when_and_shows_the_wish_to_nobody_else(cast: Cast) -> None:
    case = await cast.case("kanarifugl")
    duty = await cast.sign_in("duty", name="Vakt-Vibeke")
    assert (await duty.post(f"/desk/cases/{case}", {"decision": "followed-up"})).status_code == 303
    found = (await duty.read("/desk/cases"))["decided"][0]
    assert (found["by"], found["decided_at"], found["decision"]) == (
        "Vakt-Vibeke",
        cast.clock(),
        "followed-up",
    )
    assert (await cast.find(case)).state == "case"
    row = (await cast.store.read(lambda tx: tx.all("SELECT * FROM decisions")))[0]
    assert row["what"] == "followed-up"
    assert "kanarifugl" not in json.dumps([*row])
    leader = await cast.sign_in("leader")
    assert (await leader.read("/desk/queue"))["cases_waiting"] == 0


async def test_a_false_alarm_goes_to_the_queue_without_the_flag_and_counts_again(cast: Cast) -> None:
    case = await cast.case("Jeg dør av latter på LAN")
    duty = await cast.sign_in("duty")
    await duty.post(f"/desk/cases/{case}", {"decision": "false-alarm"})
    wish = await cast.find(case)
    assert (wish.state, wish.decided_at, [tag.id for tag in wish.tags]) == ("waiting", None, ["hangout"])
    leader = await cast.sign_in("leader")
    assert (await leader.read("/desk/queue"))["wish"]["id"] == case
    kept = await cast.store.read(lambda tx: counts.figures_of(tx, cast.here.asked.id))
    assert kept == await cast.store.read(lambda tx: counts.recount(tx, cast.here.asked.id))


async def test_a_false_alarm_is_not_undone_from_the_queue(cast: Cast) -> None:
    case = await cast.case()
    duty = await cast.sign_in("duty")
    await duty.post(f"/desk/cases/{case}", {"decision": "false-alarm"})
    assert (await duty.post(f"/desk/queue/{case}/undo")).status_code == 409
    assert (await cast.find(case)).state == "waiting"


async def test_of_two_who_decide_at_once_one_decides_and_the_other_is_told(cast: Cast) -> None:
    case = await cast.case()
    one, other = await cast.sign_in("duty"), await cast.sign_in("admin")
    answers = await asyncio.gather(
        one.post(f"/desk/cases/{case}", {"decision": "followed-up"}, JSON),
        other.post(f"/desk/cases/{case}", {"decision": "false-alarm"}, JSON),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    told = next(answer for answer in answers if answer.status_code == 409).json()
    assert told["taken"] is True
    rows = await cast.store.read(lambda tx: tx.all("SELECT what FROM decisions"))
    assert len(rows) == 1
