"""Signing in: a link that works once, a session that ends."""

import asyncio
from typing import Any

import httpx
import pytest

from collector import signin
from collector.ids import new_secret
from collector.model import Role
from collector.store import people
from collector.web.doors import STAFF_COOKIE
from tests.web.cast import JSON, Cast, Person, Place


async def invite(cast: Cast, role: Role = "leader", name: str = "Kari", place: Place | None = None) -> str:
    municipality = (place or cast.here).municipality
    return await cast.store.write(
        lambda tx: signin.make_invitation(tx, cast.seal, municipality, name, role, cast.clock())
    )


async def cookie_after(cast: Cast, token: str) -> str:
    answer = await cast.stranger().post(f"/in/{token}")
    assert answer.status_code == 303
    return answer.cookies[STAFF_COOKIE]


async def test_a_stranger_with_a_made_up_link_gets_no_further(cast: Cast) -> None:
    stranger = cast.stranger()
    for token in (new_secret(), "0" * 32):
        assert (await stranger.get(f"/in/{token}")).status_code == 410
        assert (await stranger.post(f"/in/{token}")).status_code == 410
    assert (await stranger.get("/in/short")).status_code == 404
    assert (await stranger.get("/desk")).status_code == 401


async def test_looking_at_a_link_never_uses_it_up(cast: Cast) -> None:
    token = await invite(cast)
    for _ in range(3):
        page = await cast.stranger().get(f"/in/{token}")
        assert page.status_code == 200
        assert "Velkommen, Kari" in page.text
    assert await cookie_after(cast, token)


async def test_the_button_signs_in_with_a_cookie_that_only_our_own_pages_get(cast: Cast) -> None:
    token = await invite(cast)
    answer = await cast.stranger().post(f"/in/{token}")
    assert answer.headers["location"] == "/desk"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-ekko-staff=")
    for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


async def test_an_admin_of_a_shut_municipality_begins_where_it_says_what_is_missing(
    cast: Cast,
) -> None:
    admin, leader = await cast.sign_in("admin"), await cast.sign_in("leader")
    assert (await admin.get("/desk")).headers["location"] == "/desk/queue"
    await cast.store.write(lambda tx: tx.run("UPDATE municipalities SET is_example = 0"))
    assert (await admin.get("/desk")).headers["location"] == "/desk/municipality"
    assert (await leader.get("/desk")).headers["location"] == "/desk/queue"


async def test_who_has_duty_begins_with_the_cases(cast: Cast) -> None:
    duty = await cast.sign_in("duty", name="Vakt-Vibeke")
    assert (await duty.get("/desk")).headers["location"] == "/desk/cases"


async def test_a_link_works_once(cast: Cast) -> None:
    token = await invite(cast)
    await cookie_after(cast, token)
    assert (await cast.stranger().get(f"/in/{token}")).status_code == 410
    assert (await cast.stranger().post(f"/in/{token}")).status_code == 410


async def test_of_many_who_press_the_button_at_once_exactly_one_comes_in(cast: Cast) -> None:
    token = await invite(cast)
    answers = await asyncio.gather(*(cast.stranger().post(f"/in/{token}") for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [303] + [410] * 19


async def test_a_link_is_too_old_after_a_week(cast: Cast) -> None:
    token = await invite(cast)
    cast.clock.now += signin.INVITED_FOR
    assert (await cast.stranger().post(f"/in/{token}")).status_code == 410


async def test_a_second_link_brings_the_same_person_back_and_ends_what_was_open(cast: Cast) -> None:
    first = await cookie_after(cast, await invite(cast))
    assert (await me(cast, first))["name"] == "Kari"
    again = await me(cast, await cookie_after(cast, await invite(cast)))
    assert (again["name"], len(again["sessions"])) == ("Kari", 1)
    assert (await holding(cast, first).get("/desk/me")).status_code == 401


async def test_a_namesake_in_another_municipality_is_somebody_else(cast: Cast) -> None:
    await cookie_after(cast, await invite(cast))
    there = await me(cast, await cookie_after(cast, await invite(cast, place=cast.there)))
    assert there["municipality"] == "Annendal"
    assert len(there["sessions"]) == 1


async def test_signing_in_ends_the_session_that_the_browser_had(cast: Cast) -> None:
    before = await cast.sign_in("leader")
    answer = await before.client.post(f"/in/{await invite(cast)}")
    assert answer.cookies[STAFF_COOKIE] != before.session
    old = cast.stranger()
    old.client.cookies.set(STAFF_COOKIE, before.session, domain="ekko.test")
    assert (await old.get("/desk/me")).status_code == 401


async def test_a_session_that_somebody_made_up_is_none(cast: Cast) -> None:
    for token in ("", "x", new_secret(), "é" * 32):
        answer = await cast.stranger().client.get(
            "/desk/me", headers={b"Cookie": f"{STAFF_COOKIE}={token}".encode("latin-1")}
        )
        assert answer.status_code == 401


async def test_a_session_ends_after_two_idle_hours_and_lives_while_it_is_used(cast: Cast) -> None:
    person = await cast.sign_in("leader")
    for _ in range(3):
        cast.clock.now += signin.IDLE_FOR - 1
        assert (await person.get("/desk/me")).status_code == 200
    cast.clock.now += signin.IDLE_FOR
    assert (await person.get("/desk/me")).status_code == 401


async def test_a_session_ends_after_twelve_hours_however_much_it_is_used(cast: Cast) -> None:
    person = await cast.sign_in("leader")
    for _ in range(11):
        cast.clock.now += signin.HOUR
        assert (await person.get("/desk/me")).status_code == 200
    cast.clock.now += signin.HOUR
    assert (await person.get("/desk/me")).status_code == 401


async def test_whoever_has_ended_is_out_at_once(cast: Cast) -> None:
    person = await cast.sign_in("admin")
    assert person.staff is not None
    staff_id = person.staff.id
    await cast.store.write(lambda tx: people.end_staff(tx, staff_id, cast.clock()))
    assert (await person.get("/desk/me")).status_code == 401


async def test_whoever_has_ended_is_out_even_if_a_session_of_theirs_is_left(cast: Cast) -> None:
    person = await cast.sign_in("admin")
    await cast.store.write(lambda tx: tx.run("UPDATE staff SET ended_at = :now", now=cast.clock()))
    assert (await person.get("/desk/me")).status_code == 401
    await cast.store.write(lambda tx: tx.run("UPDATE staff SET ended_at = NULL"))
    assert (await person.get("/desk/me")).status_code == 200


async def test_signing_out_ends_the_session_for_whoever_has_the_cookie(cast: Cast) -> None:
    person = await cast.sign_in("leader")
    assert person.staff is not None
    other_tab = cast.with_session(person.session, person.staff)
    answer = await person.post("/desk/out")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert (await other_tab.get("/desk/me")).status_code == 401


async def open_thrice(cast: Cast) -> tuple[list[str], Person]:
    """Three sessions of one person, and the last of them at work."""
    person = await cast.sign_in("leader")
    staff = person.staff
    assert staff is not None
    tokens = [
        await cast.store.write(lambda tx: signin.open_session(tx, cast.seal, staff, cast.clock(), "passkey"))
        for _ in range(2)
    ]
    return tokens, person


async def test_all_other_sessions_can_be_ended_and_this_one_stays(cast: Cast) -> None:
    others, person = await open_thrice(cast)
    assert (await person.post("/desk/me/elsewhere")).status_code == 303
    for each in others:
        assert (await holding(cast, each).get("/desk/me")).status_code == 401
    assert len((await person.read("/desk/me"))["sessions"]) == 1


async def test_one_session_can_be_ended_and_the_others_stay(cast: Cast) -> None:
    (one, other), person = await open_thrice(cast)
    listed = (await person.read("/desk/me"))["sessions"]
    assert [each["this_one"] for each in listed].count(True) == 1
    named = signin.name_of(cast.seal.fingerprint(one))
    assert (await person.post(f"/desk/me/sessions/{named}/end")).status_code == 303
    assert (await holding(cast, one).get("/desk/me")).status_code == 401
    assert (await holding(cast, other).get("/desk/me")).status_code == 200
    assert (await person.post(f"/desk/me/sessions/{named}/end")).status_code == 404


async def test_nobody_ends_anothers_session(cast: Cast) -> None:
    (one, _), _ = await open_thrice(cast)
    admin = await cast.sign_in("admin", name="Anne")
    named = signin.name_of(cast.seal.fingerprint(one))
    assert (await admin.post(f"/desk/me/sessions/{named}/end")).status_code == 404
    assert (await holding(cast, one).get("/desk/me")).status_code == 200


async def test_of_where_somebody_is_signed_in_the_day_and_the_way_are_told_and_nothing_else(
    cast: Cast,
) -> None:
    person = await cast.sign_in("leader")
    (session,) = (await person.read("/desk/me"))["sessions"]
    assert {*session} == {"name", "way", "made_day", "seen_day", "this_one"}
    columns = (await cast.store.read(lambda tx: tx.all("SELECT * FROM sessions")))[0].keys()
    assert {*columns} == {"token", "staff_id", "way", "made_at", "seen_at", "ends_at"}


async def test_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in(cast: Cast) -> None:
    planted = new_secret()
    browser = cast.stranger()
    browser.client.cookies.set(STAFF_COOKIE, planted, domain="ekko.test")
    answer = await browser.post(f"/in/{await invite(cast)}")
    assert answer.cookies[STAFF_COOKIE] != planted
    assert (await holding(cast, planted).get("/desk/me")).status_code == 401


async def test_an_admin_ends_somebodys_sessions_at_once(cast: Cast) -> None:
    others, person = await open_thrice(cast)
    assert person.staff is not None
    admin = await cast.sign_in("admin", name="Anne")
    assert (await admin.post(f"/desk/people/{person.staff.id}/link")).status_code == 200
    for each in (*others, person.session):
        assert (await holding(cast, each).get("/desk/me")).status_code == 401
    assert (await admin.get("/desk/me")).status_code == 200


@pytest.mark.parametrize("kept", ["invitations", "sessions"])
async def test_no_token_is_kept_as_it_is(cast: Cast, kept: str) -> None:
    token = await invite(cast)
    session = await cookie_after(cast, token)
    rows = await cast.store.read(lambda tx: tx.all(f"SELECT token FROM {kept}"))
    assert rows
    assert not {row["token"] for row in rows} & {token, session}


async def test_a_link_code_is_kept_by_its_fingerprint_and_a_new_one_takes_its_place(cast: Cast) -> None:
    person = await cast.sign_in("leader")
    codes = []
    for _ in range(2):
        answer = await person.post("/desk/me/telegram", headers=JSON)
        codes.append(answer.json()["telegram_code"])
    rows = await cast.store.read(lambda tx: tx.all("SELECT code, ends_at FROM link_codes"))
    assert [row["code"] for row in rows] == [cast.seal.fingerprint(codes[1])]
    assert rows[0]["ends_at"] == cast.clock() + signin.LINK_CODE_FOR


async def test_the_language_is_kept_on_the_device(cast: Cast) -> None:
    person = await cast.sign_in("leader")
    await person.post("/desk/me/language", {"language": "nn"})
    assert 'lang="nn"' in (await person.get("/desk/queue")).text
    assert (await person.post("/desk/me/language", {"language": "xx"})).status_code == 400


def holding(cast: Cast, session: str) -> httpx.AsyncClient:
    person = cast.stranger()
    person.client.cookies.set(STAFF_COOKIE, session, domain="ekko.test")
    return person.client


async def me(cast: Cast, session: str) -> dict[str, Any]:
    found: dict[str, Any] = (await holding(cast, session).get("/desk/me", headers=JSON)).json()
    return found
