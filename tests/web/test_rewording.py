"""A wish written anew by the adult on duty: it counts, and the old words stay with the case alone."""

import json

import pytest

from collector import intake
from collector.store import counts
from tests.both_engines import store
from tests.web.cast import Cast, Person

__all__ = ["store"]

OLD = "Jeg har det ikke bra, kanarifugl, men vil spille"


async def states(cast: Cast) -> dict[str, int]:
    kept = await cast.store.read(lambda tx: counts.figures_of(tx, cast.here.asked.id))
    assert kept == await cast.store.read(lambda tx: counts.recount(tx, cast.here.asked.id))
    return kept["state"]


async def reword(person: Person, case: str, words: str) -> int:
    return (await person.post(f"/desk/cases/{case}/reword", {"words": words})).status_code


async def test_the_new_words_wait_in_the_queue_masked_and_the_old_ones_stay_with_the_case(cast: Cast) -> None:
    case = await cast.case(OLD)
    duty = await cast.sign_in("duty", name="Vakt-Vibeke")
    assert await reword(duty, case, "Et sted å spille gaming. Ring Ola Nordmann på 900 12 345") == 303
    leader = await cast.sign_in("leader")
    queue = await leader.read("/desk/queue")
    assert (queue["left"], queue["cases_waiting"]) == (1, 0)
    text = queue["wish"]["text"]
    assert "Et sted å spille gaming" in text
    assert "900 12 345" not in text
    assert "kanarifugl" not in (await leader.get("/desk/queue")).text
    assert "gaming" in [tag["id"] for tag in queue["wish"]["tags"] + queue["wish"]["suggested"]]
    assert await states(cast) == {"case": 1, "waiting": 1}
    assert (await cast.find(case)).text == OLD
    assert (await cast.decide(leader, queue["wish"]["id"], "approve")).status_code == 303
    assert await states(cast) == {"case": 1, "approved": 1}


async def test_the_case_is_closed_with_who_and_when_and_the_record_has_no_word(cast: Cast) -> None:
    case = await cast.case(OLD)
    duty = await cast.sign_in("duty", name="Vakt-Vibeke")
    await reword(duty, case, "et sted å spille gaming")
    (line,) = (await duty.read("/desk/cases"))["decided"]
    assert (line["decision"], line["by"], line["decided_at"]) == ("reworded", "Vakt-Vibeke", cast.clock())
    rows = await cast.store.read(lambda tx: [dict(row) for row in tx.all("SELECT * FROM decisions")])
    assert [row["what"] for row in rows] == ["reworded"]
    assert "spille" not in json.dumps(rows)
    assert "Uttrykt på nytt" in (await duty.get(f"/desk/cases/{case}")).text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Det sto ingen ord der."),
        ("   ", "Det sto ingen ord der."),
        ("jeg vil ikke leve lenger", "Programmet leser fortsatt dette"),
        ("gaming " * 200, "høyst 1000 tegn"),
    ],
)
async def test_words_that_cannot_go_to_the_queue_stay_in_the_box_and_the_case_open(
    cast: Cast, words: str, said: str
) -> None:
    case, duty = await cast.case(OLD), await cast.sign_in("duty")
    answer = await duty.post(f"/desk/cases/{case}/reword", {"words": words})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert words.strip() in answer.text
    assert len((await duty.read("/desk/cases"))["open"]) == 1
    assert await states(cast) == {"case": 1}


async def test_a_case_is_closed_once_whoever_is_second(cast: Cast) -> None:
    case, duty = await cast.case(OLD), await cast.sign_in("duty")
    assert await reword(duty, case, "et sted å spille gaming") == 303
    assert await reword(duty, case, "et sted å spille gaming") == 409
    assert (await duty.post(f"/desk/cases/{case}", {"decision": "false-alarm"})).status_code == 409
    assert await states(cast) == {"case": 1, "waiting": 1}


async def test_when_the_sender_erases_the_wish_what_was_made_of_it_goes_too(cast: Cast) -> None:
    case, duty = await cast.case(OLD), await cast.sign_in("duty")
    await reword(duty, case, "et sted å spille gaming")
    await cast.store.write(lambda tx: intake.erase(tx, case, None, cast.clock()), erases=True)  # type: ignore[arg-type]
    assert await cast.store.read(lambda tx: tx.all("SELECT id FROM wishes")) == []
    assert await cast.store.read(lambda tx: counts.recount(tx, cast.here.asked.id)) == {}
