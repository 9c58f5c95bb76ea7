"""What an erasure leaves behind in an embedded database's files, until it is cleared away.

One rule: nobody waits for the clearing and nothing fails by it; it is tried again until it is done.
"""

import threading
from collections.abc import Callable

AGAIN_SECONDS = 1.0


class Leftovers:
    """Knows whether there is something to clear, and tries: after the commit, and every second until done."""

    def __init__(self, clear: Callable[[], bool]) -> None:
        self._clear = clear
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._due = False
        self._closed = False

    def expect(self) -> None:
        """Say that what is being written leaves something to clear."""
        self._due = True

    def clear_if_due(self) -> None:
        """Try, unless the next try is on its way: one that failed would be as dear at every commit."""
        with self._lock:
            if self._timer is None and not self._closed:
                self._try()

    def close(self) -> None:
        """Try once more and then never again."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if not self._closed:
                self._closed = True
                self._try()

    def _try(self) -> None:
        due, self._due = self._due, False  # before the try: what is expected meanwhile needs one of its own
        if due and not self._clear():
            self._due = True
            if not self._closed:
                self._try_later()

    def _try_later(self) -> None:
        self._timer = threading.Timer(AGAIN_SECONDS, self._again)
        self._timer.daemon = True
        self._timer.start()

    def _again(self) -> None:
        with self._lock:
            self._timer = None
        self.clear_if_due()
