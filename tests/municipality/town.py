"""A real municipality with everything in place that can be: each test takes one thing away."""

from dataclasses import dataclass

from collector import municipality, recording
from collector.facts import FACTS
from collector.ids import new_id
from collector.model import ROLES, Passkey, Role, Round, Staff
from collector.recording import Pen
from collector.requirements import REQUIREMENTS, Running
from collector.store import passkeys, people, rounds, upkeep
from collector.store.front import Store, Tx
from tests.conftest import Clock

NAME = "Ordrevik"
CODE = "blid-bever"
RUNNING = Running(mails=True, own_key=True, https=True)
BUILT = tuple(each for each in REQUIREMENTS if each.is_built)
"""What can be met today; the rest the program lacks."""
FILLED = {
    "name": NAME,
    "languages": "nb nn",
    "statement-link": "https://uustatus.no/nb/erklaringer/publisert/1",
    "feedback-mail": "uu@ordrevik.example.org",
    "basis": "Kommuneloven kapittel 5 og vedtak 12/26",
    "dpia-day": "2026-05-01",
    "officer-name": "Odd Ombud",
    "officer-mail": "ombud@ordrevik.example.org",
    "raw-days": "180",
    "case-days": "30",
    "adult-name": "Kari Vakt",
    "adult-mail": "kari@ordrevik.example.org",
    "deputy-name": "Ola Vara",
    "deputy-mail": "ola@ordrevik.example.org",
    "watch-number": "69 12 34 56",
    "report-link": "https://www.ordrevik.kommune.no/bekymring",
    "helplines-by": "Kari Vakt",
    "helplines-day": "2026-09-01",
    "card-by": "Prof Esjonell, helsesykepleier",
    "card-day": "2026-09-02",
    "quiet-from": "21:00",
    "quiet-to": "07:30",
    "lessons-from": "08:45",
    "lessons-to": "14:15",
    "telegram-by": "Kari Leder, rådgiver",
    "telegram-day": "2026-09-03",
}


@dataclass
class Town:
    """One municipality in one store."""

    store: Store
    clock: Clock
    id: str
    asked: Round

    @property
    def pen(self) -> Pen:
        return Pen("", self.clock(), RUNNING)

    async def record(self, **facts: str) -> recording.Saved:
        """Record facts, however many sections they are of."""
        wrong: dict[str, str] = {}
        was_shut = False
        typed = {name.replace("_", "-"): value for name, value in facts.items()}
        for section in dict.fromkeys(fact.section for fact in FACTS if fact.name in typed):
            saved = await self.store.write(
                lambda tx, section=section: recording.save_facts(  # type: ignore[misc]
                    tx, self.id, section, typed, None, self.pen
                )
            )
            wrong |= saved.wrong
            was_shut = was_shut or saved.shut
        return recording.Saved(wrong, was_shut)

    async def missing(self, running: Running = RUNNING) -> set[str]:
        record = await self.store.read(lambda tx: municipality.describe(tx, self.id, running))
        return {each.name for each in municipality.what_is_missing(record, BUILT)}

    async def open(self, running: Running = RUNNING) -> set[str]:
        missing = await self.store.write(
            lambda tx: municipality.open_(tx, self.id, running, "", self.clock(), BUILT)
        )
        return {each.name for each in missing}

    async def is_open(self) -> bool:
        return (await self.store.read(lambda tx: municipality.find(tx, self.id))).is_open

    async def hire(self, name: str, role: Role) -> Staff:
        self.clock.now += 1
        staff = Staff(new_id(self.clock()), self.id, name, role)
        assert role in ROLES
        await self.store.write(lambda tx: people.add_staff(tx, staff, self.clock()))
        return staff

    async def give_passkey(self, staff: Staff) -> None:
        passkey = Passkey(
            new_id(self.clock()), staff.id, f"key of {staff.id}", b"", 0, "Telefonen", self.clock()
        )
        await self.store.write(lambda tx: passkeys.add_passkey(tx, passkey))


async def found_town(store: Store, clock: Clock, name: str = NAME, code: str = CODE) -> Town:
    """Make the municipality and its round, and nothing more."""

    def work(tx: Tx) -> Round:
        made = municipality.found(tx, name, clock())
        asked = Round(new_id(clock()), made, code, "Hva ønsker du deg?", clock(), None)
        rounds.add_round(tx, asked, clock())
        return asked

    asked = await store.write(work)
    return Town(store, clock, asked.municipality.id, asked)


async def furnish(town: Town) -> None:
    """Record everything that can be recorded, and let those in who must be there."""
    await town.store.write(lambda tx: upkeep.note(tx, upkeep.BACKED_UP, town.clock()))
    saved = await town.record(**{name.replace("-", "_"): value for name, value in FILLED.items()})
    assert saved.wrong == {}
    for name, role in (("Anne", "admin"), ("Arne", "admin"), ("Kari Vakt", "duty")):
        staff = await town.hire(name, role)  # type: ignore[arg-type]
        await town.give_passkey(staff)
