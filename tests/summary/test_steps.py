"""What is told in steps leaves every small number a whole step of doubt, also over time: a solver tries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from collector import steps
from collector.steps import WHO, Figures, answers_may_move, may_move, tell, tell_answers, tell_place
from tests.summary.attack import Attack, Moment

PLACES = ("Nes", "Vika")
POOLS = {
    "language": ("nb", "nn", "en"),
    "source": ("webchat", "paper"),
    "week": ("2026-09-14", "2026-09-21"),
    "age": ("10-12", "13-15", ""),
    "school": ("Nes skole", "Vik skole", "Ås skole", "Li skole", ""),
}
TAGS = ("gaming", "dance", "band")


@dataclass(frozen=True)
class One:
    """What is counted of one wish."""

    rows: tuple[tuple[str, str], ...]
    tags: frozenset[str]
    places: frozenset[str]


wishes = st.builds(
    One,
    st.tuples(*[st.tuples(st.just(kind), st.sampled_from(pool)) for kind, pool in POOLS.items()]),
    st.frozensets(st.sampled_from(TAGS), max_size=2),
    st.frozensets(st.sampled_from(PLACES), max_size=2),
)


def count(those: Iterable[One]) -> Figures:
    """Count some wishes; every name has a row, also where there is none."""
    found = {kind: Counter(dict.fromkeys(pool, 0)) for kind, pool in POOLS.items()}
    found |= {"activity": Counter(dict.fromkeys(TAGS, 0)), "place": Counter(dict.fromkeys(PLACES, 0))}
    found["state"] = Counter(approved=0)
    for one in those:
        found["state"]["approved"] += 1
        for kind, name in one.rows:
            found[kind][name] += 1
        found["activity"].update(one.tags)
        found["place"].update(one.places)
    return {kind: dict(rows) for kind, rows in found.items()}


def present(counted: Figures) -> Figures:
    """As the store has it: without rows of none."""
    return {kind: {name: n for name, n in rows.items() if n} for kind, rows in counted.items()}


def see(those: list[One], step: int, moments: list[Moment]) -> None:
    """Tell anew what is so now, as `standing` does."""
    counted = {
        place: count(one for one in those if not place or place in one.places) for place in ("", *PLACES)
    }
    before = moments[-1] if moments else Moment({"": {}}, {"": {}})
    came = len(those) - before.counted[""].get("state", {}).get("approved", 0)
    whole = tell(present(counted[""]), step, before.told[""], came)
    places = {place: tell_place(present(counted[place]), place, whole, step) for place in PLACES}
    if may_move(whole, before.told[""], step, came):
        moments.append(Moment(counted, {"": whole} | places))


@st.composite
def histories(draw: st.DrawFn) -> tuple[int, list[Moment]]:
    """Wishes that came, and the moments when they were told anew: each a step or more after the last."""
    step = draw(st.sampled_from([2, 3, 5]))
    first = draw(st.lists(wishes, min_size=step, max_size=4 * step))
    here, moments = list(first), list[Moment]()
    see(here, step, moments)
    for more in draw(st.lists(st.lists(wishes, min_size=step, max_size=2 * step), max_size=2)):
        here += more
        see(here, step, moments)
    return step, moments


GENTLE = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def check(
    step: int,
    moments: list[Moment],
    data: st.DataObject,
    kinds: Iterable[str],
    *,
    knows: bool,
    came: bool = False,
) -> None:
    attack = Attack(moments, step, knows, came)
    hidden = [cell for cell in attack.hidden() if cell[1][1] in kinds]
    assume(hidden)
    for at, key in data.draw(st.lists(st.sampled_from(hidden), min_size=1, max_size=4, unique=True)):
        least, most = attack.between(at, key)
        assert most - least >= step - 1, (at, key, least, most)


@GENTLE
@given(histories(), st.data())
def test_whoever_knows_the_exact_number_of_wishes_learns_no_small_number_of_who(
    history: tuple[int, list[Moment]], data: st.DataObject
) -> None:
    check(*history, data, WHO, knows=True)


@GENTLE
@given(histories(), st.data())
def test_nobody_works_out_a_small_number_from_all_tables_places_and_moments(
    history: tuple[int, list[Moment]], data: st.DataObject
) -> None:
    check(*history, data, (*POOLS, "activity", "place"), knows=False)


@GENTLE
@given(histories())
def test_any_two_moments_differ_in_whole_steps(history: tuple[int, list[Moment]]) -> None:
    step, moments = history
    for moment in moments:
        for told in moment.told.values():
            assert all(n % step == 0 and n > 0 for rows in told.values() for n in rows.values())


def all_alike(n: int, school: str) -> list[One]:
    rows = {"language": "nb", "source": "paper", "week": "2026-09-14", "age": "13-15", "school": school}
    return [One(tuple(rows.items()), frozenset(), frozenset())] * n


def rising() -> list[Moment]:
    """Four at each of four schools, and then one more at each: five came, with one who did not say."""
    schools = POOLS["school"][:4]
    here = [one for school in schools for one in all_alike(4, school)]
    moments: list[Moment] = []
    see(here, 5, moments)
    see([*here, *(one for school in schools for one in all_alike(1, school)), *all_alike(1, "")], 5, moments)
    return moments


def small_school(moments: list[Moment]) -> int:
    """Tell how wide the doubt is about a school as it was first."""
    least, most = Attack(moments, 5, knows_total=True).between(0, ("", "school", "Nes skole"))
    return most - least


def test_rows_that_rise_together_rise_by_no_more_than_came() -> None:
    assert small_school(rising()) >= 4


@pytest.mark.parametrize("fault", ["_lower", "_room"])
def test_the_solver_finds_it_where_a_guard_is_left_out(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    if fault == "_lower":
        monkeypatch.setattr(steps, "_lower", lambda *ignored: None)
        assert small_school(rising()) < 4
        return
    monkeypatch.setattr(steps, "_room", lambda *ignored: 2**62)
    moments: list[Moment] = []
    rest = all_alike(1, "")[0].rows[1:]
    see(
        [One((("language", each), *rest), frozenset(), frozenset()) for each in ("nb", "nn", "en") * 4],
        5,
        moments,
    )
    least, most = Attack(moments, 5, knows_total=False).between(0, ("", "language", "nn"))
    assert most - least < 4


SAID = ("Vi åpner fredag.", "Det koster for mye.", "Kommer i høst.")
ENOUGH: Figures = {"state": {"approved": 10_000}}


def see_answers(given: list[str], step: int, moments: list[Moment], at: list[int]) -> None:
    """Tell answers anew, as `standing` does, where a step of them came; each answer a row of all of them."""
    alike = dict(Counter(given))
    came = len(given) - (at[-1] if at else 0)
    before = moments[-1].told[""] if moments else {}
    was: Figures = {
        "answered": {"all": before.get("state", {}).get("approved", 0)},
        "alike": before.get("language", {}),
    }
    told = tell_answers({"answered": {"all": len(given)}, "alike": alike}, ENOUGH, step, was, came)
    rows = {"state": {"approved": len(given)}, "language": dict.fromkeys(SAID, 0) | alike}
    seen = {"state": {"approved": told.get("answered", {}).get("all", 0)}, "language": told.get("alike", {})}
    if not moments or answers_may_move(told, was, step, came):
        moments.append(Moment({"": rows}, {"": seen}))
        at.append(len(given))


@st.composite
def answering(draw: st.DrawFn) -> tuple[int, list[Moment]]:
    """Answers that were given, and the moments when they were told anew."""
    step = draw(st.sampled_from([2, 3, 5]))
    moments, at = list[Moment](), list[int]()
    given = draw(st.lists(st.sampled_from(SAID), min_size=step, max_size=12 * step))
    for n in range(draw(st.integers(1, len(given))), len(given) + 1):
        if not at or n - at[-1] >= step:
            see_answers(given[:n], step, moments, at)
    return step, moments


@GENTLE
@given(answering(), st.data())
def test_nobody_works_out_for_how_few_an_answer_stands(
    history: tuple[int, list[Moment]], data: st.DataObject
) -> None:
    check(*history, data, ("language",), knows=False, came=True)


@pytest.mark.parametrize("fault", ["_lower", "_room"])
def test_the_solver_finds_few_with_an_answer_where_a_guard_is_left_out(
    monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    eight = [f"Svar {n}." for n in range(8)]
    given, one = ([eight * 4, eight * 5], eight[0]) if fault == "_lower" else ([list(SAID) * 4], SAID[0])
    nothing = {"_lower": lambda *ignored: None, "_room": lambda *ignored, more_rows=0: 2**62}

    def doubt() -> int:
        moments, at = list[Moment](), list[int]()
        for said in given:
            see_answers(said, 5, moments, at)
        attack = Attack(moments, 5, knows_total=False, knows_came=True)
        least, most = attack.between(0, ("", "language", one))
        return most - least

    assert doubt() >= 4
    monkeypatch.setattr(steps, fault, nothing[fault])
    assert doubt() < 4
