"""A municipality where young people wish and leaders review, on a real store."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from collector import intake, review, second_look
from collector.desk import Desk
from collector.ids import new_id
from collector.model import Municipality, Round, Staff, Tag, Wish
from collector.sealing import Seal
from collector.store import people, rounds, talks
from collector.store.front import Store, Tx
from tests.conftest import Clock


@dataclass
class Village:
    """Everybody in one place; the clock moves on with everything that happens."""

    store: Store
    seal: Seal
    clock: Clock
    asked: Round
    _talks: dict[str, str] = field(default_factory=dict)
    _number: Any = field(default_factory=count)

    def now(self) -> int:
        self.clock.now += 1000
        return self.clock.now

    async def reviewer(self, name: str, role: Any = "leader") -> Desk:
        now = self.now()
        staff = Staff(new_id(now), self.asked.municipality.id, name, role)
        await self.store.write(lambda tx: people.add_staff(tx, staff, now))
        return Desk(staff, self.asked.municipality, session="", csrf="", seen_at=now)

    async def wish(self, text: str, *tags: str, sender: str = "", channel: str = "webchat") -> str:
        """Something that a sender wished for, as the tagger read it; every sender has one talk."""
        now = self.now()
        sender = sender or f"sender {next(self._number)}"
        tagged = tuple(Tag(intake.kind_of(tag), tag, 0.9) for tag in tags)
        state = "case" if "concern" in tags else "waiting"

        def work(tx: Tx) -> str:
            if sender not in self._talks:
                self._talks[sender] = new_id(now)
                talks.add_talk(
                    tx,
                    id=self._talks[sender],
                    municipality_id=self.asked.municipality.id,
                    round_id=self.asked.id,
                    channel=channel,
                    who=sender,
                    receipt=sender,
                    handle=None,
                    now=now,
                )
            wish = Wish(
                new_id(now),
                self.asked.municipality.id,
                self.asked.id,
                self._talks[sender],
                channel,
                "nb",
                text,
                state,  # type: ignore[arg-type]
                True,
                now,
                tags=tagged,
            )
            intake.receive(tx, self.seal, self.asked, wish, text, "concern" if state == "case" else None)
            return wish.id

        return await self.store.write(work)

    async def decide(self, desk: Desk, wish_id: str, what: str = "approve") -> None:
        now = self.now()

        def work(tx: Tx) -> None:
            review.decide(tx, desk, wish_id, what, review.show_one(tx, desk, wish_id)["seen"], now)

        await self.store.write(work)

    async def correct(self, desk: Desk, wish_id: str, *tags: str) -> None:
        """Say anew what a wish is about."""
        now = self.now()

        def work(tx: Tx) -> None:
            seen = review.show_one(tx, desk, wish_id)["seen"]
            review.retag(tx, desk, wish_id, frozenset(tags), seen, now)

        await self.store.write(work)

    async def teach(self, desk: Desk, text: str, was: str, *tags: str, sender: str = "") -> str:
        """A wish that somebody corrected and approved."""
        wish_id = await self.wish(text, was, sender=sender)
        await self.correct(desk, wish_id, *tags)
        await self.decide(desk, wish_id)
        return wish_id

    async def look_again(self, desk: Desk, wrong: int = 0) -> dict[str, Any]:
        """A whole second look, of which so many are said to be wrong; return where it stands then."""
        await self.store.write(lambda tx: second_look.begin(tx, desk, self.now()))
        for place in range(second_look.ASKED):
            found = await self.store.read(lambda tx: second_look.look(tx, desk))
            if found["wish"] is None:
                break
            wish_id, is_right = found["wish"]["id"], place >= wrong
            await self.store.write(
                lambda tx, wish_id=wish_id, is_right=is_right: second_look.say(  # type: ignore[misc]
                    tx, desk, wish_id, is_right=is_right
                )
            )
        return await self.store.read(lambda tx: second_look.look(tx, desk))

    async def erase(self, wish_id: str) -> None:
        def work(tx: Tx) -> bool:
            row = tx.one("SELECT talk_id FROM wishes WHERE id = :id", id=wish_id)
            assert row is not None
            return intake.erase(tx, wish_id, row["talk_id"], self.now())

        assert await self.store.write(work, erases=True)


async def found_village(store: Store, seal: Seal, clock: Clock, name: str = "Eksempelvik") -> Village:
    """Make a municipality and its round."""
    now = clock()
    municipality = Municipality(new_id(now), name, is_example=True, is_open=False)
    asked = Round(new_id(now), municipality, f"runde-{name.lower()}", "Hva ønsker du deg?", now, None)

    def work(tx: Tx) -> None:
        rounds.add_municipality(tx, municipality, now)
        rounds.add_round(tx, asked, now)

    await store.write(work)
    return Village(store, seal, clock, asked)
