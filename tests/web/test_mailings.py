"""A summary mailed on a chosen day: a leader chooses it, sees what became of it and ends it."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from collector.model import Role
from collector.store import mailings, people
from tests.web.cast import Cast, Person

PAGE = "/desk/summary/glad-elg/mail"
WEEK = {"when": "week", "weekday": 3, "hour": 8}


@pytest.fixture
def mailing_cast(cast: Cast) -> Cast:
    cast.app.state.house = replace(cast.app.state.house, mails=True)
    return cast


async def colleague(cast: Cast, role: Role = "project", name: str = "Pia Prosjekt") -> str:
    person = await cast.sign_in(role, name=name)
    assert person.staff is not None
    return person.staff.id


async def choose(leader: Person, *to: tuple[str, str], **more: Any) -> httpx.Response:
    form = {"who": [who for who, _ in to], "mail": [mail for _, mail in to]}
    return await leader.post(PAGE, {**WEEK, **form, **more})


async def kept(cast: Cast) -> list[mailings.Mailing]:
    def work(tx: Any) -> list[mailings.Mailing]:
        return mailings.mailings_of(tx, cast.here.municipality.id, cast.here.asked.id)

    return await cast.store.read(work)


async def test_a_stranger_and_a_project_member_choose_nothing(mailing_cast: Cast) -> None:
    assert (await mailing_cast.stranger().get(PAGE)).status_code == 401
    project = await mailing_cast.sign_in("project")
    assert (await choose(project, (await colleague(mailing_cast), "pia@vik.no"))).status_code == 403
    assert await kept(mailing_cast) == []


async def test_another_municipalitys_round_is_not_there(mailing_cast: Cast) -> None:
    leader = await mailing_cast.sign_in("leader")
    assert (await leader.get("/desk/summary/rask-rev/mail")).status_code == 404
    theirs = await mailing_cast.sign_in("project", place=mailing_cast.there)
    assert theirs.staff is not None
    assert (await choose(leader, (theirs.staff.id, "pia@vik.no"))).status_code == 422
    assert await kept(mailing_cast) == []


async def test_a_leader_chooses_sees_and_ends_it_and_the_addresses_are_gone(mailing_cast: Cast) -> None:
    cast, leader = mailing_cast, await mailing_cast.sign_in("leader")
    answer = await choose(leader, (await colleague(cast), "pia@vik.no"), ("", ""))
    assert answer.status_code == 303
    page = (await leader.get(PAGE, did="begun")).text
    for said in ("Utsendingen er lagret.", "Hver torsdag kl. 8", "Pia Prosjekt: pia@vik.no", "Neste gang:"):
        assert said in page
    (made,) = await kept(cast)
    cast.clock.now += 1000
    for _ in range(2):
        assert (await leader.post(f"{PAGE}/end", {"mailing_id": made.id})).status_code == 303
    assert await kept(cast) == []
    assert await cast.store.read(lambda tx: tx.all("SELECT * FROM mailing_people")) == []
    done = await cast.store.read(lambda tx: tx.all("SELECT what, details FROM decisions ORDER BY id"))
    assert [row["what"] for row in done] == ["mailing-begun", "mailing-ended"]
    assert "pia@vik.no" not in str([dict(row) for row in done])


async def test_a_leader_elsewhere_cannot_end_it(mailing_cast: Cast) -> None:
    cast, leader = mailing_cast, await mailing_cast.sign_in("leader")
    await choose(leader, (await colleague(cast), "pia@vik.no"))
    (made,) = await kept(cast)
    other = await cast.sign_in("leader", place=cast.there)
    assert (await other.post(f"{PAGE}/end", {"mailing_id": made.id})).status_code == 404
    assert (await other.post("/desk/summary/rask-rev/mail/end", {"mailing_id": made.id})).status_code == 303
    assert len(await kept(cast)) == 1


@pytest.mark.parametrize(
    ("to", "more", "why"),
    [
        ((), {}, "Velg minst én kollega"),
        (("duty", "vakt@vik.no"), {}, "har ikke tilgang til oppsummeringen"),
        (("project", "ingen adresse"), {}, "ingen e-postadresse"),
        (("project", ""), {}, "ingen e-postadresse"),
        (("project", "a@vik.no\nBcc: b@vik.no"), {}, "ingen e-postadresse"),
        (("project", "pia@vik.no"), {"when": "once", "day": "2001-01-01"}, "over allerede"),
        (("project", "pia@vik.no"), {"when": "once", "day": "i morgen"}, "En dag skrives slik"),
    ],
)
async def test_what_cannot_be_is_said_and_what_was_typed_stays(
    mailing_cast: Cast, to: tuple[Role, str] | tuple[()], more: dict[str, str], why: str
) -> None:
    leader = await mailing_cast.sign_in("leader")
    people_of = [(await colleague(mailing_cast, to[0]), to[1])] if to else []
    answer = await choose(leader, *people_of, **more)
    assert answer.status_code == 422
    assert why in answer.text
    assert await kept(mailing_cast) == []
    if to and to[1] == "pia@vik.no":
        assert 'value="pia@vik.no"' in answer.text


async def test_nobody_twice_no_more_than_ten_and_no_more_than_five(mailing_cast: Cast) -> None:
    cast, leader = mailing_cast, await mailing_cast.sign_in("leader")
    pia = await colleague(cast)
    assert "to ganger" in (await choose(leader, (pia, "a@vik.no"), (pia, "b@vik.no"))).text
    many = [(await colleague(cast, name=f"K{n}"), f"k{n}@vik.no") for n in range(11)]
    assert "kan gå til ti" in (await choose(leader, *many)).text
    for _ in range(5):
        assert (await choose(leader, (pia, "a@vik.no"))).status_code == 303
    assert "fem utsendinger" in (await choose(leader, (pia, "a@vik.no"))).text


async def test_without_a_mail_server_the_page_says_so_and_nothing_is_kept(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    page = (await leader.get(PAGE)).text
    assert "ingen e-posttjener" in page
    assert '<form method="post" action="/desk/summary/glad-elg/mail"' not in page
    assert (await choose(leader, (await colleague(cast), "pia@vik.no"))).status_code == 422
    assert await kept(cast) == []


async def test_whoever_has_no_access_any_more_gets_none_and_the_address_is_gone(mailing_cast: Cast) -> None:
    cast, leader = mailing_cast, await mailing_cast.sign_in("leader")
    pia = await colleague(cast)
    await choose(leader, (pia, "pia@vik.no"))
    await cast.store.write(lambda tx: people.end_staff(tx, pia, cast.clock()))
    page = (await leader.get(PAGE)).text
    assert "pia@vik.no" not in page
    assert "Ingen av mottakerne har tilgang lenger" in page
    assert await cast.store.read(lambda tx: tx.all("SELECT * FROM mailing_people")) == []
