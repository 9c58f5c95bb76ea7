"""Makes a reader ready: loads the model from the cache, or trains it in seconds.

The one rule: whatever is wrong with the cache, reading goes on; at worst by rules alone.
"""

import hashlib
import logging
import os
import shutil
import tempfile
from pathlib import Path

from nlp import examples
from nlp.e5 import open_e5
from nlp.kept import DamagedModelError, load, save
from nlp.lists import DATA
from nlp.live import load_live
from nlp.meaning import Meaning
from nlp.model import Model
from nlp.reader import Reader

_log = logging.getLogger(__name__)
_NOT_LEARNT_FROM = ("concern.tsv", "abusive.tsv", "smalltalk.tsv", "judge-", "personal-")
_LEARNS = (
    "clean", "cues", "cuts", "e5", "echoes", "examples", "features", "fitting", "kept", "language",
    "lexicon", "lists", "meaning", "model", "negation", "notice", "second", "spelling", "sureness", "tags",
    "train", "vectors", "vocabulary", "way", "words",
)  # fmt: skip
"""What a model is made by; a change anywhere else in this room is no reason to make another."""
BUILT = Path(__file__).parents[1] / ".models"
"""Where set-up keeps the model it made, beside the code; an installed package has none."""


def ready(cache: Path) -> Reader:
    """A reader with the live model, else the shipped one, and the second reader where it is installed."""
    meaning = open_e5()
    return taught(cache, meaning) or as_shipped(cache, meaning)


def taught(cache: Path, meaning: Meaning | None, fits: str = "") -> Reader | None:
    """A reader with what was trained here and is live, if it is whole and fits this program's version."""
    try:
        model = load_live(cache, fits or version(meaning))
    except (DamagedModelError, OSError) as problem:
        _log.warning("The model trained here is not used: %s The shipped one is. Run `ekko train`.", problem)
        return None
    return Reader(model, meaning) if model else None


def as_shipped(cache: Path, meaning: Meaning | None) -> Reader:
    """A reader with the model for the shipped examples."""
    try:
        name = f"tagger-{version(meaning)}"
        folder = cache / name
        for kept in (folder, BUILT / name):
            if kept.is_dir():
                try:
                    return Reader(load(kept), meaning)
                except DamagedModelError as problem:
                    _log.warning("The tagger's cached model is not used: %s It is trained again.", problem)
        _log.warning("The tagger is made ready; the first time that takes two or three minutes.")
        model = _train(meaning, cache)
    except Exception as problem:  # whatever it is, wishes must still be read
        _log.error("The tagger's model cannot be trained (%s); rules read alone.", type(problem).__name__)
        return Reader(None)
    _keep(model, folder)
    return Reader(model, meaning)


def version(meaning: Meaning | None) -> str:
    """A name for the examples, the lists, the code and the vectors that the model comes from."""
    here = Path(__file__).parent
    lists = [path for path in sorted(DATA.rglob("*.tsv")) if not path.name.startswith(_NOT_LEARNT_FROM)]
    files = [*lists, *(here / f"{name}.py" for name in _LEARNS), *sorted(here.glob("masking/*.py"))]
    content = [path.read_bytes() for path in files] + [(meaning.name if meaning else "").encode()]
    if not lists:
        raise FileNotFoundError("there are no lists to learn from")
    return hashlib.sha256(b"\0".join(content)).hexdigest()[:16]


def _train(meaning: Meaning | None, cache: Path) -> Model:
    from nlp.train import train  # scikit-learn takes seconds to import and is needed only here

    return train(examples.shipped(), examples.held("choose"), meaning, cache)


def _keep(model: Model, folder: Path) -> None:
    """Writes beside and renames, so that nobody ever loads half a model; losing the race is fine."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix="tagger-new-", dir=folder.parent))
        try:
            save(model, beside)
            if folder.exists():
                folder.replace(beside / "damaged")
            beside.replace(folder)
            shutil.rmtree(folder / "damaged", ignore_errors=True)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as problem:
        if folder.is_dir():  # another process was quicker
            return
        _log.warning(
            "The tagger's model could not be kept (%s); the next start trains again.", type(problem).__name__
        )


if __name__ == "__main__":  # what set-up calls, once for each change of the lists or the code
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    as_shipped(BUILT, open_e5(threads=os.cpu_count() or 1))
