"""The same transcripts as the web chat's, from thumb to screen: real host, store and outbox over HTTP.

One rule: only what the tagger makes of the words is the transcript's own; all else is the program.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.helpcard import card_in_words, read_helplines
from bot.host import Host
from bot.record import open_record
from bot.speech import Speech
from bot.transcript import SAID
from collector.ids import new_id
from collector.model import ASKS, Round
from collector.sealing import Seal
from collector.store import catalogue, municipalities, rounds
from collector.store.catalogue import Entry
from collector.store.front import Store, Tx
from collector.texts import LANGUAGES, Catalogue
from nlp.reading import Reading
from tests.conftest import Clock
from tests.dialogs.play import HERE
from tests.telegram.fake_api import PATIENCE, Json
from tests.telegram.people import YOUTH, Phone, buttons_of

SCRIPTS = sorted(HERE.glob("*.txt"))
SCHOOL = {"grade_from": 1, "grade_to": 10, "pupils": 100}
OVER = "2000-01-01"
"""A day on which something that exists already was there no more."""


class Scripted:
    """Reads words as a transcript says that the tagger does."""

    meaning = None
    fast = None

    def __init__(self) -> None:
        self.known: dict[str, Reading] = {}

    def read(self, text: str, earlier: Sequence[str] = (), *, every: bool = False) -> Reading:
        words = text.rsplit("\n", 1)[-1]
        return self.known.get(words) or Reading(words, "nb", {}, {}, {}, {}, {}, True, (), {}, {})

    def learn(self, line: str) -> str:
        """Learn a written line and return the words of it."""
        found = SAID.match(line.removeprefix("> "))
        assert found is not None
        tags = [tag.strip() for tag in (found["tags"] or "").split(",") if tag.strip()]
        mark = (found["mark"] or "").strip()
        flags = {"concern": 0.9} if mark == "!" else {"not-a-wish": 0.9} if mark == "~" else {}
        sure = {tag: 0.9 for tag in tags if not tag.endswith("?")}
        scores = {tag.rstrip("?"): 0.5 - place / 100 for place, tag in enumerate(tags)} | sure
        self.known[found["text"]] = Reading(
            found["text"], "nb", sure, {}, {}, flags, {}, True, (), {}, scores
        )
        return found["text"]


@pytest.fixture
def tagger() -> Scripted:
    return Scripted()


@pytest.fixture
def host(store: Store, seal: Seal, tagger: Scripted, texts: Catalogue, clock: Clock) -> Host:
    return Host(store, seal, tagger, Speech(texts), clock)  # type: ignore[arg-type]  # as much as is asked


def expected(part: list[str]) -> tuple[list[str], list[str]]:
    """What stands on the screen after a turn: what was said, and the buttons."""
    said = [line[2:] for line in part[1:] if line.startswith("< ") and not line[2:].startswith("(")]
    labels = [line[2:].split(" | ") for line in part[1:] if line.startswith("| ")]
    return said, labels[-1] if labels else []


class Thumb:
    """Plays the lines of a transcript on a phone, and tells what the screen shows of each answer."""

    def __init__(self, phone: Phone, store: Store, tagger: Scripted, asked: Round) -> None:
        self.phone = phone
        self._store = store
        self._tagger = tagger
        self._asked = asked
        self._exists: list[str] = []

    async def is_told(self, line: str) -> None:
        """Let the round ask, or the municipality have, what a line says from here on."""
        sign, words = line[:1], line[1:].strip()
        if sign == "?":
            asks = tuple(filter(None, words.split(", ")))
            await self._store.write(lambda tx: rounds.let_ask(tx, self._asked.id, asks))
        elif sign == "#":
            schools = [SCHOOL | {"name": name} for name in words.split(", ")]
            here = self._asked.municipality.id
            await self._store.write(lambda tx: municipalities.put_list(tx, here, "schools", schools))
        elif sign == "=":
            self._exists = [words]

    def _let_exist(self, tx: Tx, tags: tuple[str, ...]) -> None:
        """Let the next thing written be answered by what exists, and nothing else that was told of before."""
        here = self._asked.municipality.id
        for entry in catalogue.entries_of(tx, here):
            catalogue.change_entry(tx, here, replace(entry, until=OVER))
        for words in self._exists:
            name, about = words.split(". ", 1)
            catalogue.drop_entry(tx, here, name)
            entry = Entry(new_id(self.phone.clock()), name, about, tags)
            catalogue.add_entry(tx, here, entry, self.phone.clock())

    async def take(self, line: str) -> list[Json]:
        """Do what a line says."""
        if line.startswith("> "):
            words = self._tagger.learn(line)
            tags = tuple(self._tagger.known[words].activities)
            await self._store.write(lambda tx: self._let_exist(tx, tags))
            self._exists = []
            return await self.does(self.phone.writes(words))
        return await self.does(self.phone.taps(line[2:], self._under(line[2:])))

    async def does(self, deed: Coroutine[Any, Any, Json]) -> list[Json]:
        """Do something, wait until all of the answer is here, and return what is new or was changed."""
        before = {each["message_id"]: each["text"] for each in self.phone.received()}
        await deed
        await self.phone.api.until_acknowledged(YOUTH)
        async with asyncio.timeout(PATIENCE):
            while await self._store.read(lambda tx: tx.one("SELECT id FROM outgoing")):
                self.phone.clock.now += 500
                await asyncio.sleep(0.005)
        return [each for each in self.phone.received() if before.get(each["message_id"]) != each["text"]]

    def _under(self, label: str) -> Json:
        """Find the newest message with this button."""
        return next(each for each in reversed(self.phone.received()) if label in dict(buttons_of(each)))

    async def speak(self, language: str, host: Host) -> None:
        """Begin a talk in this language; no button offers Northern Sámi before a reader approved it."""
        await self.does(self.phone.writes("/start"))
        if language in self._asked.languages[1:]:
            await self.does(self.phone.writes("/sprak"))
            await self.does(self.phone.taps(host.speech.texts.say(f"language.own.{language}", "nb")))
        await self._store.write(lambda tx: self._turn_to(tx, language, host.seal))

    def _turn_to(self, tx: Tx, language: str, seal: Seal) -> None:
        (row,) = tx.all("SELECT * FROM talks")
        record = open_record(seal, row["id"], row["version"], row["state"])
        state = replace(record, talk=replace(record.talk, language=language)).seal(seal)
        tx.run("UPDATE talks SET state = :state", state=state)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
async def test_a_talk_on_telegram_goes_as_its_transcript_says(
    path: Path,
    polled_bot: Callable[[], Any],
    ada: Phone,
    asked: Round,
    store: Store,
    host: Host,
    tagger: Scripted,
) -> None:
    language, script = path.stem.rsplit("-", 1)[-1], path.read_text("utf-8")  # noqa: ASYNC240 - a small file
    texts, thumb = host.speech.texts, Thumb(ada, store, tagger, asked)
    to_learn = {texts.say("learn.ask", each): texts.say("learn.no", each) for each in LANGUAGES}
    card = card_in_words(read_helplines(), texts, language, "")
    await store.write(lambda tx: rounds.let_ask(tx, asked.id, ASKS))
    async with polled_bot():
        await thumb.speak(language, host)
        for part in (each.splitlines() for each in script.strip().split("\n\n")):
            await thumb.is_told(part[0])
            if not part[0].startswith(("> ", "* ", "x ")):
                continue
            said, labels = expected(part)
            answers = await thumb.take(part[0])
            for asks, no in to_learn.items():
                if "@ telegram" not in script and asks in answers[-1]["text"]:
                    answers = await thumb.take(f"* {no}")
            shown = "\n".join(each["text"] for each in answers)
            assert [words for words in said if words not in shown] == [], part[0]
            assert ("< (help card)" in part) == (card in shown), part[0]
            if labels:
                assert [label for label, _ in buttons_of(answers[-1])] == labels, part[0]
