"""The admin's pages of the municipality: what is missing, what is kept, and what is said when it is not."""

from typing import Any

import pytest

from collector import municipality
from collector.logo import LARGEST, PNG, PNG_END
from collector.store import duty, municipalities, upkeep
from collector.store.front import Tx
from collector.web.manners import LARGER_BODIES
from tests.municipality.town import FILLED
from tests.web.cast import Cast, Person

LOGO = "/desk/municipality/logo"


async def form_on(admin: Person, page: str, form: str) -> dict[str, Any]:
    data = await admin.read(f"/desk/municipality/{page}")
    return next(each for each in data["forms"] if each["form"] == form)


async def values_on(admin: Person, page: str, form: str) -> dict[str, str]:
    return {fact["name"]: fact["value"] for fact in (await form_on(admin, page, form))["facts"]}


async def facts(cast: Cast) -> dict[str, str]:
    return await cast.store.read(lambda tx: municipality.facts_of(tx, cast.here.municipality))


async def become_real(cast: Cast) -> None:
    await cast.store.write(lambda tx: tx.run("UPDATE municipalities SET is_example = 0"))


async def test_the_first_page_names_what_is_missing_with_where_it_is_mended(cast: Cast) -> None:
    await become_real(cast)
    admin = await cast.sign_in("admin")
    page = (await admin.get("/desk/municipality")).text
    for where in ("law#dpia-day", "help#adult-name", "about#statement-link"):
        assert f'href="/desk/municipality/{where}"' in page
    data = await admin.read("/desk/municipality")
    assert data["lacks"] == ["noticing", "masking"]
    assert "sign-in" in {each["name"] for each in data["missing"]}
    assert {each["who"] for each in data["missing"]} == {"record", "people", "machine"}
    for missing in data["missing"]:
        assert cast.app.state.house.pages.texts.say(f"require.{missing['name']}", "nb") in page


async def test_every_place_where_something_is_mended_is_there(cast: Cast) -> None:
    await become_real(cast)
    admin = await cast.sign_in("admin")
    for each in (await admin.read("/desk/municipality"))["missing"]:
        path, _, anchor = each["where"].partition("#")
        answer = await admin.get(path)
        assert answer.status_code == 200, path
        assert not anchor or f'id="{anchor}"' in answer.text, each["where"]


async def test_opening_is_refused_with_what_is_missing_and_changes_nothing(cast: Cast) -> None:
    await become_real(cast)
    admin = await cast.sign_in("admin")
    answer = await admin.post("/desk/municipality/open")
    assert answer.status_code == 409
    assert "Kommunen er ikke åpnet" in answer.text
    found = await cast.store.read(lambda tx: municipality.find(tx, cast.here.municipality.id))
    assert not found.is_open


async def test_an_open_one_is_shut_with_one_button(cast: Cast) -> None:
    await become_real(cast)
    here = cast.here.municipality.id
    await cast.store.write(lambda tx: municipalities.let_open(tx, here, is_open=True))
    admin = await cast.sign_in("admin")
    assert "Steng kommunen" in (await admin.get("/desk/municipality")).text
    answer = await admin.post("/desk/municipality/shut")
    assert answer.headers["location"] == "/desk/municipality?did=shut"
    assert not (await cast.store.read(lambda tx: municipality.find(tx, here))).is_open


async def test_what_is_right_is_kept_what_is_not_is_said_and_what_was_typed_stands(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    seen = (await form_on(admin, "law", "law"))["seen"]
    typed = {"seen": seen, "basis": "Vedtak 1/26", "dpia-day": "i fjor", "raw-days": "9999"}
    answer = await admin.post("/desk/municipality/law", typed)
    assert answer.status_code == 422
    for part in ('value="i fjor"', 'value="9999"', "Skriv en dato", "Skriv et helt tall", "Resten er lagret"):
        assert part in answer.text
    assert (await values_on(admin, "law", "law"))["basis"] == "Vedtak 1/26"
    assert "dpia-day" not in await facts(cast)


async def test_what_is_kept_is_shown_again_and_nothing_is_filled_in_beforehand(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    for page, form in (("about", "about"), ("law", "law"), ("help", "duty"), ("help", "numbers")):
        kept = await form_on(admin, page, form)
        assert {fact["value"] for fact in kept["facts"] if fact["name"] != "name"} <= {""}
        typed = {fact["name"]: FILLED[fact["name"]] for fact in kept["facts"]} | {"seen": kept["seen"]}
        if form == "about":
            typed["languages"] = FILLED["languages"].split()
        answer = await admin.post(f"/desk/municipality/{form}", typed)
        assert answer.headers["location"] == f"/desk/municipality/{page}?saved={form}#{form}"
        assert await values_on(admin, page, form) == {
            fact["name"]: FILLED[fact["name"]] for fact in kept["facts"]
        }
    rows = await cast.store.read(lambda tx: duty.people_on_duty(tx, cast.here.municipality.id))
    assert [row["mail"] for row in rows] == [FILLED["adult-mail"], FILLED["deputy-mail"]]


async def test_of_two_admins_the_second_sees_both_and_can_still_save(cast: Cast) -> None:
    first, second = await cast.sign_in("admin"), await cast.sign_in("admin")
    seen = (await form_on(second, "law", "law"))["seen"]
    await first.post("/desk/municipality/law", {"seen": seen, "basis": "Annes"})
    answer = await second.post("/desk/municipality/law", {"seen": seen, "basis": "Arnes"})
    assert answer.status_code == 409
    for part in ("Noen andre lagret her", "Arnes</textarea>", "<bdi>Annes</bdi>"):
        assert part in answer.text
    assert (await facts(cast))["basis"] == "Annes"
    seen = (await form_on(second, "law", "law"))["seen"]
    assert f'value="{seen}"' in answer.text
    await second.post("/desk/municipality/law", {"seen": seen, "basis": "Arnes"})
    assert (await facts(cast))["basis"] == "Arnes"


async def test_a_form_that_never_looked_overwrites_nothing(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    assert (await admin.post("/desk/municipality/law", {"basis": "Blindt"})).status_code == 409
    assert "basis" not in await facts(cast)


async def test_a_list_is_typed_row_by_row_and_one_wrong_row_keeps_all_in_the_boxes(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    seen = (await form_on(admin, "places", "schools"))["seen"]
    right = {"row-0-name": "Bygda skule", "row-0-from": "1", "row-0-to": "7", "row-0-pupils": "74"}
    wrong = {"row-4-name": "Ås", "row-4-from": "8", "row-4-to": "10", "row-4-pupils": "mange"}
    answer = await admin.post("/desk/municipality/schools", {"seen": seen, **right, **wrong})
    assert answer.status_code == 422
    for part in ('value="Bygda skule"', 'value="mange"', "Skriv hvor mange elever", "Lista er ikke lagret"):
        assert part in answer.text
    answer = await admin.post("/desk/municipality/schools", {"seen": seen, **right})
    assert answer.status_code == 303
    rows = (await form_on(admin, "places", "schools"))["rows"]
    assert rows[0] == {"name": "Bygda skule", "from": "1", "to": "7", "pupils": "74", "why": ""}
    assert len(rows) == 4


async def test_places_stand_one_to_a_line(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    seen = (await form_on(admin, "places", "places"))["seen"]
    answer = await admin.post("/desk/municipality/places", {"seen": seen, "lines": "Vika\r\n\r\n Sentrum "})
    assert answer.status_code == 303
    assert [row["name"] for row in (await form_on(admin, "places", "places"))["rows"]] == ["Sentrum", "Vika"]
    assert (await admin.post("/desk/municipality/places", {"seen": seen, "lines": "Ny"})).status_code == 409


async def send_logo(admin: Person, body: bytes) -> Any:
    files = {"logo": ("logo.png", body)}
    return await admin.client.post(LOGO, data={"csrf": admin.csrf}, files=files)


async def test_a_logo_is_kept_and_shown_as_what_its_bytes_are(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    assert (await admin.get(LOGO)).status_code == 404
    body = PNG + bytes(1000) + PNG_END
    assert (await send_logo(admin, body)).status_code == 303
    shown = await admin.get(LOGO)
    assert (shown.content, shown.headers["content-type"]) == (body, "image/png")
    assert shown.headers["x-content-type-options"] == "nosniff"
    await admin.post(f"{LOGO}/drop")
    assert (await admin.get(LOGO)).status_code == 404


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "Velg en fil først"),
        (b"<svg onload='alert(1)'/>", "ikke et PNG- eller JPEG-bilde"),
        (PNG + bytes(LARGEST), "for stor"),
        (PNG + b"cut", "ikke hel"),
    ],
)
async def test_what_is_no_logo_is_refused_in_words(cast: Cast, body: bytes, said: str) -> None:
    admin = await cast.sign_in("admin")
    answer = await send_logo(admin, body)
    assert answer.status_code == 422
    assert said in answer.text


async def test_of_fifty_megabytes_only_the_beginning_is_ever_read(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    sent = 0

    async def pour() -> Any:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="logo"; filename="l.png"\r\n\r\n'
        for _ in range(50 * 16):
            sent += 65536
            yield bytes(65536)

    headers = {"Content-Type": "multipart/form-data; boundary=b", "X-Ekko-Csrf": admin.csrf}
    answer = await admin.client.post(LOGO, content=pour(), headers=headers)
    assert answer.status_code == 413
    assert "512 kB" in answer.text
    assert sent <= LARGER_BODIES[LOGO] + 2 * 65536


async def test_only_the_logo_may_be_so_large(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    answer = await admin.post("/desk/municipality/law", {"basis": "x" * 70_000})
    assert answer.status_code == 413


async def test_an_example_can_be_filled_in_and_stays_what_it_is(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    page = (await admin.get("/desk/municipality")).text
    assert "Dette er eksempelkommunen" in page
    assert "Åpne kommunen" not in page
    assert (await admin.post("/desk/municipality/open")).status_code == 409


async def test_who_changed_something_is_recorded_without_what_was_typed(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    seen = (await form_on(admin, "law", "law"))["seen"]
    await admin.post(
        "/desk/municipality/law", {"seen": seen, "officer-name": "Odd", "officer-mail": "odd@x.no"}
    )

    def done(tx: Tx) -> list[Any]:
        return tx.all("SELECT staff_id, what, details FROM decisions")

    (row,) = await cast.store.read(done)
    assert admin.staff is not None
    assert (row["staff_id"], row["what"]) == (admin.staff.id, "municipality-changed")
    assert "odd" not in row["details"].lower()


async def test_an_admin_sees_how_old_the_last_backup_is(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    here = cast.here.municipality.id
    await cast.store.write(
        lambda tx: tx.run("UPDATE municipalities SET is_example = 0 WHERE id = :id", id=here)
    )
    assert "ikke laget noen sikkerhetskopi" in (await admin.get("/desk/municipality")).text
    await cast.store.write(lambda tx: upkeep.note(tx, upkeep.BACKED_UP, cast.clock()))
    page = (await admin.get("/desk/municipality")).text
    assert "Siste sikkerhetskopi" in page
    assert "Si fra til den som drifter" not in page
    await cast.store.write(
        lambda tx: upkeep.note(tx, upkeep.BACKED_UP, cast.clock() - 2 * 24 * 60 * 60 * 1000)
    )
    assert "Si fra til den som drifter" in (await admin.get("/desk/municipality")).text
