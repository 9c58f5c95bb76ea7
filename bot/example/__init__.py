"""The marked example municipality of `make run`: made-up people, real paths.

One rule: it is made once, in an empty database, and never touches one that holds anything else. Whatever
stops it half-way, the next start goes on where it was: each wish has its place, and a place is taken once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.wiring import House, clock
from collector import answering, review, signin
from collector.desk import Desk
from collector.ids import new_id
from collector.model import ANSWER_STATUSES, Municipality, Round, Staff, Wish
from collector.outline import read_outline
from collector.store import duty, municipalities, outlines, people, rounds, wishes
from collector.store.alerts import ADULT, DEPUTY
from collector.store.front import Tx

WISHES = Path(__file__).parent / "wishes.tsv"
ANSWERS = Path(__file__).parent / "answered.tsv"
OUTLINE = Path(__file__).parent / "outline.geojson"
CODE = "glad-elg"
PLACE = "Eksempelvik"
CHANNEL = "example"
APPROVED = ("+", "*")
"""How a wish that is approved from the start is marked; behind a star its sender said yes to showing it."""
LEADER = "Eksempelleder"
"""Who approves the first wishes, last of all: where this one is, the example is whole."""
PLACES = {"Nes": (64.27, 6.45), "Sentrum": (64.292, 6.55), "Storøya": (64.365, 6.93), "Vika": (64.318, 6.74)}
"""Where they are in the outline beside: an island that nobody has seen, in the open sea."""
ON_DUTY = {ADULT: ("Eksempelvakt", "vakt@example.org"), DEPUTY: ("Eksempelvara", "vara@example.org")}
"""Made up, at addresses that nobody has; no mail goes out before somebody sets a mail server."""
RECORDED = {
    "languages": "nb nn en",
    "statement-link": "https://example.org/tilgjengelighet",
    "feedback-mail": "tilgjengelighet@example.org",
    "officer-name": "Eksempelombud",
    "officer-mail": "ombud@example.org",
    "telegram-by": "Eksempelrådgiver",
    "telegram-day": "2026-09-01",
}
"""Made up as well. What only people can do, and a number that somebody might call, stay empty."""


@dataclass(frozen=True, slots=True)
class Example:
    """Where the example is found."""

    municipality: Municipality
    asked: Round


async def make_example(house: House) -> Example | None:
    """Find the example, or make it where nothing is kept yet; a database of a real municipality gets none."""
    from bot.turn import Came  # with all that reads, which takes seconds; a start that is refused needs none

    example = await house.store.write(_find_or_add)
    if example is None or await house.store.read(lambda tx: _is_whole(tx, example)):
        return example
    lines = read_wishes()
    for place, (text, _) in enumerate(lines):
        name = f"{CHANNEL}:{example.asked.id}:{place}"
        await house.host.turn(Came(house.seal.fingerprint(name), CHANNEL, name, CODE, said=text))
    await house.store.write(lambda tx: _approve(tx, example, dict(lines)))
    return example


def read_wishes() -> list[tuple[str, str]]:
    """Read the made-up wishes: the words, and the mark that says what comes of them."""
    lines = [line for line in WISHES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(text, mark) for mark, text in (line.split("\t") for line in lines[1:])]


def read_answers() -> dict[str, tuple[str, str]]:
    """Read the made-up answers: to which words, where it came to, and what is said beside."""
    lines = [line for line in ANSWERS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {wish: (status, text) for status, wish, text in (line.split("\t") for line in lines[1:])}


async def invite_to_example(house: House, example: Example) -> str:
    """Make a one-time link for somebody who wants to look around."""
    return await house.store.write(
        lambda tx: signin.make_invitation(tx, house.seal, example.municipality, LEADER, "admin", clock())
    )


def _find_or_add(tx: Tx) -> Example | None:
    municipality = rounds.example_municipality(tx)
    asked = rounds.find_round(tx, CODE)
    if municipality and asked and asked.municipality == municipality:
        return Example(municipality, asked)
    return _add(tx) if rounds.is_empty(tx) else None


def _is_whole(tx: Tx, example: Example) -> bool:
    return bool(people.everyone_called(tx, example.municipality.id, LEADER))


def _add(tx: Tx) -> Example:
    now = clock()
    municipality = Municipality(new_id(now), PLACE, is_example=True, is_open=False)
    asked = Round(new_id(now), municipality, CODE, "Hva ønsker du deg her?", now, None)
    rounds.add_municipality(tx, municipality, now)
    rounds.add_round(tx, asked, now)
    for place, (name, mail) in ON_DUTY.items():
        duty.put_person(tx, municipality.id, place, name, mail, now)
    for name, value in RECORDED.items():
        municipalities.put_fact(tx, municipality.id, name, value, "", now)
    placed = [{"name": name, "north": north, "east": east} for name, (north, east) in PLACES.items()]
    municipalities.put_list(tx, municipality.id, "places", placed)
    outlines.put_outline(tx, municipality.id, read_outline(OUTLINE.read_bytes()), "", now)
    return Example(municipality, asked)


def _approve(tx: Tx, example: Example, marks: Mapping[str, str]) -> None:
    if _is_whole(tx, example):
        return
    now = clock()
    staff = Staff(new_id(now), example.municipality.id, LEADER, "admin")
    people.add_staff(tx, staff, now)
    desk = Desk(staff, example.municipality, session="", csrf="", seen_at=now)
    for wish in wishes.wishes_of_round(tx, example.asked.id, "waiting"):
        if marks.get(wish.text) == "*":
            wishes.let_show(tx, wish.id, wish.talk_id or "", True)
        if marks.get(wish.text) in APPROVED:
            review.decide(tx, desk, wish.id, "approve", review.seen_as(wish), now)
            _answer(tx, desk, wish, now)


def _answer(tx: Tx, desk: Desk, wish: Wish, now: int) -> None:
    told, text = read_answers().get(wish.text, ("", ""))
    for status in ANSWER_STATUSES:
        if status == told:
            written = answering.draft(status, text)
            answering.give(tx, desk, wish.id, written, "", now, answering.carry_nowhere)
