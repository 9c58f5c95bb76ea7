"""Writes a model into a folder and reads it again.

The one rule: a model is data (npz and JSON, each with its hash in the card), never code, never pickle.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from nlp.echoes import LABELS as ECHOED
from nlp.echoes import Echoes
from nlp.model import Model
from nlp.second import Second
from nlp.way import Numbers, read_way

FORMAT = 4
FILES = ("weights.npz", "words.json")


class DamagedModelError(ValueError):
    """The model's files are missing, changed or of another format."""


def save(model: Model, folder: Path) -> None:
    """Writes the two data files and the card that holds their hashes."""
    folder.mkdir(parents=True, exist_ok=True)
    halved = {name: table.astype(np.float16) for name, table in _tables(model).items()}
    np.savez_compressed(folder / "weights.npz", allow_pickle=False, **halved)
    words = {
        "labels": model.labels, "vocabularies": model.vocabularies, "scale": model.scale,
        "alone": model.alone.as_dict(),
        "taught_by": model.second.taught_by if model.second else None,
        "together": model.second.together.as_dict() if model.second else None,
    }  # fmt: skip
    (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    hashes = {name: _hash(folder / name) for name in FILES}
    (folder / "card.json").write_text(json.dumps({"format": FORMAT, "hashes": hashes}), encoding="utf-8")


def _tables(model: Model) -> dict[str, Numbers]:
    tables = {"idf": model.idf, "weights": model.weights}
    if model.second:
        echoes = model.second.echoes
        heard = {"kept": echoes.kept, "speaks": echoes.speaks, "offset": echoes.offset}
        tables |= {"meant": model.second.meant, **heard}
    return tables


def load(folder: Path) -> Model:
    """The model in a folder, or DamagedModelError when anything about it is not as it was written."""
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        if card["format"] != FORMAT or any(_hash(folder / name) != card["hashes"][name] for name in FILES):
            raise DamagedModelError("The model's files are not those its card describes.")
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            return _model(words, {name: array.astype(np.float32) for name, array in arrays.items()})
    except DamagedModelError:
        raise
    except Exception as problem:
        raise DamagedModelError(f"The model cannot be read ({type(problem).__name__}).") from None


def _model(words: dict[str, Any], tables: dict[str, Numbers]) -> Model:
    model = Model(
        labels=tuple(words["labels"]),
        vocabularies=tuple(
            {str(term): int(place) for term, place in block.items()} for block in words["vocabularies"]
        ),
        idf=tables["idf"],
        scale=tuple(float(number) for number in words["scale"]),
        weights=tables["weights"],
        alone=read_way(words["alone"]),
        second=_second(words, tables) if words["taught_by"] else None,
    )
    if not _fits(model) or (model.second and not _fits_second(model.second, model.labels)):
        raise DamagedModelError("The model's tables do not fit each other.")
    return model


def _second(words: dict[str, Any], tables: dict[str, Numbers]) -> Second:
    echoes = Echoes(tables["kept"], tables["speaks"], tables["offset"])
    return Second(str(words["taught_by"]), tables["meant"], echoes, read_way(words["together"]))


def _fits(model: Model) -> bool:
    labels = len(model.labels)
    sides = model.weights.shape == (len(model.idf) + 1, labels), len(model.alone.offset) == labels
    return all(sides) and set(model.alone.thresholds) == set(model.labels)


def _fits_second(second: Second, labels: tuple[str, ...]) -> bool:
    wide = len(second.meant) - 1
    sides = (
        second.meant.shape[1:] == (len(labels),),
        second.echoes.kept.shape[1:] == (wide,),
        second.echoes.speaks.shape == (len(second.echoes.kept), len(ECHOED)),
        second.echoes.offset.shape == (len(ECHOED),),
        len(second.together.offset) == len(labels),
        {*ECHOED} <= {*labels},
    )
    return all(sides) and set(second.together.thresholds) == set(labels)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
