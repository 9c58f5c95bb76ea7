"""Somebody who subtracts: an integer solver that knows the rule, and everything that was ever told.

She is stronger than anybody will be: of each row she knows where it ends at most, wishes are never erased,
and as one who reads wishes she knows exactly how many were approved at every moment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from collector.steps import ADD_UP, IN_A_PLACE, NOT_SAID, WHO, Figures, floor

Key = tuple[str, str, str]
"""A place or none, a kind, a name."""


class Moment(NamedTuple):
    """What was so at one moment, by place, and what was told of it."""

    counted: dict[str, Figures]
    told: dict[str, Figures]


@dataclass
class Attack:
    """All that follows from what was told."""

    moments: Sequence[Moment]
    step: int
    knows_total: bool
    knows_came: bool = False
    """How many steps came from one moment to the next."""
    variables: dict[tuple[int, Key], int] = field(default_factory=dict)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        for at, moment in enumerate(self.moments):
            self._see(at, moment)
        for (at, key), variable in self.variables.items():
            if (at + 1, key) in self.variables:  # wishes are only added
                self._relate({self.variables[at + 1, key]: 1, variable: -1}, 0, np.inf)
        if not self.knows_total:
            for at in range(len(self.moments) - 1):  # a step of wishes came in between
                total = {self.variables[at + 1, TOTAL]: 1.0, self.variables[at, TOTAL]: -1.0}
                came = [self.moments[n].counted[""]["state"]["approved"] for n in (at, at + 1)]
                steps = floor(came[1] - came[0], self.step)
                most = steps + self.step - 1 if self.knows_came else np.inf
                self._relate(total, steps if self.knows_came else self.step, most)

    def hidden(self) -> Iterator[tuple[int, Key]]:
        """List the rows that are under a step and at that moment not told."""
        for (at, (place, kind, name)), variable in self.variables.items():
            counted = self.moments[at].counted[place].get(kind, {}).get(name, 0)
            if counted < self.step and name not in NOT_SAID and self.low[variable] == 0:
                yield at, (place, kind, name)

    def between(self, at: int, key: Key) -> tuple[int, int]:
        """Work out between which numbers a row must be."""
        wanted = np.zeros(len(self.low))
        wanted[self.variables[at, key]] = 1
        return self._solve(wanted), -self._solve(-wanted)

    def _solve(self, wanted: np.ndarray) -> int:
        matrix = np.zeros((len(self.rows), len(self.low)))
        for number, (row, _, _) in enumerate(self.rows):
            for variable, factor in row.items():
                matrix[number, variable] = factor
        lows, highs = [row[1] for row in self.rows], [row[2] for row in self.rows]
        found = milp(
            wanted,
            constraints=[LinearConstraint(matrix, lows, highs)],
            integrality=np.ones(len(self.low)),
            bounds=Bounds(self.low, self.high),
        )
        assert found.success, "what really is so fits what was told"
        return round(float(found.fun))

    def _see(self, at: int, moment: Moment) -> None:
        for place in moment.counted:
            approved = self._add(at, (place, "state", "approved"), moment)
            for kind, counted in moment.counted[place].items():
                if kind == "state" or (place and kind not in IN_A_PLACE):
                    continue
                made = {name: self._add(at, (place, kind, name), moment) for name in counted}
                if kind in (*ADD_UP, *WHO):
                    self._relate({**dict.fromkeys(made.values(), 1.0), approved: -1.0}, 0, 0)
                for name, variable in made.items():
                    self._relate({approved: 1, variable: -1}, 0, np.inf)
                    if place:
                        self._relate({self.variables[at, ("", kind, name)]: 1, variable: -1}, 0, np.inf)
            if place:
                row = self.variables[at, ("", "place", place)]
                self._relate({row: 1, approved: -1}, 0, 0)

    def _add(self, at: int, key: Key, moment: Moment) -> int:
        place, kind, name = key
        n = moment.counted[place].get(kind, {}).get(name, 0)
        told = moment.told.get(place, {}).get(kind, {}).get(name, 0)
        assert told <= n, "what is told is never more than is so"
        known = kind == "state" and self.knows_total and not place
        endless = name in NOT_SAID
        self.variables[at, key] = len(self.low)
        self.low.append(n if known else told)
        self.high.append(n if known else np.inf if endless else floor(n, self.step) + self.step - 1)
        return self.variables[at, key]

    def _relate(self, row: dict[int, float], low: float, high: float) -> None:
        self.rows.append((row, low, high))


TOTAL: Key = ("", "state", "approved")
