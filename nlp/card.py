"""Writes the tagger's card from its figures: what it learnt from, how good it is, and what it cannot do.

The one rule: nothing stands here that was not measured; what was not says so.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from nlp.examples import Example
from nlp.hidden import Masking
from nlp.score import Figure, Kind, Scores
from nlp.tags import KIND_OF

HEAD = """# The tagger's card

Written by `ekko train --card`; do not edit. How it works stands in [The tagger](tagger.md). Figures are
shares between 0 and 1; in brackets, where each lies in 95 of 100 drawings of the texts it was measured on.
F1 balances precision (what is given is right) and recall (what is there is given); macro is the mean over the
tags, micro counts all tags together.
"""
LIMITS = """
## What it cannot do

- It was judged on messages that other hands wrote for it, not on what young people sent in: nobody's words
  were used. A municipality's own messages may be easier or harder.
- It misses. A wish without a tag, and a concern without an alarm, look like any other: a person reads every
  wish, and the help card never waits for the tagger.
- It can give a tag that is only mentioned. What it is not sure of waits for a leader, and leaders correct it.
- Northern Sámi rests on few examples that no native reader has approved: its figures are no promise.
- A tag with few texts in the table has a wide bracket: there, the figure says little.
- It knows nothing of pictures, voices, or irony among people who know each other.
"""
DATA = """
## What it learnt from

{learnt} examples by {hands} hands, written for this project; the cuts were chosen on {chosen_on} others, and
everything below was measured on {judged} that neither saw. All are made up.

"""
SAFETY = """
## Concern, abuse and personal data

The rules stand whatever the model says; it may only add to them.

"""


class Card(NamedTuple):
    """Everything that the card tells."""

    learnt: Sequence[Example]
    chosen_on: int
    readers: Mapping[str, Scores]
    rules: Scores
    masking: Masking | None


def write_card(card: Card) -> str:
    """Write the whole page."""
    return "".join((HEAD, *_data(card), *_readers(card), *_safety(card), *_tags(card), LIMITS))


def _data(card: Card) -> Iterable[str]:
    yield DATA.format(
        learnt=len(card.learnt),
        hands=len({example.hand for example in card.learnt}),
        chosen_on=card.chosen_on,
        judged=card.rules.texts,
    )
    yield _table(("language", "examples"), Counter(each.language for each in card.learnt).most_common())
    counted = Counter(tag for each in card.learnt for tag in each.tags)
    yield "\n" + _table(("tag", "examples"), [(tag, counted[tag]) for tag in KIND_OF])


def _readers(card: Card) -> Iterable[str]:
    yield "\n## How good it is\n\n"
    columns = ["figure", *card.readers]
    rows = []
    for kind in ("activities", "barriers", "forms", "not-a-wish"):
        rows.append([f"{kind}, macro F1", *(_told(each.kinds[kind].macro) for each in card.readers.values())])
        rows.append(
            [f"{kind}, micro F1", *(_told(each.kinds[kind].micro.f1) for each in card.readers.values())]
        )
    rows.append(["sure of a wish", *(_told(each.sure) for each in card.readers.values())])
    rows.append(["right where it was sure", *(_told(each.right_when_sure) for each in card.readers.values())])
    rows.append(["language, from four words on", *(_told(each.language) for each in card.readers.values())])
    yield _table(columns, rows)
    yield "\nActivities by language, micro F1:\n\n"
    best = list(card.readers.values())[-1]
    yield _table(
        ["language", "texts", *card.readers],
        [
            [name, each.texts, *(_told(_activities(one, name)) for one in card.readers.values())]
            for name, each in best.languages.items()
        ],
    )


def _activities(scores: Scores, language: str) -> Figure:
    return scores.languages[language].kinds["activities"].micro.f1


def _safety(card: Card) -> Iterable[str]:
    yield SAFETY
    both = {"rules alone": card.rules, **card.readers}
    measures: dict[str, Callable[[Scores], Figure]] = {
        "concern-now found": lambda each: each.alarms.found_now,
        "concern of both kinds found": lambda each: each.alarms.found,
        "false alarms on look-alikes": lambda each: each.alarms.false_near,
        "false alarms on plain wishes": lambda each: each.alarms.false_plain,
        "abusive, F1": lambda each: each.kinds["abusive"].micro.f1,
        "abusive, precision": lambda each: each.kinds["abusive"].micro.precision,
        "abusive, recall": lambda each: each.kinds["abusive"].micro.recall,
    }
    yield _table(
        ["figure", *both],
        [[name, *(_told(measure(each)) for each in both.values())] for name, measure in measures.items()],
    )
    if card.masking is None:
        yield "\nMasking was not measured: no lines with marked personal data ship with the program.\n"
    else:
        found, touched = _told(card.masking.found), _told(card.masking.touched)
        yield f"\nMasking, measured on {card.masking.lines} lines: {found} of what should be hidden is\n"
        yield f"hidden; {touched} of clean lines are touched.\n"


def _tags(card: Card) -> Iterable[str]:
    name, best = list(card.readers.items())[-1]
    yield f"\n## Tag by tag ({name})\n"
    for kind in ("activities", "barriers", "forms"):
        yield f"\n### {kind.capitalize()}\n\n" + _rows(best.kinds[kind])


def _rows(kind: Kind) -> str:
    return _table(
        ("tag", "F1", "precision", "recall", "texts"),
        [
            (tag, _told(row.f1), _told(row.precision), _told(row.recall), row.texts)
            for tag, row in kind.tags.items()
        ],
    )


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def _told(figure: Figure) -> str:
    if figure.value is None:
        return "not measured"
    return f"{figure.value:.2f} ({figure.low:.2f}-{figure.high:.2f})"
