"""Lets a leader ask for a new model, see how it did, make it live, and take one step back.

One rule: a model goes live only when it passed the gates, when nothing that it learnt from was erased since,
when what it was held against still reads, and when a person says yes; who and when stands in the record.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from collector import municipality, sharing_models, tag_making
from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.ids import new_id
from collector.learning import NEWEST, gather
from collector.measured import measured
from collector.second_look import learnable
from collector.store import learning as lessons
from collector.store import own_tags, rounds
from collector.store import trainings as store
from collector.store.front import Row, Store, Tx
from nlp.alone import alone
from nlp.handed_in import is_own
from nlp.kept import DamagedModelError
from nlp.live import Standing, Taught, find, go_live_kept, pointed_at, read_standing, step_back, throw_away

STEPS = ("gather", "measure", "train", "judge", "keep")
AT_ONCE = 500
"""So many wishes are asked about in one statement."""
SILENT_MS = 90_000
"""A training tells every few seconds that it goes on; one that is silent so long has died."""


class Trainer(Protocol):
    """Begins a training in a process of its own, with the models in this folder."""

    models: Path
    version: str

    async def begin(self, training_id: str) -> None:
        """Begin, and return at once."""


class Stale(Exception):
    """The new model may not go live any more, or not by this person: `why` names the reason."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Ready:
    """A model that waits for a yes."""

    id: str
    taught: Taught
    base: str


def look(tx: Tx, desk: Desk, standing: Standing, now: int) -> dict[str, Any]:
    """Show how the tagger learns: what waits, the training that goes on or went last, what is live."""
    here = desk.municipality.id
    live = store.training_of(tx, standing.live.card) if standing.live else None
    last = store.last_training(tx)
    training = _shown(tx, desk, last, now) if last else None
    goes_on = training is not None and training["state"] == "running"
    return {
        **(_nothing_told() if goes_on else _what_waits(tx, here, live)),
        "shared": len(rounds.municipalities(tx)) > 1,
        "training": training,
        "live": _live(tx, desk, standing, live),
        "measured": measured(tx, here),
        "own": tag_making.show_all(tx, desk),
    }


def _what_waits(tx: Tx, municipality_id: str, live: Row | None) -> dict[str, int]:
    """Count, of the newest, what the live model has not learnt yet and what waits for a second look."""
    newest = lessons.approved_ids(tx, municipality_id, NEWEST)
    found = learnable(tx, municipality_id, newest)
    known = store.learnt_among(tx, live["id"], newest) if live else set()
    new = [each for each in found.lessons if each.wish_id not in known]
    changed = sum(each.changed for each in new)
    return {"new": len(new), "corrections": changed, "waiting": found.waiting} | _of_how_many(newest)


def _of_how_many(newest: Sequence[str]) -> dict[str, int]:
    """Tell of how many wishes a page tells, where it does not tell of all; 0 where it does."""
    return {"newest": NEWEST if len(newest) == NEWEST else 0}


def _nothing_told() -> dict[str, int]:
    """While a training goes on the page asks every few seconds, and gathers nothing."""
    return {"new": 0, "corrections": 0, "waiting": 0, "newest": 0}


def ask(tx: Tx, desk: Desk, now: int) -> str:
    """Write down that a training is asked for; one at a time, and one that died makes way."""
    last = store.last_training(tx)
    if last is not None and last["state"] == "running":
        if now - last["beat_at"] < SILENT_MS:
            raise DecidedAlready
        store.end_training(tx, last["id"], "failed", {"why": "died"}, now)
    if last is not None and last["state"] == "ready":
        store.decide(tx, last["id"], "ready", "declined", desk.staff.id, desk.municipality.id, now)
    sharing_models.forget_left(tx)
    training_id = new_id(now)
    store.add_training(tx, training_id, desk.municipality.id, desk.staff.id, now)
    municipality.note(tx, desk.municipality.id, desk.staff.id, "training-asked", now, training=training_id)
    return training_id


def find_ready(tx: Tx, desk: Desk, training_id: str) -> Ready:
    """Find the model that waits for a yes, if it may still go live and this one may say it."""
    row = _find(tx, desk, training_id)
    if row["state"] != "ready":
        raise DecidedAlready
    learnt = store.learnt_by(tx, training_id)
    if len(learnt) != row["learnt"] or not learnt <= _may_still_teach(tx, sorted(learnt)):
        raise Stale("erased")
    if desk.staff.name.casefold() in _makers_of_what_is_new(tx, row):
        raise Stale("maker")
    return Ready(row["id"], Taught(row["folder"], row["card"], row["version"]), row["base"])


def make_live(models: Path, ready: Ready, version: str) -> None:
    """Let every running program read with it; nobody else may have changed what reads since it was judged."""
    with alone(models):
        if pointed_at(models) not in {ready.base, ready.taught.card}:
            raise Stale("changed")
        if ready.taught.version != version or not (models / ready.taught.folder / "card.json").is_file():
            raise Stale("older")
        go_live_kept(models, ready.taught, version)


async def bring_here(shared: Store, models: Path, ready: Ready) -> Ready:
    """Bring a model here that was made on another machine."""
    if (models / ready.taught.folder / "card.json").is_file():
        return ready
    if not await sharing_models.fetch(shared, models, ready.taught.card):
        return ready
    return replace(ready, taught=find(models, ready.taught.card) or ready.taught)


def note_live(tx: Tx, desk: Desk, training_id: str, models: Path, now: int) -> None:
    """Let every machine read with it, and record who made it live, once."""
    sharing_models.tell_all(tx, models, now)
    if store.decide(tx, training_id, "ready", "live", desk.staff.id, desk.municipality.id, now):
        municipality.note(tx, desk.municipality.id, desk.staff.id, "model-live", now, training=training_id)


def decline(tx: Tx, desk: Desk, training_id: str, now: int) -> None:
    """Say no to a model that waits."""
    _find(tx, desk, training_id)
    if not store.decide(tx, training_id, "ready", "declined", desk.staff.id, desk.municipality.id, now):
        raise DecidedAlready
    sharing_models.forget_left(tx)
    municipality.note(tx, desk.municipality.id, desk.staff.id, "model-declined", now, training=training_id)


def go_back(models: Path, seen: str) -> None:
    """Take one step back from the model that the asker saw live; another one is left alone."""
    with alone(models):
        if not seen or pointed_at(models) != seen:
            raise DecidedAlready
        step_back(models)


def note_back(tx: Tx, desk: Desk, seen: str, models: Path, now: int) -> None:
    """Let every machine take it, and record who did."""
    sharing_models.tell_all(tx, models, now)
    row = store.training_of(tx, seen)
    if row is not None:
        store.decide(tx, row["id"], "live", "back", desk.staff.id, desk.municipality.id, now)
    municipality.note(tx, desk.municipality.id, desk.staff.id, "model-back", now)


def left_on_disk(tx: Tx) -> list[Taught]:
    """Name the models that were made and that nobody will make live any more."""
    rows = store.in_states(tx, "declined")
    return [Taught(row["folder"], row["card"], row["version"]) for row in rows if row["folder"]]


def clear_away(models: Path, left: list[Taught]) -> None:
    """Take them from the disk."""
    for each in left:
        throw_away(models, each)


def standing_of(models: Path | None) -> Standing:
    """Read which model is live; one that cannot be read is none."""
    try:
        return read_standing(models) if models else Standing()
    except DamagedModelError:
        return Standing()


def _find(tx: Tx, desk: Desk, training_id: str) -> Row:
    """Find a training that was asked for here; what was asked for elsewhere is decided there."""
    row = store.find_training(tx, training_id)
    if row is None or row["municipality_id"] != desk.municipality.id:
        raise OutOfReach
    return row


def _shown(tx: Tx, desk: Desk, row: Row, now: int) -> dict[str, Any]:
    state = row["state"]
    if state == "running" and now - row["beat_at"] >= SILENT_MS:
        state = "failed"
    report = json.loads(row["report"])
    names = own_tags.names_here(tx, desk.municipality.id)
    for part in ("better", "worse", "rows", "stops", "greedy"):
        report[part] = [each for each in report.get(part, []) if _may_be_named(each, names)]
    report.pop("own", None)
    report.setdefault("why", "")
    return {
        "id": row["id"],
        "state": state,
        "is_ours": row["municipality_id"] == desk.municipality.id,
        "step": row["step"],
        "steps": len(STEPS),
        "asked_at": row["asked_at"],
        "asked_by": _name(tx, desk, row["staff_id"]),
        "ended_at": row["ended_at"],
        "decided_by": _name(tx, desk, row["decided_by"]) if row["decided_by"] else None,
        "decided_at": row["decided_at"],
        "report": report,
    }


def _may_be_named(each: Any, names: dict[str, dict[str, str]]) -> bool:
    """Leave out another municipality's own tags: what they are about is theirs."""
    tag = each["tag"] if isinstance(each, dict) else each
    return not is_own(tag) or tag in names


def _live(tx: Tx, desk: Desk, standing: Standing, row: Row | None) -> dict[str, Any] | None:
    if standing.live is None:
        return None
    return {
        "card": standing.live.card,
        "at": row["decided_at"] if row else None,
        "by": _name(tx, desk, row["decided_by"]) if row and row["decided_by"] else None,
        "before_is_shipped": standing.before is None,
    }


def _name(tx: Tx, desk: Desk, staff_id: str) -> str | None:
    """Name a colleague; whoever works elsewhere is nobody here."""
    return lessons.names_of_staff(tx, desk.municipality.id).get(staff_id)


def _may_still_teach(tx: Tx, learnt: Sequence[str]) -> set[str]:
    """Choose those that may be learnt from now: one that was flagged or put away since is none of them."""
    still = {each for made in tag_making.examples_of_all(tx).values() for each in made.wish_ids}
    for begins in range(0, len(learnt), AT_ONCE):
        some = learnt[begins : begins + AT_ONCE]
        for place in rounds.municipalities(tx):
            still |= {each.wish_id for each in gather(tx, place.id, some)}
    return still


def _makers_of_what_is_new(tx: Tx, row: Row) -> set[str]:
    """Name those who made a tag that this model is the first to give: somebody else must say yes."""
    before = store.training_of(tx, row["base"])
    known = set(json.loads(before["report"]).get("own", [])) if before else set()
    makers = own_tags.makers(tx)
    new = [tag for tag in json.loads(row["report"]).get("own", []) if tag not in known]
    return {makers[tag].casefold() for tag in new if tag in makers}
