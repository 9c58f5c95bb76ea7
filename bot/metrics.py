"""What Prometheus reads: turns taken and refused, how long they take, and what waits.

One rule: a label is a kind of thing that stands in our code, never a person, a round or a place.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.problems import Refused
from collector.store.front import StoreProblem

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
TOO_QUICK = "too-quick"


class Now(NamedTuple):
    """Something that is read when it is asked for; `grows` where it only ever does."""

    name: str
    about: str
    value: float
    grows: bool = False


class Metrics:
    """Counts what one process does."""

    def __init__(self) -> None:
        self._kept = CollectorRegistry()
        ProcessCollector(registry=self._kept)
        self._turns = Counter("ekko_turns", "Turns that were answered.", ["channel"], registry=self._kept)
        self._refused = Counter("ekko_turns_refused", "Turns not taken.", ["why"], registry=self._kept)
        self._hurried = Counter("ekko_texts_hurried", "Texts read in a hurry.", registry=self._kept)
        self._seconds = Histogram(
            "ekko_turn_seconds", "From a message to its answer.", buckets=SECONDS, registry=self._kept
        )

    @contextmanager
    def turn(self, channel: str) -> Iterator[None]:
        """Count a turn and how long it takes; one that is not taken, by the kind of its reason."""
        began = perf_counter()
        try:
            yield
        except Refused as refused:
            self._refused.labels(refused.key).inc()
            raise
        except StoreProblem as problem:
            self._refused.labels(type(problem).__name__).inc()
            raise
        self._seconds.observe(perf_counter() - began)
        self._turns.labels(channel).inc()

    def was_too_quick(self) -> None:
        """Count a message that came too soon after others."""
        self._refused.labels(TOO_QUICK).inc()

    def was_hurried(self) -> None:
        """Count a text that the quick reader read alone."""
        self._hurried.inc()

    def write(self, standing: Iterable[Now]) -> bytes:
        """Write all of it down, with what stands now."""
        return generate_latest(self._kept) + generate_latest(_Standing(standing))


class _Standing(Collector):
    """Figures that were just read."""

    def __init__(self, standing: Iterable[Now]) -> None:
        self._standing = tuple(standing)

    def collect(self) -> Iterable[Metric]:
        for name, about, value, grows in self._standing:
            yield (CounterMetricFamily if grows else GaugeMetricFamily)(name, about, value)
