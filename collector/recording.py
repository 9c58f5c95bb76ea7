"""Records what a municipality says about itself: a section of facts, a list or a logo at a time.

One rule: nobody overwrites what they have not seen. Whoever saves says how it looked when they opened it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collector import municipality
from collector.facts import Fact, NotFit, facts_in
from collector.here import day_of
from collector.listing import Typed, as_typed, read_rows
from collector.logo import kind_of
from collector.model import Municipality
from collector.requirements import Running
from collector.store import duty, municipalities, outlines, rounds
from collector.store.front import Tx

BOTH = (
    ("adult-name", "adult-mail"),
    ("deputy-name", "deputy-mail"),
    ("officer-name", "officer-mail"),
    ("helplines-by", "helplines-day"),
    ("card-by", "card-day"),
    ("quiet-from", "quiet-to"),
    ("lessons-from", "lessons-to"),
    ("telegram-by", "telegram-day"),
)
"""Facts that mean something only together: both are kept, or neither."""


class ChangedMeanwhile(Exception):
    """Somebody else saved the same part since it was opened; nothing was overwritten."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: which facts were not right and why, and whether the municipality had to shut."""

    wrong: Mapping[str, str]
    shut: bool = False


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes, when, and how the program runs meanwhile."""

    by: str
    now: int
    running: Running


def save_facts(
    tx: Tx, municipality_id: str, section: str, typed: Mapping[str, str], seen: str | None, pen: Pen
) -> Saved:
    """Keep what is right of a section, and say what is not; with `seen` only if it still looks like that."""
    municipalities.move(tx, municipality_id)
    here = municipality.find(tx, municipality_id)
    facts = municipality.facts_of(tx, here)
    if seen is not None and seen != print_of(kept_facts(facts, section)):
        raise ChangedMeanwhile
    asked = [fact for fact in facts_in(section) if fact.name in typed]
    right, wrong = read_facts(tx, here, asked, typed, facts, day_of(pen.now))
    changed = {name: value for name, value in right.items() if value != facts.get(name, "")}
    for name, value in changed.items():
        _put(tx, here, name, value, pen)
    for place, who in municipality.DUTY.items():
        if changed.keys() & {f"{who}-name", f"{who}-mail"}:
            _put_on_duty(tx, here, place, who, facts | right, pen.now)
    if changed:
        municipality.note(tx, here.id, pen.by, "municipality-changed", pen.now, facts=sorted(changed))
    was_shut = municipality.shut_unless_ready(tx, here.id, pen.running, pen.by, pen.now)
    return Saved(wrong, was_shut)


def read_facts(
    tx: Tx,
    here: Municipality,
    asked: Sequence[Fact],
    typed: Mapping[str, str],
    kept: Mapping[str, str],
    today: str,
) -> tuple[dict[str, str], dict[str, str]]:
    """Read what was typed: what is right, and for what is not the sentence that says why."""
    right: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for fact in asked:
        try:
            right[fact.name] = fact.read(typed[fact.name], today)
        except NotFit as problem:
            wrong[fact.name] = problem.why
    if "name" in right and (why := why_no_name(tx, here, right["name"])):
        wrong["name"] = why
    for pair in BOTH:
        _hold_together(pair, right, wrong, kept)
    return {name: value for name, value in right.items() if name not in wrong}, wrong


def why_no_name(tx: Tx, here: Municipality | None, name: str) -> str:
    """Say why a municipality cannot be called so, or nothing where it can."""
    if not name:
        return "name.needed"
    others = [each for each in rounds.municipalities(tx) if here is None or each.id != here.id]
    return "name.taken" if any(each.name.casefold() == name.casefold() for each in others) else ""


def save_list(
    tx: Tx, municipality_id: str, what: str, rows: Sequence[Typed], seen: str | None, pen: Pen
) -> int:
    """Let a list hold these rows, all of them or none; tell how many it holds now."""
    entries = read_rows(what, rows)
    municipalities.move(tx, municipality_id)
    kept = municipalities.list_of(tx, municipality_id, what)
    if seen is not None and seen != print_of([as_typed(what, each) for each in kept]):
        raise ChangedMeanwhile
    municipalities.put_list(tx, municipality_id, what, entries)
    municipality.note(tx, municipality_id, pen.by, "municipality-changed", pen.now, list=what)
    return len(entries)


def save_logo(tx: Tx, municipality_id: str, body: bytes, pen: Pen) -> None:
    """Keep a picture as the logo."""
    kind = kind_of(body)
    municipalities.move(tx, municipality_id)
    municipalities.put_logo(tx, municipality_id, kind, body, pen.by, pen.now)
    municipality.note(tx, municipality_id, pen.by, "municipality-changed", pen.now, logo=kind)


def drop_logo(tx: Tx, municipality_id: str, pen: Pen) -> None:
    """Take the logo away."""
    municipalities.move(tx, municipality_id)
    municipalities.drop_logo(tx, municipality_id)
    municipality.note(tx, municipality_id, pen.by, "municipality-changed", pen.now, logo="")


def save_outline(tx: Tx, municipality_id: str, outline: outlines.Outline, pen: Pen) -> None:
    """Keep what the map is drawn in."""
    municipalities.move(tx, municipality_id)
    outlines.put_outline(tx, municipality_id, outline, pen.by, pen.now)
    municipality.note(tx, municipality_id, pen.by, "municipality-changed", pen.now, outline="kept")


def drop_outline(tx: Tx, municipality_id: str, pen: Pen) -> None:
    """Take the outline away; the places stay where they are."""
    municipalities.move(tx, municipality_id)
    outlines.drop_outline(tx, municipality_id)
    municipality.note(tx, municipality_id, pen.by, "municipality-changed", pen.now, outline="")


def kept_facts(facts: Mapping[str, str], section: str) -> dict[str, str]:
    """Pick one section's facts."""
    return {fact.name: facts.get(fact.name, "") for fact in facts_in(section)}


def print_of(kept: object) -> str:
    """Say in sixteen letters how something kept looks."""
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


def _hold_together(
    pair: tuple[str, str], right: Mapping[str, str], wrong: dict[str, str], kept: Mapping[str, str]
) -> None:
    if not any(name in right or name in wrong for name in pair):
        return
    values = [right.get(name, kept.get(name, "")) for name in pair]
    if any(name in wrong for name in pair):
        wrong |= {name: "with-other" for name in pair if name not in wrong and name in right}
    elif any(values) and not all(values):
        lacks, stays = pair if not values[0] else pair[::-1]
        wrong |= {lacks: "both", stays: "with-other"}


def _put(tx: Tx, here: Municipality, name: str, value: str, pen: Pen) -> None:
    """Keep one fact; who has duty is kept elsewhere."""
    if name == "name":
        municipalities.rename(tx, here.id, value)
    elif name.partition("-")[0] not in municipality.DUTY.values():
        municipalities.put_fact(tx, here.id, name, value, pen.by, pen.now)


def _put_on_duty(
    tx: Tx, here: Municipality, place: int, who: str, facts: Mapping[str, str], now: int
) -> None:
    name, mail = facts.get(f"{who}-name", ""), facts.get(f"{who}-mail", "")
    if name and mail:
        duty.put_person(tx, here.id, place, name, mail, now)
    else:
        duty.take_away(tx, here.id, place)
