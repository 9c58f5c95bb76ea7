"""Lets every machine read with one model: its bytes lie in the store, and each machine keeps a copy of them.

One rule: bytes first, then the pointer; and nothing is read that is not, hash by hash, what was written.
"""

from contextlib import suppress
from pathlib import Path

from collector.store import models as store
from collector.store import trainings
from collector.store.front import Store, Tx
from collector.store.models import Pointer
from nlp.kept import DamagedModelError
from nlp.live import Standing, Taught, bytes_of, find, has, lay, pointed_at, read_standing, stand


def hand_in(tx: Tx, models: Path, taught: Taught, now: int) -> None:
    """Let a model that lies on this machine lie in the store."""
    if not store.has_model(tx, taught.card):
        store.put_model(tx, taught.card, taught.version, bytes_of(models, taught), now)


def tell_all(tx: Tx, models: Path, now: int) -> None:
    """Let every machine read with what this one now reads with."""
    standing = read_standing(models)
    _hand_in_all(tx, models, standing, now)
    store.point(tx, _pointer(standing), now)
    forget_left(tx)


def forget_left(tx: Tx) -> None:
    """Let go of the models that are neither live nor before it, nor wait for a yes."""
    ready = [row["card"] for row in trainings.in_states(tx, "ready") if row["card"]]
    store.drop_models(tx, {*(store.pointer(tx) or ()), *ready})


async def follow(shared: Store, models: Path, now: int) -> None:
    """Let this machine stand as all do; where nothing is said yet, let all stand as this one does."""
    said = await shared.read(store.pointer)
    here = pointed_at(models)
    if said is None:
        if here not in {"", "?"}:
            await shared.write(lambda tx: _begin(tx, models, now))
    elif here != said.live:
        for card in (said.live, said.before):
            if card:
                await fetch(shared, models, card)
        live, before = find(models, said.live), find(models, said.before)
        if bool(live) == bool(said.live):  # else it is not whole here: what reads goes on reading
            stand(models, Standing(live, before))


async def fetch(shared: Store, models: Path, card: str) -> bool:
    """Bring a model here from the store; tell whether it is here now."""
    if has(models, card):
        return True
    found = await shared.read(lambda tx: store.find_model(tx, card))
    if found is None:
        return False
    lay(models, card, *found)
    return True


def _begin(tx: Tx, models: Path, now: int) -> None:
    standing = read_standing(models)
    _hand_in_all(tx, models, standing, now)
    store.begin_to_point(tx, _pointer(standing), now)


def _hand_in_all(tx: Tx, models: Path, standing: Standing, now: int) -> None:
    for each in standing:
        if each is not None:
            with suppress(DamagedModelError):  # then other machines go on as they are
                hand_in(tx, models, each, now)


def _pointer(standing: Standing) -> Pointer:
    return Pointer(*(each.card if each else "" for each in standing))
