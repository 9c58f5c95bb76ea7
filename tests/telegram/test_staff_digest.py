"""The counts at the hour that a leader chose: told once, honestly, in her language."""

from typing import Any

import httpx
import pytest
from telegram.error import NetworkError, TimedOut

from bot.channels.staff_telegram import running as staff
from bot.channels.staff_telegram.saying import Saying
from bot.channels.staff_telegram.telling import surely_not_sent
from bot.digest import digest_in_words
from bot.host import Host
from bot.turn import Came
from collector import linking, signin
from collector.digest import Digest, sum_up_lately
from collector.here import day_of, hour_of
from collector.ids import new_secret
from collector.store import links, municipalities, people
from collector.store.front import Tx
from collector.texts import Catalogue
from tests.conftest import Clock
from tests.telegram.conftest import CODE
from tests.telegram.fake_api import FakeApi
from tests.telegram.office import Office
from tests.telegram.people import STAFF, Phone
from tests.telegram.test_staff import DAY, HOUR, Morning

MONDAY = 0


@pytest.fixture
async def day(saying: Saying, api: FakeApi, clock: Clock) -> Any:
    day = Morning(saying, api, clock)
    await day.application.initialize()
    yield day
    await day.application.shutdown()


async def chooses(
    office: Office, phone: Phone, *, hour: int = 15, weekday: int | None = None, language: str = "nb"
) -> str:
    """Let a leader link and choose; returns who she is."""
    desk = await office.hires()
    await office.links(desk, phone.chat)
    await office.store.write(lambda tx: linking.choose(tx, desk, hour, weekday, language, office.clock()))
    return desk.staff.id


async def wish(host: Host, words: str) -> None:
    await host.turn(Came(new_secret(), "webchat", new_secret(), CODE, said=words))


async def test_whoever_chose_nine_is_told_at_nine_and_in_her_language(
    day: Morning, leader: Phone, office: Office, host: Host
) -> None:
    await chooses(office, leader, hour=9, language="nn")
    await wish(host, "gaming hver dag")
    await day.until_hour(8)
    assert leader.received() == []
    await day.until_hour(9)
    (told,) = leader.received()
    assert told["text"].startswith("Nye ønske siste døgnet: 1")
    assert "Opne køen" in str(told)


async def test_whoever_chose_mondays_is_told_on_mondays_of_the_whole_week(
    day: Morning, leader: Phone, office: Office, host: Host, clock: Clock
) -> None:
    await chooses(office, leader, hour=17, weekday=MONDAY)
    await wish(host, "gaming hver dag")
    for _ in range(7):
        await day.until_hour(17)
        clock.now += HOUR
    texts = [each["text"] for each in leader.received()]
    assert len(texts) == 1
    await day.until_hour(17)
    assert len(leader.received()) == 2
    assert "siste uka" in texts[0]


async def test_a_week_is_seven_days_long_in_what_is_counted(
    day: Morning, leader: Phone, office: Office, host: Host, clock: Clock
) -> None:
    await chooses(office, leader, hour=12, weekday=MONDAY)
    clock.now += DAY
    await wish(host, "gaming hver dag")
    clock.now += 5 * DAY
    await day.until_hour(12)
    (told,) = leader.received()
    assert told["text"].startswith("Nye ønsker siste uka: 1")
    assert "Det eldste har ventet i" in told["text"]


async def test_changing_the_hour_does_not_tell_twice(day: Morning, leader: Phone, office: Office) -> None:
    staff_id = await chooses(office, leader, hour=17)
    await day.until_hour(17)
    assert len(leader.received()) == 1

    def move(tx: Tx) -> None:
        linked = linking.find_staff(tx, office.seal, staff_id, office.clock())
        assert linked is not None
        linking.choose(tx, linked.desk, 6, None, "nb", office.clock())

    await office.store.write(move)
    await day.until_hour(18)
    assert len(leader.received()) == 1
    await day.until_hour(6)
    assert len(leader.received()) == 2


async def test_when_telegram_is_down_for_an_hour_the_counts_come_the_next_one_once(
    day: Morning, api: FakeApi, leader: Phone, office: Office
) -> None:
    await chooses(office, leader, hour=15)
    await day.until_hour(14)
    api.answer_next("sendMessage", 502)
    await day.until_hour(15)
    for hour in (16, 17, 18):
        await day.until_hour(hour)
    assert len(leader.received()) == 1


async def test_when_telegram_is_down_for_more_than_a_day_all_of_it_is_told_once_and_said(
    day: Morning, api: FakeApi, leader: Phone, office: Office, host: Host, clock: Clock
) -> None:
    await chooses(office, leader, hour=15)
    await wish(host, "gaming hver dag")
    api.answer_next("sendMessage", *(502 for _ in range(9)))
    for hour in range(15, 24):
        await day.until_hour(hour)
    assert leader.received() == []
    clock.now += DAY
    await wish(host, "gaming med venner")
    for hour in range(15, 24):
        await day.until_hour(hour)
    (told,) = leader.received()
    assert told["text"].startswith("Jeg fikk ikke sendt tallene sist.")
    assert "Nye ønsker siden 2026-09-21 16:13: 2" in told["text"]


async def test_what_may_have_come_is_not_sent_again_the_next_hour(
    saying: Saying, api: FakeApi, leader: Phone, office: Office, clock: Clock
) -> None:
    class Unheard(Saying):
        """Telegram takes each message, and its yes is never heard."""

        async def send(self, *args: Any, **named: Any) -> None:
            await super().send(*args, **named)
            raise TimedOut from httpx.ReadTimeout("slow")

    kept = saying
    day = Morning(Unheard(kept.store, kept.seal, kept.texts, kept.clock, kept.address), api, clock)
    await day.application.initialize()
    await chooses(office, leader, hour=15)
    for hour in (15, 16, 17):
        await day.until_hour(hour)
    await day.application.shutdown()
    assert len(leader.received()) == 1


async def test_another_language_chosen_while_telegram_is_down_keeps_the_days_counts(
    day: Morning, api: FakeApi, leader: Phone, office: Office
) -> None:
    desk = await office.hires()
    await office.links(desk, leader.chat)
    await day.until_hour(14)
    api.answer_next("sendMessage", 502)
    await day.until_hour(15)
    await office.store.write(lambda tx: linking.choose(tx, desk, 15, None, "nn", office.clock()))
    await day.until_hour(16)
    (told,) = leader.received()
    assert told["text"].startswith("Nye ønske")


async def test_while_the_municipality_rests_no_counts_come(
    day: Morning, leader: Phone, office: Office
) -> None:
    here = office.asked.municipality.id
    autumn = {"name": "Høstferie", "from_day": "2026-09-22", "to_day": "2026-09-23"}

    def rest(tx: Tx) -> None:
        municipalities.put_list(tx, here, "holidays", [autumn])
        for name, value in (("quiet-from", "06:00"), ("quiet-to", "10:00")):
            municipalities.put_fact(tx, here, name, value, "", 0)

    await office.store.write(rest)
    await chooses(office, leader, hour=9)
    told = []
    for _ in range(3):
        for hour in (9, 10):
            await day.until_hour(hour)
            told.append((day_of(office.clock()), hour, len(leader.received())))
    assert [each for each in told if each[2]] == [("2026-09-24", 10, 1)]


async def test_after_more_than_a_month_the_last_thirty_one_days_are_counted(
    office: Office, clock: Clock
) -> None:
    desk = await office.hires()
    for told_at, since in ((40, 31), (31, 31), (7, 7), (-1, 0)):  # the last by a clock that was wrong
        digest = await office.store.read(
            lambda tx, at=told_at: sum_up_lately(tx, desk, clock() - at * DAY, clock())  # type: ignore[misc]
        )
        assert digest.since == clock() - since * DAY


@pytest.mark.parametrize(
    ("hours", "weekly", "is_said"),
    [
        (24, False, False),
        (25, False, False),
        (27, False, True),
        (7 * 24 + 1, True, False),
        (9 * 24, True, True),
    ],
)
def test_only_what_was_missed_is_said_to_be_and_never_a_day_that_has_an_hour_more(
    texts: Catalogue, clock: Clock, hours: int, weekly: bool, is_said: bool
) -> None:
    digest = Digest(clock() - hours * HOUR, waiting=0, new=0)
    told = digest_in_words(digest, texts, "nb", clock(), "https://ekko.example.no", weekly=weekly)
    assert ("Jeg fikk ikke sendt tallene sist." in told) is is_said


async def test_another_phone_is_told_at_the_hour_that_was_chosen_and_the_first_no_more(
    office: Office, leader: Phone, bo: Phone
) -> None:
    desk = await office.hires()
    await office.links(desk, leader.chat)
    await office.store.write(lambda tx: linking.choose(tx, desk, 9, MONDAY, "nb", office.clock()))
    await office.links(desk, bo.chat)
    (row,) = await office.store.read(links.linked)
    assert (row["hour"], row["weekday"], linking.read_chat(office.seal, row)) == (9, MONDAY, bo.chat)


async def test_a_clock_that_jumps_a_day_ahead_and_back_tells_no_day_twice(
    day: Morning, leader: Phone, office: Office, clock: Clock
) -> None:
    await chooses(office, leader, hour=15)
    clock.now += DAY
    await day.until_hour(15)
    told = len(leader.received())
    clock.now += 365 * DAY
    await day.until_hour(15)
    clock.now -= 365 * DAY
    for _ in range(2):
        await day.until_hour(15)
    assert len(leader.received()) - told == 3


@pytest.mark.parametrize("hour", [2, 3])
async def test_the_hours_of_summer_time_tell_once(
    day: Morning, leader: Phone, office: Office, clock: Clock, hour: int
) -> None:
    for number, night in enumerate(("2026-10-25", "2027-03-28")):
        while day_of(clock.now) < night:
            clock.now += HOUR
        clock.now -= 4 * HOUR
        desk = await office.hires()
        phone = Phone(leader.api, clock, leader.chat + 1 + number, leader.token)
        await office.links(desk, phone.chat)
        await office.store.write(
            lambda tx, desk=desk: linking.choose(tx, desk, hour, None, "nb", clock())  # type: ignore[misc]
        )
        for _ in range(9):
            clock.now += HOUR
            (job,) = day.application.job_queue.get_jobs_by_name(f"{hour_of(clock.now)}")  # type: ignore[union-attr]
            await job.run(day.application)
        assert len(phone.received()) == 1, night


def test_a_message_that_may_have_come_is_not_sent_again() -> None:
    def caused(error: NetworkError, cause: Exception) -> NetworkError:
        error.__cause__ = cause
        return error

    assert not surely_not_sent(caused(TimedOut(), httpx.ReadTimeout("slow")))
    assert surely_not_sent(caused(NetworkError("no"), httpx.ConnectError("down")))
    assert surely_not_sent(NetworkError("Bad Gateway"))


async def test_a_leader_who_becomes_something_else_loses_the_chat_in_that_transaction(
    leader: Phone, office: Office
) -> None:
    staff_id = await chooses(office, leader)

    def change_and_look(tx: Tx) -> list[Any]:
        people.change_role(tx, staff_id, "project")
        return tx.all("SELECT staff_id FROM staff_telegram")

    assert await office.store.write(change_and_look) == []


async def test_a_leader_who_is_ended_loses_the_chat_and_the_code_in_that_transaction(
    leader: Phone, office: Office
) -> None:
    desk = await office.hires()
    await office.links(desk, leader.chat)
    await office.code(desk)

    def end_and_look(tx: Tx) -> list[Any]:
        people.end_staff(tx, desk.staff.id, office.clock())
        return tx.all("SELECT staff_id FROM staff_telegram") + tx.all("SELECT staff_id FROM link_codes")

    assert await office.store.write(end_and_look) == []


async def test_a_token_that_is_revoked_is_said_and_the_bot_begins_anew(
    leader: Phone, office: Office, api: FakeApi, saying: Saying, monkeypatch: pytest.MonkeyPatch, logged: Any
) -> None:
    from tests.telegram.conftest import running

    monkeypatch.setattr(staff, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(staff, "LOOKS_AT_ITS_TOKEN_SECONDS", 0.2)
    async with running(staff.run(saying, STAFF, api.address)):
        await leader.hears("hei")
        api.answer_next("getMe", 401, 401)
        await api.until(lambda: "EKKO_STAFF_TELEGRAM_TOKEN" in logged(), 60)
        await leader.hears("hei igjen")
    assert STAFF not in logged()
    assert signin.LINK_CODE_FOR
