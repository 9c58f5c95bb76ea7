"""`ekko train`: makes a new tagger of the examples and of what reviewers taught, and lets it go live or not.

One rule: it never goes live by being new, only by being no worse; of what it learnt it tells counts alone.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bot.problems import BadRequest
from bot.scoring import read_all
from bot.settings import Settings
from bot.wiring import clock
from collector.own_tags import OwnTag, as_taught, read_own_tag
from collector.second_look import Learnable, learnable
from collector.store import learning as kept
from collector.store import rounds
from collector.store.front import Store, Tx
from collector.store.opening import open_store
from nlp import examples
from nlp.e5 import open_e5
from nlp.examples import Example
from nlp.gate import Difference, compare, losses
from nlp.handed_in import BadExamples
from nlp.kept import DamagedModelError
from nlp.live import go_live, read_standing, step_back
from nlp.marks import Marks
from nlp.meaning import Meaning
from nlp.model import Model
from nlp.reader import Reader
from nlp.ready import as_shipped, taught, version

RESTART = "A running `ekko serve` goes on as it is; it reads with the new one from its next start."


@dataclass(frozen=True, slots=True)
class School:
    """What every model is made of and judged by, and the reader that ships with the program."""

    shipped: Sequence[Example]
    held: Sequence[Example]
    gold: Sequence[Example]
    meaning: Meaning | None
    version: str
    base: Reader


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was taught here, ready to be learnt, and in counts what it was and what waits."""

    reviewed: list[Example] = field(default_factory=list)
    own: dict[str, list[Example]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)


def open_school(models: Path) -> School:
    """Gather what ships with the program; what is missing is told before anything is trained."""
    gold = examples.held("judge")
    if not gold:
        raise BadRequest(
            "There is no gold set to judge a model by (nlp/data/held/judge-*.tsv): nothing is changed."
        )
    meaning = open_e5()
    base = as_shipped(models, meaning)
    if base.model_missing:
        raise BadRequest("No model can be trained here; the lines above say why. Nothing is changed.")
    return School(examples.shipped(), examples.held("choose"), gold, meaning, version(meaning), base)


async def train_here(
    settings: Settings, school: School, handed_in: OwnTag | None, console: Console, *, dry_run: bool
) -> bool:
    """Train, compare and go live; tell whether the new model is live, or nothing had to be done."""
    store = open_store(settings.database_url)
    try:
        lessons = await store.read(lambda tx: gather(tx, handed_in))
        for line in lessons.said:
            console.print(line, highlight=False)
        if not lessons.reviewed and not lessons.own:
            return _nothing_to_learn(settings.models, school, console, dry_run=dry_run)
        model = _train(settings.models, school, lessons, console)
        if not _may_go_live(settings.models, school, model, lessons, console):
            console.print("The new model does not go live. What reads now goes on reading.", style="red")
            return False
        if dry_run:
            console.print("It could go live. This was a dry run: nothing is changed.")
            return True
        await _make_live(store, settings.models, school, model, handed_in)
        console.print(f"The new model is live. {RESTART}\nOne step back: ekko train --back")
        return True
    finally:
        store.close()


def back(models: Path, console: Console) -> None:
    """Take one step back."""
    try:
        if read_standing(models).live is None:
            raise BadRequest("The model that ships with the program is live; nothing is before it.")
    except DamagedModelError as problem:
        console.print(str(problem))
    now = step_back(models).live
    which = (
        "The model before is live again." if now else "The model that ships with the program is live again."
    )
    console.print(f"{which} {RESTART}")


def gather(tx: Tx, handed_in: OwnTag | None) -> Lessons:
    """Gather what may be learnt in every municipality, and say in counts what it is."""
    lessons = Lessons(own=kept.own_examples(tx))
    if handed_in:
        lessons.own[handed_in.tag] = handed_in.examples
    for place in rounds.municipalities(tx):
        found = learnable(tx, place.id)
        lessons.reviewed.extend(each.as_example() for each in found.lessons)
        lessons.said.extend(f"{place.name}: {line}" for line in _counts(found))
    lessons.said.extend(
        f"{tag}: {len(each)} examples of a tag of your own." for tag, each in lessons.own.items()
    )
    return lessons


def _counts(found: Learnable) -> Iterator[str]:
    changed = sum(each.changed for each in found.lessons)
    if found.lessons:
        yield f"{len(found.lessons)} reviewed wishes, {changed} of them with tags set by people."
    if found.waiting:
        yield (
            f"{found.waiting} corrections wait. Fewer than five people review there, so a second person must "
            "first look at a random twenty of them: /desk/learning"
        )
    if found.over_share:
        yield (
            f"{found.over_share} reviewed wishes are left out this time, so that no reviewer stands behind "
            "more than a fifth of what is learnt."
        )


def read_own(path: Path | None) -> OwnTag | None:
    """Read what was handed in for a tag of one's own, if anything was."""
    try:
        return read_own_tag(path) if path else None
    except BadExamples as wrong:
        raise BadRequest(f"{wrong} Nothing is changed.") from None


def _nothing_to_learn(models: Path, school: School, console: Console, *, dry_run: bool) -> bool:
    """Where all that a live model had learnt is gone, it goes too: the next model is the shipped one."""
    if taught(models, school.meaning, school.version) is None:
        console.print("Nothing here to learn from yet: nothing is changed.")
    elif dry_run:
        console.print(
            "All that the live model learnt is gone; the shipped one would go live. Nothing is changed."
        )
    else:
        go_live(models, None, school.version)
        console.print(f"All that the live model learnt is gone, so the shipped one is live. {RESTART}")
    return True


def _train(models: Path, school: School, lessons: Lessons, console: Console) -> Model:
    """Train beside the kept vectors: those of young people's wishes are never kept."""
    from nlp.train import train  # scikit-learn takes seconds to import

    learnt = [*school.shipped, *lessons.reviewed]
    learnt += [example for tag, each in lessons.own.items() for example in as_taught(tag, each)]
    here = len(learnt) - len(school.shipped)
    console.print(f"Training on {len(school.shipped)} shipped examples and {here} from here.")
    with tempfile.TemporaryDirectory() as folder, console.status("This takes a minute or a few …"):
        for path in models.glob("vectors-*.npz"):
            shutil.copy(path, folder)
        return train(learnt, school.held, school.meaning, Path(folder), sorted(lessons.own))


def _may_go_live(models: Path, school: School, model: Model, lessons: Lessons, console: Console) -> bool:
    """Let the new model read the gold set, and hold it against the live one and against the shipped one."""
    new = read_all(Reader(model, school.meaning), school.gold, console, "reading with the new model")
    _say_own(new, lessons, console)
    live = taught(models, school.meaning, school.version)
    others = {"live": live, "shipped": school.base} if live else {"live": school.base}
    may = True
    for name, reader in others.items():
        old = read_all(reader, school.gold, console, f"reading with the {name} model")
        differences = compare(old, new)
        console.print(_table(name, differences))
        for loss in losses(differences):
            may = False
            console.print(
                f"Worse than the {name} model: {loss.name} ({loss.old:.3f} before, {loss.new:.3f} now; "
                f"worse in {loss.worse:.0%} of 1,000 drawings of the {len(school.gold)} texts).",
                highlight=False,
            )
    return may


def _say_own(new: Marks, lessons: Lessons, console: Console) -> None:
    for tag in lessons.own:
        given = sum(tag in answer.tags for answer in new.answers)
        console.print(
            f"{tag} is given to {given} of the {len(new.answers)} texts of the gold set.", highlight=False
        )


def _table(name: str, differences: Sequence[Difference]) -> Table:
    table = Table("On the gold set", name, "new", "worse in", box=SIMPLE_HEAD)
    for each in differences:
        table.add_row(each.name, f"{each.old:.3f}", f"{each.new:.3f}", f"{each.worse:.0%}")
    return table


async def _make_live(
    store: Store, models: Path, school: School, model: Model, handed_in: OwnTag | None
) -> None:
    """Names first: a tag is never given that nobody can name."""
    if handed_in:
        tag, names, taught_by = handed_in
        await store.write(lambda tx: kept.keep_own_tag(tx, tag, names, taught_by, clock()), erases=True)
    go_live(models, model, school.version)
