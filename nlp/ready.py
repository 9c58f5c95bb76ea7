"""Makes a reader ready: loads the model from the cache, or trains it in seconds.

The one rule: whatever is wrong with the cache, reading goes on; at worst by rules alone.
"""

import hashlib
import logging
import shutil
import tempfile
from pathlib import Path

from nlp.lists import DATA
from nlp.model import DamagedModelError, Model, load
from nlp.reader import Reader

_log = logging.getLogger(__name__)
_LEARNT_FROM = (
    "examples.tsv",
    "lexicon.tsv",
    "cues.tsv",
    "plain.tsv",
    "refusals.tsv",
    "language.tsv",
    "names.tsv",
)


def ready(cache: Path) -> Reader:
    """A reader with the model for the shipped examples."""
    try:
        folder = cache / f"tagger-{_version()}"
        if folder.is_dir():
            try:
                return Reader(load(folder))
            except DamagedModelError as problem:
                _log.warning("The tagger's cached model is not used: %s It is trained again.", problem)
        model = _train()
    except Exception as problem:  # whatever it is, wishes must still be read
        _log.error("The tagger's model cannot be trained (%s); rules read alone.", type(problem).__name__)
        return Reader(None)
    _keep(model, folder)
    return Reader(model)


def _version() -> str:
    """A name for the examples, the lists and the code that the model comes from."""
    here = Path(__file__).parent
    content = [(DATA / name).read_bytes() for name in _LEARNT_FROM]
    content += [path.read_bytes() for path in sorted(here.rglob("*.py"))]
    return hashlib.sha256(b"\0".join(content)).hexdigest()[:16]


def _train() -> Model:
    from nlp.train import shipped, train  # scikit-learn takes seconds to import and is needed only here

    return train(shipped())


def _keep(model: Model, folder: Path) -> None:
    """Writes beside and renames, so that nobody ever loads half a model; losing the race is fine."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix="tagger-new-", dir=folder.parent))
        try:
            model.save(beside)
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
