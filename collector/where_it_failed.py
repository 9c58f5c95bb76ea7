"""Names an error for the log. One rule: never its message, which could hold somebody's words."""

import traceback
from pathlib import Path

DEPTH = 4
"""So many steps of the way to an error are named: enough to find it."""


def place_of(error: BaseException) -> str:
    """Name an error by its kind and its place."""
    frames = traceback.extract_tb(error.__traceback__)[-DEPTH:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
    return f"{type(error).__name__} at {' < '.join(places)}"
