"""Whoever signed in a while ago shows who they are before a way in is made or taken away (R31)."""

import httpx

from collector import sure
from collector.web.doors import STAFF_COOKIE
from tests.both_engines import store
from tests.web.authenticator import Authenticator
from tests.web.cast import JSON, Cast, Person
from tests.web.idp import Idp
from tests.web.test_outside import app, come, go, idp, invitation, known
from tests.web.test_passkeys import device, holder_of, invited, make, make_real, show

__all__ = ["app", "idp", "store"]


async def with_a_key(cast: Cast, name: str = "Kari") -> tuple[Person, Authenticator]:
    """An admin of a real place, signed in with a passkey this very moment."""
    person, key = await invited(cast, "admin", name), device()
    assert (await make(person, key)).status_code == 303
    return person, key


def wait(cast: Cast, milliseconds: int = sure.SURE_FOR) -> None:
    cast.clock.now += milliseconds


async def show_again(person: Person, key: Authenticator, to: str = "me") -> httpx.Response:
    options = (await person.post("/desk/sure/begin")).json()
    return await person.post("/desk/sure", {"shown": key.show(options), "to": to})


async def asked_first(person: Person, path: str, to: str, **form: str) -> None:
    answer = await person.post(path, form)
    assert (answer.status_code, answer.headers.get("location")) == (303, f"/desk/sure?to={to}"), path


async def test_after_ten_minutes_a_key_is_made_or_dropped_only_by_whoever_shows_who_they_are(
    cast: Cast,
) -> None:
    await make_real(cast)
    person, key = await with_a_key(cast)
    await make(person, device())
    first, second = (each["id"] for each in (await person.read("/desk/me"))["passkeys"])
    wait(cast, sure.SURE_FOR - 1)
    assert (await person.get("/desk/passkey")).status_code == 200
    wait(cast, 1)
    assert (await person.get("/desk/passkey")).headers["location"] == "/desk/sure?to=passkey"
    assert (await person.post("/desk/passkey/begin", headers=JSON)).status_code == 403
    await asked_first(person, "/desk/passkey", "passkey", shown="{}")
    await asked_first(person, f"/desk/passkey/{second}/drop", "me")
    assert len((await person.read("/desk/me"))["passkeys"]) == 2
    before = person.client.cookies[STAFF_COOKIE]
    answer = await show_again(person, key)
    assert answer.headers["location"] == "/desk/me?did=sure"
    again = await holder_of(cast, answer.cookies[STAFF_COOKIE])
    assert (await again.post(f"/desk/passkey/{second}/drop")).headers["location"] == "/desk/me?did=dropped"
    assert [each["id"] for each in (await again.read("/desk/me"))["passkeys"]] == [first]
    assert (await (await holder_of(cast, before)).get("/desk/me")).status_code == 401, "it asked, and is over"


async def test_nobody_is_given_a_way_in_by_a_screen_that_was_left(cast: Cast) -> None:
    await make_real(cast)
    person, key = await with_a_key(cast)
    other = await cast.sign_in("admin", name="Anne")
    assert other.staff is not None
    theirs = f"/desk/people/{other.staff.id}"
    wait(cast)
    await asked_first(person, f"{theirs}/link", "people", keys="yes")
    await asked_first(person, f"{theirs}/role", "people", role="leader")
    await asked_first(person, "/desk/people", "people", name="Lars", role="admin")
    page = await person.get("/desk/people")
    assert "/desk/sure?to=people" in page.text
    assert "Lars" not in page.text
    assert (await other.get("/desk/people")).status_code == 200, "her sessions are not touched"
    answer = await show_again(person, key, "people")
    assert answer.headers["location"] == "/desk/people?did=sure"
    again = await holder_of(cast, answer.cookies[STAFF_COOKIE])
    assert "/in/" in (await again.post(f"{theirs}/link")).text


async def test_a_way_in_is_always_shut_at_once(cast: Cast) -> None:
    person, _ = await with_a_key(cast)
    lars = await cast.sign_in("leader", name="Lars")
    assert lars.staff is not None
    wait(cast)
    answer = await person.post(f"/desk/people/{lars.staff.id}/end")
    assert answer.headers["location"] == "/desk/people?did=ended"


async def test_another_persons_key_shows_nothing_and_changes_nothing(cast: Cast) -> None:
    person, _ = await with_a_key(cast)
    _, hers = await with_a_key(cast, "Anne")
    wait(cast)
    answer = await show_again(person, hers)
    assert (answer.status_code, STAFF_COOKIE in answer.cookies) == (422, False)
    assert "ikke en passnøkkel som er din" in answer.text
    assert (await person.get("/desk/me")).status_code == 200
    assert (await person.get("/desk/passkey")).headers["location"] == "/desk/sure?to=passkey"


async def test_what_was_shown_to_come_in_does_not_show_who_sits_here(cast: Cast) -> None:
    person, key = await with_a_key(cast)
    wait(cast)
    options = (await cast.stranger().client.post("/desk/in/begin")).json()
    answer = await person.post("/desk/sure", {"shown": key.show(options), "to": "me"})
    assert (answer.status_code, STAFF_COOKIE in answer.cookies) == (422, False)


async def test_whoever_showed_it_a_moment_ago_or_has_nothing_to_show_is_not_asked(cast: Cast) -> None:
    person, key = await with_a_key(cast)
    assert (await person.get("/desk/sure?to=passkey")).headers["location"] == "/desk/passkey"
    by_link = await invited(cast, "leader", "Lars")
    wait(cast)
    assert (await by_link.get("/desk/passkey")).status_code == 200
    assert (await person.get("/desk/sure?to=https://evil.invalid")).status_code == 400
    assert STAFF_COOKIE in (await show(cast.stranger(), key)).cookies


async def test_the_municipalitys_own_sign_in_shows_it_too_and_is_asked_to_look_once_more(
    cast: Cast, idp: Idp
) -> None:
    await make_real(cast)
    provider = await known(cast, idp)
    person = await holder_of(cast, (await come(cast, idp, provider)).cookies[STAFF_COOKIE])
    wait(cast)
    page = await person.get("/desk/sure?to=passkey")
    assert f"/desk/sure/with/{provider}" in page.text
    assert "Vis passnøkkelen" not in page.text
    path, form = f"/desk/sure/with/{provider}", {"csrf": person.csrf, "to": "passkey"}
    idp.claims = {"auth_time": cast.clock() // 1000 - 3600}
    assert (await go(person, idp, path, form)).status_code == 422, "it knew them from an hour ago"
    idp.claims = {}
    answer = await go(person, idp, path, form)
    assert idp.asked[-1]["prompt"] == "login"
    assert answer.headers["location"] == "/desk/passkey"
    again = await holder_of(cast, answer.cookies[STAFF_COOKIE])
    assert (await again.get("/desk/passkey")).status_code == 200


async def test_somebody_else_of_that_sign_in_does_not_take_over_the_screen(cast: Cast, idp: Idp) -> None:
    provider = await known(cast, idp)
    kari = await holder_of(cast, (await come(cast, idp, provider)).cookies[STAFF_COOKIE])
    idp.claims = {"sub": "5678"}
    token_path = f"/in/{await invitation(cast, name='Lars')}/with/{provider}"
    assert (await go(cast.stranger(), idp, token_path)).status_code == 303
    wait(cast)
    path, form = f"/desk/sure/with/{provider}", {"csrf": kari.csrf, "to": "me"}
    answer = await go(kari, idp, path, form)
    assert (answer.status_code, STAFF_COOKIE in answer.cookies) == (422, False)
    assert (await kari.read("/desk/me"))["name"] == "Kari"
