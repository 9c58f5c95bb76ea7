"""The municipality's own sign-in: who gets in, and everything that is refused (R30, F28)."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from collector import coming_from_outside, half_way, oidc, signin
from collector.desk import Desk
from collector.ids import new_id
from collector.model import Provider, Role, Staff
from collector.sealing import Seal
from collector.store import people
from collector.store.front import Store, Tx
from collector.web.app import make_app
from collector.web.doors import STAFF_COOKIE
from collector.web.show import Pages
from tests.both_engines import store
from tests.conftest import Clock
from tests.web.cast import ADDRESS, Cast, Person, Place
from tests.web.idp import CLIENT, FORGED, KEYS, SECRET, Idp, running
from tests.web.test_passkeys import holder_of, make_real

__all__ = ["store"]


@pytest.fixture
def app(store: Store, seal: Seal, clock: Clock, pages: Pages) -> FastAPI:
    return make_app(store, seal, clock, pages, address=ADDRESS)


@pytest.fixture
def idp(clock: Clock) -> Iterator[Idp]:
    with running(clock) as idp:
        yield idp


async def set_up(cast: Cast, idp: Idp, place: Place | None = None, **odd: Any) -> str:
    """Let the municipality use it, and return its id."""
    here = (place or cast.here).municipality
    fields = {"roles": ("leader", "youth"), "acr": ("high",), "amr": ("mfa",)} | odd
    typed = Provider("", "", "feide", idp.issuer, CLIENT, **fields)
    staff = Staff(new_id(cast.clock()), here.id, "Anne", "admin")

    def work(tx: Tx) -> str:
        people.add_staff(tx, staff, cast.clock())
        desk = Desk(staff, here, "", "", cast.clock())
        coming_from_outside.save(tx, cast.seal, desk, "localhost", typed, SECRET, cast.clock())
        return coming_from_outside.offered(tx, here.id, typed.roles[0])[0]["id"]

    return await cast.store.write(work)


async def invitation(cast: Cast, role: Role = "leader", name: str = "Kari") -> str:
    return await cast.store.write(
        lambda tx: signin.make_invitation(tx, cast.seal, cast.here.municipality, name, role, cast.clock())
    )


async def go(
    person: Person, idp: Idp, path: str, form: dict[str, str] | None = None, **odd: str
) -> httpx.Response:
    """Go out, do there what a person does, and come back."""
    page = await person.client.post(path, data=form)
    assert page.status_code == 200, page.text
    found = re.search(r'href="([^"]+)" data-onward', page.text)
    assert found
    back = idp.visit(found[1].replace("&amp;", "&")) | odd
    return await person.client.post("/desk/in/back", data=back)


async def known(cast: Cast, idp: Idp) -> str:
    """Somebody who came in by it once; what it is called here."""
    provider = await set_up(cast, idp)
    answer = await go(cast.stranger(), idp, f"/in/{await invitation(cast)}/with/{provider}")
    assert answer.status_code == 303, answer.text
    return provider


async def come(cast: Cast, idp: Idp, provider: str, **odd: str) -> httpx.Response:
    return await go(cast.stranger(), idp, f"/desk/in/with/{provider}", **odd)


def refused(answer: httpx.Response, why: str) -> None:
    assert answer.status_code in {422, 503}
    assert STAFF_COOKIE not in answer.cookies
    assert why in answer.text


UNCLEAR = "kunne vi ikke stole på"
WEAK = "sikrere innlogging"


async def test_whoever_is_invited_is_known_from_then_on_and_needs_no_link_again(cast: Cast, idp: Idp) -> None:
    await make_real(cast)
    provider = await known(cast, idp)
    answer = await come(cast, idp, provider)
    person = await holder_of(cast, answer.cookies[STAFF_COOKIE])
    assert (await person.get("/desk/queue")).status_code == 200
    me = await person.read("/desk/me")
    assert (me["name"], {each["way"] for each in me["sessions"]}) == ("Kari", {"feide"})


async def test_what_is_asked_there_is_bound_to_this_browser_and_to_this_asking(cast: Cast, idp: Idp) -> None:
    await known(cast, idp)
    asked = idp.asked[-1]
    assert (asked["response_type"], asked["scope"], asked["code_challenge_method"]) == (
        "code",
        "openid",
        "S256",
    )
    assert (asked["redirect_uri"], asked["client_id"]) == (f"{ADDRESS}/desk/in/back", CLIENT)
    assert asked["acr_values"] == "high"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    token = next(each for each in idp.fetched if "grant_type" in each)
    assert "code_verifier=" in token
    assert SECRET not in token, "the secret goes in the header"


async def test_nobody_gets_in_whom_no_admin_invited(cast: Cast, idp: Idp) -> None:
    provider = await set_up(cast, idp)
    refused(await come(cast, idp, provider), "ikke invitert hit ennå")
    rows = await cast.store.read(lambda tx: tx.all("SELECT name FROM staff WHERE name <> 'Anne'"))
    assert rows == []


async def test_the_same_mail_or_name_is_not_the_same_person(cast: Cast, idp: Idp) -> None:
    idp.claims = {"email": "kari@ordrevik.example.org", "name": "Kari"}
    provider = await known(cast, idp)
    idp.claims |= {"sub": "5678"}
    refused(await come(cast, idp, provider), "ikke invitert hit ennå")


LIES: dict[str, dict[str, Any]] = {
    "another asking's nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "for somebody else": {"aud": "another-client"},
    "for somebody else too": {"aud": [CLIENT, "another-client"], "azp": "another-client"},
    "by another": {"iss": "https://evil.invalid"},
    "by nobody": {"iss": None},
    "expired": {"exp": 1},
    "without an end": {"exp": None},
    "from tomorrow": {"iat": 99_999_999_999, "nbf": 99_999_999_999},
    "about nobody": {"sub": None},
    "about an empty name": {"sub": ""},
    "about a number": {"sub": 7},
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_token_that_is_not_for_us_now_opens_nothing(cast: Cast, idp: Idp, lie: str) -> None:
    provider = await known(cast, idp)
    idp.claims = LIES[lie]
    refused(await come(cast, idp, provider), UNCLEAR)


@pytest.mark.parametrize("signs", ["none", "HS256"])
async def test_a_token_that_anybody_could_have_signed_opens_nothing(cast: Cast, idp: Idp, signs: str) -> None:
    provider = await known(cast, idp)
    idp.signs = signs
    refused(await come(cast, idp, provider), UNCLEAR)


WEAKER: dict[str, dict[str, Any]] = {
    "a lower level": {"acr": "low"},
    "no level": {"acr": None},
    "a password alone": {"amr": ["pwd"]},
    "no method": {"amr": None},
    "a method that is no list": {"amr": "mfa"},
    "signed in there yesterday": {"auth_time": 1},
}


@pytest.mark.parametrize("weaker", WEAKER)
async def test_whoever_is_not_known_surely_enough_is_told_what_is_asked(
    cast: Cast, idp: Idp, weaker: str
) -> None:
    provider = await known(cast, idp)
    idp.claims = WEAKER[weaker]
    answer = await come(cast, idp, provider)
    refused(answer, UNCLEAR if weaker == "a method that is no list" else WEAK)


async def test_keys_that_were_changed_there_are_fetched_anew_once(cast: Cast, idp: Idp) -> None:
    provider = await known(cast, idp)
    idp.key, before = KEYS[1], idp.fetched.count("keys")
    assert (await come(cast, idp, provider)).status_code == 303
    assert idp.fetched.count("keys") == before + 1


async def test_a_key_that_is_not_theirs_opens_nothing_and_is_asked_for_once(cast: Cast, idp: Idp) -> None:
    provider = await known(cast, idp)
    before, idp.signs_with = idp.fetched.count("keys"), FORGED
    refused(await come(cast, idp, provider), UNCLEAR)
    assert idp.fetched.count("keys") == before + 1


@pytest.mark.parametrize(
    "odd", [{"state": "x"}, {"state": ""}, {"code": ""}, {"iss": "https://evil.invalid"}]
)
async def test_what_comes_back_from_another_asking_or_another_side_is_refused(
    cast: Cast, idp: Idp, odd: dict[str, str]
) -> None:
    provider = await known(cast, idp)
    asked = len(idp.fetched)
    refused(await come(cast, idp, provider, **odd), UNCLEAR)
    assert len(idp.fetched) == asked, "the code is told to nobody"


async def test_where_the_other_side_names_itself_it_must(cast: Cast, idp: Idp) -> None:
    idp.about = {"authorization_response_iss_parameter_supported": True}
    provider = await set_up(cast, idp)
    path = f"/in/{await invitation(cast)}/with/{provider}"
    refused(await go(cast.stranger(), idp, path), UNCLEAR)
    assert (await go(cast.stranger(), idp, path, iss=idp.issuer)).status_code == 303


async def test_what_another_browser_began_is_not_ended_here_nor_twice(cast: Cast, idp: Idp) -> None:
    provider = await known(cast, idp)
    one = cast.stranger()
    page = await one.client.post(f"/desk/in/with/{provider}")
    found = re.search(r'href="([^"]+)" data-onward', page.text)
    assert found
    back = idp.visit(found[1].replace("&amp;", "&"))
    refused(await cast.stranger().client.post("/desk/in/back", data=back), "tok for lang tid")
    assert (await one.client.get("/desk/in/back", params=back)).status_code == 200
    assert (await one.client.post("/desk/in/back", data=back)).status_code == 303
    refused(await one.client.post("/desk/in/back", data=back), "tok for lang tid")


async def test_it_is_over_after_five_minutes(cast: Cast, idp: Idp) -> None:
    provider = await known(cast, idp)
    person = cast.stranger()
    page = await person.client.post(f"/desk/in/with/{provider}")
    found = re.search(r'href="([^"]+)" data-onward', page.text)
    assert found
    back = idp.visit(found[1].replace("&amp;", "&"))
    cast.clock.now += half_way.BEGUN_FOR
    refused(await person.client.post("/desk/in/back", data=back), "tok for lang tid")


async def test_while_it_is_away_nobody_gets_in_that_way_and_nobody_else_notices(cast: Cast, idp: Idp) -> None:
    provider, leader = await known(cast, idp), await cast.sign_in("leader", name="Lars")
    cast.clock.now += oidc.KEPT_FOR
    idp.status = 500
    answer = await cast.stranger().client.post(f"/desk/in/with/{provider}")
    assert answer.status_code == 503
    assert "svarer ikke nå" in answer.text
    assert STAFF_COOKIE not in answer.cookies
    assert (await leader.get("/desk/queue")).status_code == 200
    assert (await cast.stranger().get("/desk/in")).status_code == 200


async def test_when_it_goes_away_in_the_middle_nobody_gets_in(cast: Cast, idp: Idp) -> None:
    provider = await known(cast, idp)
    person = cast.stranger()
    page = await person.client.post(f"/desk/in/with/{provider}")
    found = re.search(r'href="([^"]+)" data-onward', page.text)
    assert found
    back = idp.visit(found[1].replace("&amp;", "&"))
    idp.status = 502
    answer = await person.client.post("/desk/in/back", data=back)
    assert answer.status_code in {422, 503}
    assert STAFF_COOKIE not in answer.cookies


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.invalid"},
        {"token_endpoint": "http://evil.invalid/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ],
)
async def test_a_side_that_says_odd_things_of_itself_is_not_asked(
    cast: Cast, idp: Idp, about: dict[str, Any]
) -> None:
    provider = await set_up(cast, idp)
    idp.about = about
    answer = await cast.stranger().client.post(f"/desk/in/with/{provider}")
    assert answer.status_code == 503
    assert "data-onward" not in answer.text


async def test_only_the_roles_that_the_municipality_chose_come_in_that_way(cast: Cast, idp: Idp) -> None:
    provider = await known(cast, idp)
    link = await invitation(cast, "admin", "Anders")
    refused(await go(cast.stranger(), idp, f"/in/{link}/with/{provider}"), "Med rollen din")
    assert (await cast.stranger().post(f"/in/{link}")).status_code == 303, "the link was not used up"
    await cast.store.write(lambda tx: tx.run("UPDATE staff SET role = 'duty' WHERE name = 'Kari'"))
    refused(await come(cast, idp, provider), "Med rollen din")


async def test_a_sign_in_is_one_persons_and_no_second_invitation_takes_it(cast: Cast, idp: Idp) -> None:
    provider = await known(cast, idp)
    link = await invitation(cast, name="Ola")
    refused(await go(cast.stranger(), idp, f"/in/{link}/with/{provider}"), "hører til en annen her")
    assert (await cast.stranger().get(f"/in/{link}")).status_code == 200


async def test_another_municipalitys_invitation_opens_nothing_here(cast: Cast, idp: Idp) -> None:
    there = await set_up(cast, idp, cast.there)
    answer = await go(cast.stranger(), idp, f"/in/{await invitation(cast)}/with/{there}")
    assert answer.status_code == 410


async def test_whoever_has_ended_does_not_come_back_that_way(cast: Cast, idp: Idp) -> None:
    provider = await known(cast, idp)

    def end(tx: Tx) -> None:
        (row,) = tx.all("SELECT id FROM staff WHERE name = 'Kari'")
        people.end_staff(tx, row["id"], cast.clock())

    await cast.store.write(end)
    refused(await come(cast, idp, provider), "ikke invitert hit ennå")


async def test_neither_the_secret_nor_who_somebody_is_there_is_kept_as_it_is(cast: Cast, idp: Idp) -> None:
    idp.claims = {"sub": "kanarifugl-subject"}
    await known(cast, idp)
    rows = await cast.store.read(
        lambda tx: [dict(row) for t in ("providers", "outside_names") for row in tx.all(f"SELECT * FROM {t}")]
    )
    assert len(rows) == 2
    assert "kanarifugl" not in repr(rows)


# The admin's page

FORM = {
    "kind": "entra",
    "issuer": "https://login.microsoftonline.com/abc/v2.0",
    "client_id": "abc",
    "secret": SECRET,
    "acr": "c1",
    "role": ["admin", "leader"],
}


async def test_an_admin_sets_a_sign_in_up_and_the_secret_is_never_shown_again(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    assert (await admin.post("/desk/municipality/sign-in", FORM)).status_code == 303
    page = (await admin.get("/desk/municipality/sign-in")).text
    assert FORM["issuer"] in page
    assert SECRET not in page
    assert "Logg inn med Microsoft Entra" in (await cast.stranger().get("/desk/in")).text
    assert "Microsoft Entra" in (await cast.stranger().get(f"/in/{await invitation(cast)}")).text
    assert "Microsoft Entra" not in (await cast.stranger().get(f"/in/{await invitation(cast, 'youth')}")).text
    kept = FORM | {"secret": "", "role": ["leader"]}
    assert (await admin.post("/desk/municipality/sign-in", kept)).status_code == 303
    other = await cast.sign_in("admin", cast.there)
    assert "/abc/" not in (await other.get("/desk/municipality/sign-in")).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issuer", "http://login.example.org"),
        ("issuer", "https://"),
        ("issuer", "javascript:alert(1)"),
        ("issuer", "https://a@b.example.org"),
        ("issuer", "http://["),
        ("issuer", "https://login.microsoftonline.com/TENANT/v2.0"),
        ("client_id", " "),
        ("secret", ""),
        ("role", []),
        ("acr", " "),
    ],
)
async def test_what_is_not_whole_is_not_kept_and_stands_in_the_form(
    cast: Cast, field: str, value: Any
) -> None:
    admin = await cast.sign_in("admin")
    answer = await admin.post("/desk/municipality/sign-in", FORM | {field: value})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert await cast.store.read(lambda tx: tx.all("SELECT id FROM providers")) == []


async def test_with_another_issuer_whoever_was_known_to_the_old_one_is_not_known(
    cast: Cast, idp: Idp
) -> None:
    await known(cast, idp)
    admin = await cast.sign_in("admin")
    moved = FORM | {"kind": "feide"}
    assert (await admin.post("/desk/municipality/sign-in", moved | {"secret": ""})).status_code == 422
    assert (await admin.post("/desk/municipality/sign-in", moved)).status_code == 303
    assert await cast.store.read(lambda tx: tx.all("SELECT who FROM outside_names")) == []


async def test_a_sign_in_that_is_dropped_ends_what_was_opened_by_it_and_nothing_else(
    cast: Cast, idp: Idp
) -> None:
    provider = await known(cast, idp)
    session = (await come(cast, idp, provider)).cookies[STAFF_COOKIE]
    admin, elsewhere = await cast.sign_in("admin"), await cast.sign_in("admin", cast.there)
    await elsewhere.post("/desk/municipality/sign-in/drop", {"kind": "feide"})
    assert (await (await holder_of(cast, session)).get("/desk/me")).status_code == 200
    assert (await admin.post("/desk/municipality/sign-in/drop", {"kind": "feide"})).status_code == 303
    assert (await (await holder_of(cast, session)).get("/desk/me")).status_code == 401
    assert (await admin.get("/desk/me")).status_code == 200
    assert (await cast.stranger().client.post(f"/desk/in/with/{provider}")).status_code == 404
