"""Makes rounds and changes them: what was written in a form or a command becomes a round, or is told why not.

One rule: what young people were asked does not change under their answers. Once somebody has written, the
code, the question and what is asked besides stand; only the name, the days and the languages change.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from collector import codes
from collector.desk import DecidedAlready, OutOfReach
from collector.here import day_of, start_of
from collector.ids import new_id
from collector.model import ASKABLE, ASKS, OFFERED, Municipality, OwnWords, Round, RoundKind
from collector.store import municipalities, rounds
from collector.store.front import Tx
from nlp.clean import clean

A_DAY = 24 * 60 * 60 * 1000
LONGEST_NAME = 80
LONGEST_QUESTION = 160
LONGEST_FOR_WHOM = 120
LASTS = 28
"""So many days a round lasts where nobody says otherwise."""
LONGEST_ROUND = 400
"""Nobody means a round of more days; a wrong year is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wrote about a round, as it was typed; days are written 2026-09-21."""

    name: str = ""
    code: str = ""
    first_day: str = ""
    last_day: str = ""
    languages: tuple[str, ...] = OFFERED
    asks: tuple[str, ...] = ASKS
    question: Mapping[str, str] | None = None
    for_whom: Mapping[str, str] | None = None
    kind: RoundKind = "open"


class NotYet(Exception):
    """A plan that is no round yet: what is wrong, by the field it stands in."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {why}" for field, why in wrong.items()))
        self.wrong = dict(wrong)


def begin_plan(tx: Tx, municipality: Municipality, now: int) -> Plan:
    """Suggest a round: from today for four weeks, in the municipality's languages, with a code nobody has."""
    others = [each.code for each in rounds.live_rounds(tx, now)]
    code = codes.propose(others, secrets.randbelow)
    recorded = municipalities.facts_of(tx, municipality.id).get("languages", "").split()
    languages = tuple(each for each in OFFERED if each in recorded) or OFFERED
    return Plan(code=code, first_day=day_of(now), last_day=day_of(now + LASTS * A_DAY), languages=languages)


def plan_of(asked: Round) -> Plan:
    """Write a round down as the form shows it."""
    return Plan(
        asked.name,
        asked.code,
        day_of(asked.opens_at),
        day_of(asked.closes_at - 1) if asked.closes_at else "",
        asked.languages,
        asked.asks,
        {each.language: each.question for each in asked.words},
        {each.language: each.for_whom for each in asked.words},
        asked.kind,
    )


def draft(municipality: Municipality, plan: Plan, now: int) -> Round:
    """Read a plan as the round that it would be; nothing is kept and no other round is looked at."""
    wrong = dict(_wrong_with(plan))
    if wrong:
        raise NotYet(wrong)
    return Round(
        new_id(now),
        municipality,
        codes.tidy(plan.code),
        _in_a_line(plan.name),
        start_of(plan.first_day),
        _end_of(plan.last_day) if plan.last_day else None,
        tuple(name for name in plan.asks if name in ASKABLE),
        tuple(language for language in OFFERED if language in plan.languages),
        _own_words(plan),
        plan.kind,
    )


def open_round(tx: Tx, municipality: Municipality, plan: Plan, now: int) -> Round:
    """Keep a new round of this municipality; one without a code gets the one that is proposed."""
    if not plan.code.strip():
        plan = replace(plan, code=begin_plan(tx, municipality, now).code)
    asked = draft(municipality, plan, now)
    refuse_code(tx, asked.code, "", now)
    rounds.add_round(tx, asked, now)
    return asked


def change_round(tx: Tx, municipality: Municipality, code: str, plan: Plan, seen: int, now: int) -> Round:
    """Change a round, if nobody else did since it was shown; what was asked stands once somebody wrote."""
    stands = find_round(tx, municipality, code)
    begun = rounds.has_begun(tx, stands.id)
    plan = replace(plan, kind=stands.kind)
    if begun:
        plan = _with_what_was_asked(plan, plan_of(stands))
    asked = _in_its_place(draft(municipality, plan, now), stands, plan, seen)
    if not begun and asked.code != stands.code:
        refuse_code(tx, asked.code, stands.code, now)
    if not rounds.change_round(tx, asked, frozen=begun):
        raise DecidedAlready
    return asked


def close_round(tx: Tx, municipality: Municipality, code: str, now: int) -> Round:
    """Let a round be over from now on; one that is over stays so."""
    asked = find_round(tx, municipality, code)
    rounds.close_round(tx, asked.id, now)
    return find_round(tx, municipality, code)


def find_round(tx: Tx, municipality: Municipality, code: str) -> Round:
    """Find a round of this municipality."""
    asked = rounds.find_round(tx, code)
    if asked is None or asked.municipality.id != municipality.id:
        raise OutOfReach
    return asked


def refuse_code(tx: Tx, code: str, mine: str, now: int) -> None:
    """Refuse a code that somebody has or had, or that is too like one that is in use."""
    taken = rounds.find_round(tx, code)
    others = [each.code for each in rounds.live_rounds(tx, now) if each.code != mine]
    why = "taken" if taken is not None else codes.why_not(code, others)
    if why is not None:
        raise NotYet({"code": f"rounds.wrong.code.{why}"})


def state_of(asked: Round, now: int) -> str:
    """Tell where a round stands: it comes, is open, or is over."""
    if asked.is_open(now):
        return "open"
    return "coming" if now < asked.opens_at else "over"


def suggest(tx: Tx, typed: str, now: int) -> str | None:
    """Find the open round whose code somebody most likely meant."""
    open_now = (each for each in rounds.live_rounds(tx, now) if each.is_open(now))
    return codes.nearest(typed, (each.code for each in open_now if each.municipality.takes_wishes))


def _with_what_was_asked(plan: Plan, stands: Plan) -> Plan:
    """Leave alone what somebody has answered to."""
    return replace(
        plan, code=stands.code, asks=stands.asks, question=stands.question, for_whom=stands.for_whom
    )


def _in_its_place(asked: Round, stands: Round, plan: Plan, seen: int) -> Round:
    """Put a changed round in its own place; a day that stands as it was keeps its moment."""
    old = plan_of(stands)
    return replace(
        asked,
        id=stands.id,
        version=seen,
        opens_at=stands.opens_at if plan.first_day == old.first_day else asked.opens_at,
        closes_at=stands.closes_at if plan.last_day == old.last_day else asked.closes_at,
    )


def _wrong_with(plan: Plan) -> Iterator[tuple[str, str]]:
    name = _in_a_line(plan.name)
    if not name or len(name) > LONGEST_NAME:
        yield "name", "rounds.wrong.name"
    if why := codes.why_not(codes.tidy(plan.code), ()):
        yield "code", f"rounds.wrong.code.{why}"
    yield from _wrong_days(plan)
    if not set(plan.languages) & set(OFFERED):
        yield "languages", "rounds.wrong.languages"
    yield from _wrong_words(plan, "question", plan.question, LONGEST_QUESTION)
    yield from _wrong_words(plan, "for_whom", plan.for_whom, LONGEST_FOR_WHOM)


def _wrong_days(plan: Plan) -> Iterator[tuple[str, str]]:
    first, last = _moment(plan.first_day), _moment(plan.last_day)
    if first is None:
        yield "first_day", "rounds.wrong.day"
    if plan.last_day and last is None:
        yield "last_day", "rounds.wrong.day"
    if first is None or last is None:
        return
    if last < first:
        yield "last_day", "rounds.wrong.order"
    elif last - first > LONGEST_ROUND * A_DAY:
        yield "last_day", "rounds.wrong.long"


def _moment(day: str) -> int | None:
    """Find the moment that a day of this age begins, or nothing where it is no day."""
    try:
        return start_of(day) if day.startswith("20") else None
    except (ValueError, OverflowError):
        return None


def _wrong_words(
    plan: Plan, field: str, written: Mapping[str, str] | None, longest: int
) -> Iterator[tuple[str, str]]:
    said = {language: clean(words) for language, words in (written or {}).items() if clean(words)}
    if any(len(words) > longest for words in said.values()):
        yield field, f"rounds.wrong.{field.replace('_', '-')}.long"
    elif said and not set(plan.languages) <= said.keys():
        yield field, f"rounds.wrong.{field.replace('_', '-')}.some"


def _own_words(plan: Plan) -> tuple[OwnWords, ...]:
    question, for_whom = plan.question or {}, plan.for_whom or {}
    own = (
        OwnWords(each, _in_a_line(question.get(each, "")), _in_a_line(for_whom.get(each, "")))
        for each in OFFERED
        if each in plan.languages
    )
    return tuple(each for each in own if each.question or each.for_whom)


def _in_a_line(words: str) -> str:
    return " ".join(clean(words).split())


def _end_of(day: str) -> int:
    """Find the moment that the last day is over; days are not all as long."""
    return start_of(day_of(start_of(day) + A_DAY + A_DAY // 2))
