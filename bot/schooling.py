"""What every new model is made of and held against, whoever asks for it: the command or a leader's page.

One rule: whoever asks, it learns from the same and passes the same gates.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.problems import BadRequest
from collector.learning import Lesson
from collector.own_tags import OwnTag, as_taught
from collector.second_look import Learnable, learnable
from collector.store import learning as kept
from collector.store import rounds
from collector.store.front import Tx
from collector.tag_making import examples_of_all
from nlp import examples
from nlp.e5 import open_e5
from nlp.examples import Example
from nlp.gate import Difference, compare, compare_tags, losses
from nlp.marks import Marks
from nlp.meaning import Meaning
from nlp.model import Model
from nlp.reader import Reader
from nlp.ready import as_shipped, taught, version

GREEDY = 0.05
"""An own tag that is given to more of the gold set than this, which knows nothing of it, is greedy."""
FEWEST_TO_BE_GREEDY = 20
ReadAll = Callable[[Reader, str], Marks]
"""Lets a reader read the gold set, and is told whose turn it is."""


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

    taught: list[Lesson] = field(default_factory=list)
    own: dict[str, list[Example]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    """The wishes among the examples of tags that leaders made."""

    @property
    def reviewed(self) -> list[Example]:
        """The reviewed wishes, as the tagger learns from them."""
        return [each.as_example() for each in self.taught]

    @property
    def wishes(self) -> list[str]:
        """Every wish that is learnt from."""
        return sorted({*(each.wish_id for each in self.taught), *self.chosen})

    def without(self, lessons: Sequence[Lesson]) -> "Lessons":
        """The same but for some reviewed wishes."""
        left_out = {each.wish_id for each in lessons}
        return Lessons([each for each in self.taught if each.wish_id not in left_out], self.own)


@dataclass(frozen=True, slots=True)
class Held:
    """The new model held against another one on the gold set."""

    name: str
    differences: list[Difference]
    tags: list[Difference]

    @property
    def losses(self) -> list[Difference]:
        """What stops it."""
        return losses([*self.differences, *self.tags])


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the new model did: beside the live one, beside the shipped one, and with tags of one's own."""

    held: list[Held]
    given: dict[str, int]
    """To how many texts of the gold set each tag of one's own is given."""
    texts: int

    @property
    def greedy(self) -> list[str]:
        """The tags of one's own that are given far too often."""
        most = max(FEWEST_TO_BE_GREEDY, GREEDY * self.texts)
        return [tag for tag, n in self.given.items() if n > most]

    @property
    def may_go_live(self) -> bool:
        """Whether nothing stops it."""
        return not self.greedy and not any(each.losses for each in self.held)


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


def live_reader(models: Path, school: School) -> Reader | None:
    """The reader of the model that was trained here and is live, where there is one."""
    return taught(models, school.meaning, school.version)


def gather(tx: Tx, handed_in: OwnTag | None) -> Lessons:
    """Gather what may be learnt in every municipality, and say in counts what it is."""
    made = examples_of_all(tx)
    lessons = Lessons(own=kept.own_examples(tx) | {tag: each.examples for tag, each in made.items()})
    lessons.chosen.extend(wish_id for each in made.values() for wish_id in each.wish_ids)
    if handed_in:
        lessons.own[handed_in.tag] = handed_in.examples
    for place in rounds.municipalities(tx):
        found = learnable(tx, place.id)
        lessons.taught.extend(found.lessons)
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


def train_on(models: Path, school: School, lessons: Lessons) -> Model:
    """Train beside the kept vectors: those of young people's wishes are never kept."""
    from nlp.train import train  # scikit-learn takes seconds to import

    learnt = [*school.shipped, *lessons.reviewed]
    learnt += [example for tag, each in lessons.own.items() for example in as_taught(tag, each)]
    with tempfile.TemporaryDirectory() as folder:
        for path in models.glob("vectors-*.npz"):
            shutil.copy(path, folder)
        return train(learnt, school.held, school.meaning, Path(folder), sorted(lessons.own))


def judge(models: Path, school: School, model: Model, lessons: Lessons, read_all: ReadAll) -> Verdict:
    """Let the new model read the gold set, and hold it against the live one and against the shipped one."""
    new = read_all(Reader(model, school.meaning), "new")
    live = live_reader(models, school)
    others = {"live": live, "shipped": school.base} if live else {"live": school.base}
    held = []
    for name, reader in others.items():
        old = read_all(reader, name)
        held.append(Held(name, compare(old, new), compare_tags(old, new)))
    given = {tag: sum(tag in answer.tags for answer in new.answers) for tag in lessons.own}
    return Verdict(held, given, len(new.answers))
