"""The cast of the page tests: two municipalities, somebody in every role, and the wishes that came in."""

from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI

from collector import intake, messengers, publishing, signin
from collector.ids import new_id, new_secret
from collector.model import Role, Staff, Tag, Wish, WishState
from collector.publishing import slice_name
from collector.sealing import Seal
from collector.store import (
    answer_templates,
    catalogue,
    heard,
    notes,
    people,
    published,
    pull_keys,
    sendings,
    stuck,
    trainings,
    wishes,
)
from collector.store import messengers as store_of_messengers
from collector.store.front import Store, Tx
from collector.summary.slices import Slice
from collector.web.doors import STAFF_COOKIE
from tests.conftest import Clock
from tests.places import Place, found_place

__all__ = ["found_place"]

ADDRESS = "https://ekko.test"
JSON = {"Accept": "application/json"}


@dataclass
class Person:
    """Somebody with a browser; signed in, if they have a session."""

    client: httpx.AsyncClient
    staff: Staff | None = None
    csrf: str = ""
    session: str = ""

    async def get(self, path: str, **params: str) -> httpx.Response:
        return await self.client.get(path, params=params or None)

    async def read(self, path: str, **params: str) -> Any:
        answer = await self.client.get(path, params=params or None, headers=JSON)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(
        self, path: str, data: dict[str, Any] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        return await self.client.post(path, data={"csrf": self.csrf, **(data or {})}, headers=headers)


@dataclass
class Cast:
    """Everybody, and what they can do to one running app."""

    app: FastAPI
    store: Store
    seal: Seal
    clock: Clock
    here: Place
    there: Place
    _clients: list[httpx.AsyncClient] = field(default_factory=list)

    def stranger(self, **headers: str) -> Person:
        """Somebody without a session."""
        transport = httpx.ASGITransport(app=self.app)
        client = httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers)
        self._clients.append(client)
        return Person(client)

    async def sign_in(self, role: Role, place: Place | None = None, name: str = "Kari") -> Person:
        """Somebody at work."""
        place = place or self.here
        staff = Staff(new_id(self.clock()), place.municipality.id, name, role)

        def work(tx: Tx) -> str:
            people.add_staff(tx, staff, self.clock())
            return signin.open_session(tx, self.seal, staff, self.clock(), "passkey")

        return self.with_session(await self.store.write(work), staff)

    def with_session(self, token: str, staff: Staff) -> Person:
        person = self.stranger()
        person.staff, person.session = staff, token
        person.csrf = self.seal.fingerprint(f"csrf:{token}")
        person.client.cookies.set(STAFF_COOKIE, token, domain="ekko.test")
        return person

    async def wish(
        self,
        text: str = "Vi vil ha et sted å spille",
        *tags: Tag,
        state: WishState = "waiting",
        place: Place | None = None,
        sure: bool = True,
        language: str = "nb",
    ) -> str:
        """Something that a young person wished for; the clock moves on a second for each."""
        self.clock.now += 1000
        place = place or self.here
        wish = Wish(
            new_id(self.clock()),
            place.municipality.id,
            place.asked.id,
            None,
            "webchat",
            language,
            text,
            state,
            sure,
            self.clock(),
            tags=tags or (Tag("activity", "gaming", 0.9),),
        )
        concern = next((tag.id for tag in tags if tag.id in {"concern", "concern-now"}), None)
        await self.store.write(
            lambda tx: intake.receive(tx, self.seal, place.asked, wish, f"raw {text}", concern)
        )
        return wish.id

    async def template(self, place: Place | None = None, text: str = "{hva} kommer.") -> str:
        """Words that a place uses again when it answers."""
        self.clock.now += 1000
        here, made = (place or self.here).municipality.id, new_id(self.clock())
        kept = answer_templates.Template(made, "Kommer", "planned", {"nb": text})
        await self.store.write(lambda tx: answer_templates.put_template(tx, here, kept, self.clock()))
        return made

    async def sending(self, place: Place | None = None, *wish_ids: str) -> str:
        """An answer on its way to many, of whom nobody was told yet."""
        self.clock.now += 1000
        here, made = (place or self.here).municipality.id, new_id(self.clock())
        sent = sendings.Sending(
            made, here, "", "planned", {"nb": "Kommer."}, "", len(wish_ids), 0, 0, self.clock(), None
        )
        await self.store.write(lambda tx: sendings.add_sending(tx, sent, wish_ids))
        return made

    async def entry(self, place: Place | None = None, name: str = "", **more: Any) -> str:
        """Something that a place has already."""
        self.clock.now += 1000
        here, made = (place or self.here).municipality.id, new_id(self.clock())
        told = {"about": "Onsdager i kirka.", "tags": ("singing",), **more}
        entry = catalogue.Entry(made, name or f"Kor {made}", **told)
        await self.store.write(lambda tx: catalogue.add_entry(tx, here, entry, self.clock()))
        return made

    async def stuck(self, place: Place | None = None, body: bytes | None = b"sealed") -> str:
        """Something from Telegram that could not be taken."""
        self.clock.now += 1000
        here, made = (place or self.here).municipality.id, new_id(self.clock())
        kept = {"channel": "telegram", "event_key": made, "who": "", "kind": "message", "tries": 5}
        await self.store.write(
            lambda tx: stuck.put_aside(
                tx, id=made, municipality_id=here, error="KeyError", body=body, now=self.clock(), **kept
            )
        )
        return made

    async def published(self, place: Place | None = None, *stories: published.Story) -> int:
        """A published summary of the round of a place; tell its number."""
        self.clock.now += 1000
        place, now = place or self.here, self.clock()
        here, asked = place.municipality, slice_name(place.asked.code, "", "", "")

        def work(tx: Tx) -> int:
            made = publishing.draft(tx, Slice(here.id, (place.asked,)), here, stories=False)._replace(
                stories=stories
            )
            number = published.next_number(tx, here.id)
            found = published.print_of(here.id, number, asked, now, made.body, made.stories)
            new = published.Published(
                new_id(now),
                here.id,
                number,
                asked,
                "",
                now,
                made.body,
                found,
                0,
                None,
                None,
                "",
                made.stories,
            )
            published.add(tx, new)
            return number

        return await self.store.write(work)

    async def pull_key(self, place: Place | None = None, days: int = 30) -> tuple[str, str]:
        """A key for the round of a place: its id, and the key itself."""
        self.clock.now += 1000
        place, now, key = place or self.here, self.clock(), new_secret()
        key_id, print_ = new_id(now), self.seal.fingerprint(f"pull:{key}")
        here, ends_at = place.municipality.id, now + days * 24 * 3_600_000
        await self.store.write(
            lambda tx: pull_keys.add(tx, key_id, here, place.asked.code, "Ark", print_, "", now, ends_at)
        )
        return key_id, key

    async def note(self, place: Place | None = None, words: str = "Flere vil ha LAN.") -> str:
        """A line that the group of a place noted at its summary."""
        self.clock.now += 1000
        place, made = place or self.here, new_id(self.clock())
        note = notes.Note(made, place.asked.id, "believe", 0, words, "", "", self.clock(), "", 0, None, 0)
        await self.store.write(lambda tx: notes.add(tx, place.municipality.id, note))
        return made

    async def living(self, place: Place | None = None) -> None:
        """How many young people of an age live in a place."""
        here = (place or self.here).municipality.id
        rows = [("age", "13-15", 400, 2025, "SSB")]
        await self.store.write(lambda tx: heard.put_living(tx, here, rows, "", self.clock()))

    async def silence(self, trouble: str, hours: int = 27) -> None:
        """A bot that heard nobody for some hours, and then something went wrong."""
        here, now = self.here.municipality.id, self.clock()

        def work(tx: Tx) -> None:
            messengers.take_on(tx, "4242", here, "telegram", "polling")
            messengers.note_heard(tx, "4242", now)
            messengers.note_heard(tx, "4242", now + hours * 60 * 60 * 1000)
            store_of_messengers.note_trouble(tx, "4242", trouble, now)

        await self.store.write(work)

    async def ask_classes(self, place: Place | None = None) -> None:
        """Let the round of a place be one in which each class answers as one."""
        asked = (place or self.here).asked
        await self.store.write(
            lambda tx: tx.run("UPDATE rounds SET kind = 'class' WHERE id = :id", id=asked.id)
        )

    async def case(self, text: str = "Jeg har det ikke bra", place: Place | None = None) -> str:
        """Something that says that somebody may not be OK."""
        return await self.wish(
            text, Tag("flag", "concern"), Tag("activity", "hangout"), state="case", place=place
        )

    async def own_tag(self, place: Place, name: str = "Kebab", *texts: str) -> str:
        """A tag that a leader of a place made of some wishes."""
        leader = await self.sign_in("leader", place, name="Merke-Mari")
        ids = [await self.wish(text, place=place) for text in texts or ("Vi vil ha kebab",)]
        answer = await leader.post("/desk/tags", {"nb": name, "wish": ids})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].removeprefix("/desk/tags/").partition("?")[0]

    async def training(self, place: Place) -> str:
        """A training that is asked for in a place."""
        leader = await self.sign_in("leader", place, name="Lære-Lars")
        assert leader.staff is not None
        training_id, staff_id = new_id(self.clock()), leader.staff.id

        def work(tx: Tx) -> None:
            tx.run("UPDATE trainings SET state = 'declined' WHERE state = 'running'")
            trainings.add_training(tx, training_id, place.municipality.id, staff_id, self.clock())

        await self.store.write(work)
        return training_id

    async def find(self, wish_id: str) -> Wish:
        found = await self.store.read(lambda tx: wishes.find_wish(tx, wish_id))
        assert found is not None
        return found

    async def seen(self, person: Person, wish_id: str) -> str:
        """What a decision about this wish must carry: how it looked to this person."""
        data = await person.read(f"/desk/queue/{wish_id}/tags")
        return str(data["wish"]["seen"])

    async def decide(self, person: Person, wish_id: str, what: str) -> httpx.Response:
        self.clock.now += 1000
        seen = await self.seen(person, wish_id)
        return await person.post(f"/desk/queue/{wish_id}", {"what": what, "seen": seen})

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()
