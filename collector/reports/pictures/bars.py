"""Draws bars: one for each tag, the greatest on top, its name over it and its figure after it.

One rule: a figure that is hidden has no bar, only the word that stands in the table too.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from collector.reports.pictures.accessible import say_what_it_is
from collector.reports.pictures.look import LOOKS, Look, LookName


class Bar(NamedTuple):
    """One row: what it is called, its figure if that is shown, and how the figure is written."""

    name: str
    n: int | None
    label: str


@lru_cache(maxsize=128)
def draw_bars(bars: tuple[Bar, ...], look: LookName, title: str, tells: str) -> str:
    """Draw some bars as SVG."""
    import vl_convert  # a second to import, as altair is: only where a picture is asked for

    svg: str = vl_convert.vegalite_to_svg(_chart(bars, LOOKS[look]))
    return say_what_it_is(svg, title, tells)


def _chart(bars: tuple[Bar, ...], look: Look) -> dict[str, Any]:
    import altair

    rows = [each._asdict() | {"n": each.n or 0, "at": at} for at, each in enumerate(bars)]
    greatest = max((each.n or 0 for each in bars), default=0) or 1
    row = _rows(len(bars), look)
    label = len(max((each.label for each in bars), key=len, default="")) * row.size * 0.62 + row.size
    base = altair.Chart(altair.InlineData(values=rows)).encode(
        y=altair.Y("at:O", axis=None, scale=altair.Scale(paddingInner=0.55, paddingOuter=0.5)),
        x=altair.X(
            "n:Q",
            axis=None,
            scale=altair.Scale(domain=[0, greatest], range=[row.begins, look.width - label]),
        ),
    )
    text: dict[str, Any] = {"align": "left", "color": look.ink, "font": look.font, "fontSize": row.size}
    name = base.mark_text(dy=row.name_at, fontWeight="normal", limit=row.begins or look.width, **text)
    figure = base.mark_text(dx=row.size * 0.5, fontWeight="bold", **text)
    picture = (
        base.mark_bar(color=look.bar, cornerRadiusEnd=row.size * 0.28, size=row.size * 0.85)
        + name.encode(x=altair.value(0), text="name:N")
        + figure.encode(text="label:N")
    )
    whole = picture.properties(
        width=look.width, height=altair.Step(row.high), background=look.ground, padding=look.size * 0.3
    ).configure_view(stroke=None)
    return dict(whole.to_dict())


class _Row(NamedTuple):
    """How high a row is, how large its letters, and where its bar begins and its name stands."""

    high: float
    size: float
    begins: float
    name_at: float


def _rows(many: int, look: Look) -> _Row:
    """Put the name over its bar, or, on a slide, beside it: there is no room for both under each other."""
    if look.height is None:
        return _Row(look.row, look.size, 0, -look.size * 1.15)
    high = min(look.size * 2.4, look.height / max(many, 1))
    return _Row(high, min(look.size, high * 0.62), look.width * 0.36, 0)
