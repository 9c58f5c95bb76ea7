"""The admin's page of Telegram: what could not be taken is tried again or erased, and shows no word."""

import pytest

from collector import messengers
from collector.store import messengers as kept
from collector.store import stuck
from collector.store.front import Tx
from tests.web.cast import Cast

BOT = "4242"
HOUR = 60 * 60 * 1000


async def left(cast: Cast) -> int:
    return await cast.store.read(stuck.count_stuck)


async def test_a_stranger_sees_nothing(cast: Cast) -> None:
    assert (await cast.stranger().get("/desk/telegram")).status_code == 401


async def test_only_an_admin_comes_in(cast: Cast) -> None:
    for role in ("leader", "youth", "duty", "project"):
        assert (await (await cast.sign_in(role)).get("/desk/telegram")).status_code == 403  # type: ignore[arg-type]


@pytest.mark.parametrize("do", ["again", "drop"])
async def test_another_municipalitys_are_out_of_reach(cast: Cast, do: str) -> None:
    made = await cast.stuck(cast.there)
    person = await cast.sign_in("admin")
    assert (await person.post(f"/desk/telegram/{made}/{do}")).status_code == 404
    assert made not in (await person.get("/desk/telegram")).text
    assert await left(cast) == 1


async def test_what_could_not_be_taken_is_shown_by_its_kind_and_error(cast: Cast) -> None:
    await cast.stuck()
    shown = (await (await cast.sign_in("admin")).get("/desk/telegram")).text
    assert "KeyError" in shown
    assert "Melding" in shown
    assert "sealed" not in shown


async def test_one_is_asked_for_again_and_once_more_changes_nothing(cast: Cast) -> None:
    made, person = await cast.stuck(), await cast.sign_in("admin")
    for _ in range(2):
        assert (await person.post(f"/desk/telegram/{made}/again")).status_code == 303
    assert "Prøves igjen om litt" in (await person.get("/desk/telegram")).text
    asked = await cast.store.read(lambda tx: stuck.asked_again(tx, cast.here.municipality.id, "telegram"))
    assert [row["id"] for row in asked] == [made]


async def test_what_cannot_be_read_can_only_be_erased(cast: Cast) -> None:
    made, person = await cast.stuck(body=None), await cast.sign_in("admin")
    assert "bare slettes" in (await person.get("/desk/telegram")).text
    assert (await person.post(f"/desk/telegram/{made}/again")).status_code == 404
    assert (await person.post(f"/desk/telegram/{made}/drop")).status_code == 303
    assert await left(cast) == 0
    assert (await person.post(f"/desk/telegram/{made}/drop")).status_code == 404


async def test_who_tried_again_and_who_erased_is_recorded(cast: Cast) -> None:
    made, person = await cast.stuck(), await cast.sign_in("admin")
    await person.post(f"/desk/telegram/{made}/again")
    await person.post(f"/desk/telegram/{made}/drop")
    told = await cast.store.read(lambda tx: tx.all("SELECT what, staff_id FROM decisions"))
    assert person.staff is not None
    assert {(row["what"], row["staff_id"]) for row in told} == {
        ("stuck-again", person.staff.id),
        ("stuck-dropped", person.staff.id),
    }
    assert len(told) == 2, "in the same moment of the test's clock: in any order"


async def test_a_day_without_telegram_is_shown_as_perhaps_lost(cast: Cast) -> None:
    here, now = cast.here.municipality.id, cast.clock()

    def silent(tx: Tx) -> None:
        messengers.take_on(tx, BOT, here, "telegram", "polling")
        messengers.note_heard(tx, BOT, now)
        messengers.note_heard(tx, BOT, now + HOUR)
        messengers.note_heard(tx, BOT, now + 27 * HOUR)

    await cast.store.write(silent)
    shown = (await (await cast.sign_in("admin")).get("/desk/telegram")).text
    assert "Tider uten Telegram (2)" in shown
    assert shown.count("Kan være borte") == 1


async def test_a_trouble_is_told_in_words_an_admin_knows(cast: Cast) -> None:
    here, now = cast.here.municipality.id, cast.clock()

    def trouble(tx: Tx) -> None:
        messengers.take_on(tx, BOT, here, "telegram", "polling")
        kept.note_trouble(tx, BOT, "TelegramUnauthorizedError", now)

    await cast.store.write(trouble)
    shown = (await (await cast.sign_in("admin")).get("/desk/telegram")).text
    assert "kjenner ikke boten" in shown


async def test_a_bot_is_never_another_municipalitys(cast: Cast) -> None:
    def take(tx: Tx) -> None:
        messengers.take_on(tx, BOT, cast.here.municipality.id, "telegram", "polling")
        messengers.take_on(tx, BOT, cast.there.municipality.id, "telegram", "polling")

    with pytest.raises(messengers.NotOurs):
        await cast.store.write(take)


async def test_a_database_has_one_bot_for_young_people(cast: Cast) -> None:
    def take(tx: Tx) -> None:
        messengers.take_on(tx, BOT, cast.here.municipality.id, "telegram", "polling")
        messengers.take_on(tx, "4343", cast.here.municipality.id, "telegram", "polling")  # its new one
        messengers.take_on(tx, "4444", cast.there.municipality.id, "telegram", "polling")

    with pytest.raises(messengers.BotAlready):
        await cast.store.write(take)
