"""Lets a leader have a summary mailed to colleagues on a chosen day.

One rule: what is mailed is what those see who may not read the wishes, since a mail goes where we do not see;
and no young person's own words go along, only what a leader wrote of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from collector import municipality
from collector.desk import Desk, OutOfReach
from collector.facts import NotFit, read_mail
from collector.here import day_of, moment_at
from collector.ids import new_id
from collector.model import Municipality, Staff
from collector.store import mailings, people, rounds
from collector.store.front import Tx
from collector.store.mailings import Mailing
from collector.summary import whole
from collector.summary.slices import ALL, find_slice

MOST_PEOPLE = 10
MOST_MAILINGS = 5
HOURS = tuple(range(6, 22))
LANGUAGES = ("nb", "nn", "en")
READERS = frozenset({"admin", "leader", "project", "youth"})
"""Whoever may see the summary at the desk."""


class NotSo(Exception):
    """It cannot be mailed so; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Plan:
    """What a leader chose: a day of each week, or one day; and the address of each colleague by who it is."""

    weekday: int | None
    day: str
    hour: int
    people: Mapping[str, str]
    language: str = "nb"


def begin(tx: Tx, desk: Desk, code: str, plan: Plan, now: int) -> str:
    """Keep what was chosen."""
    round_id = _round_of(tx, desk, code)
    first = next_moment(plan.weekday, plan.day or None, plan.hour, now)
    if first is None:
        raise NotSo("mailing.wrong.past")
    if len(mailings.mailings_of(tx, desk.municipality.id, round_id)) >= MOST_MAILINGS:
        raise NotSo("mailing.wrong.many")
    to = _read_people(tx, desk, plan.people)
    made = Mailing(
        new_id(now),
        desk.municipality.id,
        round_id,
        desk.staff.id,
        plan.weekday,
        plan.day if plan.weekday is None else None,
        plan.hour,
        plan.language,
        first,
    )
    mailings.add_mailing(tx, made, to, now)
    municipality.note(tx, desk.municipality.id, desk.staff.id, "mailing-begun", now, mailing=made.id)
    return made.id


def end(tx: Tx, desk: Desk, mailing_id: str, now: int) -> None:
    """End a mailing: nothing of it goes out any more, and the addresses are forgotten."""
    if mailings.end_mailing(tx, desk.municipality.id, mailing_id, now):
        municipality.note(tx, desk.municipality.id, desk.staff.id, "mailing-ended", now, mailing=mailing_id)


def look(tx: Tx, desk: Desk, code: str) -> dict[str, Any]:
    """Show what is mailed of a round, or of all, to whom and when, and who could be chosen."""
    round_id = _round_of(tx, desk, code)
    here = desk.municipality.id
    asked = rounds.find_by_id(tx, round_id) if round_id else None
    return {
        "code": code,
        "name": asked.name if asked else "",
        "mailings": [_as_shown(tx, each) for each in mailings.mailings_of(tx, here, round_id)],
        "colleagues": [
            {"id": row["staff_id"], "name": row["staff_name"], "role": row["role"]}
            for row in people.everyone(tx, here)
            if row["role"] in READERS
        ],
    }


def plan_due(tx: Tx, now: int) -> None:
    """Plan the letters of every mailing whose moment has come; one that was missed goes out once, now."""
    for each in mailings.due(tx, now):
        again = next_moment(each.weekday, None, each.hour, now) if each.weekday is not None else None
        mailings.plan(tx, each, again, now)


def sum_up_for_mail(tx: Tx, mailing: Mailing, now: int) -> tuple[Municipality, dict[str, Any]]:
    """Sum up what a mailing is about, as whoever may not read the wishes sees it, and without their words."""
    here = next(each for each in rounds.municipalities(tx) if each.id == mailing.municipality_id)
    asked = rounds.find_by_id(tx, mailing.round_id) if mailing.round_id else None
    reader = Desk(Staff("", here.id, "", "project"), here, "", "", 0)
    found = whole.sum_up(tx, reader, find_slice(tx, reader, asked.code if asked else ALL), day_of(now))
    told = [each for each in found.get("stories") or () if each.get("by") != "quote"]
    return here, found | ({"stories": told} if "stories" in found else {})


def next_moment(weekday: int | None, day: str | None, hour: int, after: int) -> int | None:
    """Tell when it goes out next; never, where the one day is over.

    >>> from collector.here import moment_of
    >>> moment_of(next_moment(3, None, 8, moment_at("2026-09-10", 8)))  # a Thursday, and the next one
    '2026-09-17 08:00'
    """
    if weekday is None:
        try:
            at = moment_at(day or "", hour)
        except ValueError:
            raise NotSo("mailing.wrong.day") from None
        return at if at > after else None
    today = date.fromisoformat(day_of(after))
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    coming = (moment_at((first + timedelta(days=7 * week)).isoformat(), hour) for week in range(2))
    return next(at for at in coming if at > after)


def _read_people(tx: Tx, desk: Desk, typed: Mapping[str, str]) -> dict[str, str]:
    known = {row["staff_id"]: row["role"] for row in people.everyone(tx, desk.municipality.id)}
    if not typed:
        raise NotSo("mailing.wrong.nobody")
    if len(typed) > MOST_PEOPLE:
        raise NotSo("mailing.wrong.many-people")
    for who, mail in typed.items():
        if known.get(who) not in READERS:
            raise NotSo("mailing.wrong.who")
        try:
            read_mail(mail, "")
        except NotFit:
            raise NotSo("mailing.wrong.mail") from None
    return dict(typed)


def _round_of(tx: Tx, desk: Desk, code: str) -> str | None:
    if not desk.may_answer:
        raise OutOfReach
    found = find_slice(tx, desk, code)
    return None if found.whole else found.rounds[0].id


def _as_shown(tx: Tx, mailing: Mailing) -> dict[str, Any]:
    letters = [dict(row) for row in mailings.last_letters(tx, mailing.id)]
    return {
        "id": mailing.id,
        "weekday": mailing.weekday,
        "day": mailing.day,
        "hour": mailing.hour,
        "language": mailing.language,
        "next_at": mailing.next_at,
        "people": [{"name": row["name"], "mail": row["mail"]} for row in mailings.people_of(tx, mailing.id)],
        "letters": letters,
    }
