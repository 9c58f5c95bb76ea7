"""Lets the duty adult answer for those who may not be OK.

One rule: a case ends only by a decision, with who and when, or by its sender who erased the wish; until then
nobody else sees that it is there, and even then it stays in the list. Whoever takes it stops the alerts.
"""

from typing import Any

from collector import contacting
from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.ids import new_id
from collector.intake import without_concern
from collector.model import Wish
from collector.review import change, record
from collector.store import alerts, cases, decisions, rounds, wishes
from collector.store.front import Row, Tx

TAKEN = "taken"
FOLLOWED_UP = "followed-up"
FALSE_ALARM = "false-alarm"
DECISIONS = (FOLLOWED_UP, FALSE_ALARM)
"""How a case is closed by one tap; `collector.rewording` closes it with the wish written anew."""
DECIDED_SHOWN = 20


def look(tx: Tx, desk: Desk) -> dict[str, Any]:
    """List the cases that wait, danger to life first, and those decided last."""
    here = desk.municipality.id
    return {
        "open": [_line(row) for row in cases.open_cases(tx, here)],
        "decided": [
            {
                **_line(row),
                "decision": row["decision"],
                "decided_at": row["decided_at"],
                "by": row["staff_name"],
            }
            for row in cases.decided_cases(tx, here, DECIDED_SHOWN)
        ],
    }


def count_open(tx: Tx, desk: Desk) -> int:
    """Count the cases that wait: all that a leader is told of them."""
    return cases.count_open(tx, desk.municipality.id)


def open_one(tx: Tx, desk: Desk, wish_id: str) -> dict[str, Any]:
    """Open one case: the masked words, if they were not erased, and what was decided if it was."""
    case, wish = _find(tx, desk, wish_id)
    names = {each.id: each.name for each in rounds.rounds_of(tx, desk.municipality.id)}
    return {
        **_line(case),
        "text": wish.text or None if wish else None,
        "had_its_time": wish is not None and not wish.text,
        "language": wish.language if wish else "",
        "source": wish.source if wish else "",
        "round": names.get(wish.round_id, "") if wish else "",
        "may_reword": wish is not None and wish.flagged and case["reworded_as"] is None,
        "reworded_as": case["reworded_as"],
        "decision": case["decision"],
        "decided_at": case["decided_at"],
        "by": case["staff_name"],
        "alerts": [_alert(row) for row in alerts.alerts_of_case(tx, wish_id)],
        "has_contact": contacting.is_there(tx, wish_id),
        "earlier": case["version_of"],
        "later": cases.next_version(tx, wish_id),
    }


def take(tx: Tx, desk: Desk, wish_id: str, now: int) -> None:
    """Say that one takes a case, so that nobody else is alerted; of two who do, the second is told."""
    _find(tx, desk, wish_id)
    if not cases.take_case(tx, wish_id, desk.staff.id, now):
        raise DecidedAlready
    here, staff = desk.municipality.id, desk.staff.id
    decisions.add_decision(tx, new_id(now), here, staff, wish_id, TAKEN, {}, now)


def decide(tx: Tx, desk: Desk, wish_id: str, decision: str, now: int) -> None:
    """Close a case, once: it was followed up, or it was a false alarm and the wish goes to the queue."""
    wish = close(tx, desk, wish_id, decision, now)
    if decision == FALSE_ALARM and wish.flagged:
        change(tx, desk, wish, without_concern(wish), decision, now)
    else:
        record(tx, desk, wish, wish, decision, now)


def close(tx: Tx, desk: Desk, wish_id: str, decision: str, now: int) -> Wish:
    """Close a case with a decision, once, and give back its wish."""
    wishes.hold_still(tx, wish_id)
    _, wish = _find(tx, desk, wish_id)
    if wish is None or not cases.close_case(tx, wish_id, decision, desk.staff.id, now):
        raise DecidedAlready
    contacting.let_go(tx, wish_id, now)
    return wish


def _find(tx: Tx, desk: Desk, wish_id: str) -> tuple[Row, Wish | None]:
    case = cases.find_case(tx, wish_id)
    if case is None or case["municipality_id"] != desk.municipality.id:
        raise OutOfReach
    return case, wishes.find_wish(tx, wish_id)


def _line(row: Row) -> dict[str, Any]:
    return {
        "id": row["wish_id"],
        "level": row["level"],
        "made_at": row["made_at"],
        "taken_at": row["taken_at"],
        "taken_by": row["taken_by"],
    }


def _alert(row: Row) -> dict[str, Any]:
    return {
        "place": "adult" if row["place"] == alerts.ADULT else "deputy",
        "name": row["name"],
        "sent_at": row["sent_at"],
        "tries": row["tries"],
    }
