"""The case page and the list: who is told, who takes a case, and that silence is said aloud."""

import asyncio

import pytest
from fastapi import FastAPI

from collector.sealing import Seal
from collector.store import alerts, duty
from collector.store.alerts import ADULT, DEPUTY
from collector.store.front import Store
from collector.web.app import make_app
from collector.web.show import Pages
from tests.conftest import Clock
from tests.web.cast import JSON, Cast


class WithMail:
    """The app as it is where a mail server is set."""

    @pytest.fixture
    def app(self, store: Store, seal: Seal, clock: Clock, pages: Pages) -> FastAPI:
        return make_app(store, seal, clock, pages, mails=True)


async def put(cast: Cast, place: int, name: str) -> None:
    here = cast.here.municipality.id
    await cast.store.write(
        lambda tx: duty.put_person(tx, here, place, name, f"{name.lower()}@example.org", cast.clock())
    )


async def test_without_a_mail_server_the_list_the_queue_and_the_case_say_that_nobody_gets_a_mail(
    cast: Cast,
) -> None:
    case = await cast.case()
    person = await cast.sign_in("duty")
    for path in ("/desk/cases", "/desk/queue", f"/desk/cases/{case}"):
        assert "Ingen får e-post når en sak kommer inn." in (await person.get(path)).text, path
        assert (await person.read(path))["unreached"] == "no-mail"
    leader = await cast.sign_in("leader")
    assert "Ingen får e-post når en sak kommer inn." in (await leader.get("/desk/queue")).text


class TestWithMail(WithMail):
    async def test_what_is_missing_is_said_one_thing_at_a_time_until_nothing_is(self, cast: Cast) -> None:
        leader, person = await cast.sign_in("leader"), await cast.sign_in("duty")
        assert (await person.read("/desk/cases"))["unreached"] == "no-adult"
        assert "Kommunen har ikke ført opp hvem som har vakt." in (await leader.get("/desk/queue")).text
        await put(cast, ADULT, "Vakt")
        assert "Ingen vara er ført opp" in (await person.get("/desk/cases")).text
        assert "Ingen får e-post" not in (await leader.get("/desk/queue")).text
        await put(cast, DEPUTY, "Vara")
        assert (await person.read("/desk/cases"))["unreached"] is None
        assert "e-post" not in (await person.get("/desk/cases")).text.lower()

    async def test_a_case_shows_who_was_told_and_when_and_what_does_not_get_through(self, cast: Cast) -> None:
        await put(cast, ADULT, "Vakt")
        await put(cast, DEPUTY, "Vara")
        case, person = await cast.case(), await cast.sign_in("duty")
        assert "venter på å bli sendt" in (await person.get(f"/desk/cases/{case}")).text
        cast.clock.now += 1000
        row = await cast.store.write(lambda tx: alerts.claim_next(tx, cast.clock()))
        assert row is not None
        await cast.store.write(lambda tx: alerts.put_back(tx, row["id"], cast.clock() + 5000))
        page = (await person.get(f"/desk/cases/{case}")).text
        assert "e-posten kommer ikke fram. Prøvd 1 ganger" in page
        assert "E-post om en sak kommer ikke fram." in page
        leader = await cast.sign_in("leader")
        assert "E-post om en sak kommer ikke fram." in (await leader.get("/desk/queue")).text
        await cast.store.write(lambda tx: alerts.note_sent(tx, row["id"], "Vakt", cast.clock()))
        found = (await person.read(f"/desk/cases/{case}"))["case"]["alerts"]
        assert found == [{"place": "adult", "name": "Vakt", "sent_at": cast.clock(), "tries": 1}]
        assert "example.org" not in (await person.get(f"/desk/cases/{case}")).text
        await put(cast, ADULT, "Ny")
        assert (await person.read(f"/desk/cases/{case}"))["case"]["alerts"] == found


async def test_whoever_takes_a_case_is_named_in_it_and_in_the_list_and_it_stays_open(cast: Cast) -> None:
    case = await cast.case()
    person = await cast.sign_in("duty", name="Vakt-Vibeke")
    assert "Jeg tar den" in (await person.get(f"/desk/cases/{case}")).text
    assert (await person.post(f"/desk/cases/{case}/take")).status_code == 303
    page = (await person.get(f"/desk/cases/{case}")).text
    assert "Vakt-Vibeke" in page
    assert "Jeg tar den" not in page
    (line,) = (await person.read("/desk/cases"))["open"]
    assert (line["taken_by"], line["taken_at"]) == ("Vakt-Vibeke", cast.clock())
    assert "Vakt-Vibeke" in (await person.get("/desk/cases")).text
    (done,) = await cast.store.read(lambda tx: tx.all("SELECT what, staff_id, details FROM decisions"))
    assert person.staff is not None
    assert dict(done) == {"what": "taken", "staff_id": person.staff.id, "details": "{}"}
    assert (await person.post(f"/desk/cases/{case}", {"decision": "followed-up"})).status_code == 303


async def test_of_two_who_take_a_case_at_once_one_has_it_and_the_other_is_told(cast: Cast) -> None:
    case = await cast.case()
    one, other = await cast.sign_in("duty"), await cast.sign_in("admin")
    answers = await asyncio.gather(
        *(each.post(f"/desk/cases/{case}/take", {}, JSON) for each in (one, other))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_closed_case_cannot_be_taken(cast: Cast) -> None:
    case, person = await cast.case(), await cast.sign_in("duty")
    await person.post(f"/desk/cases/{case}", {"decision": "followed-up"})
    assert (await person.post(f"/desk/cases/{case}/take")).status_code == 409
