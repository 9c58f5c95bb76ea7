"""Statements about trainings that somebody began at the desk: how far they came, and what became of them.

One rule: a training changes its state by one statement that names the state it was in, so of two who decide
at once one is too late; and no word of a wish stands in any of them.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from collector.store.front import Row, Tx

COLUMNS = """id, municipality_id, staff_id, asked_at, state, step, beat_at, base, folder, card, version,
    learnt, report, ended_at, decided_by, decided_in, decided_at"""


def add_training(tx: Tx, training_id: str, municipality_id: str, staff_id: str, now: int) -> None:
    """Write down that somebody asked for a training."""
    tx.run(
        """INSERT INTO trainings (id, municipality_id, staff_id, asked_at, state, step, beat_at, base, folder,
            card, version, learnt, report)
        VALUES (:id, :municipality_id, :staff_id, :now, 'running', 0, :now, '', '', '', '', 0, '{}')""",
        id=training_id,
        municipality_id=municipality_id,
        staff_id=staff_id,
        now=now,
    )


def last_training(tx: Tx) -> Row | None:
    """Find the training that was begun last, wherever that was."""
    return tx.one(f"SELECT {COLUMNS} FROM trainings ORDER BY id DESC LIMIT 1")


def find_training(tx: Tx, training_id: str) -> Row | None:
    """Find one training."""
    return tx.one(f"SELECT {COLUMNS} FROM trainings WHERE id = :id", id=training_id)


def training_of(tx: Tx, card: str) -> Row | None:
    """Find the training that made a model, by the hash of its card."""
    return tx.one(
        f"SELECT {COLUMNS} FROM trainings WHERE card = :card AND card <> '' ORDER BY id DESC LIMIT 1",
        card=card,
    )


def beat(tx: Tx, training_id: str, step: int, now: int) -> bool:
    """Note how far a training has come; tell whether anybody still waits for it."""
    touched = tx.run(
        "UPDATE trainings SET step = :step, beat_at = :now WHERE id = :id AND state = 'running'",
        id=training_id,
        step=step,
        now=now,
    )
    return touched == 1


def end_training(
    tx: Tx,
    training_id: str,
    state: str,
    report: dict[str, Any],
    now: int,
    *,
    base: str = "",
    kept: tuple[str, str, str] = ("", "", ""),
) -> bool:
    """Write down how a training ended; tell whether it was still going on."""
    folder, card, version = kept
    touched = tx.run(
        """UPDATE trainings SET state = :state, report = :report, ended_at = :now, beat_at = :now,
            base = :base, folder = :folder, card = :card, version = :version
        WHERE id = :id AND state = 'running'""",
        id=training_id,
        state=state,
        report=json.dumps(report, separators=(",", ":")),
        now=now,
        base=base,
        folder=folder,
        card=card,
        version=version,
    )
    return touched == 1


def note_learnt(tx: Tx, training_id: str, wish_ids: Iterable[str]) -> None:
    """Write down which wishes a model learnt from, and how many that was, also of those erased by now."""
    ids = list(wish_ids)
    tx.many(
        """INSERT INTO learnt (training_id, wish_id)
        SELECT CAST(:training_id AS TEXT), w.id FROM wishes w WHERE w.id = :wish_id""",
        [{"training_id": training_id, "wish_id": each} for each in ids],
    )
    tx.run("UPDATE trainings SET learnt = :n WHERE id = :id", n=len(ids), id=training_id)


def learnt_by(tx: Tx, training_id: str) -> set[str]:
    """List those of them that nobody has erased since."""
    rows = tx.all("SELECT wish_id FROM learnt WHERE training_id = :id", id=training_id)
    return {row["wish_id"] for row in rows}


def learnt_among(tx: Tx, training_id: str, wish_ids: Sequence[str]) -> set[str]:
    """List those of some wishes that it learnt from."""
    names = {f"w{place}": each for place, each in enumerate(wish_ids)}
    rows = tx.all(
        f"""SELECT wish_id FROM learnt WHERE training_id = :id
        AND wish_id IN ({", ".join(f":{name}" for name in names) or "NULL"})""",
        id=training_id,
        **names,
    )
    return {row["wish_id"] for row in rows}


def decide(
    tx: Tx, training_id: str, before: str, after: str, by: str, municipality_id: str, now: int
) -> bool:
    """Let a training that is in one state be in another; tell whether it was in the first."""
    touched = tx.run(
        """UPDATE trainings SET state = :after, decided_by = :by, decided_in = :here, decided_at = :now
        WHERE id = :id AND state = :before""",
        id=training_id,
        before=before,
        after=after,
        by=by,
        here=municipality_id,
        now=now,
    )
    return touched == 1


def in_states(tx: Tx, *states: str) -> list[Row]:
    """List the trainings in these states, so that what they left on disk can be thrown away."""
    names = {f"state{n}": state for n, state in enumerate(states)}
    marks = ", ".join(f":{name}" for name in names)
    return tx.all(f"SELECT {COLUMNS} FROM trainings WHERE state IN ({marks}) ORDER BY id", **names)
