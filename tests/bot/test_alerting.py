"""Alerts: the adult on duty is told at once, the deputy when nobody takes the case; no word goes along."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest
import pytest_asyncio

from bot.alerting import LOOKS_EVERY_SECONDS, Alerting
from bot.host import Host
from bot.mail import Letter
from bot.speech import Speech
from bot.turn import Came
from collector.model import Round
from collector.sealing import Seal
from collector.store import cases, duty
from collector.store.alerts import ADULT, DEPUTY, LEASE_MS
from collector.store.front import Row, Store
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.bot.fields import CODE
from tests.both_engines import store
from tests.conftest import Clock
from tests.web.cast import found_place

__all__ = ["store"]

Worried = Callable[[], Awaitable[str]]
CONCERN = "jeg vil ikke leve lenger, bare med kanarifugl"
MINUTE = 60_000
HOUR = 60 * MINUTE
LINK = "https://ekko.test/desk/cases/"


@pytest_asyncio.fixture
async def here(store: Store, clock: Clock) -> Round:
    """A municipality with an adult on duty and a deputy."""
    place = await found_place(store, "Eksempelvik", CODE, clock())
    for number, name in ((ADULT, "vakt"), (DEPUTY, "vara")):
        await put(store, place.asked, number, name)
    return place.asked


@pytest.fixture
def worried(store: Store, seal: Seal, reader: Reader, texts: Catalogue, clock: Clock) -> Worried:
    """Somebody who may not be OK writes that, and her case comes in."""
    host = Host(store, seal, reader, Speech(texts), clock)
    told = 0

    async def tell() -> str:
        nonlocal told
        told += 1
        known = {row["wish_id"] for row in await rows(store, "SELECT wish_id FROM cases")}
        await host.turn(Came(f"k{told}", "webchat", f"somebody{told}", CODE, said=CONCERN))
        (case,) = {row["wish_id"] for row in await rows(store, "SELECT wish_id FROM cases")} - known
        return str(case)

    return tell


class Posted:
    """Whom mails went to; a server that is down raises for each."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.is_down = False

    async def send(self, letter: Letter) -> None:
        await asyncio.sleep(0)
        if self.is_down:
            raise ConnectionRefusedError("vakt@example.org")
        self.letters.append(letter)

    @property
    def to(self) -> list[str]:
        return [letter.to.split("@")[0] for letter in self.letters]


@pytest.fixture
def posted() -> Posted:
    return Posted()


@pytest.fixture
def carrier(store: Store, texts: Catalogue, clock: Clock, posted: Posted) -> Alerting:
    return Alerting(store, texts, clock, "https://ekko.test", 15 * MINUTE, posted.send)


async def put(store: Store, asked: Round, place: int, name: str) -> None:
    here = asked.municipality.id
    await store.write(lambda tx: duty.put_person(tx, here, place, name.title(), f"{name}@example.org", 1))


async def rows(store: Store, sql: str) -> list[Row]:
    return await store.read(lambda tx: [dict(row) for row in tx.all(sql)])


async def take(store: Store, case: str, at: int) -> None:
    assert await store.write(lambda tx: cases.take_case(tx, case, "x", at)) == 1


async def test_an_alert_is_kept_with_the_case_before_any_mail_server_is_asked(
    here: Round, store: Store, worried: Worried, clock: Clock
) -> None:
    case = await worried()
    (alert,) = await rows(store, "SELECT wish_id, place, due_at, sent_at, tries FROM alerts")
    assert alert == {"wish_id": case, "place": ADULT, "due_at": clock(), "sent_at": None, "tries": 0}


async def test_the_adult_on_duty_is_told_at_the_first_look_and_once(
    here: Round, worried: Worried, carrier: Alerting, posted: Posted, store: Store, clock: Clock
) -> None:
    assert await carrier.carry() == 0
    case = await worried()
    clock.now += LOOKS_EVERY_SECONDS * 1000
    assert await carrier.carry() == 1
    assert await carrier.carry() == 0
    (letter,) = posted.letters
    assert letter.to == "vakt@example.org"
    assert LINK + case in letter.body
    (alert,) = await rows(store, "SELECT sent_at, sent_to FROM alerts")
    assert alert == {"sent_at": clock(), "sent_to": "Vakt"}


def test_a_case_is_told_within_a_minute_also_when_a_mail_server_hangs_first() -> None:
    from bot.mail import SEND_SECONDS

    assert LOOKS_EVERY_SECONDS + 2 * SEND_SECONDS < 60


async def test_the_mail_has_no_word_of_the_sender_and_nothing_of_how_grave_it_is(
    here: Round, worried: Worried, carrier: Alerting, posted: Posted
) -> None:
    await worried()
    await carrier.carry()
    (letter,) = posted.letters
    said = f"{letter.subject} {letter.body}".lower()
    for word in ("kanarifugl", "leve", "concern", "fare", "eksempelvik", "somebody", "selvmord"):
        assert word not in said
    assert "En sak i Ekko venter på den som har vakt" in letter.body
    assert "Ei sak i Ekko ventar på den som har vakt" in letter.body


async def test_the_deputy_is_told_when_nobody_takes_the_case_and_both_again_after_an_hour(
    here: Round, worried: Worried, carrier: Alerting, posted: Posted, clock: Clock
) -> None:
    await worried()
    begun, told = clock(), {}
    for minute in range(180):
        clock.now = begun + minute * MINUTE
        before = len(posted.to)
        await carrier.carry()
        if posted.to[before:]:
            told[minute] = sorted(posted.to[before:])
    assert told == {0: ["vakt"], 15: ["vara"], 60: ["vakt", "vara"]}


@pytest.mark.parametrize("minute", [1, 16])
async def test_whoever_takes_the_case_stops_what_was_to_come(
    here: Round, worried: Worried, carrier: Alerting, posted: Posted, store: Store, clock: Clock, minute: int
) -> None:
    case = await worried()
    begun = clock()
    for passed in range(120):
        clock.now = begun + passed * MINUTE
        if passed == minute:
            await take(store, case, clock())
        await carrier.carry()
    assert posted.to == (["vakt"] if minute == 1 else ["vakt", "vara"])


@pytest.mark.parametrize("night", ["2026-10-25T00:55+00:00", "2027-03-28T00:55+00:00"])
async def test_a_night_when_the_clocks_are_set_changes_nothing(
    here: Round, worried: Worried, carrier: Alerting, posted: Posted, clock: Clock, night: str
) -> None:
    clock.now = int(datetime.fromisoformat(night).timestamp() * 1000)
    await worried()
    for passed, told in ((0, ["vakt"]), (15 * MINUTE - 1, ["vakt"]), (1, ["vakt", "vara"])):
        clock.now += passed
        await carrier.carry()
        assert posted.to == told


async def test_a_dead_mail_server_loses_nothing_and_is_asked_less_and_less_often(
    here: Round, worried: Worried, carrier: Alerting, posted: Posted, store: Store, clock: Clock
) -> None:
    posted.is_down = True
    await worried()
    tried_at, begun = [], clock()
    for second in range(0, 15 * 60, 5):
        clock.now = begun + second * 1000
        if await carrier.carry():
            tried_at.append(second)
    assert tried_at == [0, 5, 15, 35, 75, 155, 315, 615]
    posted.is_down = False
    clock.now = begun + 14 * HOUR
    await carrier.carry()
    assert sorted(posted.to) == ["vakt", "vara"], "each is told once of what waited, and not once more"
    assert [row["tries"] for row in await rows(store, "SELECT tries FROM alerts WHERE place = 1")] == [9]


async def test_one_alert_that_never_gets_through_holds_no_other_back(
    here: Round, worried: Worried, carrier: Alerting, posted: Posted, store: Store, clock: Clock
) -> None:
    posted.is_down = True
    await worried()
    await carrier.carry()
    posted.is_down = False
    clock.now += 1000
    second = await worried()
    await carrier.carry()
    assert [LINK + second in letter.body for letter in posted.letters] == [True]


async def test_no_address_and_no_name_reaches_the_log(
    here: Round, worried: Worried, carrier: Alerting, posted: Posted, caplog: pytest.LogCaptureFixture
) -> None:
    posted.is_down = True
    await worried()
    await carrier.carry()
    assert "did not get through at try 1 (ConnectionRefusedError)" in caplog.text
    for word in ("example.org", "Vakt", "kanarifugl"):
        assert word not in caplog.text


async def test_two_carriers_at_once_send_each_alert_once(
    here: Round, worried: Worried, store: Store, texts: Catalogue, clock: Clock, posted: Posted
) -> None:
    came = [await worried() for _ in range(12)]
    carriers = [
        Alerting(store, texts, clock, "https://ekko.test", 15 * MINUTE, posted.send) for _ in range(2)
    ]
    for passed, expected in ((0, 12), (15 * MINUTE, 24)):
        clock.now += passed
        await asyncio.gather(*(carrier.carry() for carrier in carriers))
        assert len(posted.letters) == expected
        assert len({letter.id for letter in posted.letters}) == expected
    assert {letter.body.split(LINK)[1].split()[0] for letter in posted.letters} == set(came)


async def test_an_alert_that_another_carrier_holds_is_left_until_its_lease_is_over(
    here: Round, worried: Worried, carrier: Alerting, posted: Posted, store: Store, clock: Clock
) -> None:
    await worried()
    held_until = clock() + LEASE_MS
    await store.write(lambda tx: tx.run("UPDATE alerts SET claimed_until = :at, tries = 1", at=held_until))
    clock.now = held_until - 1
    assert await carrier.carry() == 0
    clock.now = held_until
    assert await carrier.carry() == 1


async def test_where_nobody_has_duty_the_alert_waits_for_whoever_gets_it(
    here: Round, worried: Worried, carrier: Alerting, posted: Posted, store: Store, clock: Clock
) -> None:
    await store.write(lambda tx: tx.run("DELETE FROM duty_people"))
    await worried()
    clock.now += 2 * HOUR
    assert await carrier.carry() == 0
    await put(store, here, ADULT, "ny")
    await carrier.carry()
    assert posted.to == ["ny"]


async def test_words_that_their_sender_erases_at_once_are_told_of_all_the_same_but_only_once(
    here: Round, worried: Worried, carrier: Alerting, posted: Posted, store: Store, clock: Clock
) -> None:
    case = await worried()
    decided = "UPDATE cases SET decision = 'erased-by-sender', decided_at = 5 WHERE wish_id = :id"
    await store.write(lambda tx: tx.run(decided, id=case))
    for _ in range(90):
        await carrier.carry()
        clock.now += MINUTE
    assert posted.to == ["vakt"]


async def test_a_carrier_goes_on_when_something_unforeseen_goes_wrong(
    here: Round, worried: Worried, store: Store, texts: Catalogue, clock: Clock, posted: Posted
) -> None:
    pauses: list[float] = []
    broken = [True, False]

    def read() -> int:
        if broken.pop(0) if broken else False:
            raise ZeroDivisionError
        return clock()

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise asyncio.CancelledError

    await worried()
    carrier = Alerting(store, texts, read, "https://ekko.test", 15 * MINUTE, posted.send, pause)
    with pytest.raises(asyncio.CancelledError):
        await carrier.run()
    assert posted.to == ["vakt"]
    assert pauses == [LOOKS_EVERY_SECONDS] * 3
