"""Passkeys: what lets somebody in, and every way in which it does not (R30)."""

import asyncio
import json
import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from collector import half_way, signin
from collector.model import Role
from collector.sealing import Seal
from collector.store.front import Store
from collector.web.app import make_app
from collector.web.doors import STAFF_COOKIE
from collector.web.show import Pages
from collector.web.sign_in import WAY_COOKIE
from tests.both_engines import store
from tests.conftest import Clock
from tests.web.authenticator import PRESENT, VERIFIED, Authenticator
from tests.web.cast import ADDRESS, JSON, Cast, Person

__all__ = ["store"]


@pytest.fixture
def app(store: Store, seal: Seal, clock: Clock, pages: Pages) -> FastAPI:
    return make_app(store, seal, clock, pages, address=ADDRESS)


def device(**odd: Any) -> Authenticator:
    return Authenticator(**{"origin": ADDRESS, "host": "ekko.test"} | odd)


async def make(person: Person, with_device: Authenticator, name: str = "") -> httpx.Response:
    """Make a passkey; the browser holds its new session afterwards."""
    options = (await person.post("/desk/passkey/begin")).json()
    answer = await person.post("/desk/passkey", {"shown": with_device.make(options), "name": name})
    if answer.status_code == 303:
        person.client.cookies.clear()
        person.client.cookies.set(STAFF_COOKIE, answer.cookies[STAFF_COOKIE], domain="ekko.test")
        person.csrf = (await person.read("/desk/me"))["csrf"]
    return answer


async def show(person: Person, with_device: Authenticator) -> httpx.Response:
    """Sign in with a passkey."""
    options = (await person.client.post("/desk/in/begin")).json()
    return await person.client.post("/desk/in", data={"shown": with_device.show(options)})


async def invited(cast: Cast, role: Role = "leader", name: str = "Kari") -> Person:
    """Somebody who pressed the button behind an invitation."""
    token = await cast.store.write(
        lambda tx: signin.make_invitation(tx, cast.seal, cast.here.municipality, name, role, cast.clock())
    )
    answer = await cast.stranger().post(f"/in/{token}")
    return await holder_of(cast, answer.cookies[STAFF_COOKIE])


async def holder_of(cast: Cast, session: str) -> Person:
    person = cast.stranger()
    person.client.cookies.set(STAFF_COOKIE, session, domain="ekko.test")
    person.session, person.csrf = session, cast.seal.fingerprint(f"csrf:{session}")
    return person


async def make_real(cast: Cast) -> None:
    await cast.store.write(lambda tx: tx.run("UPDATE municipalities SET is_example = 0"))


async def with_passkey(cast: Cast) -> Authenticator:
    """A passkey of somebody who is signed out again."""
    person, key = await invited(cast), device()
    assert (await make(person, key)).status_code == 303
    await person.post("/desk/out")
    return key


async def test_a_passkey_lets_its_owner_in_without_a_name_and_with_a_new_session(cast: Cast) -> None:
    person, key = await invited(cast), device()
    before = person.session
    made = await make(person, key, "Jobbtelefonen")
    assert made.cookies[STAFF_COOKIE] != before
    assert (await (await holder_of(cast, before)).get("/desk/me")).status_code == 401
    stranger = cast.stranger()
    answer = await show(stranger, key)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    me = await (await holder_of(cast, answer.cookies[STAFF_COOKIE])).read("/desk/me")
    assert me["name"] == "Kari"
    assert [each["name"] for each in me["passkeys"]] == ["Jobbtelefonen"]
    assert {each["way"] for each in me["sessions"]} == {"passkey"}


async def test_where_real_words_are_a_link_alone_opens_nothing_but_the_making_of_a_passkey(
    cast: Cast,
) -> None:
    await make_real(cast)
    person = await invited(cast, "admin")
    for path in ("/desk", "/desk/me", "/desk/queue", "/desk/cases", "/desk/people", "/desk/summary"):
        answer = await person.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/passkey"), path
        assert (await person.client.get(path, headers=JSON)).status_code == 403
    assert (await person.post("/desk/me/telegram")).status_code == 403
    assert "/desk/queue" not in (await person.get("/desk/passkey")).text
    made = await make(person, device())
    assert made.headers["location"] == "/desk"
    assert (await person.get("/desk/queue")).status_code == 200


async def test_in_the_example_a_link_is_enough(cast: Cast) -> None:
    person = await invited(cast)
    assert (await person.get("/desk/queue")).status_code == 200
    assert "Lag en passnøkkel" in (await person.get("/desk/me")).text


ODD: dict[str, dict[str, Any]] = {
    "another site": {"origin": "https://ekko.test.evil.invalid"},
    "the same site without HTTPS": {"origin": "http://ekko.test"},
    "another rpId": {"host": "evil.invalid"},
    "nobody verified": {"flags": PRESENT},
    "nobody present": {"flags": VERIFIED},
}


@pytest.mark.parametrize("odd", ODD)
async def test_a_passkey_is_not_made_from_what_an_honest_device_would_not_say(cast: Cast, odd: str) -> None:
    person = await invited(cast)
    answer = await make(person, device(**ODD[odd]))
    assert answer.status_code == 422
    assert (await person.read("/desk/me"))["passkeys"] == []


@pytest.mark.parametrize("odd", ODD)
async def test_nobody_gets_in_by_what_an_honest_device_would_not_say(cast: Cast, odd: str) -> None:
    key = await with_passkey(cast)
    for name, value in ODD[odd].items():
        setattr(key, name, value)
    answer = await show(cast.stranger(), key)
    assert answer.status_code == 422
    assert STAFF_COOKIE not in answer.cookies


async def test_what_was_shown_once_is_never_taken_again(cast: Cast) -> None:
    key, stranger = await with_passkey(cast), cast.stranger()
    options = (await stranger.client.post("/desk/in/begin")).json()
    way, shown = stranger.client.cookies[WAY_COOKIE], key.show(options)
    assert (await stranger.client.post("/desk/in", data={"shown": shown})).status_code == 303
    again = cast.stranger()
    again.client.cookies.set(WAY_COOKIE, way, domain="ekko.test")
    assert (await again.client.post("/desk/in", data={"shown": shown})).status_code == 422


async def test_a_challenge_is_gone_after_one_wrong_try(cast: Cast) -> None:
    key, stranger = await with_passkey(cast), cast.stranger()
    options = (await stranger.client.post("/desk/in/begin")).json()
    assert (await stranger.client.post("/desk/in", data={"shown": "{}"})).status_code == 422
    answer = await stranger.client.post("/desk/in", data={"shown": key.show(options)})
    assert "tok for lang tid" in answer.text


async def test_a_challenge_of_another_browser_or_of_none_opens_nothing(cast: Cast) -> None:
    key, one, other = await with_passkey(cast), cast.stranger(), cast.stranger()
    options = (await one.client.post("/desk/in/begin")).json()
    await other.client.post("/desk/in/begin")
    for person in (other, cast.stranger()):
        answer = await person.client.post("/desk/in", data={"shown": key.show(options)})
        assert answer.status_code == 422


async def test_a_challenge_is_over_after_five_minutes(cast: Cast) -> None:
    key, stranger = await with_passkey(cast), cast.stranger()
    options = (await stranger.client.post("/desk/in/begin")).json()
    cast.clock.now += half_way.BEGUN_FOR
    assert (await stranger.client.post("/desk/in", data={"shown": key.show(options)})).status_code == 422


async def test_of_many_who_show_one_answer_at_once_one_comes_in(cast: Cast) -> None:
    key, stranger = await with_passkey(cast), cast.stranger()
    options = (await stranger.client.post("/desk/in/begin")).json()
    way, shown = stranger.client.cookies[WAY_COOKIE], key.show(options)
    people = [cast.stranger() for _ in range(8)]
    for each in people:
        each.client.cookies.set(WAY_COOKIE, way, domain="ekko.test")
    answers = await asyncio.gather(*(each.client.post("/desk/in", data={"shown": shown}) for each in people))
    assert sorted(answer.status_code for answer in answers) == [303] + [422] * 7


async def test_a_device_that_counts_backwards_is_a_copy_and_is_refused(cast: Cast) -> None:
    key = await with_passkey(cast)
    assert (await show(cast.stranger(), key)).status_code == 303
    key.count -= 1
    assert (await show(cast.stranger(), key)).status_code == 422


async def test_another_persons_name_beside_a_passkey_is_refused(cast: Cast) -> None:
    key, other = await with_passkey(cast), device()
    await make(await invited(cast, name="Ola"), other)
    key.user = other.user
    assert (await show(cast.stranger(), key)).status_code == 422


async def test_a_passkey_that_nobody_made_here_is_refused(cast: Cast) -> None:
    stranger = device(user="a2Fya2Fya2Fya2Fya2Fya2Fya2E")
    assert (await show(cast.stranger(), stranger)).status_code == 422


async def test_a_key_is_not_stolen_by_making_it_ones_own(cast: Cast) -> None:
    key = await with_passkey(cast)
    thief = await invited(cast, name="Ola")
    assert (await make(thief, key)).status_code == 422


@pytest.mark.parametrize("shown", ["x", "{}", "[]", '{"id":1}', '{"id":"é","rawId":"é"}', "\x00", "{" * 900])
async def test_what_is_no_passkeys_answer_is_refused_kindly(cast: Cast, shown: str) -> None:
    stranger, person = cast.stranger(), await invited(cast)
    await stranger.client.post("/desk/in/begin")
    assert (await stranger.client.post("/desk/in", data={"shown": shown})).status_code == 422
    await person.post("/desk/passkey/begin")
    assert (await person.post("/desk/passkey", {"shown": shown})).status_code == 422


async def test_whoever_has_ended_has_no_passkey_any_more(cast: Cast) -> None:
    person, key = await invited(cast), device()
    await make(person, key)
    admin = await cast.sign_in("admin", name="Anne")
    lars = next(each for each in (await admin.read("/desk/people"))["people"] if each["name"] == "Kari")
    await admin.post(f"/desk/people/{lars['id']}/end")
    assert (await show(cast.stranger(), key)).status_code == 422
    assert await cast.store.read(lambda tx: tx.all("SELECT id FROM passkeys")) == []


async def test_the_last_way_in_is_never_dropped_and_another_ends_what_was_open_elsewhere(cast: Cast) -> None:
    person, first, second = await invited(cast), device(), device()
    await make(person, first)
    (only,) = (await person.read("/desk/me"))["passkeys"]
    answer = await person.post(f"/desk/passkey/{only['id']}/drop")
    assert answer.status_code == 409
    assert "eneste veien inn" in answer.text
    await make(person, second)
    elsewhere = await holder_of(cast, (await show(cast.stranger(), first)).cookies[STAFF_COOKIE])
    assert (await person.post(f"/desk/passkey/{only['id']}/drop")).status_code == 303
    assert (await elsewhere.get("/desk/me")).status_code == 401
    assert (await show(cast.stranger(), first)).status_code == 422
    assert (await show(cast.stranger(), second)).status_code == 303


async def test_nobody_drops_anothers_passkey(cast: Cast) -> None:
    person, other = await invited(cast), await invited(cast, "admin", "Ola")
    for each in (person, person, other):
        await make(each, device())
    one = (await person.read("/desk/me"))["passkeys"][0]
    assert (await other.post(f"/desk/passkey/{one['id']}/drop")).status_code == 404


async def test_a_second_admin_lets_somebody_in_again_and_the_lost_device_opens_nothing(cast: Cast) -> None:
    await make_real(cast)
    person, lost, kept = await invited(cast), device(), device()
    await make(person, lost)
    admin = await cast.sign_in("admin", name="Anne")
    kari = next(each for each in (await admin.read("/desk/people"))["people"] if each["name"] == "Kari")

    async def again(**form: str) -> str:
        page = await admin.post(f"/desk/people/{kari['id']}/link", form)
        found = re.search(r"/in/[0-9a-z]{32}", page.text)
        assert found
        return found[0]

    await again()
    assert (await person.get("/desk/me")).status_code == 401
    assert (await show(cast.stranger(), lost)).status_code == 303
    spent, link = await again(), await again(keys="yes")
    assert (await show(cast.stranger(), lost)).status_code == 422
    assert (await cast.stranger().post(spent)).status_code == 410
    back = await holder_of(cast, (await cast.stranger().post(link)).cookies[STAFF_COOKIE])
    assert (await back.get("/desk/queue")).headers["location"] == "/desk/passkey"
    await make(back, kept)
    assert (await back.read("/desk/me"))["name"] == "Kari"
    assert len((await admin.read("/desk/people"))["people"]) == 2


async def test_of_two_namesakes_the_one_who_is_meant_is_let_in_again(cast: Cast) -> None:
    first, second = await cast.sign_in("leader"), await cast.sign_in("leader")
    assert first.staff is not None
    assert second.staff is not None
    admin = await cast.sign_in("admin", name="Anne")
    page = await admin.post(f"/desk/people/{second.staff.id}/link")
    link = re.search(r"/in/[0-9a-z]{32}", page.text)
    assert link
    await cast.stranger().post(link[0])
    assert (await first.get("/desk/me")).status_code == 200
    assert (await second.get("/desk/me")).status_code == 401


async def test_an_admin_makes_no_link_for_herself(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    assert admin.staff is not None
    assert (await admin.post(f"/desk/people/{admin.staff.id}/link")).status_code == 404


async def test_what_is_asked_of_a_browser_names_this_address_and_wants_to_know_who_holds_it(
    cast: Cast,
) -> None:
    person, key = await invited(cast), device()
    making = (await person.post("/desk/passkey/begin")).json()
    assert making["rp"]["id"] == "ekko.test"
    assert making["authenticatorSelection"]["userVerification"] == "required"
    assert making["authenticatorSelection"]["residentKey"] == "required"
    await make(person, key)
    assert len((await person.post("/desk/passkey/begin")).json()["excludeCredentials"]) == 1
    showing = (await cast.stranger().client.post("/desk/in/begin")).json()
    assert (showing["rpId"], showing["userVerification"]) == ("ekko.test", "required")
    assert not showing.get("allowCredentials"), "no name is asked, and nobody's passkeys are told"


async def test_neither_challenge_nor_token_is_kept_as_it_is(cast: Cast) -> None:
    stranger = cast.stranger()
    options = (await stranger.client.post("/desk/in/begin")).json()
    rows = await cast.store.read(lambda tx: tx.all("SELECT * FROM ways_begun"))
    kept = json.dumps([str(dict(row)) for row in rows])
    assert rows
    assert options["challenge"] not in kept
    assert stranger.client.cookies[WAY_COOKIE] not in kept
