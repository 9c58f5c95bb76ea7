"""What is hidden stays hidden, also from somebody who can subtract and knows the rule."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from collector.small_numbers import FEW, Cell, hide_few, hide_few_of_total

figures = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 14), min_size=1, max_size=5)


def everything_possible(cells: list[Cell], total: int) -> dict[str, set[int]]:
    """Try every figure that a hidden cell could have, as somebody would who knows the rule and the total."""
    hidden = [cell for cell in cells if cell.hidden]
    left = total - sum(cell.n or 0 for cell in cells)
    could = [range(1, FEW) if cell.hidden == "few" else range(FEW, left + 1) for cell in hidden]
    possible: dict[str, set[int]] = {cell.name: set() for cell in hidden}
    for tried in product(*could):
        if sum(tried) == left:
            for cell, n in zip(hidden, tried, strict=True):
                possible[cell.name].add(n)
    return possible


@given(figures)
def test_no_hidden_figure_can_be_worked_out_from_the_total(counted: dict[str, int]) -> None:
    cells = hide_few_of_total(counted)
    for name, could in everything_possible(cells, sum(counted.values())).items():
        assert len(could) > 1, name
        assert counted[name] in could


@given(figures)
def test_no_small_figure_is_ever_shown(counted: dict[str, int]) -> None:
    for cells in (hide_few(counted), hide_few_of_total(counted)):
        assert not [cell for cell in cells if cell.n is not None and 0 < cell.n < FEW]


@given(figures)
def test_nothing_is_hidden_where_nothing_is_small(counted: dict[str, int]) -> None:
    large = {name: n + FEW for name, n in counted.items()}
    assert [cell.n for cell in hide_few_of_total(large)] == [*large.values()]


@given(figures)
def test_a_figure_that_is_shown_is_the_true_one(counted: dict[str, int]) -> None:
    for cell in hide_few_of_total(counted):
        assert cell.n in {None, counted[cell.name]}
