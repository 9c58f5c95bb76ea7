"""The page of who has access: invite, change a role, end it."""

import re

from tests.web.cast import Cast


async def test_a_link_is_shown_once_and_lets_the_one_who_is_invited_in(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    answer = await admin.post("/desk/people", {"name": "Lars", "role": "leader"})
    link = re.search(r"https://ekko\.test(/in/[0-9a-z]{32})", answer.text)
    assert link is not None
    page = (await admin.get("/desk/people")).text
    assert link[1] not in page
    assert "Lars" in page
    assert (await cast.stranger().post(link[1])).status_code == 303
    people = (await admin.read("/desk/people"))["people"]
    assert ("Lars", "leader") in {(each["name"], each["role"]) for each in people}


async def test_a_name_that_is_none_is_said_and_stands_in_the_box(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    for name in (" ", "n" * 81):
        answer = await admin.post("/desk/people", {"name": name, "role": "leader"})
        assert answer.status_code == 422
        assert "Skriv et navn" in answer.text
        assert f'value="{name}"' in answer.text
    assert (await admin.post("/desk/people", {"name": "Lars", "role": "king"})).status_code == 400


async def test_whoever_is_ended_meets_a_shut_door_on_the_next_page(cast: Cast) -> None:
    admin, lars = await cast.sign_in("admin"), await cast.sign_in("leader", name="Lars")
    assert lars.staff is not None
    assert (await lars.get("/desk/queue")).status_code == 200
    answer = await admin.post(f"/desk/people/{lars.staff.id}/end")
    assert answer.headers["location"] == "/desk/people?did=ended"
    assert (await lars.get("/desk/queue")).status_code == 401
    assert "Lars" not in (await admin.get("/desk/people")).text


async def test_a_role_that_is_changed_holds_on_the_next_page(cast: Cast) -> None:
    admin, lars = await cast.sign_in("admin"), await cast.sign_in("leader", name="Lars")
    assert lars.staff is not None
    await admin.post(f"/desk/people/{lars.staff.id}/role", {"role": "youth"})
    assert (await lars.get("/desk/queue")).status_code == 403
    assert (await lars.get("/desk/summary")).status_code == 200


async def test_the_last_admin_is_told_why_she_stays(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    assert admin.staff is not None
    for path, form in (("end", {}), ("role", {"role": "leader"})):
        answer = await admin.post(f"/desk/people/{admin.staff.id}/{path}", form)
        assert answer.status_code == 409
        assert "Inviter en til først" in answer.text
    assert (await admin.get("/desk/people")).status_code == 200


async def test_nobody_of_another_municipality_is_on_the_list(cast: Cast) -> None:
    await cast.sign_in("admin", place=cast.there, name="Fremmed-Frida")
    admin = await cast.sign_in("admin")
    assert "Frida" not in (await admin.get("/desk/people")).text
