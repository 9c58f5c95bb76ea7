"""Draws a map: the municipality's outline, a disc for each place as large as its figure, and a measure.

One rule: a place whose figure is hidden is an empty ring with its word, as small as any.
"""

import math
from functools import lru_cache
from typing import Any, NamedTuple

from collector.reports.pictures.accessible import say_what_it_is
from collector.reports.pictures.look import LOOKS, Look, LookName
from collector.reports.pictures.sheet import Disc, Point, Sheet, lay_out, name_beside

LARGEST, SMALLEST = 1.7, 0.35
"""A disc's radius, in letters' sizes."""
LETTER = 0.56
"""How wide a letter is of its size, about."""
STRETCHES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


class Spot(NamedTuple):
    """A place: what it is called, where it is (degrees north, east), and its figure, if that is shown."""

    name: str
    at: Point
    n: int | None
    label: str


class Land(NamedTuple):
    """What the places lie in: a ring for each island, and whom its map is by, where that must be said."""

    rings: tuple[tuple[Point, ...], ...] = ()
    credit: str = ""


@lru_cache(maxsize=32)
def draw_map(spots: tuple[Spot, ...], land: Land, look: LookName, title: str, tells: str) -> str:
    """Draw it as SVG."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(_chart(spots, land, LOOKS[look]))
    return say_what_it_is(svg, title, tells)


def _chart(spots: tuple[Spot, ...], land: Land, look: Look) -> dict[str, Any]:
    import altair

    sheet = lay_out([*(each.at for each in spots), *(point for ring in land.rings for point in ring)], look)
    base = altair.Chart(altair.InlineData(values=[])).encode(
        x=_along(altair.X, "x", sheet.width), y=_along(altair.Y, "y", sheet.height)
    )
    text: dict[str, Any] = {"color": look.ink, "font": look.font, "fontSize": look.size, "baseline": "middle"}
    shore = base.mark_line(fill=look.line, fillOpacity=0.35, stroke=look.line, strokeWidth=look.size / 10)
    discs = base.mark_circle(opacity=0.85, color=look.bar)
    rings = base.mark_point(stroke=look.bar, strokeWidth=look.size / 8, opacity=1)
    rows = _rows(spots, sheet, look)
    size = altair.Size("square:Q", scale=None)
    named = [row for row in rows if row["left"] is not None]
    left, mid = _along(altair.X, "left", sheet.width), _along(altair.Y, "mid", sheet.height)
    stretch = _stretch(sheet, look)
    credit = [{"x": sheet.width, "y": stretch[0]["y"], "label": land.credit}] if land.credit else []
    picture = (
        _with(shore, _shore(land, sheet)).encode(detail="ring:N", order="step:Q")
        + _with(discs, [row for row in rows if row["n"] is not None]).encode(size=size)
        + _with(rings, [row for row in rows if row["n"] is None]).encode(size=size)
        + _with(base.mark_text(align="left", **text), named).encode(x=left, y=mid, text="label:N")
        + _with(base.mark_rule(color=look.quiet, strokeWidth=look.size / 7), stretch).encode(x2="until:Q")
        + _with(base.mark_text(align="left", dx=look.size * 0.5, **text), stretch).encode(
            x=_along(altair.X, "until", sheet.width), text="label:N"
        )
        + _with(base.mark_text(align="right", **text), credit).encode(text="label:N")
    )
    whole = picture.properties(
        width=sheet.width, height=sheet.height, background=look.ground, padding=look.size * 0.3
    ).configure_view(stroke=None)
    return dict(whole.to_dict())


def _along(axis: Any, field: str, until: float) -> Any:
    """Take a field as dots of the sheet, from the left or from the top."""
    import altair

    scale = altair.Scale(domain=[0, until], range=[0, until], nice=False, zero=False)
    return axis(f"{field}:Q", axis=None, scale=scale)


def _with(chart: Any, rows: list[dict[str, Any]]) -> Any:
    import altair

    return chart.properties(data=altair.InlineData(values=rows))


def _shore(land: Land, sheet: Sheet) -> list[dict[str, Any]]:
    return [
        {"ring": number, "step": step, "x": x, "y": y}
        for number, ring in enumerate(land.rings)
        for step, (x, y) in enumerate(map(sheet.dot, ring))
    ]


def _rows(spots: tuple[Spot, ...], sheet: Sheet, look: Look) -> list[dict[str, Any]]:
    """Put each place on the sheet, the greatest first: a small disc lies on a large one."""
    greatest = max((each.n or 0 for each in spots), default=0) or 1
    in_order = sorted(spots, key=lambda each: -(each.n or 0))
    discs = []
    for each in in_order:
        part = math.sqrt((each.n or 0) / greatest)
        radius = look.size * max(SMALLEST, LARGEST * part)
        discs.append(Disc(*sheet.dot(each.at), radius, len(_named(each)) * look.size * LETTER))
    names = name_beside(discs, look.size, (0, 0, sheet.width, sheet.height - look.size * 2))
    return [
        {
            "x": disc.x,
            "y": disc.y,
            "n": spot.n,
            "square": (2 * disc.radius) ** 2,
            "label": _named(spot),
            "left": name[0] if name else None,
            "mid": name[1] if name else None,
        }
        for spot, disc, name in zip(in_order, discs, names, strict=True)
    ]


def _named(spot: Spot) -> str:
    return f"{spot.name} {spot.label}".strip()


def _stretch(sheet: Sheet, look: Look) -> list[dict[str, Any]]:
    """Draw how long some kilometres are: a round number of them, at most a quarter of the width."""
    far = max([each for each in STRETCHES if each * sheet.scale <= sheet.width / 4] or [STRETCHES[0]])
    label = f"{far * 1000:g} m" if far < 1 else f"{far:g} km"
    left, low = look.size * 0.3, sheet.height - look.size * 0.7
    return [{"x": left, "y": low, "until": left + far * sheet.scale, "label": label}]
