"""Does a training that a leader asked for, in a process of its own, and writes down how it went.

One rule: it makes nothing live. What it learnt is told in counts and by tag, never in words.
"""

import asyncio
import hashlib
import logging
import shutil
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from bot.schooling import Lessons, School, Verdict, gather, judge, live_reader, train_on
from bot.settings import Settings
from bot.wiring import clock
from collector import sharing_models
from collector.learning import Lesson
from collector.store import trainings
from collector.store.front import Store, Tx
from collector.store.opening import open_store
from nlp.alone import SomebodyTrains, alone
from nlp.gate import Difference
from nlp.kept import DamagedModelError
from nlp.live import Taught, keep, pointed_at, read_standing, throw_away
from nlp.marks import Answer, Marks, answer, answers, mark
from nlp.model import Model
from nlp.reader import Reader
from nlp.tags import KIND_OF

BEATS_EVERY_SECONDS = 5.0
FEWEST_TO_MEASURE = 10
"""Of fewer new reviewed wishes, no part can be held out that tells anything."""
TELLS = 2
"""So many more right or wrong answers on what was held out, and it is called better or worse."""
BY_CHANCE = 0.05
GATHER, MEASURE, TRAIN, JUDGE, KEEP = range(5)
log = logging.getLogger("ekko.training")
T = TypeVar("T")


@dataclass
class Going:
    """One training that goes on, and what tells the page that it does."""

    store: Store
    id: str
    clock: Callable[[], int]
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    step: int = field(default=GATHER)

    async def do(self, step: int, work: Callable[[], T]) -> T:
        """Do one step on a thread, and tell meanwhile that it goes on."""
        self.step = step
        await self._tell()
        telling = asyncio.create_task(self._keep_telling())
        try:
            return await asyncio.to_thread(work)
        finally:
            telling.cancel()

    async def end(
        self, state: str, report: dict[str, Any], base: str = "", kept: Taught | None = None
    ) -> bool:
        """Write down how it ended."""
        names = (kept.folder, kept.card, kept.version) if kept else ("", "", "")
        done = partial(trainings.end_training, base=base, kept=names)
        return await self.store.write(lambda tx: done(tx, self.id, state, report, self.clock()))

    async def _tell(self) -> None:
        await self.store.write(lambda tx: trainings.beat(tx, self.id, self.step, self.clock()))

    async def _keep_telling(self) -> None:
        while True:
            await self.pause(BEATS_EVERY_SECONDS)
            try:
                await self._tell()
            except Exception as problem:
                log.warning("How far the training is could not be told (%s).", type(problem).__name__)


async def train_as_asked(
    settings: Settings, school_of: Callable[[Path], School], training_id: str, now: Callable[[], int] = clock
) -> None:
    """Train, compare and keep; whatever goes wrong is written down by its kind."""
    store = open_store(settings.database_url)
    going = Going(store, training_id, now)
    try:
        with alone(settings.models):
            await _train(going, settings.models, school_of)
    except SomebodyTrains:
        await going.end("failed", {"why": "busy"})
    except Exception as problem:
        log.error("A training that was asked for at the desk failed (%s).", type(problem).__name__)
        await going.end("failed", {"why": "broke"})
    finally:
        store.close()


async def _train(going: Going, models: Path, school_of: Callable[[Path], School]) -> None:
    waiting = await going.store.read(lambda tx: trainings.in_states(tx, "ready"))
    clear_unnamed(models, {row["folder"] for row in waiting})
    school = await going.do(GATHER, lambda: school_of(models))
    base = pointed_at(models)
    lessons = await going.store.read(lambda tx: gather(tx, None))
    if not lessons.taught and not lessons.own:
        await going.end("nothing", {}, base)
        return
    known = await going.store.read(lambda tx: _known(tx, models))
    new = [each for each in lessons.taught if each.wish_id not in known]
    tried = await going.do(MEASURE, lambda: measure(models, school, lessons, new))
    model = await going.do(TRAIN, lambda: train_on(models, school, lessons))
    verdict = await going.do(JUDGE, lambda: judge(models, school, model, lessons, partial(_read, school)))
    report = tell(verdict, tried, lessons, new)
    if not verdict.may_go_live:
        await going.end("refused", report, base)
        return
    await _keep(going, models, school, model, lessons, report, base)


async def _keep(
    going: Going,
    models: Path,
    school: School,
    model: Model,
    lessons: Lessons,
    report: dict[str, Any],
    base: str,
) -> None:
    """Lay the model where it waits for a yes; if nobody waits for it any more, take it away again."""
    kept = await going.do(KEEP, lambda: keep(models, model, school.version))
    await going.store.write(lambda tx: trainings.note_learnt(tx, going.id, lessons.wishes))
    if not await going.end("ready", report, base, kept):
        throw_away(models, kept)
        return
    await going.store.write(lambda tx: sharing_models.hand_in(tx, models, kept, going.clock()))


def clear_unnamed(models: Path, waiting: Collection[str]) -> None:
    """Take away what a training laid down and died before anybody could name it; the caller trains alone."""
    try:
        named = {each.folder for each in read_standing(models) if each} | set(waiting)
    except DamagedModelError:
        return  # it cannot be told which of them reads
    for folder in models.glob("taught-*"):
        if folder.name not in named:
            shutil.rmtree(folder, ignore_errors=True)


def _known(tx: Tx, models: Path) -> set[str]:
    """The wishes that the live model learnt from, where it was made at the desk."""
    live = read_standing(models).live
    row = trainings.training_of(tx, live.card) if live else None
    return trainings.learnt_by(tx, row["id"]) if row else set()


def _read(school: School, reader: Reader, _: str) -> Marks:
    return mark(school.gold, [answer(reader.read(example.text)) for example in school.gold])


@dataclass(frozen=True, slots=True)
class Tried:
    """What the live model and one that knew half of what is new made of the other half."""

    old: Marks
    new: Marks


def measure(models: Path, school: School, lessons: Lessons, new: Sequence[Lesson]) -> Tried | None:
    """Hold half of what is new out, by who sent it, and let both read what neither knew."""
    held_out = [each for each in new if is_held_out(each)]
    if len(new) < FEWEST_TO_MEASURE or not held_out or len(held_out) == len(new):
        return None
    model = train_on(models, school, lessons.without(held_out))
    asked = [each.as_example() for each in held_out]
    live = live_reader(models, school) or school.base
    readers = live, Reader(model, school.meaning)
    old, then = (mark(asked, _of_known(answers(reader, asked))) for reader in readers)
    return Tried(old, then)


def is_held_out(lesson: Lesson) -> bool:
    """Draw by the sender, so that nobody's words are on both sides, and always the same."""
    return hashlib.sha256(lesson.sender.encode()).digest()[0] % 2 == 1


def _of_known(given: Sequence[Answer]) -> list[Answer]:
    """Leave the flags out: no reviewer's decision tells about them."""
    return [
        each._replace(tags=frozenset(tag for tag in each.tags if KIND_OF.get(tag) != "flags"))
        for each in given
    ]


def tell(verdict: Verdict, tried: Tried | None, lessons: Lessons, new: Sequence[Lesson]) -> dict[str, Any]:
    """Tell how it went: what got better or worse, on what, and what stopped it."""
    gold = {each.name: each for each in verdict.held[0].tags}
    rows = _rows(tried, gold)
    stops = [
        {"tag": loss.name, "old": round(loss.old, 3), "new": round(loss.new, 3), "than": held.name}
        for held in verdict.held
        for loss in held.losses
    ]
    return {
        "learnt": len(new),
        "corrections": sum(each.changed for each in new),
        "all": len(lessons.wishes),
        "gold": verdict.texts,
        "held_out": len(tried.old.examples) if tried else 0,
        "better": [each["tag"] for each in rows if each["verdict"] == "better"],
        "worse": [each["tag"] for each in rows if each["verdict"] == "worse"],
        "rows": [each for each in rows if each["verdict"] != "same"],
        "same": sum(each["verdict"] == "same" for each in rows),
        "stops": stops,
        "greedy": verdict.greedy,
        "own": sorted(lessons.own),
    }


def _rows(tried: Tried | None, gold: dict[str, Difference]) -> list[dict[str, Any]]:
    """One row for each tag that either exam tells about."""
    found = []
    seen = dict(_mistakes(tried)) if tried else {}
    for tag in sorted({*seen, *gold}):
        texts, before, after = seen.get(tag, (0, 0, 0))
        figures = gold.get(tag)
        found.append(
            {
                "tag": tag,
                "texts": texts,
                "before": before,
                "after": after,
                "gold_before": round(figures.old, 2) if figures else None,
                "gold_after": round(figures.new, 2) if figures else None,
                "verdict": _verdict(before - after, figures),
            }
        )
    return found


def _mistakes(tried: Tried) -> list[tuple[str, tuple[int, int, int]]]:
    """For each tag: on how many texts it was asked for or given, and how many mistakes each made."""
    wrong = [marks.extra | marks.missed for marks in (tried.old, tried.new)]
    asked = tried.old.right | tried.old.missed | wrong[0] | wrong[1]
    counts = zip(tried.old.labels, asked.sum(axis=0), *(each.sum(axis=0) for each in wrong), strict=True)
    return [(tag, (int(texts), int(old), int(new))) for tag, texts, old, new in counts if texts]


def _verdict(fewer_mistakes: int, figures: Difference | None) -> str:
    """Say better or worse only of what chance alone would hardly make."""
    gold_is_worse = figures is not None and figures.loss > 0 and figures.worse >= 1 - BY_CHANCE
    gold_is_better = figures is not None and figures.loss < 0 and figures.worse <= BY_CHANCE
    if fewer_mistakes <= -TELLS or gold_is_worse:
        return "worse"
    return "better" if fewer_mistakes >= TELLS or gold_is_better else "same"
