"""Mailed summaries: on the day, once, tried again, ended at once; and no word or small number goes along."""

import asyncio
import logging
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
import pytest_asyncio

from bench.servers import free_port
from bot.mail import Letter, Mail
from bot.mailing import MOST_TRIES, Mailings
from collector import intake, mailing
from collector.desk import Desk
from collector.here import HERE
from collector.ids import new_id
from collector.keeping.journal import Line
from collector.keeping.replaying import KINDS
from collector.mailing import Plan, next_moment
from collector.model import Staff, Tag, Wish
from collector.sealing import Seal
from collector.store import mailings, people
from collector.store.erased import Erased
from collector.store.front import Row, Store, Tx
from collector.store.mailings import LEASE_MS
from collector.texts import Catalogue
from tests.bot.fields import CODE
from tests.bot.mailbox import running
from tests.bot.test_mail import settings
from tests.both_engines import store
from tests.conftest import Clock
from tests.reports.paper import words_in
from tests.web.cast import Place, found_place

__all__ = ["store"]
HOUR = 60 * 60_000
DAY = 24 * HOUR
TOLD = "vi vil ha kanarifugl"


def at(day: str, hour: int) -> int:
    return int(datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=HERE).timestamp() * 1000)


class Office:
    """A leader, two colleagues, some wishes, and what was posted."""

    def __init__(self, store: Store, seal: Seal, clock: Clock, texts: Catalogue, place: Place) -> None:
        self.store, self.seal, self.clock, self.place = store, seal, clock, place
        self.texts = texts
        self.letters: list[Letter] = []
        self.is_down = False
        self.to: dict[str, str] = {}
        self.desk = self._desk("leader", "Lise")

    def _desk(self, role: Any, name: str) -> Desk:
        here = self.place.municipality
        return Desk(Staff(new_id(self.clock()), here.id, name, role), here, "", "", 0)

    def carrier(self) -> Mailings:
        return Mailings(self.store, self.texts, self.clock, "https://ekko.test", self.send)

    async def send(self, letter: Letter) -> None:
        await asyncio.sleep(0)
        if self.is_down:
            raise ConnectionRefusedError
        self.letters.append(letter)

    async def open(self) -> None:
        for name in ("Pia", "Per"):
            staff = self._desk("project", name).staff
            self.clock.now += 1
            self.to[staff.id] = f"{name.lower()}@vik.no"
            await self.store.write(lambda tx, staff=staff: people.add_staff(tx, staff, 1))  # type: ignore[misc]

    async def wish(self, times: int, tag: str = "gaming") -> None:
        for _ in range(times):
            self.clock.now += 1
            here, asked = self.place.municipality.id, self.place.asked
            wish = Wish(
                new_id(self.clock()), here, asked.id, None, "webchat", "nb", TOLD, "approved", True,
                self.clock(), tags=(Tag("activity", tag),),
            )  # fmt: skip
            await self._keep(wish)

    async def _keep(self, wish: Wish) -> None:
        await self.store.write(lambda tx: intake.receive(tx, self.seal, self.place.asked, wish, TOLD, None))

    async def choose(self, code: str = CODE, **more: Any) -> str:
        plan = Plan(**{"weekday": 3, "day": "", "hour": 8, "people": self.to, **more})
        return await self.store.write(lambda tx: mailing.begin(tx, self.desk, code, plan, self.clock()))

    async def letters_of(self, made: str) -> list[Row]:
        return await self.store.read(lambda tx: mailings.last_letters(tx, made))


@pytest_asyncio.fixture
async def office(store: Store, seal: Seal, clock: Clock, texts: Catalogue) -> Office:
    clock.now = at("2026-09-15", 12)  # a Tuesday
    place = await found_place(store, "Eksempelvik", CODE, clock() - 10 * DAY)
    made = Office(store, seal, clock, texts, place)
    await made.open()
    await made.wish(12)
    await made.wish(3, "dance")
    return made


async def test_it_goes_out_on_the_chosen_day_once_to_each_and_again_next_week(office: Office) -> None:
    await office.choose()
    office.clock.now = at("2026-09-17", 8) - 1
    assert await office.carrier().carry() == 0
    office.clock.now += 1
    assert await office.carrier().carry() == 2
    assert await office.carrier().carry() == 0
    assert sorted(each.to for each in office.letters) == ["per@vik.no", "pia@vik.no"]
    office.clock.now += 6 * DAY
    assert await office.carrier().carry() == 0
    office.clock.now += DAY
    assert await office.carrier().carry() == 2
    assert len({each.id for each in office.letters}) == 4


async def test_the_document_is_what_others_see_without_a_word_of_anybodys(office: Office) -> None:
    await office.choose()
    office.clock.now = at("2026-09-17", 9)
    await office.carrier().carry()
    (letter, _) = office.letters
    assert letter.attached is not None
    assert letter.attached.name == f"ekko-{CODE.replace('-', '')}.pdf"
    words = words_in(letter.attached.body)
    assert "Gaming" in words
    assert "færre enn 5" in words, "three who wish for dance are hidden"
    assert "kanarifugl" not in words + letter.body + letter.subject
    assert f"https://ekko.test/desk/summary/{CODE}/mail" in letter.body


async def test_two_carriers_never_send_the_same_letter(office: Office) -> None:
    await office.choose()
    office.clock.now = at("2026-09-17", 8)
    tried = await asyncio.gather(*(office.carrier().carry() for _ in range(4)))
    assert (sum(tried), len(office.letters)) == (2, 2)


async def test_what_does_not_get_through_is_tried_again_and_said_in_the_end(office: Office) -> None:
    made = await office.choose()
    office.clock.now = at("2026-09-17", 8)
    office.is_down = True
    await office.carrier().carry()
    assert [row["tries"] for row in await office.letters_of(made)] == [1, 1]
    assert await office.carrier().carry() == 0, "not before its pause is over"
    office.is_down = False
    office.clock.now += HOUR
    assert await office.carrier().carry() == 2
    assert {row["became"] for row in await office.letters_of(made)} == {"mailing.sent"}
    office.is_down = True
    office.clock.now = at("2026-09-24", 8)
    for _ in range(MOST_TRIES + 3):
        await office.carrier().carry()
        office.clock.now += 3 * HOUR
    assert {row["became"] for row in await office.letters_of(made)} == {"mailing.failed"}
    assert {row["tries"] for row in await office.letters_of(made)} == {MOST_TRIES}


async def test_a_carrier_that_dies_leaves_a_letter_that_is_sent_once_more_with_the_same_id(
    office: Office,
) -> None:
    await office.choose()
    office.clock.now = at("2026-09-17", 8)
    now = office.clock()
    await office.store.write(lambda tx: mailing.plan_due(tx, now))
    row = await office.store.write(lambda tx: mailings.claim_next(tx, now))
    assert row is not None
    assert await office.carrier().carry() == 1, "the other one"
    office.clock.now += LEASE_MS
    assert await office.carrier().carry() == 1
    assert row["id"] in {each.id for each in office.letters}


async def test_ended_is_ended_at_once_also_after_an_old_copy(office: Office) -> None:
    made = await office.choose()
    office.clock.now = at("2026-09-17", 8)
    await office.store.write(lambda tx: mailing.plan_due(tx, office.clock()))
    await office.store.write(lambda tx: mailing.end(tx, office.desk, made, office.clock()), erases=True)
    assert await office.carrier().carry() == 0

    def come_back(tx: Tx) -> None:
        tx.run("UPDATE mailings SET ended_at = NULL, next_at = :now", now=office.clock())
        for who, mail in office.to.items():
            tx.run("INSERT INTO mailing_people VALUES (:id, :who, :mail)", id=made, who=who, mail=mail)

    await office.store.write(come_back)
    line = Line(office.clock(), Erased("mailing", made))
    assert await office.store.write(lambda tx: KINDS["mailing"](tx, line, None), erases=True)  # type: ignore[arg-type]
    assert await office.carrier().carry() == 0
    assert office.letters == []


async def test_whoever_has_no_access_any_more_gets_none(office: Office) -> None:
    await office.choose()
    gone = next(iter(office.to))
    office.clock.now = at("2026-09-17", 8)
    await office.store.write(lambda tx: mailing.plan_due(tx, office.clock()))
    await office.store.write(lambda tx: people.end_staff(tx, gone, 1), erases=True)
    await office.carrier().carry()
    assert [each.to for each in office.letters] == [mail for who, mail in office.to.items() if who != gone]


async def test_once_is_once_and_a_missed_day_goes_out_late_but_once(office: Office) -> None:
    made = await office.choose(weekday=None, day="2026-09-20", hour=18)
    await office.choose()
    office.clock.now = at("2026-10-20", 12)
    assert await office.carrier().carry() == 4
    office.clock.now += 30 * DAY
    await office.carrier().carry()
    assert len(await office.letters_of(made)) == 2
    of_this = set(await ids(office, made))
    assert sum(1 for each in office.letters if each.id in of_this) == 2


async def ids(office: Office, made: str) -> list[str]:
    rows = await office.store.read(
        lambda tx: tx.all("SELECT id FROM mailing_letters WHERE mailing_id = :m", m=made)
    )
    return [str(row["id"]) for row in rows]


async def test_of_an_empty_round_nothing_goes_out_and_the_page_can_say_why(
    store: Store, seal: Seal, clock: Clock, texts: Catalogue
) -> None:
    clock.now = at("2026-09-15", 12)
    place = await found_place(store, "Eksempelvik", CODE, clock())
    office = Office(store, seal, clock, texts, place)
    await office.open()
    made = await office.choose()
    clock.now = at("2026-09-17", 8)
    await office.carrier().carry()
    assert office.letters == []
    assert {row["became"] for row in await office.letters_of(made)} == {"paper.too-few"}


async def test_of_everything_too(office: Office) -> None:
    await office.choose("all", language="nn")
    office.clock.now = at("2026-09-17", 8)
    await office.carrier().carry()
    assert office.letters[0].attached is not None
    assert office.texts.say("summary.everything", "nn") in words_in(office.letters[0].attached.body)


@pytest.mark.parametrize(
    ("after", "next_one"),
    [("2026-10-22", "2026-10-29"), ("2026-10-21", "2026-10-22"), ("2027-03-25", "2027-04-01")],
)
def test_eight_o_clock_is_eight_o_clock_also_across_a_change_of_the_clocks(after: str, next_one: str) -> None:
    assert next_moment(3, None, 8, at(after, 8)) == at(next_one, 8)


async def test_a_real_mail_server_gets_the_document_as_it_is(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await office.choose()
    office.clock.now = at("2026-09-17", 8)
    port = free_port()
    with running(port) as mailbox:
        send = Mail(settings(port)).send
        carrier = Mailings(office.store, office.texts, office.clock, "https://ekko.test", send)
        assert await carrier.carry() == 2
        (file,) = mailbox.read().iter_attachments()
    assert file.get_content_type() == "application/pdf"
    assert file.get_filename() == f"ekko-{CODE.replace('-', '')}.pdf"
    body = file.get_content()
    assert isinstance(body, bytes)
    assert BytesIO(body).read(5) == b"%PDF-"
    said = [record.getMessage() for record in caplog.records if record.name.startswith("ekko")]
    assert not [mail for mail in office.to.values() if mail in str(said)]
