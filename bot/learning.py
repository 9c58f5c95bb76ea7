"""`ekko train`: makes a new tagger of the examples and of what reviewers taught, and lets it go live or not.

One rule: it never goes live by being new, only by being no worse; of what it learnt it tells counts alone.
"""

from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bot.problems import BadRequest
from bot.schooling import School, Verdict, gather, judge, live_reader, train_on
from bot.scoring import read_all
from bot.settings import Settings
from bot.wiring import clock
from collector import sharing_models
from collector.own_tags import OwnTag, read_own_tag
from collector.store import learning as kept
from collector.store.front import Store
from collector.store.opening import open_store
from nlp.alone import SomebodyTrains, alone
from nlp.gate import Difference
from nlp.handed_in import BadExamples
from nlp.kept import DamagedModelError
from nlp.live import go_live, read_standing, step_back
from nlp.marks import Marks
from nlp.model import Model
from nlp.reader import Reader

RESTART = "Every running `ekko serve` of this database reads with it within seconds."


async def train_here(
    settings: Settings, school: School, handed_in: OwnTag | None, console: Console, *, dry_run: bool
) -> bool:
    """Train, compare and go live; tell whether the new model is live, or nothing had to be done."""
    store = open_store(settings.database_url)
    try:
        with alone(settings.models):
            return await _train_alone(store, settings.models, school, handed_in, console, dry_run=dry_run)
    except SomebodyTrains as problem:
        raise BadRequest(str(problem)) from None
    finally:
        store.close()


async def _train_alone(
    store: Store,
    models: Path,
    school: School,
    handed_in: OwnTag | None,
    console: Console,
    *,
    dry_run: bool,
) -> bool:
    lessons = await store.read(lambda tx: gather(tx, handed_in))
    for line in lessons.said:
        console.print(line, highlight=False)
    if not lessons.taught and not lessons.own:
        _nothing_to_learn(models, school, console, dry_run=dry_run)
        if not dry_run:
            await store.write(lambda tx: sharing_models.tell_all(tx, models, clock()))
        return True
    here = len(lessons.taught) + sum(map(len, lessons.own.values()))
    console.print(f"Training on {len(school.shipped)} shipped examples and {here} from here.")
    with console.status("This takes a minute or a few …"):
        model = train_on(models, school, lessons)

    def read(reader: Reader, name: str) -> Marks:
        return read_all(reader, school.gold, console, f"reading with the {name} model")

    verdict = judge(models, school, model, lessons, read)
    say(verdict, console)
    if not verdict.may_go_live:
        console.print("The new model does not go live. What reads now goes on reading.", style="red")
        return False
    if dry_run:
        console.print("It could go live. This was a dry run: nothing is changed.")
        return True
    await _make_live(store, models, school, model, handed_in)
    console.print(f"The new model is live. {RESTART}\nOne step back: ekko train --back")
    return True


async def back(settings: Settings, console: Console) -> None:
    """Take one step back, on every machine."""
    models, store = settings.models, open_store(settings.database_url)
    try:
        with alone(models):
            await sharing_models.follow(store, models, clock())
            now = _step_back(models, console)
            await store.write(lambda tx: sharing_models.tell_all(tx, models, clock()))
    except SomebodyTrains as problem:
        raise BadRequest(str(problem)) from None
    finally:
        store.close()
    which = (
        "The model before is live again." if now else "The model that ships with the program is live again."
    )
    console.print(f"{which} {RESTART}")


def _step_back(models: Path, console: Console) -> bool:
    try:
        if read_standing(models).live is None:
            raise BadRequest("The model that ships with the program is live; nothing is before it.")
    except DamagedModelError as problem:
        console.print(str(problem))
    return step_back(models).live is not None


def read_own(path: Path | None) -> OwnTag | None:
    """Read what was handed in for a tag of one's own, if anything was."""
    try:
        return read_own_tag(path) if path else None
    except BadExamples as wrong:
        raise BadRequest(f"{wrong} Nothing is changed.") from None


def _nothing_to_learn(models: Path, school: School, console: Console, *, dry_run: bool) -> None:
    """Where all that a live model had learnt is gone, it goes too: the next model is the shipped one."""
    if live_reader(models, school) is None:
        console.print("Nothing here to learn from yet: nothing is changed.")
    elif dry_run:
        console.print(
            "All that the live model learnt is gone; the shipped one would go live. Nothing is changed."
        )
    else:
        go_live(models, None, school.version)
        console.print(f"All that the live model learnt is gone, so the shipped one is live. {RESTART}")


def say(verdict: Verdict, console: Console) -> None:
    """Say how the new model did, and what stops it."""
    for tag, n in verdict.given.items():
        console.print(f"{tag} is given to {n} of the {verdict.texts} texts of the gold set.", highlight=False)
    for tag in verdict.greedy:
        console.print(f"{tag} is given far too often: its examples do not tell it from others.")
    for held in verdict.held:
        console.print(_table(held.name, held.differences))
        for loss in held.losses:
            console.print(
                f"Worse than the {held.name} model: {loss.name} ({loss.old:.3f} before, {loss.new:.3f} now; "
                f"worse in {loss.worse:.0%} of 1,000 drawings of the {verdict.texts} texts).",
                highlight=False,
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
    await store.write(lambda tx: sharing_models.tell_all(tx, models, clock()))
