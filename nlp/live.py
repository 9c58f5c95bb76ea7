"""Which model reads: the one that was made live last, and the one before it.

The one rule: the pointer is switched in one move, names a model that lies whole on disk, and knows its hash.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from nlp.kept import FILES, DamagedModelError, load, save
from nlp.model import Model

POINTER = "live.json"
VERSION = "fits.txt"
"""Where a model that was carried here says which program it fits."""
WHOLE = ("card.json", *FILES)
"""The files of a model."""


class Taught(NamedTuple):
    """A model that was trained here: its folder, the hash of its card, and the program it fits."""

    folder: str
    card: str
    version: str


class Standing(NamedTuple):
    """The live model and the one before it; None is the one that ships with the program."""

    live: Taught | None = None
    before: Taught | None = None


def read_standing(models: Path) -> Standing:
    """What the pointer says, or DamagedModelError where it says nothing that can be read."""
    try:
        written = json.loads((models / POINTER).read_text("utf-8"))
        return Standing(*(Taught(**written[name]) if written[name] else None for name in Standing._fields))
    except FileNotFoundError:
        return Standing()
    except Exception as problem:
        raise DamagedModelError(f"{POINTER} cannot be read ({type(problem).__name__}).") from None


def load_live(models: Path, version: str) -> Model | None:
    """The live model, None where the shipped one is, or DamagedModelError where it is not what it was."""
    live = read_standing(models).live
    if live is None:
        return None
    if live.version != version:
        raise DamagedModelError("It was trained with another version of this program.")
    folder = models / live.folder
    if Path(live.folder).name != live.folder or _hash(folder / "card.json") != live.card:
        raise DamagedModelError("Its card is not the one that was made live.")
    return load(folder)


def pointed_at(models: Path) -> str:
    """What tells two standings apart: the hash of the live model's card, empty where the shipped one is."""
    try:
        live = read_standing(models).live
    except DamagedModelError:
        return "?"
    return live.card if live else ""


def go_live(models: Path, model: Model | None, version: str) -> None:
    """Make a model live, or with None the shipped one; the one that was live is now the one before."""
    go_live_kept(models, keep(models, model, version) if model else None, version)


def go_live_kept(models: Path, live: Taught | None, version: str) -> None:
    """The same for one that lies on disk already; one that is live stays so, and what was before it too."""
    old = _standing_or_none(models)
    if live is not None and old.live == live:
        return
    before = old.live if old.live and old.live.version == version else None
    _switch(models, old, Standing(live, before))


def throw_away(models: Path, kept: Taught) -> None:
    """Take away a model that was kept and did not go live; one that stands is left alone."""
    if Path(kept.folder).name == kept.folder and kept not in _standing_or_none(models):
        shutil.rmtree(models / kept.folder, ignore_errors=True)


def step_back(models: Path) -> Standing:
    """Make the model before live again; the shipped one is before the first."""
    old = _standing_or_none(models)
    new = Standing(old.before, None)
    _switch(models, old, new)
    return new


def _standing_or_none(models: Path) -> Standing:
    try:
        return read_standing(models)
    except DamagedModelError:
        return Standing()


def keep(models: Path, model: Model, version: str) -> Taught:
    """Lay a model on disk, where it waits until somebody makes it live."""
    models.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix="taught-", dir=models))
    save(model, beside)
    load(beside)  # what was written is what will be read
    for path in (*beside.iterdir(), beside):
        _to_disk(path)
    return Taught(beside.name, _hash(beside / "card.json"), version)


def bytes_of(models: Path, kept: Taught) -> dict[str, bytes]:
    """Read the files of a model, so that it can be carried to another machine."""
    folder = _folder_of(models, kept)
    if folder is None or _hash(folder / "card.json") != kept.card:
        raise DamagedModelError("Its card is not the one that it is known by.")
    load(folder)
    return {name: (folder / name).read_bytes() for name in WHOLE}


def lay(models: Path, card: str, version: str, files: Mapping[str, bytes]) -> Taught:
    """Lay a model that was carried here on disk, if it is, hash by hash, what its name says."""
    if set(files) != set(WHOLE) or hashlib.sha256(files["card.json"]).hexdigest() != card:
        raise DamagedModelError("What came is not the model that was asked for.")
    models.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix="carried-", dir=models))
    try:
        for name, body in files.items():
            (beside / name).write_bytes(body)
        load(beside)
        for path in (*beside.iterdir(), beside):
            _to_disk(path)
        (beside / VERSION).write_text(version, "utf-8")
        if not has(models, card):
            shutil.rmtree(models / _carried(card), ignore_errors=True)  # it was damaged
        beside.replace(models / _carried(card))
    except OSError:
        if not has(models, card):  # another process of this machine was quicker
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Taught(_carried(card), card, version)


def has(models: Path, card: str) -> bool:
    """Tell whether a model lies on this machine."""
    return find(models, card) is not None


def find(models: Path, card: str) -> Taught | None:
    """Find a model of this machine by the hash of its card: one that stands, or one that was carried here."""
    stands = next((each for each in _standing_or_none(models) if each and each.card == card), None)
    if stands is not None and _hash(models / stands.folder / "card.json") == card:
        return stands
    folder = models / _carried(card)
    if not card or _hash(folder / "card.json") != card or not (folder / VERSION).is_file():
        return None
    return Taught(folder.name, card, (folder / VERSION).read_text("utf-8"))


def stand(models: Path, new: Standing) -> None:
    """Let these two stand on this machine."""
    old = _standing_or_none(models)
    if old != new:
        _switch(models, old, new)


def _carried(card: str) -> str:
    return f"carried-{card[:32]}"


def _folder_of(models: Path, kept: Taught) -> Path | None:
    return models / kept.folder if Path(kept.folder).name == kept.folder else None


def _switch(models: Path, old: Standing, new: Standing) -> None:
    """Write the pointer beside and rename it; what neither names any more is thrown away."""
    models.mkdir(parents=True, exist_ok=True)
    beside = models / f"{POINTER}.new"
    told = {name: taught._asdict() if taught else None for name, taught in new._asdict().items()}
    beside.write_text(json.dumps(told), "utf-8")
    _to_disk(beside)
    beside.replace(models / POINTER)
    _to_disk(models)
    for gone in set(old) - set(new) - {None}:
        if gone and Path(gone.folder).name == gone.folder:
            shutil.rmtree(models / gone.folder, ignore_errors=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
