"""Measures how often each tag that the tagger gave was let stand by those who reviewed the wish.

One rule: it is counted on the newest approved wishes of this municipality, and shown with how many that is.
"""

import json
from collections import Counter
from itertools import groupby
from typing import Any

from collector.learning import GIVEN_TO_MANY
from collector.store import decisions
from collector.store.front import Row, Tx

NEWEST = 500
"""The newest so many say how the tagger does now, and are read in a few milliseconds."""


def measured(tx: Tx, municipality_id: str) -> list[dict[str, Any]]:
    """Count for each tag how often the tagger gave it and how often it stood, the most given first."""
    given: Counter[str] = Counter()
    stood: Counter[str] = Counter()
    rows = decisions.about_newest_approved(tx, municipality_id, NEWEST)
    for _, told in groupby(rows, lambda row: str(row["wish_id"])):
        by_tagger, at_last = _first_and_last(list(told))
        given.update(by_tagger)
        stood.update(by_tagger & at_last)
    ranked = sorted(given, key=lambda tag: (-given[tag], tag))
    return [{"tag": tag, "given": given[tag], "stood": stood[tag]} for tag in ranked]


def _first_and_last(told: list[Row]) -> tuple[set[str], set[str]]:
    """What the tagger gave before anybody reviewed it, and what stands since."""
    steps = [json.loads(row["details"]) for row in told if row["what"] not in GIVEN_TO_MANY]
    steps = [step for step in steps if "before" in step]
    if not steps:
        return set(), set()
    before, after = (decisions.read_tags(side["tags"]) for side in (steps[0]["before"], steps[-1]["after"]))
    by_tagger = {tag.id for tag in before if tag.given and tag.by == "tagger" and tag.kind != "flag"}
    return by_tagger, {tag.id for tag in after if tag.given}
