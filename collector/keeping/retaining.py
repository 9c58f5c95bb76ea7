"""The clock: erases what was only kept for a time, by the times of each municipality.

One rule: counts and the masked words of ordinary wishes stay; and doing it twice is doing it once.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from collector import signin
from collector.keeping.clock import Verdict, judge, look
from collector.keeping.lines import Lines
from collector.store import (
    begun,
    contacts,
    messengers,
    municipalities,
    people,
    presses,
    retention,
    rounds,
    stuck,
    upkeep,
)
from collector.store.front import AlreadyThere, Row, Store, Tx, Work

DAY = 24 * 60 * 60 * 1000
TURN_DAYS = 90
"""Nobody sends the same event again after so long: messengers give up after a day."""
PRESS_DAYS = 7
LINK_DAYS = 30
GIVEN_UP_DAYS = 30
BEGUN_DAYS = 8
"""A budget looks back one week (`collector.beginning`)."""
STUCK_DAYS = 14
GAP_DAYS = 400
BATCH = 200
TRIES = 8
UNTIDY = "retain.untidy"


@dataclass(frozen=True, slots=True)
class Times:
    """How long a municipality keeps what; these are our proposals."""

    raw_days: int = 180
    """Raw words, after a leader has decided."""
    flagged_days: int = 30
    """Every word of a wish with the duty adult, after the case was closed."""
    handle_days: int = 30
    """Where to answer, after the round has ended."""
    handle_days_at_most: int = 365
    quiet_days: int = 180
    """What stands in a talk, after somebody wrote in it last."""


TimesOf = Callable[[Tx, str], Times]


def times_of(tx: Tx, municipality_id: str) -> Times:
    """Read the times of a municipality: our proposals, until its record says otherwise."""
    facts = municipalities.facts_of(tx, municipality_id)
    proposed = Times()
    return replace(
        proposed,
        raw_days=int(facts.get("raw-days") or proposed.raw_days),
        flagged_days=int(facts.get("case-days") or proposed.flagged_days),
    )


@dataclass(slots=True)
class Report:
    """What went, by kind, or why nothing did; `unread` wishes have waited for a leader for too long."""

    clock: Verdict
    erased: Counter[str] = field(default_factory=Counter)
    unread: int = 0


async def retain(
    store: Store, lines: Lines, now: int, *, clock_is_right: bool = False, times: TimesOf = times_of
) -> Report:
    """Erase what has had its time, in small steps, and leave nothing of it in the files."""
    report = Report(await store.write(lambda tx: look(tx, now, is_right=clock_is_right)))
    if report.clock != "right":
        return report
    for step in STEPS:
        while done := await _one_more(store, partial(step, lines=lines, now=now, times=times)):
            report.erased.update(done)
    report.erased.update(await store.write(lambda tx: _forget_the_rest(tx, now)))
    report.unread = await store.read(lambda tx: _unread(tx, now, times))
    if await store.read(lambda tx: upkeep.noted(tx, UNTIDY)):
        await store.tidy()
        await store.write(lambda tx: upkeep.unnote(tx, UNTIDY))
    return report


async def _one_more(store: Store, step: Work[Counter[str]]) -> Counter[str]:
    """Take one step; where somebody talked at that very moment, take it anew."""
    for _ in range(TRIES):
        try:
            return await store.write(step)
        except AlreadyThere:
            continue
    return await store.write(step)


async def would_go(
    store: Store, now: int, *, clock_is_right: bool = False, times: TimesOf = times_of
) -> Report:
    """Tell what would go, and change nothing."""

    def count(tx: Tx) -> Report:
        found = Report("right" if clock_is_right else judge(tx, now), unread=_unread(tx, now, times))
        for kind, due in DUE.items():
            found.erased[kind] = len(_of_all(tx, now, times, due, limit=10**9))
        return found

    return await store.read(count)


def _due_raw(tx: Tx, here: str, found: Times, now: int, limit: int) -> list[Row]:
    return retention.raw_due(tx, here, now - found.raw_days * DAY, limit)


def _due_words(tx: Tx, here: str, found: Times, now: int, limit: int) -> list[Row]:
    return retention.flagged_due(tx, here, now - found.flagged_days * DAY, limit)


def _due_handles(tx: Tx, here: str, found: Times, now: int, limit: int) -> list[Row]:
    ended, kept = now - found.handle_days * DAY, now - found.handle_days_at_most * DAY
    return retention.handles_due(tx, here, ended, kept, now)[:limit]


def _due_lines(tx: Tx, here: str, found: Times, now: int, limit: int) -> list[Row]:
    return retention.talks_due(tx, here, now - found.quiet_days * DAY, limit)


def _due_contacts(tx: Tx, here: str, found: Times, now: int, limit: int) -> list[Row]:
    return contacts.due(tx, here, now, limit)


Due = Callable[[Tx, str, Times, int, int], list[Row]]
DUE: dict[str, Due] = {
    "raw": _due_raw,
    "words": _due_words,
    "contact": _due_contacts,
    "handle": _due_handles,
    "lines": _due_lines,
}
"""What is due, by the kind under which the journal remembers it."""


def _of_all(tx: Tx, now: int, times: TimesOf, due: Due, limit: int = BATCH) -> list[Row]:
    found: list[Row] = []
    for each in rounds.municipalities(tx):
        found += due(tx, each.id, times(tx, each.id), now, limit - len(found))
    return found


def _erase_raw(tx: Tx, lines: Lines, now: int, times: TimesOf) -> Counter[str]:
    rows = _of_all(tx, now, times, _due_raw)
    return _untidy(
        tx, now, "raw", rows, [_without_words(tx, lines, row, retention.erase_raw) for row in rows]
    )


def _erase_words(tx: Tx, lines: Lines, now: int, times: TimesOf) -> Counter[str]:
    rows = _of_all(tx, now, times, _due_words)
    done = [_without_words(tx, lines, row, retention.erase_words) for row in rows]
    return _untidy(tx, now, "words", rows, done)


def _without_words(tx: Tx, lines: Lines, row: Row, erase: Callable[[Tx, str], int]) -> int:
    """Erase a wish's words, and those that its talk shows its sender."""
    if row["talk_id"] is not None:
        lines.forget_words(tx, row["talk_id"], row["id"])
    return erase(tx, row["id"])


def _erase_contacts(tx: Tx, lines: Lines, now: int, times: TimesOf) -> Counter[str]:
    rows = _of_all(tx, now, times, _due_contacts)
    return _untidy(tx, now, "contact", rows, [retention.erase_contact(tx, row["id"]) for row in rows])


def _erase_handles(tx: Tx, lines: Lines, now: int, times: TimesOf) -> Counter[str]:
    rows = _of_all(tx, now, times, _due_handles)
    return _untidy(tx, now, "handle", rows, [retention.erase_handle(tx, row["id"]) for row in rows])


def _empty_talks(tx: Tx, lines: Lines, now: int, times: TimesOf) -> Counter[str]:
    rows = _of_all(tx, now, times, _due_lines)
    for row in rows:
        lines.forget_words(tx, row["id"])
    return _untidy(tx, now, "lines", rows, [retention.note_emptied(tx, row["id"], now) for row in rows])


def _untidy(tx: Tx, now: int, kind: str, rows: Sequence[Row], done: Sequence[int]) -> Counter[str]:
    """Note that the files hold what is erased, in the same transaction: a kill must not forget it."""
    if rows:
        upkeep.note(tx, UNTIDY, now)
    return Counter({kind: sum(done)}) if rows else Counter()


STEPS = (_erase_raw, _erase_words, _erase_contacts, _erase_handles, _empty_talks)


def _forget_the_rest(tx: Tx, now: int) -> Counter[str]:
    """Forget what holds no words and serves nobody any more."""
    people.end_old_sessions(tx, now, now - signin.IDLE_FOR)
    return Counter(
        {
            "turn": retention.drop_old_turns(tx, now - TURN_DAYS * DAY),
            "invitation": retention.drop_old_invitations(tx, now - LINK_DAYS * DAY),
            "link code": retention.drop_old_link_codes(tx, now),
            "press": presses.drop_old_presses(tx, now - PRESS_DAYS * DAY),
            "stuck": stuck.drop_old_stuck(tx, now - STUCK_DAYS * DAY),
            "gap": messengers.drop_old_gaps(tx, now - GAP_DAYS * DAY),
            "message": retention.drop_given_up(tx, now - GIVEN_UP_DAYS * DAY),
            "message we began": begun.drop_old(tx, now - BEGUN_DAYS * DAY),
        }
    )


def _unread(tx: Tx, now: int, times: TimesOf) -> int:
    return sum(
        retention.unreviewed_before(tx, each.id, now - times(tx, each.id).raw_days * DAY)
        for each in rounds.municipalities(tx)
    )
