"""Keeps the figures of rounds, places, days and all of a municipality beside its wishes, in one transaction.

One rule: whoever adds or erases a wish calls `count`, and whoever changes one counts it out before and in
after, in `one_move`; `counts_anew` makes the same figures from the wishes, and tests and `ekko doctor` hold
both side by side.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import partial

from collector.here import monday_of
from collector.model import Wish
from collector.small_numbers import FEW
from collector.steps import HEARD, WHO
from collector.store import counted, counts_anew, counts_in, heard, rounds, routed, standing, talks, told
from collector.store.counted import KINDS, About, Cells
from collector.store.counts_in import Extent
from collector.store.front import Tx

Figures = Counter[tuple[str, str]]
DAY_MS = counted.DAY_MS


def count(tx: Tx, wish: Wish, by: int) -> None:
    """Count a wish in (+1) or out (-1), and let what is told of its round move if it is to."""
    with one_move(tx) as each:
        each(wish, by)


@contextmanager
def one_move(tx: Tx) -> Iterator[Callable[[Wish, int], None]]:
    """Let wishes be counted out and in again, and what is told of their rounds move once, after all of them.

    In between, what is told would lack a wish that was approved before and is approved afterwards.
    """
    moved: dict[str, str] = {}
    out: set[str] = set()

    def count_one(wish: Wish, by: int) -> None:
        _count(tx, wish, by, out)
        (out.add if by < 0 else out.discard)(wish.id)
        if wish.state == "approved":
            moved[wish.round_id] = wish.municipality_id

    yield count_one
    for round_id in sorted(moved):
        if not counts_anew.goes_on(tx, moved[round_id]):  # half of the figures tell nothing
            standing.move(tx, round_id, told_of)


def _count(tx: Tx, wish: Wish, by: int, out: Set[str]) -> None:
    counts_anew.hold_round(tx, wish.round_id)
    if wish.state == "approved" and not counts_anew.goes_on(tx, wish.municipality_id):
        standing.begin(tx, wish.round_id, told_of)
    if not counts_anew.comes_later(tx, wish):
        add_cells(tx, cells_of(tx, wish, out), by)
    if wish.state == "approved" and wish.answer is not None:
        told.count_told(tx, wish, wish.answer, by)


def cells_of(tx: Tx, wish: Wish, out: Set[str] = frozenset()) -> Cells:
    """Name the cells of a wish and those that its sender is counted in because of it; `out` are not counted.

    The talk is held until the commit: of two wishes of one sender that are counted at once, the second sees
    the first.
    """
    cells = counted.cells_of(wish, about(tx, wish))
    if wish.state == "approved" and wish.talk_id is not None:
        cells.update(of_sender(tx, wish, out))
    return cells


def about(tx: Tx, wish: Wish) -> About:
    """Read what the figures need to know of a wish."""
    places = tuple(sorted(routed.places_of(tx, [wish]).get(wish.id, ())))
    talk_id = wish.talk_id if wish.state == "approved" else None
    talk = talks.hold_still(tx, talk_id) if talk_id else None
    return About(places, talk["age_band"] or "", talk["school"] or "") if talk else About(places)


def of_sender(tx: Tx, wish: Wish, out: Set[str]) -> Cells:
    """Name the cells that a sender is in with this wish and would not be in without it."""
    others, mine = counts_anew.met_by(tx, wish.talk_id or "", wish, out)
    cells = counted.sender_cells([*others, mine])
    cells.subtract(counted.sender_cells(others))
    return cells


def add_cells(tx: Tx, cells: Cells, by: int = 1) -> None:
    """Add to the kept figures, in one order always so that two writers cannot lock each other out."""
    found = sorted((cell, by * n) for cell, n in cells.items() if n)
    whole = [(cell, n) for cell, n in found if not cell.cut]
    _add_whole(tx, [(cell.scope, cell.what, cell.name, n) for cell, n in whole])
    tx.many(
        """INSERT INTO counts_in (scope, cut, part, what, name, n)
        VALUES (:scope, :cut, :part, :what, :name, :n)
        ON CONFLICT (scope, cut, part, what, name) DO UPDATE SET n = counts_in.n + excluded.n""",
        [{**cell._asdict(), "n": n} for cell, n in found if cell.cut],
    )


def add_figures(tx: Tx, round_id: str, figures: Figures) -> None:
    """Add to the kept figures of a whole round."""
    _add_whole(tx, [(round_id, what, name, n) for (what, name), n in sorted(figures.items())])


def _add_whole(tx: Tx, figures: Iterable[tuple[str, str, str, int]]) -> None:
    tx.many(
        """INSERT INTO counts (round_id, what, name, n) VALUES (:round_id, :what, :name, :n)
        ON CONFLICT (round_id, what, name) DO UPDATE SET n = counts.n + excluded.n""",
        [dict(zip(("round_id", "what", "name", "n"), each, strict=True)) for each in figures],
    )


def move_talk(tx: Tx, talk_id: str, put: Callable[[], None]) -> None:
    """Let something be told of a sender, and move the figures of all that she wished."""
    found = counts_anew.approved_of_talk(tx, talk_id)
    with one_move(tx) as each:
        for wish in found:
            each(wish, -1)
        put()
        for wish in found:
            each(wish, +1)


def move_round(tx: Tx, municipality_id: str, round_id: str, put: Callable[[], None]) -> None:
    """Let a round be held elsewhere: only the senders of places are kept by it, so they are made anew."""
    counts_anew.hold_round(tx, round_id)
    before = counts_anew.place_of_round(tx, round_id)
    put()
    for place in {before, counts_anew.place_of_round(tx, round_id)} - {""}:
        for only in ("", round_id):
            counts_anew.drop_senders_at(tx, only or municipality_id, place)
            add_cells(tx, counts_anew.senders_at(tx, municipality_id, place, only))


def figures_of(tx: Tx, round_id: str) -> dict[str, dict[str, int]]:
    """Read a round's figures as {what: {name: n}}, the greatest first."""
    found: dict[str, dict[str, int]] = {}
    marks = ", ".join(f"'{kind}'" for kind in KINDS)
    for row in tx.all(
        f"""SELECT what, name, n FROM counts WHERE round_id = :id AND what IN ({marks}) AND n <> 0
        ORDER BY n DESC, name""",
        id=round_id,
    ):
        found.setdefault(row["what"], {})[row["name"]] = row["n"]
    return found


def with_approved(tx: Tx, round_ids: Sequence[str]) -> set[str]:
    """Name those of some rounds that have an approved wish."""
    names = {f"id{place}": each for place, each in enumerate(round_ids)}
    rows = tx.all(
        f"""SELECT round_id FROM counts WHERE what = 'state' AND name = 'approved' AND n > 0
        AND round_id IN ({", ".join(f":{name}" for name in names) or "NULL"})""",
        **names,
    )
    return {row["round_id"] for row in rows}


def told_of(tx: Tx, round_id: str) -> dict[str, dict[str, dict[str, int]]]:
    """Read what is told of a round, as a whole and by place: `standing` makes steps of it."""
    of = Extent("", (round_id,))
    whole = counts_in.read(tx, of)
    places = [name for name, n in whole.get("place", {}).items() if name and n >= FEW]
    whole |= who_spoke(tx, round_id, whole) | told.alike(tx, round_id)
    found = {standing.WHOLE: whole, **{name: counts_in.read(tx, of._replace(place=name)) for name in places}}
    return {name: as_voices(figures) for name, figures in found.items()}


def who_spoke(tx: Tx, round_id: str, whole: Mapping[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Count who spoke by senders, each once, however much she wished for."""
    everybody = whole.get("senders", {}).get("all", 0)
    return {
        HEARD: {"all": everybody} if everybody else {},
        "heard-place": heard.by_place(tx, [round_id]).get(round_id, {}),
        **{kind: whole.get(f"heard-{kind}", {}) for kind in WHO},
    }


def as_voices(figures: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Let each voice be a sender, and each day a part of its week.

    >>> as_voices({"day": {"2026-10-25": 2, "2026-10-24": 1}, "alone": {"paper": 3}})["week"]
    {'2026-10-19': 3}
    """
    weeks = Counter[str]()
    for day, n in figures.get("day", {}).items():
        weeks[monday_of(day)] += n
    return figures | {"week": dict(weeks), "senders": counts_in.voices(figures)}


def figures_here(tx: Tx, municipality_id: str) -> dict[str, dict[str, dict[str, int]]]:
    """Read of each of a municipality's rounds what was answered, and how long that took."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in tx.all(
        """SELECT c.round_id, c.what, c.name, c.n FROM rounds r JOIN counts c ON c.round_id = r.id
        WHERE r.municipality_id = :id AND c.what IN ('state', 'answered', 'days', 'told') AND c.n > 0
        ORDER BY c.round_id DESC""",
        id=municipality_id,
    ):
        found.setdefault(row["round_id"], {}).setdefault(row["what"], {})[row["name"]] = int(row["n"])
    return found


def together(of_rounds: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    """Add up the figures of several rounds.

    >>> together([{"told": {"dance": 1}}, {"told": {"dance": 2}}])
    {'told': {'dance': 3}}
    """
    whole: dict[str, Counter[str]] = {}
    for figures in of_rounds:
        for what, by_name in figures.items():
            whole.setdefault(what, Counter()).update(by_name)
    return {what: dict(by_name) for what, by_name in whole.items()}


def recount(tx: Tx, round_id: str) -> dict[str, dict[str, int]]:
    """Make a round's figures anew from its wishes, as `figures_of` would read them."""
    found: dict[str, dict[str, int]] = {}
    for cell, n in counts_anew.cells_of_round(tx, round_id).items():
        if cell.scope == round_id and not cell.cut and cell.what in KINDS:
            found.setdefault(cell.what, {})[cell.name] = n
    return found


def count_again_some(tx: Tx, municipality_id: str) -> bool:
    """Count the next of a municipality's wishes anew; tell whether there are more.

    When all are counted, what is told of its rounds stands from then on where nothing stood yet, so that no
    page makes it anew.
    """
    more = counts_anew.count_some(tx, municipality_id, partial(cells_of, tx), partial(add_cells, tx))
    if not more:
        begin_here(tx, municipality_id)
    return more


def begin_here(tx: Tx, municipality_id: str) -> None:
    """Let what is told of each round of a municipality stand."""
    for each in rounds.rounds_of(tx, municipality_id):
        standing.begin(tx, each.id, told_of)
