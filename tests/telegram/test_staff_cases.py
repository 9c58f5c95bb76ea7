"""Word of a case on Telegram: to those who answer for cases, beside the mail, never a word of it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.staff_telegram import noticing, running
from bot.host import Host
from bot.pausing import pause_after
from bot.turn import Came
from collector.ids import new_secret
from collector.model import Role
from collector.store import cases, notices, people
from collector.store.front import Row, Tx
from tests.both_engines import store  # noqa: F401 (these statements run on both)
from tests.telegram.conftest import ADDRESS, CODE
from tests.telegram.fake_api import PATIENCE, FakeApi
from tests.telegram.office import Office
from tests.telegram.people import Phone

StaffBot = Callable[[], Any]


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LOOKS_EVERY_SECONDS", 0.05)


async def cries(host: Host) -> str:
    await host.turn(Came(new_secret(), "webchat", new_secret(), CODE, said="jeg vil ikke leve lenger"))
    (row,) = await host.store.read(lambda tx: tx.all("SELECT wish_id FROM cases"))
    return str(row["wish_id"])


async def waiting(office: Office) -> int:
    return len(await office.store.read(lambda tx: tx.all("SELECT id FROM case_notices")))


async def until(office: Office, holds: Callable[[], object]) -> None:
    """Let the clock go until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.02)
            office.clock.now += 1000


async def until_none_waits(office: Office) -> None:
    """Wait until every notice is settled; the store is all that tells."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if not await waiting(office):
                return
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(("role", "is_told"), [("duty", True), ("admin", True), ("leader", False)])
async def test_those_who_answer_for_cases_are_told_and_nobody_else(
    staff_bot: StaffBot, leader: Phone, office: Office, host: Host, role: Role, is_told: bool
) -> None:
    await office.links(await office.hires(role), leader.chat)
    wish_id = await cries(host)
    assert await waiting(office) == int(is_told)
    async with staff_bot():
        if is_told:
            told = await leader.has("En sak venter")
            assert f"{ADDRESS}/desk/cases/{wish_id}" in told["text"]
            assert "leve" not in str(told)
        else:
            await leader.hears("hei")
        await until_none_waits(office)
    assert sum("En sak venter" in each["text"] for each in leader.received()) == int(is_told)


async def test_word_of_a_case_survives_a_telegram_that_is_down_and_a_restart(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host
) -> None:
    await office.links(await office.hires("duty"), leader.chat)
    await cries(host)
    api.answer_next("sendMessage", 502, 502)
    async with staff_bot():
        await until(office, lambda: len(api.asked("sendMessage")) == 2)
    assert await waiting(office) == 1
    office.clock.now += 600_000
    async with staff_bot():
        await leader.has("En sak venter")
        await until_none_waits(office)
    assert len(leader.received()) == 1


async def test_a_case_that_somebody_has_taken_is_told_to_nobody_more(
    staff_bot: StaffBot, leader: Phone, office: Office, host: Host
) -> None:
    duty = await office.hires("duty")
    await office.links(duty, leader.chat)
    wish_id = await cries(host)
    await office.store.write(lambda tx: cases.take_case(tx, wish_id, duty.staff.id, office.clock()))
    async with staff_bot():
        await leader.hears("hei")
        await until_none_waits(office)
    assert [each["text"] for each in leader.received() if "sak" in each["text"]] == []


async def test_a_case_that_rings_again_is_told_again(office: Office, host: Host, leader: Phone) -> None:
    duty = await office.hires("duty")
    await office.links(duty, leader.chat)
    wish_id = await cries(host)

    def again(tx: Tx) -> list[Row]:
        notice = notices.claim_next(tx, office.clock())
        assert notice is not None
        assert notices.claim_next(tx, office.clock()) is None
        notices.drop_notice(tx, notice["id"])
        cases.take_case(tx, wish_id, duty.staff.id, office.clock())
        cases.ring_again(tx, wish_id, office.asked.municipality.id, office.clock())
        return tx.all("SELECT staff_id FROM case_notices")

    assert [row["staff_id"] for row in await office.store.write(again)] == [duty.staff.id]


async def test_a_duty_adult_who_left_is_told_nothing(
    staff_bot: StaffBot, leader: Phone, office: Office, host: Host
) -> None:
    duty = await office.hires("duty")
    await office.links(duty, leader.chat)
    await cries(host)
    await office.store.write(lambda tx: people.end_staff(tx, duty.staff.id, office.clock()))
    assert await waiting(office) == 0
    async with staff_bot():
        await leader.hears("hei")
    assert not any("sak" in each["text"] for each in leader.received())


async def test_a_duty_adult_who_blocked_the_bot_is_unlinked(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host
) -> None:
    await office.links(await office.hires("duty"), leader.chat)
    await cries(host)
    api.blocked.add(leader.chat)
    async with staff_bot():
        await until_none_waits(office)
    assert await office.linked() == 0


async def test_word_of_a_case_that_a_wrong_clock_put_off_goes_at_the_next_start(
    staff_bot: StaffBot, leader: Phone, office: Office, host: Host
) -> None:
    await office.links(await office.hires("duty"), leader.chat)
    await cries(host)
    a_day_on = office.clock() + 24 * 60 * 60 * 1000
    (row,) = await office.store.read(lambda tx: tx.all("SELECT id FROM case_notices"))
    await office.store.write(lambda tx: notices.put_back(tx, row["id"], a_day_on))
    async with staff_bot():
        await leader.has("En sak venter")


async def test_word_that_did_not_get_through_waits_for_what_nobody_tried_yet(office: Office) -> None:
    desk = await office.hires("duty")
    now = office.clock()

    def note(tx: Tx) -> None:
        for name, tries, due_at in (("tried", 3, now - 9000), ("later", 0, now - 10), ("first", 0, now - 20)):
            tx.run(
                """INSERT INTO case_notices (id, wish_id, staff_id, due_at, tries)
                VALUES (:name, :name, :staff, :due_at, :tries)""",
                name=name,
                staff=desk.staff.id,
                due_at=due_at,
                tries=tries,
            )

    await office.store.write(note)
    found = [await office.store.write(lambda tx: notices.claim_next(tx, now)) for _ in range(4)]
    assert [row and row["id"] for row in found] == ["first", "later", "tried", None]


def test_the_pause_between_tries_grows_and_ends_at_five_minutes() -> None:
    first, longest = noticing.FIRST_PAUSE_MS, noticing.LONGEST_PAUSE_MS
    waits = [pause_after(each, first, longest) for each in (1, 2, 3, 99)]
    assert waits == [5_000, 10_000, 20_000, 300_000]
