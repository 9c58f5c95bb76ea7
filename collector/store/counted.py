"""What one wish counts in, and what one sender does: pure, and the same for what is kept and counted anew.

One rule: a figure of a part adds up from its wishes; senders never do, so theirs are made of all that one
sender wished, and those of a period are found without counting anybody twice (`met_on`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from collector.here import day_of
from collector.model import Wish

DAY_MS = 86_400_000
LONGEST_WAIT = 365
"""Days; whoever waited longer is counted here."""
EVERYTHING = "all"
KINDS = (
    "state",
    "same",
    "language",
    "source",
    "activity",
    "barrier",
    "form",
    "flag",
    "sure",
    "place",
    "age",
    "school",
    "day",
    "alone",
    "senders",
    "heard-age",
    "heard-school",
    "answered",
    "days",
    "told",
)
"""What a summary reads; «source=web» and «school=...» by activity are read only where they are asked for."""


class Cell(NamedTuple):
    """Where a figure stands: of a round or a municipality, of which part of it, and what is counted.

    The `cut` is "" for the whole of a round, else "all", "place", "month", "day", or "met" (`met_on`).
    """

    scope: str
    cut: str
    part: str
    what: str
    name: str


Cells = Counter[Cell]


class About(NamedTuple):
    """What the figures need to know of a wish beside the wish itself."""

    places: tuple[str, ...] = ()
    """Those that its own words name."""
    age: str = ""
    school: str = ""


class Met(NamedTuple):
    """One approved wish of a talk, as far as counting its sender goes."""

    municipality_id: str
    round_id: str
    day: str
    source: str
    places: tuple[str, ...]
    """Those that its words name, else the one where its round is held."""
    age: str = ""
    school: str = ""


def keys_of(wish: Wish, about: About) -> list[tuple[str, str]]:
    """Name the figures that one wish is part of: every state is counted, but only approved wishes by tag."""
    keys: list[tuple[str, str]] = [("state", wish.state)]
    keys += [("same", wish.state)] if wish.same_as else []
    if wish.state != "approved":
        return keys
    given = [tag for tag in wish.tags if tag.given]
    activities = [tag.id for tag in given if tag.kind == "activity"]
    keys += [("language", wish.language), ("source", wish.source), ("day", day_of(wish.received_at))]
    keys += [("place", place) for place in about.places or ("",)]
    keys += [(tag.kind, tag.id) for tag in given]
    keys += [("sure", tag.id) for tag in given if wish.sure or tag.by != "tagger"]
    keys += [(f"source={wish.source}", activity) for activity in activities]
    keys += [("age", about.age)] if about.age else []
    if about.school:
        keys += [("school", about.school), *((f"school={about.school}", each) for each in activities)]
    keys += [("alone", wish.source)] if wish.talk_id is None else []
    if wish.answer is not None and wish.answer.says_something:
        keys += [("answered", EVERYTHING), ("days", str(days_waited(wish)))]
        keys += [("told", activity) for activity in activities]
    return keys


def cells_of(wish: Wish, about: About) -> Cells:
    """Name every cell that one wish is counted in: of its round, its month, its day and its places."""
    day = day_of(wish.received_at)
    parts = [("", ""), ("month", day[:7]), ("day", day), *(("place", each) for each in about.places or ("",))]
    return Counter(
        Cell(wish.round_id, cut, part, what, name)
        for cut, part in parts
        for what, name in keys_of(wish, about)
    )


def days_waited(wish: Wish) -> int:
    """Tell how many whole days a wish waited for its first answer."""
    waited = (wish.first_answer_at or wish.received_at) - wish.received_at
    return LONGEST_WAIT if waited > LONGEST_WAIT * DAY_MS else max(0, waited // DAY_MS)


def sender_cells(met: Iterable[Met]) -> Cells:
    """Name every cell that one sender is counted in, once each, by all that she wished.

    >>> twice = [Met("m", "r", day, "web", ()) for day in ("2026-09-01", "2026-09-03")]
    >>> sender_cells(twice)[Cell("r", "", "", "senders", "all")]
    1
    """
    cells: Cells = Counter()
    days: dict[tuple[str, str], set[str]] = {}
    for each in met:
        for name in (EVERYTHING, each.source):
            for scope, cut in ((each.round_id, ""), (each.municipality_id, EVERYTHING)):
                cells[Cell(scope, cut, "", "senders", name)] = 1
                days.setdefault((scope, name), set()).add(each.day)
                for place in each.places:
                    cells[Cell(scope, "place", place, "senders", name)] = 1
        for kind, told in (("heard-age", each.age), ("heard-school", each.school)):
            if told:
                cells[Cell(each.round_id, "", "", kind, told)] = 1
    for (scope, name), some in days.items():
        cells.update(met_on(scope, name, sorted(some)))
    return cells


def met_on(scope: str, name: str, days: Sequence[str]) -> Iterable[Cell]:
    """Name for each day that one sender wished on the cell that also says which such day was before it.

    Whoever wished in a period has exactly one day in it whose day before lies outside: so whatever the
    period, each is counted once.
    """
    for before, day in zip(("", *days), days, strict=False):
        yield Cell(scope, "met", day, f"senders={name}", before)
