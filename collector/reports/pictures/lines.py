"""Draws how many came when: a point for each day or week, a line between those that follow each other.

One rule: where a figure is hidden the line is broken; nobody reads a figure off what is drawn between.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from collector.reports.pictures.accessible import say_what_it_is
from collector.reports.pictures.look import LOOKS, Look, LookName


class Point(NamedTuple):
    """One day or week: how it is called, and its figure if that is shown."""

    name: str
    n: int | None


NAMED = 8
"""So many days have their name under the line, evenly spread; more would stand on each other."""


@lru_cache(maxsize=64)
def draw_line(points: tuple[Point, ...], look: LookName, title: str, tells: str) -> str:
    """Draw them as SVG."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(_chart(points, LOOKS[look]))
    return say_what_it_is(svg, title, tells)


def _chart(points: tuple[Point, ...], look: Look) -> dict[str, Any]:
    import altair

    size = look.size
    rows = [{"at": at, "n": each.n, "name": each.name} for at, each in enumerate(points)]
    apart = max(1, -(-len(points) // NAMED))
    named = list(range(0, len(points), apart))
    names = "{" + ", ".join(f"{at}: {_quoted(points[at].name)}" for at in named) + "}[datum.value]"
    letters: dict[str, Any] = {
        "labelFont": look.font,
        "labelFontSize": size,
        "labelColor": look.ink,
        "labelLimit": 0,
    }
    base = altair.Chart(altair.InlineData(values=rows)).encode(
        x=altair.X(
            "at:Q",
            scale=altair.Scale(domain=[-0.2, max(len(points) - 0.8, 1)], nice=False),
            axis=altair.Axis(
                values=named,
                labelExpr=names,
                title=None,
                grid=False,
                domainColor=look.line,
                tickColor=look.line,
                labelPadding=size * 0.4,
                **letters,
            ),
        ),
        y=altair.Y(
            "n:Q",
            scale=altair.Scale(zero=True, nice=True),
            axis=altair.Axis(
                tickCount=4,
                format="d",
                title=None,
                gridColor=look.line,
                domain=False,
                ticks=False,
                labelPadding=size * 0.4,
                **letters,
            ),
        ),
    )
    picture = base.mark_line(
        color=look.bar, strokeWidth=size / 5, invalid="break-paths-filter-domains"
    ) + base.mark_point(color=look.bar, fill=look.bar, size=(size * 0.62) ** 2, opacity=1)
    margin = size * 4
    height = (look.height or look.width * 0.5) - margin
    whole = picture.properties(
        width=look.width - margin, height=height, background=look.ground, padding=look.size * 0.5
    ).configure_view(stroke=None)
    return dict(whole.to_dict())


def _quoted(name: str) -> str:
    """Write a name as the drawing's own language does, so that no sign in it is read as code.

    >>> _quoted("uke 38")
    "'uke 38'"
    """
    return "'" + name.replace("\\", "").replace("'", "’") + "'"
