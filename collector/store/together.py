"""One thread that does in one go what waits together, so that many callers share one trip to the disk.

One rule: whoever gave work is told what came of it, and nothing stops the thread but `close`.
"""

import asyncio
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from collector.store.front import CLOSING, StoreBroken, StoreBusy, StoreProblem, T, Work
from collector.store.written import WRITTEN

AT_ONCE = 256
"""At most so many share one commit, so that the first of a great crowd need not wait for the last."""


class Job:
    """A caller's work, where the answer goes, and what came of it."""

    def __init__(self, work: Work[Any], loop: asyncio.AbstractEventLoop) -> None:
        self.work = work
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()
        self.result: Any = None
        self.error: BaseException | None = None

    def fail(self, problem: StoreProblem) -> None:
        """Note a problem that struck all, in an exception of this caller's own.

        It replaces what the job met itself: "kept before" may mean by a neighbour whose work is undone too.
        """
        self.error = type(problem)(*problem.args)

    def tell(self) -> None:
        """Answer the caller, on the caller's own loop."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Together:
    """Collects jobs from any loop and hands them on in order, as many as wait."""

    def __init__(self, do_all: Callable[[list[Job]], None], name: str) -> None:
        self._do_all = do_all
        self._waiting: SimpleQueue[Job | None] = SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._go_on, name=name, daemon=True)
        self._thread.start()

    async def do(self, work: Work[T]) -> T:
        """Wait in line, and return what the work returned."""
        job = Job(work, asyncio.get_running_loop())
        with self._door:
            if self._closed:
                raise StoreBusy(CLOSING)
            self._waiting.put(job)
        answer: T = await job.future
        return answer

    def close(self) -> None:
        """Do what waits, and then nothing more."""
        with self._door:
            if not self._closed:
                self._waiting.put(None)
            self._closed = True
        self._thread.join()

    def _go_on(self) -> None:
        while jobs := self._next_jobs():
            try:
                self._do_all(jobs)
                WRITTEN.note(len(jobs))
            except BaseException as error:  # the line must go on for all who come after
                for job in jobs:
                    job.fail(StoreBroken(f"The store stumbled ({type(error).__name__}); nothing was kept."))
            _tell_all(jobs)

    def _next_jobs(self) -> list[Job]:
        """Wait for a job and take those behind it along; none means closing, and nobody comes after that."""
        jobs = [self._waiting.get()]
        try:
            while jobs[-1] is not None and len(jobs) < AT_ONCE:
                jobs.append(self._waiting.get_nowait())
        except Empty:
            pass
        if jobs[-1] is None and len(jobs) > 1:
            self._waiting.put(None)
        return [job for job in jobs if job is not None]


def _tell_all(jobs: list[Job]) -> None:
    """Wake each loop once, for all its callers; a loop that is gone has nobody left to tell."""
    for loop in {job.loop for job in jobs}:
        try:
            loop.call_soon_threadsafe(_tell_each, [job for job in jobs if job.loop is loop])
        except RuntimeError:
            continue


def _tell_each(jobs: list[Job]) -> None:
    for job in jobs:
        job.tell()
