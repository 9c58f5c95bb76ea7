"""A leader on Telegram: linked once, told once a day, never a word of any wish."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.staff_telegram import running as staff
from bot.channels.staff_telegram.leaders import WRONG_FOR_MS, WRONG_TRIES
from bot.channels.staff_telegram.saying import Saying
from bot.host import Host
from bot.turn import Came
from collector import signin
from collector.here import HERE, hour_of
from collector.ids import new_secret
from collector.linking import FIRST_HOUR
from collector.model import Round
from collector.store import links, people
from tests.conftest import Clock
from tests.telegram.conftest import ADDRESS, CODE
from tests.telegram.fake_api import FakeApi
from tests.telegram.office import Office
from tests.telegram.people import STAFF, Phone

StaffBot = Callable[[], Any]
HOUR = 60 * 60 * 1000
DAY = 24 * HOUR


@pytest.fixture
async def wished(host: Host, asked: Round) -> None:
    """Two wishes and one cry for help came in today."""
    for words in ("gaming med Kanarifugl", "gaming hver dag", "jeg vil ikke leve lenger"):
        await host.turn(Came(new_secret(), "webchat", new_secret(), CODE, said=words))


async def test_a_code_links_the_chat_once(
    staff_bot: StaffBot, leader: Phone, bo: Phone, api: FakeApi, office: Office
) -> None:
    code = await office.code(await office.hires())
    other = Phone(api, office.clock, 80002, STAFF)
    async with staff_bot():
        assert f"hver dag klokka {FIRST_HOUR}" in (await leader.hears(f"/start {code}"))["text"]
        assert "Koden virker ikke" in (await other.hears(f"/start {code}"))["text"]
    assert await office.linked() == 1


async def test_a_code_that_is_too_old_links_nothing(
    staff_bot: StaffBot, leader: Phone, office: Office
) -> None:
    code = await office.code(await office.hires())
    office.clock.now += signin.LINK_CODE_FOR
    async with staff_bot():
        assert "Koden virker ikke" in (await leader.hears(f"/start {code}"))["text"]
    assert await office.linked() == 0


async def test_after_five_wrong_codes_even_a_right_one_waits(
    staff_bot: StaffBot, leader: Phone, office: Office
) -> None:
    code = await office.code(await office.hires())
    async with staff_bot():
        for number in range(WRONG_TRIES):
            await leader.hears(f"/start wrong{number}")
        assert "Vent et kvarter" in (await leader.hears(f"/start {code}"))["text"]
        assert await office.linked() == 0
        office.clock.now += WRONG_FOR_MS
        await leader.hears(f"/start {await office.code(await office.hires())}")
    assert await office.linked() == 1


async def test_a_chat_is_one_leaders_and_the_last_one_that_linked_it(office: Office, leader: Phone) -> None:
    first, second = await office.hires(), await office.hires()
    for desk in (first, second):
        await office.links(desk, leader.chat)
    assert [row["staff_id"] for row in await office.store.read(links.linked)] == [second.staff.id]


async def test_a_code_written_in_a_group_links_nothing(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office
) -> None:
    code = await office.code(await office.hires())
    async with staff_bot():
        await leader.writes(f"/start {code}", chat={"id": -5, "type": "group", "title": "Ansatte"})
        await leader.hears("hei")
    assert await office.linked() == 0
    assert api.sent_to(-5) == []


async def test_a_role_that_reads_no_wishes_is_not_linked(
    staff_bot: StaffBot, leader: Phone, office: Office
) -> None:
    code = await office.code(await office.hires("project"))
    async with staff_bot():
        assert "leser ikke ønsker" in (await leader.hears(f"/start {code}"))["text"]
    assert await office.linked() == 0


@pytest.mark.usefixtures("wished")
async def test_now_gives_counts_and_a_link_and_no_word_of_any_wish(
    staff_bot: StaffBot, leader: Phone, office: Office
) -> None:
    await office.links(await office.hires(), leader.chat)
    async with staff_bot():
        told = await leader.hears("/now")
    lines = told["text"].splitlines()
    assert lines[0] == "Nye ønsker siste døgn: 2"
    assert lines[1].startswith("• Gaming: ")
    assert "Venter på å bli lest: 2" in lines
    assert f"{ADDRESS}/desk/queue" in lines
    assert "kanarifugl" not in told["text"].lower()
    assert told["link_preview_options"] == {"is_disabled": True}


@pytest.mark.usefixtures("wished")
async def test_the_duty_adult_is_told_only_how_much_waits(
    staff_bot: StaffBot, leader: Phone, office: Office
) -> None:
    await office.links(await office.hires("duty"), leader.chat)
    async with staff_bot():
        told = (await leader.hears("/now"))["text"]
    assert "Venter på å bli lest: 2" in told
    assert "Gaming" not in told


async def test_wishes_from_before_yesterday_are_not_new(
    staff_bot: StaffBot, leader: Phone, office: Office, wished: None
) -> None:
    await office.links(await office.hires(), leader.chat)
    office.clock.now += 2 * DAY
    async with staff_bot():
        await leader.writes("/now")  # the counts that were missed come, too
        told = (await leader.has("siste døgn"))["text"]
    assert "Nye ønsker siste døgn: 0" in told
    assert "Venter på å bli lest: 2" in told


async def test_a_stranger_is_told_how_to_link_and_nothing_else(
    staff_bot: StaffBot, leader: Phone, office: Office, wished: None
) -> None:
    async with staff_bot():
        assert "/start KODE" in (await leader.hears("/now"))["text"]
        assert "/start KODE" in (await leader.hears("/start"))["text"]


async def test_stop_unlinks_in_one_tap(staff_bot: StaffBot, leader: Phone, office: Office) -> None:
    await office.links(await office.hires(), leader.chat)
    async with staff_bot():
        assert "Koblet fra" in (await leader.hears("/stop"))["text"]
    assert await office.linked() == 0


async def test_a_leader_who_left_is_told_nothing_and_is_unlinked(
    staff_bot: StaffBot, leader: Phone, office: Office, wished: None
) -> None:
    desk = await office.hires()
    await office.links(desk, leader.chat)
    async with staff_bot():
        assert "Venter på" in (await leader.hears("/now"))["text"]
        await office.store.write(lambda tx: people.end_staff(tx, desk.staff.id, office.clock()))
        assert "Venter på" not in (await leader.hears("/now"))["text"]
    assert await office.linked() == 0


class Morning:
    """A day that is walked through hour by hour, as the job queue does it."""

    def __init__(self, saying: Saying, api: FakeApi, clock: Clock) -> None:
        self.application = staff.make_application(saying, STAFF, api.address)
        self.clock = clock

    async def until_hour(self, hour: int) -> None:
        """Let the clock go to the next time that it is this hour, and run that hour's job."""
        while True:
            self.clock.now += HOUR
            if hour_of(self.clock()) == hour:
                break
        queue = self.application.job_queue
        assert queue is not None
        (job,) = queue.get_jobs_by_name(f"{hour}")
        await job.run(self.application)


@pytest.fixture
async def day(saying: Saying, api: FakeApi, clock: Clock) -> Any:
    day = Morning(saying, api, clock)
    await day.application.initialize()
    yield day
    await day.application.shutdown()


async def test_there_is_a_job_for_each_hour_of_the_clock_here(day: Morning) -> None:
    queue = day.application.job_queue
    assert queue is not None
    names = {job.name for job in queue.jobs()}
    assert names == {*map(str, range(24)), "at start", "time", "cases", "token", "commands"}
    (job,) = queue.get_jobs_by_name("15")
    assert str(job.job.trigger.timezone) == str(HERE)


async def test_everybody_linked_is_told_once_a_day_at_their_hour(
    day: Morning, leader: Phone, office: Office, wished: None
) -> None:
    await office.links(await office.hires(), leader.chat)
    await day.until_hour(FIRST_HOUR - 1)
    assert leader.received() == []
    await day.until_hour(FIRST_HOUR)
    await day.until_hour(FIRST_HOUR + 1)
    assert len(leader.received()) == 1
    await day.until_hour(FIRST_HOUR)
    assert len(leader.received()) == 2


async def test_two_programs_that_tell_at_once_tell_once(
    saying: Saying, api: FakeApi, leader: Phone, office: Office, clock: Clock
) -> None:
    await office.links(await office.hires(), leader.chat)
    clock.now += DAY
    programs = [staff.make_application(saying, STAFF, api.address) for _ in range(2)]
    for each in programs:
        await each.initialize()
    jobs = [each.job_queue.get_jobs_by_name("at start")[0] for each in programs if each.job_queue]
    await asyncio.gather(*(job.run(each) for job, each in zip(jobs, programs, strict=True)))
    for each in programs:
        await each.shutdown()
    assert len(leader.received()) == 1


async def test_who_was_down_at_the_hour_tells_at_its_start_and_once(
    saying: Saying, api: FakeApi, leader: Phone, office: Office, staff_bot: StaffBot
) -> None:
    await office.links(await office.hires(), leader.chat)
    while hour_of(office.clock()) != FIRST_HOUR + 3 or leader.received():
        office.clock.now += HOUR
    office.clock.now += DAY
    for _ in range(2):
        async with staff_bot():
            await leader.has("Venter på")
            assert "kobler fra" in (await leader.hears("hei"))["text"]
    assert sum("Venter på" in text for text in api.texts_to(leader.chat)) == 1


async def test_counts_that_could_not_be_sent_are_sent_the_next_hour(
    day: Morning, api: FakeApi, leader: Phone, office: Office
) -> None:
    await office.links(await office.hires(), leader.chat)
    await day.until_hour(FIRST_HOUR - 1)
    api.answer_next("sendMessage", 502)
    await day.until_hour(FIRST_HOUR)
    assert leader.received() == []
    await day.until_hour(FIRST_HOUR + 1)
    assert len(leader.received()) == 1


async def test_a_leader_who_blocked_the_bot_is_unlinked(
    day: Morning, api: FakeApi, leader: Phone, office: Office
) -> None:
    await office.links(await office.hires(), leader.chat)
    await day.until_hour(FIRST_HOUR - 1)
    api.blocked.add(leader.chat)
    await day.until_hour(FIRST_HOUR)
    assert await office.linked() == 0


async def test_a_leader_who_left_before_the_hour_is_forgotten(
    day: Morning, leader: Phone, office: Office
) -> None:
    desk = await office.hires()
    await office.links(desk, leader.chat)
    await office.store.write(lambda tx: people.end_staff(tx, desk.staff.id, office.clock()))
    await day.until_hour(FIRST_HOUR)
    assert (leader.received(), await office.linked()) == ([], 0)


async def test_a_wrong_token_is_said_without_the_token_and_the_rest_goes_on(
    staff_bot: StaffBot,
    leader: Phone,
    api: FakeApi,
    logged: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(staff, "FIRST_PAUSE", 0.0)
    api.answer_next("getMe", 401, 401)
    async with staff_bot():
        await leader.hears("hei")
    assert logged().count("EKKO_STAFF_TELEGRAM_TOKEN") == 1
    assert STAFF not in logged()


async def test_no_words_and_no_chat_of_a_leader_are_logged(
    staff_bot: StaffBot, leader: Phone, api: FakeApi, office: Office, logged: Callable[[], str]
) -> None:
    code = await office.code(await office.hires())
    async with staff_bot():
        await leader.hears(f"/start {code}")
        api.answer_next("sendMessage", 400)
        await leader.writes("Kanarifugl er her")
        await leader.hears("/now")
    for secret in (code, "Kanarifugl", str(leader.chat), STAFF):
        assert secret not in logged()
