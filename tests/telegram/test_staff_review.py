"""Review by buttons: off until an admin says yes, one wish at a time, each press once."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from bot.host import Host
from bot.turn import Came
from collector import quick_review, review
from collector.desk import Desk, OutOfReach
from collector.ids import new_secret
from collector.model import Round
from collector.store import people, wishes
from tests.telegram.conftest import ADDRESS, CODE
from tests.telegram.fake_api import FakeApi, Json
from tests.telegram.office import Office
from tests.telegram.people import Phone

StaffBot = Callable[[], Any]


async def say(host: Host, *said: str) -> list[str]:
    """Let wishes come in, and return their ids, the oldest first."""
    for words in said:
        host.clock.now += 1  # type: ignore[attr-defined]
        await host.turn(Came(new_secret(), "webchat", new_secret(), CODE, said=words))
    rows = await host.store.read(lambda tx: tx.all("SELECT id FROM wishes ORDER BY id"))
    return [row["id"] for row in rows]


async def state_of(office: Office, wish_id: str) -> str:
    wish = await office.store.read(lambda tx: wishes.find_wish(tx, wish_id))
    assert wish is not None
    return wish.state


async def allows(office: Office, *, on: bool = True) -> None:
    """Let an admin say yes, or no again."""
    office.clock.now += 1
    admin = await office.hires("admin")
    await office.store.write(lambda tx: quick_review.switch(tx, admin, on, office.clock()))


def labels(message: Json) -> list[str]:
    keyboard = message.get("reply_markup") or {"inline_keyboard": []}
    return [key["text"] for row in keyboard["inline_keyboard"] for key in row]


async def edited(api: FakeApi, number: int) -> Json:
    """Wait for so many edits, and return the last."""
    await api.until(lambda: len(api.asked("editMessageText")) >= number)
    return api.asked("editMessageText")[number - 1]


async def holds_back(office: Office, desk: Desk, wish_id: str) -> None:
    """Let somebody decide on her page, while another looks at the wish in Telegram."""
    seen = (await office.store.read(lambda tx: review.show_one(tx, desk, wish_id)))["seen"]
    await office.store.write(lambda tx: review.decide(tx, desk, wish_id, "hold", seen, office.clock()))


async def test_until_an_admin_says_yes_no_wish_is_shown(
    staff_bot: StaffBot, leader: Phone, office: Office, host: Host
) -> None:
    await say(host, "gaming med Kanarifugl")
    await office.links(await office.hires(), leader.chat)
    async with staff_bot():
        told = await leader.hears("/next")
    assert "viser ikke ønsker i Telegram" in told["text"]
    assert "gaming" not in told["text"].lower()
    assert labels(told) == ["Åpne køen"]


async def test_only_an_admin_says_yes_and_it_is_recorded_by_whom(office: Office, asked: Round) -> None:
    plain = await office.hires()
    with pytest.raises(OutOfReach):
        await office.store.write(lambda tx: quick_review.switch(tx, plain, True, office.clock()))
    await allows(office)
    await allows(office)
    await allows(office, on=False)
    rows = await office.store.read(
        lambda tx: tx.all("SELECT what FROM decisions WHERE what LIKE 'telegram%' ORDER BY id")
    )
    assert [row["what"] for row in rows] == ["telegram-texts-on", "telegram-texts-off"]


async def test_a_wish_is_approved_by_a_press_and_the_next_takes_its_place(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host
) -> None:
    first, second = await say(host, "en skatepark ved skolen", "mer dans på fredager")
    await allows(office)
    await office.links(await office.hires(), leader.chat)
    async with staff_bot():
        shown = await leader.hears("/next")
        assert "en skatepark ved skolen" in shown["text"]
        assert labels(shown) == ["Godkjenn", "Hold tilbake", "Åpne", "Hopp over"]
        assert [each["type"] for each in shown["entities"]] == ["pre"]
        await leader.taps("Godkjenn", shown)
        after = await edited(api, 1)
        await leader.taps("Hold tilbake", {**after, "message_id": shown["message_id"]})
        last = await edited(api, 2)
    assert after["text"].startswith("Godkjent.")
    assert "mer dans på fredager" in after["text"]
    assert "skatepark" not in after["text"]
    assert "Ingen ønsker venter" in last["text"]
    assert [await state_of(office, each) for each in (first, second)] == ["approved", "held"]


async def test_a_press_that_comes_twice_decides_once_and_says_so_kindly(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host
) -> None:
    (wish_id,) = await say(host, "en skatepark ved skolen")
    await allows(office)
    await office.links(await office.hires(), leader.chat)
    async with staff_bot():
        shown = deepcopy(await leader.hears("/next"))  # as it stood before it was edited
        await leader.taps("Godkjenn", shown)
        await edited(api, 1)
        await leader.taps("Hold tilbake", shown)
        again = await edited(api, 2)
    assert again["text"].startswith("Det ønsket var alt avgjort")
    assert await state_of(office, wish_id) == "approved"
    rows = await office.store.read(
        lambda tx: tx.all("SELECT what FROM decisions WHERE wish_id = :id", id=wish_id)
    )
    assert [row["what"] for row in rows] == ["approve"]


async def test_what_was_skipped_comes_again_after_all_the_others_and_the_oldest_comes_first(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host
) -> None:
    first, *_ = await say(host, "en skatepark ved skolen", "mer dans på fredager", "et rom for band")
    await office.store.write(
        lambda tx: tx.run("UPDATE wishes SET sure = CASE WHEN id = :id THEN 1 ELSE 0 END", id=first)
    )
    await allows(office)
    await office.links(await office.hires(), leader.chat)
    said, may_skip = ["skatepark"], []
    async with staff_bot():
        shown = await leader.hears("/next")
        assert said[0] in shown["text"]
        for number, label in enumerate(("Hopp over", "Godkjenn", "Godkjenn"), 1):
            may_skip.append("Hopp over" in labels(shown))
            await leader.taps(label, shown)
            shown = {**await edited(api, number), "message_id": shown["message_id"]}
            said.append(next(word for word in ("skatepark", "dans", "band") if word in shown["text"]))
    assert said == ["skatepark", "dans", "band", "skatepark"]
    assert may_skip == [True, True, False], "past the last there is nothing to skip to"
    assert await state_of(office, first) == "waiting"


async def test_what_one_leader_skipped_is_shown_to_another(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host
) -> None:
    await say(host, "en skatepark ved skolen", "mer dans på fredager")
    await allows(office)
    other = Phone(api, office.clock, 80002, leader.token)
    for phone in (leader, other):
        await office.links(await office.hires(), phone.chat)
    async with staff_bot():
        await leader.taps("Hopp over", await leader.hears("/next"))
        assert "dans" in (await edited(api, 1))["text"]
        assert "skatepark" in (await other.hears("/next"))["text"]


async def test_what_was_skipped_waits_still_where_colleagues_decided_all_the_others(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host
) -> None:
    first, second = await say(host, "en skatepark ved skolen", "mer dans på fredager")
    await allows(office)
    await office.links(await office.hires(), leader.chat)
    other = await office.hires()
    async with staff_bot():
        shown = await leader.hears("/next")
        await holds_back(office, other, second)
        await leader.taps("Hopp over", shown)
        assert "skatepark" in (await edited(api, 1))["text"]
    assert [await state_of(office, each) for each in (first, second)] == ["waiting", "held"]


async def test_what_a_colleague_decided_meanwhile_stands(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host
) -> None:
    (wish_id,) = await say(host, "en skatepark ved skolen")
    await allows(office)
    await office.links(await office.hires(), leader.chat)
    other = await office.hires()
    async with staff_bot():
        shown = await leader.hears("/next")
        await holds_back(office, other, wish_id)
        await leader.taps("Godkjenn", shown)
        assert (await edited(api, 1))["text"].startswith("Det ønsket var alt avgjort")
    assert await state_of(office, wish_id) == "held"


async def test_two_leaders_are_shown_two_wishes(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host
) -> None:
    await say(host, "en skatepark ved skolen", "mer dans på fredager")
    await allows(office)
    other = Phone(api, office.clock, 80002, leader.token)
    for phone in (leader, other):
        await office.links(await office.hires(), phone.chat)
    async with staff_bot():
        assert "skatepark" in (await leader.hears("/next"))["text"]
        assert "dans" in (await other.hears("/next"))["text"]


async def test_what_is_with_the_duty_adult_or_flagged_is_never_sent(
    staff_bot: StaffBot, leader: Phone, office: Office, host: Host
) -> None:
    (case, flagged) = await say(host, "jeg vil ikke leve lenger", "en skatepark, ring meg på 900 12 345")
    wish = await office.store.read(lambda tx: wishes.find_wish(tx, flagged))
    assert wish is not None
    assert any(tag.kind == "flag" and tag.given for tag in wish.tags)
    await allows(office)
    await office.links(await office.hires(), leader.chat)
    async with staff_bot():
        told = await leader.hears("/next")
    assert "må leses på siden" in told["text"]
    assert "skatepark" not in str(told)
    assert case not in str(told)
    assert "Godkjenn" not in labels(told)


@pytest.mark.parametrize(("more", "is_shown"), [(0, True), (1, False)])
async def test_what_is_too_long_to_be_read_there_is_read_on_the_page(
    office: Office, host: Host, more: int, is_shown: bool
) -> None:
    await say(host, "en skatepark ".ljust(quick_review.LONGEST + more, "a"))
    await allows(office)
    leader = await office.hires()
    found = await office.store.write(lambda tx: quick_review.next_wish(tx, leader, "", office.clock()))
    assert found.wish is not None
    assert len(found.wish["text"]) == quick_review.LONGEST + more
    assert bool(found.text) is is_shown


async def test_a_press_on_an_old_message_decides_nothing_where_it_was_switched_off(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host
) -> None:
    (wish_id,) = await say(host, "en skatepark ved skolen")
    await allows(office)
    await office.links(await office.hires(), leader.chat)
    async with staff_bot():
        shown = await leader.hears("/next")
        await allows(office, on=False)
        await leader.taps("Godkjenn", shown)
        told = await edited(api, 1)
    assert "viser ikke ønsker i Telegram" in told["text"]
    assert "skatepark" not in told["text"]
    assert await state_of(office, wish_id) == "waiting"


async def test_a_press_of_somebody_who_left_decides_nothing(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host
) -> None:
    (wish_id,) = await say(host, "en skatepark ved skolen")
    await allows(office)
    desk = await office.hires()
    await office.links(desk, leader.chat)
    async with staff_bot():
        shown = await leader.hears("/next")
        await office.store.write(lambda tx: people.end_staff(tx, desk.staff.id, office.clock()))
        await leader.taps("Godkjenn", shown)
        assert "/start KODE" in (await edited(api, 1))["text"]
    assert await state_of(office, wish_id) == "waiting"


@pytest.mark.parametrize("sent", ["", "a:", "a:x:y", "x" * 64, "s:../..", "a:" + "0" * 26 + ":" + "0" * 16])
async def test_buttons_that_are_not_ours_do_nothing(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, host: Host, sent: str
) -> None:
    (wish_id,) = await say(host, "en skatepark ved skolen")
    await allows(office)
    await office.links(await office.hires(), leader.chat)
    async with staff_bot():
        shown = await leader.hears("/next")
        key = {"text": "?", "callback_data": sent}
        await leader.taps("?", {**shown, "reply_markup": {"inline_keyboard": [[key]]}})
        await leader.hears("hei")
    assert await state_of(office, wish_id) == "waiting"


async def test_what_a_button_sends_fits_in_telegrams_sixty_four_bytes(
    staff_bot: StaffBot, leader: Phone, office: Office, host: Host
) -> None:
    await say(host, "en skatepark ved skolen", "mer dans på fredager")
    await allows(office)
    await office.links(await office.hires(), leader.chat)
    async with staff_bot():
        shown = await leader.hears("/next")
    keys = [key for row in shown["reply_markup"]["inline_keyboard"] for key in row]
    assert [key["url"].startswith(f"{ADDRESS}/desk/queue?wish=") for key in keys if "url" in key] == [True]
    assert all(len(key["callback_data"].encode()) <= 64 for key in keys if "callback_data" in key)


async def test_one_tap_unlinks(staff_bot: StaffBot, leader: Phone, office: Office, api: FakeApi) -> None:
    await office.links(await office.hires(), leader.chat)
    async with staff_bot():
        told = await leader.hears("/now")
        assert ("Koble fra", "off") in [
            (each["text"], each.get("callback_data"))
            for row in told["reply_markup"]["inline_keyboard"]
            for each in row
        ]
        only = {"inline_keyboard": [[{"text": "Koble fra", "callback_data": "off"}]]}
        await leader.taps("Koble fra", {**told, "reply_markup": only})
        await leader.has("Koblet fra")
    assert await office.linked() == 0
