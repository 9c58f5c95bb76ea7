"""Draws a map: the municipality's outline, a disc for each place as large as its figure, and a measure.

One rule: a place whose figure is hidden is an empty ring with its word, as small as any.
"""

import math
from functools import lru_cache
from typing import Any, NamedTuple

from collector.reports.pictures.accessible import say_what_it_is
from collector.reports.pictures.look import LOOKS, Look, LookName
from collector.reports.pictures.sheet import Disc, Point, Sheet, lay_out, name_beside
from collector.store.outlines import Outline

LARGEST, SMALLEST = 1.7, 0.35
"""A disc's radius, in letters' sizes."""
LETTER = 0.56
"""How wide a letter is of its size, about."""
MOST_LETTERS = 24
"""Of a name; a longer one finds no room anywhere, and the table has it whole."""
STRETCHES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


class Spot(NamedTuple):
    """A place: what it is called, where it is (degrees north, east), and its figure, if that is shown."""

    name: str
    at: Point
    n: int | None
    label: str


@lru_cache(maxsize=32)
def draw_map(spots: tuple[Spot, ...], land: Outline, look: LookName, title: str, tells: str) -> str:
    """Draw it as SVG."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(_chart(spots, land, LOOKS[look]))
    return say_what_it_is(svg, title, tells)


def _chart(spots: tuple[Spot, ...], land: Outline, look: Look) -> dict[str, Any]:
    import altair

    sheet = lay_out([*(each.at for each in spots), *(point for ring in land.rings for point in ring)], look)
    layers = [_shore(land, sheet, look), *_places(spots, sheet, look), *_margin(land.credit, sheet, look)]
    whole = altair.layer(*layers).properties(
        width=sheet.width, height=sheet.height, background=look.ground, padding=look.size * 0.3
    )
    return dict(whole.configure_view(stroke=None).to_dict())


def _shore(land: Outline, sheet: Sheet, look: Look) -> Any:
    """Draw the outline."""
    rows = [
        {"ring": number, "step": step, "x": x, "y": y}
        for number, ring in enumerate(land.rings)
        for step, (x, y) in enumerate(map(sheet.dot, ring))
    ]
    drawn = _at(rows, sheet).mark_line(
        fill=look.line, fillOpacity=0.35, stroke=look.line, strokeWidth=look.size / 10
    )
    return drawn.encode(detail="ring:N", order="step:Q")


def _places(spots: tuple[Spot, ...], sheet: Sheet, look: Look) -> list[Any]:
    """Draw the places: a disc each, or a ring, and over all of them the names."""
    import altair

    rows = _rows(spots, sheet, look)
    size = altair.Size("square:Q", scale=None)
    discs = _at([row for row in rows if row["n"] is not None], sheet).mark_circle(
        opacity=0.85, color=look.bar
    )
    rings = _at([row for row in rows if row["n"] is None], sheet).mark_point(
        stroke=look.bar, strokeWidth=look.size / 8, opacity=1
    )
    names = _at([row for row in rows if row["left"] is not None], sheet, "left", "mid")
    return [
        discs.encode(size=size),
        rings.encode(size=size),
        names.mark_text(align="left", **_letters(look)).encode(text="label:N"),
    ]


def _margin(credit: str, sheet: Sheet, look: Look) -> list[Any]:
    """Draw how long some kilometres are, a round number of them, and write whose map it is."""
    far = max([each for each in STRETCHES if each * sheet.scale <= sheet.width / 4] or [STRETCHES[0]])
    left, low = look.size * 0.3, sheet.height - look.size * 0.7
    until = left + far * sheet.scale
    label = f"{far * 1000:g} m" if far < 1 else f"{far:g} km"
    measure = _at([{"x": left, "y": low, "until": until, "label": label}], sheet)
    written = _at([{"x": until + look.size * 0.5, "y": low, "label": label}], sheet)
    named = _at([{"x": sheet.width, "y": low, "label": credit}] if credit else [], sheet)
    return [
        measure.mark_rule(color=look.quiet, strokeWidth=look.size / 7).encode(x2="until:Q"),
        written.mark_text(align="left", **_letters(look)).encode(text="label:N"),
        named.mark_text(align="right", **_letters(look)).encode(text="label:N"),
    ]


def _at(rows: list[dict[str, Any]], sheet: Sheet, x: str = "x", y: str = "y") -> Any:
    """Put rows on the sheet by dots from its left and its top."""
    import altair

    def along(axis: Any, field: str, until: float) -> Any:
        scale = altair.Scale(domain=[0, until], range=[0, until], nice=False, zero=False)
        return axis(f"{field}:Q", axis=None, scale=scale)

    return altair.Chart(altair.InlineData(values=rows)).encode(
        x=along(altair.X, x, sheet.width), y=along(altair.Y, y, sheet.height)
    )


def _letters(look: Look) -> dict[str, Any]:
    return {"color": look.ink, "font": look.font, "fontSize": look.size, "baseline": "middle"}


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
    """Write a name and its figure; of a long name its beginning.

    >>> _named(Spot("Nordre og søndre Vika med øyene", (61.0, 9.0), 12, "12"))
    'Nordre og søndre Vika m… 12'
    """
    name = spot.name
    if len(name) > MOST_LETTERS:
        name = name[: MOST_LETTERS - 1].rstrip() + "…"
    return f"{name} {spot.label}".strip()
