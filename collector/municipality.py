"""Describes a municipality, says what it lacks, opens it and shuts it.

One rule: it opens only when the one list of requirements (`collector.requirements`) is met to the last line,
and it shuts by itself, in the transaction in which something of it ceases to hold.
"""

from collections.abc import Sequence
from typing import Any

from collector.desk import OutOfReach
from collector.ids import new_id
from collector.keeping.standing import last_good
from collector.model import Municipality
from collector.requirements import REQUIREMENTS, Record, Requirement, Running
from collector.store import decisions, duty, municipalities, outlines, people, rounds
from collector.store.alerts import ADULT, DEPUTY
from collector.store.front import Tx

BY_COMMAND = ""
"""Who did what was done by the `ekko` command, where nobody is signed in."""
DUTY = {ADULT: "adult", DEPUTY: "deputy"}


def describe(tx: Tx, municipality_id: str, running: Running) -> Record:
    """Gather all that is recorded of a municipality."""
    found = find(tx, municipality_id)
    roles = people.count_roles(tx, municipality_id)
    return Record(
        found,
        facts_of(tx, found),
        {what: municipalities.list_of(tx, municipality_id, what) for what in municipalities.LISTS},
        municipalities.logo_kind(tx, municipality_id),
        roles.get("admin", 0),
        people.count_admins_with_a_way(tx, municipality_id),
        roles.get("duty", 0),
        running,
        last_good(tx) is not None,
        outlines.has_outline(tx, municipality_id),
    )


def what_is_missing(record: Record, asked: Sequence[Requirement] = REQUIREMENTS) -> tuple[Requirement, ...]:
    """List what is asked for and does not hold."""
    return tuple(each for each in asked if not each.is_met(record))


def open_(
    tx: Tx,
    municipality_id: str,
    running: Running,
    by: str,
    now: int,
    asked: Sequence[Requirement] = REQUIREMENTS,
) -> tuple[Requirement, ...]:
    """Let it take wishes, and return nothing; or leave it shut and return what is missing."""
    municipalities.move(tx, municipality_id)
    missing = what_is_missing(describe(tx, municipality_id, running), asked)
    if not missing and municipalities.let_open(tx, municipality_id, is_open=True):
        note(tx, municipality_id, by, "municipality-opened", now)
    return missing


def shut(tx: Tx, municipality_id: str, by: str, now: int) -> None:
    """Let it take no more wishes; what is kept stays, and its senders still see and erase it."""
    municipalities.move(tx, municipality_id)
    if municipalities.let_open(tx, municipality_id, is_open=False):
        note(tx, municipality_id, by, "municipality-shut", now)


def shut_unless_ready(
    tx: Tx,
    municipality_id: str,
    running: Running,
    by: str,
    now: int,
    asked: Sequence[Requirement] = REQUIREMENTS,
) -> bool:
    """Shut an open municipality that lacks what must stay; tell whether it was shut."""
    record = describe(tx, municipality_id, running)
    if not record.municipality.is_open or record.municipality.is_example:
        return False
    if not any(each.stays for each in what_is_missing(record, asked)):
        return False
    shut(tx, municipality_id, by, now)
    return True


def found(tx: Tx, name: str, now: int) -> Municipality:
    """Make a municipality: shut, with nothing recorded."""
    made = Municipality(new_id(now), name, is_example=False, is_open=False)
    rounds.add_municipality(tx, made, now)
    note(tx, made.id, BY_COMMAND, "municipality-made", now)
    return made


def find(tx: Tx, municipality_id: str) -> Municipality:
    """Find a municipality, or say that there is none."""
    found = municipalities.find_municipality(tx, municipality_id)
    if found is None:
        raise OutOfReach
    return found


def facts_of(tx: Tx, municipality: Municipality) -> dict[str, str]:
    """Read every fact, its name and who has duty among them."""
    facts = municipalities.facts_of(tx, municipality.id) | {"name": municipality.name}
    for row in duty.people_on_duty(tx, municipality.id):
        who = DUTY[row["place"]]
        facts |= {f"{who}-name": row["name"], f"{who}-mail": row["mail"]}
    return facts


def note(tx: Tx, municipality_id: str, by: str, what: str, now: int, **details: Any) -> None:
    """Record who did something to the municipality itself, beside what is decided about wishes."""
    decisions.add_decision(tx, new_id(now), municipality_id, by, "", what, details, now)
