"""Lays a map out on a sheet: what of the country it shows, and where each name stands.

One rule: north is up, a kilometre is as long across as upwards, and no name covers another or a disc.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from collector.reports.pictures.look import Look

EARTH = 6371.0
"""Kilometres from its middle."""
TALLEST, LOWEST = 1.25, 0.4
"""Times as high as wide."""
NEAREST = 0.5
"""Kilometres across, where all places are one."""
EDGE = 0.14
"""Of the longer side, left free around the places, so that their names have room."""
Point = tuple[float, float]
Box = tuple[float, float, float, float]


class Sheet(NamedTuple):
    """What of the country is on the paper, and how large."""

    middle: Point
    west: float
    south: float
    scale: float
    """Dots a kilometre."""
    width: float
    height: float

    def dot(self, at: Point) -> Point:
        """Tell where on the sheet somewhere is: dots from the left, dots from the top."""
        x, y = _kilometres(at, self.middle)
        return (x - self.west) * self.scale, self.height - (y - self.south) * self.scale


def lay_out(points: Sequence[Point], look: Look) -> Sheet:
    """Choose a sheet that holds all points with an edge around, its north up.

    >>> from collector.reports.pictures.look import LOOKS
    >>> sheet = lay_out([(61.0, 9.0), (61.1, 9.1)], LOOKS["light"])
    >>> sheet.width, [round(each) for each in sheet.dot((61.05, 9.05))]
    (360.0, [180, 225])
    """
    norths, easts = zip(*points, strict=True)
    middle = ((min(norths) + max(norths)) / 2, (min(easts) + max(easts)) / 2)
    far_x, far_y = _kilometres((max(norths), max(easts)), middle)
    wide, high = max(far_x * 2, NEAREST), max(far_y * 2, NEAREST)
    edge = EDGE * max(wide, high)
    wide, high = wide + 2 * edge, high + 2 * edge
    room = look.height or look.width * TALLEST
    scale = min(look.width / wide, room / high)
    width, height = float(look.width), min(room, max(high * scale, look.width * LOWEST))
    return Sheet(middle, -width / scale / 2, -height / scale / 2, scale, width, height)


def _kilometres(at: Point, middle: Point) -> Point:
    """Tell how far east and north of the middle; the earth is flat as far as one municipality goes."""
    across = EARTH * math.cos(math.radians(middle[0]))
    return across * math.radians(at[1] - middle[1]), EARTH * math.radians(at[0] - middle[0])


class Disc(NamedTuple):
    """A place on the sheet: dots from left and top, its radius, and how long its name is."""

    x: float
    y: float
    radius: float
    name: float


def name_beside(discs: Sequence[Disc], size: float, sheet: Box) -> list[Point | None]:
    """Find where each name begins: right of its disc, left, over or under it; the first choose first.

    >>> name_beside([Disc(40, 50, 5, 30), Disc(52, 51, 5, 30)], 10, (0, 0, 100, 100))
    [(1.0, 50), (61.0, 51)]
    """
    covered = [(x - r, y - r, x + r, y + r) for x, y, r, _ in discs]
    taken: list[Box] = []
    found: list[Point | None] = []
    for at, (x, y, r, long) in enumerate(discs):
        gap, half = size * 0.4, size * 0.75
        ways = (
            (x + r + gap, y),
            (x - r - gap - long, y),
            (x - long / 2, y - r - gap - half),
            (x - long / 2, y + r + gap + half),
        )
        others = [*taken, *covered[:at], *covered[at + 1 :]]
        free = (
            (left, mid)
            for left, mid in ways
            if _is_free((left, mid - half, left + long, mid + half), others, sheet)
        )
        chosen = next(free, None)
        found.append(chosen)
        if chosen:
            taken.append((chosen[0], chosen[1] - half, chosen[0] + long, chosen[1] + half))
    return found


def _is_free(box: Box, others: Iterable[Box], sheet: Box) -> bool:
    inside = box[0] >= sheet[0] and box[1] >= sheet[1] and box[2] <= sheet[2] and box[3] <= sheet[3]
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in others
    )
