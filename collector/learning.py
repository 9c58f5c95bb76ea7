"""Gathers what reviewers taught: approved wishes with the tags that a leader gave or let stand.

One rule: a wish teaches only while it is approved, was never flagged or held, and, where it came by Telegram,
while its sender lets it; whoever sent it in is a key that tells two senders apart and nothing else.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random
from typing import Any

from collector.store import decisions
from collector.store import learning as store
from collector.store.front import Row, Tx
from nlp.examples import Example
from nlp.tags import ACTIVITIES, BARRIERS, FORMS
from nlp.vocabulary import SENDER

ONLY_WITH_A_YES = "telegram"
"""Telegram's terms let no text of its users be learnt from without their yes; each talk has its own."""
GIVEN_TO_MANY = frozenset({"tag-given", "tag-taken-back"})
"""What a leader does with many wishes at once is no lesson until somebody reviews the wish itself."""
JUDGED = frozenset((*ACTIVITIES, *BARRIERS, *FORMS))
"""What a reviewer looks for: whether somebody is OK is never learnt from an approval."""
NEWEST = 500
"""A page tells of the newest approved wishes, so many; a training learns from all of them."""
FEW_REVIEWERS = 5
"""With fewer than so many, a fifth each cannot be held, and a second person looks instead."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One wish that was reviewed; `was` is how it was tagged before anybody reviewed it."""

    wish_id: str
    text: str
    language: str
    tags: frozenset[str]
    was: frozenset[str]
    sender: str
    reviewer: str
    """Who said last what it is about: the same person in two roles is one."""
    at: int
    changed: bool
    """Whether people made the tags other than the tagger did."""

    @property
    def labels(self) -> int:
        """How much it teaches: each tag, or that there is none."""
        return max(1, len(self.tags))

    def as_example(self) -> Example:
        """Make what the tagger learns from; a tag of one's own tells only where it was given."""
        return Example(self.language, self.tags, self.text, SENDER + self.sender, JUDGED | self.tags)


def gather(tx: Tx, municipality_id: str, only: Sequence[str] | None = None) -> list[Lesson]:
    """Gather a municipality's lessons, the oldest wish first: all, or those of some wishes."""
    here = municipality_id
    tags: dict[str, list[Row]] = {}
    for row in store.tags_of_approved(tx, here, ONLY_WITH_A_YES, only):
        tags.setdefault(row["wish_id"], []).append(row)
    people = store.names_of_staff(tx, here)
    told = {
        wish_id: list(rows)
        for wish_id, rows in groupby(store.decisions_about(tx, here, only), lambda row: str(row["wish_id"]))
    }
    found = [
        _lesson(row, tags.get(row["id"], []), told.get(row["id"], []), people)
        for row in store.approved(tx, here, ONLY_WITH_A_YES, only)
    ]
    return [lesson for lesson in found if lesson is not None]


def fair_share(lessons: Sequence[Lesson]) -> list[Lesson]:
    """Leave out, by lot, as much of the most eager reviewers' as goes over a fifth of all labels."""
    by_reviewer: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        by_reviewer.setdefault(lesson.reviewer, []).append(lesson)
    most = _most_each([sum(each.labels for each in theirs) for theirs in by_reviewer.values()])
    for each_at_most in range(most, 0, -1):
        kept = set[str]().union(*(_as_many(theirs, each_at_most) for theirs in by_reviewer.values()))
        chosen = [lesson for lesson in lessons if lesson.wish_id in kept]
        if is_fair(chosen):
            return chosen
    return []


def is_fair(lessons: Sequence[Lesson]) -> bool:
    """Tell whether nobody supplied more than a fifth of the labels.

    >>> is_fair([])
    True
    """
    shares = Counter[str]()
    for lesson in lessons:
        shares[lesson.reviewer] += lesson.labels
    return all(FEW_REVIEWERS * each <= shares.total() for each in shares.values())


def reviewers(lessons: Iterable[Lesson]) -> int:
    """Count those who taught."""
    return len({lesson.reviewer for lesson in lessons})


def _most_each(labels: Sequence[int]) -> int:
    """The greatest number that each may supply so that nobody's is over a fifth of what all then supply.

    >>> _most_each([10, 2, 2, 2, 2]), _most_each([9, 9, 9, 9, 9, 1]), _most_each([5, 5])
    (2, 9, 0)
    """
    for most in sorted(set(labels), reverse=True):
        if FEW_REVIEWERS * most <= sum(min(most, each) for each in labels):
            return most
    return 0


def _as_many(lessons: Sequence[Lesson], labels: int) -> set[str]:
    """Draw lessons until so many labels are full, always the same of the same lessons."""
    drawn = sorted(lessons, key=lambda lesson: lesson.wish_id)
    Random("".join(each.wish_id for each in drawn)).shuffle(drawn)  # noqa: S311  no secret, only fair
    kept, left = set(), labels
    for lesson in drawn:
        if lesson.labels <= left:
            kept.add(lesson.wish_id)
            left -= lesson.labels
    return kept


def _lesson(row: Row, tags: Sequence[Row], told: Sequence[Row], people: dict[str, str]) -> Lesson | None:
    steps = [(json.loads(each["details"]), each) for each in told]
    if any(not step for step, _ in steps):
        return None  # erased, or decided before anything was recorded
    steps = [(step, each) for step, each in steps if "tags" in step.get("after", ())]
    if not steps:
        return None
    told = [each for _, each in steps]  # what a group did with a wish says nothing of its tags
    if any(side["state"] in {"held", "case"} for step, _ in steps for side in step.values()):
        return None
    now = frozenset(str(tag["tag"]) for tag in tags) - _only_given_to_many(told)
    told = [each for each in told if each["what"] not in GIVEN_TO_MANY] or told
    steps = [(json.loads(each["details"]), each) for each in told]
    was = _given(steps[0][0]["before"])
    changers = [each["staff_id"] for step, each in steps if _given(step["before"]) != _given(step["after"])]
    reviewer = changers[-1] if changers and now != was else row["decided_by"]
    return Lesson(
        wish_id=row["id"],
        text=row["text"],
        language=row["language"],
        tags=now,
        was=was,
        sender=row["talk_id"] or f"{row['source']}:{row['round_id']}",
        reviewer=people.get(reviewer, reviewer).casefold(),
        at=max(each["at"] for each in told),
        changed=now != was or any(tag["tagged_by"] != "tagger" for tag in tags),
    )


def _only_given_to_many(told: Sequence[Row]) -> frozenset[str]:
    """Name the tags that many wishes were given at once, and that nobody has let stand since on this one."""
    found: frozenset[str] = frozenset()
    for each in told:
        if each["what"] not in GIVEN_TO_MANY:
            found = frozenset()
            continue
        step = json.loads(each["details"])
        found |= _given(step["after"]) - _given(step["before"])
    return found


def _given(side: dict[str, Any]) -> frozenset[str]:
    tags = decisions.read_tags(side["tags"])
    return frozenset(tag.id for tag in tags if tag.given and tag.kind != "flag")
