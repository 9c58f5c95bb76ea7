"""Statements about what is told of a round to those who may not read its wishes: figures that stand a while.

One rule: they are told anew only when a whole step of wishes (or of answers) came or went since, in the
transaction that brought the last of them; for everybody only in a moment when they are for staff too.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from collector.small_numbers import FEW, FEW_IN_PUBLIC
from collector.steps import (
    ALIKE_FEW,
    ANSWERS,
    Figures,
    answers_may_move,
    hold_answers,
    may_move,
    tell,
    tell_answers,
    tell_place,
)
from collector.store.front import Tx

STEPS = (FEW, FEW_IN_PUBLIC)
WHOLE = ""
"""Stands where the name of a place does."""
BEGUN_ALREADY = "NOTHING"
OF_ANSWERS = (*ANSWERS, ALIKE_FEW, "days")
"""What is counted anew where answers are told anew."""
ANEW = """UPDATE SET approved = excluded.approved, answered = excluded.answered, counted = excluded.counted,
    told = excluded.told"""
Read = Callable[[Tx, str], dict[str, Figures]]
"""Reads what is counted of a round, as a whole and by place."""


class Standing(NamedTuple):
    """What is told of a round, by place, and what was counted then."""

    approved: int
    answered: int
    """When answers were told last, which is not when wishes were."""
    counted: Figures
    told: dict[str, Figures]


NOT_YET = Standing(0, 0, {}, {})


def begin(tx: Tx, round_id: str, read: Read) -> None:
    """Let what is told stand from before the first change on."""
    if tx.one("SELECT step FROM standing WHERE round_id = :id LIMIT 1", id=round_id) is None:
        found = read(tx, round_id)
        for step in STEPS:
            _keep(tx, round_id, step, _anew(found, step, NOT_YET), BEGUN_ALREADY)


def move(tx: Tx, round_id: str, read: Read) -> None:
    """Tell a round anew if a step of wishes came or went, and its answers if a step of these did."""
    now = [_counted(tx, round_id, *each) for each in (("state", "approved"), ("answered", "all"))]
    may = True
    for row in tx.all(
        "SELECT step, approved, answered FROM standing WHERE round_id = :id ORDER BY step", id=round_id
    ):
        due = may and abs(now[0] - row["approved"]) >= row["step"]
        answered = abs(now[1] - row["answered"]) >= row["step"]
        may = (due or answered) and _move(tx, round_id, row["step"], read, due=due, answered=answered)


def _move(tx: Tx, round_id: str, step: int, read: Read, *, due: bool, answered: bool) -> bool:
    """Tell a round anew in one step, and say whether its wishes were: then the next one may be too."""
    before, found = find(tx, round_id, step, read), read(tx, round_id)
    anew = _anew(found, step, before)
    came = anew.approved - before.approved
    moves = due and may_move(anew.told[WHOLE], before.told.get(WHOLE, {}), step, came)
    stands = anew if moves else before
    if answered:
        stands = _with_answers(stands, found.get(WHOLE, {}), before, step)
    elif moves:
        stands = _with_old_answers(stands, before, step)
    if stands is not before:
        _keep(tx, round_id, step, stands)
    return moves


def find(tx: Tx, round_id: str, step: int, read: Read) -> Standing:
    """Find what is told of a round; one that nothing changed in since it was counted is told as it is."""
    row = tx.one(
        "SELECT approved, answered, counted, told FROM standing WHERE round_id = :id AND step = :step",
        id=round_id,
        step=step,
    )
    if row is None:
        return _anew(read(tx, round_id), step, NOT_YET)
    return Standing(row["approved"], row["answered"], json.loads(row["counted"]), json.loads(row["told"]))


def told_to(tx: Tx, round_ids: Sequence[str], step: int, read: Read) -> dict[str, dict[str, Figures]]:
    """Read of each of these rounds what is told of it, as a whole and by place."""
    if not round_ids:
        return {}
    asked = {f"id{place}": each for place, each in enumerate(round_ids)}
    rows = tx.all(
        f"""SELECT round_id, told FROM standing
        WHERE step = :step AND round_id IN ({", ".join(f":{name}" for name in asked)})""",
        step=step,
        **asked,
    )
    kept = {row["round_id"]: json.loads(row["told"]) for row in rows}
    return {
        each: kept[each] if each in kept else _anew(read(tx, each), step, NOT_YET).told for each in round_ids
    }


def _anew(found: Mapping[str, Figures], step: int, before: Standing) -> Standing:
    """Tell what is counted now; where nothing was told before, its answers too."""
    counted = found.get(WHOLE, {})
    now, answered = counted.get("state", {}).get("approved", 0), counted.get("answered", {}).get("all", 0)
    whole = tell(counted, step, before.told.get(WHOLE, {}), now - before.approved)
    if before is NOT_YET:
        whole |= tell_answers(counted, whole, step, {}, answered)
    places = {name: tell_place(figures, name, whole, step) for name, figures in found.items() if name}
    told = {WHOLE: whole} | {name: each for name, each in places.items() if each}
    return Standing(now, answered, counted, told)


def _with_answers(stands: Standing, counted: Figures, before: Standing, step: int) -> Standing:
    """Tell the answers that are counted now, if these may move; else those that were told before."""
    whole, told = stands.told.get(WHOLE, {}), before.told.get(WHOLE, {})
    now = counted.get("answered", {}).get("all", 0)
    anew = tell_answers(counted, whole, step, told, now - before.answered)
    if not answers_may_move(anew, told, step, now - before.answered):
        return before if stands is before else _with_old_answers(stands, before, step)
    return _put_answers(stands._replace(answered=now), anew, counted)


def _with_old_answers(stands: Standing, before: Standing, step: int) -> Standing:
    """Tell the answers that were told before, beside wishes that are told anew."""
    held = hold_answers(before.told.get(WHOLE, {}), stands.told.get(WHOLE, {}), step)
    return _put_answers(stands._replace(answered=before.answered), held, before.counted)


def _put_answers(stands: Standing, told: Figures, counted: Figures) -> Standing:
    whole = {kind: rows for kind, rows in stands.told.get(WHOLE, {}).items() if kind not in ANSWERS}
    return stands._replace(
        counted=stands.counted | {kind: counted.get(kind, {}) for kind in OF_ANSWERS},
        told=stands.told | {WHOLE: whole | told},
    )


def _keep(tx: Tx, round_id: str, step: int, standing: Standing, otherwise: str = ANEW) -> None:
    tx.run(
        f"""INSERT INTO standing (round_id, step, approved, answered, counted, told)
        VALUES (:round_id, :step, :approved, :answered, :counted, :told)
        ON CONFLICT (round_id, step) DO {otherwise}""",
        round_id=round_id,
        step=step,
        approved=standing.approved,
        answered=standing.answered,
        counted=json.dumps(standing.counted, ensure_ascii=False, separators=(",", ":")),
        told=json.dumps(standing.told, ensure_ascii=False, separators=(",", ":")),
    )


def _counted(tx: Tx, round_id: str, what: str, name: str) -> int:
    row = tx.one(
        "SELECT n FROM counts WHERE round_id = :id AND what = :what AND name = :name",
        id=round_id,
        what=what,
        name=name,
    )
    return int(row["n"]) if row else 0
