"""Draws a part of a whole: how many of the wishes have an answer.

One rule: the part and the rest differ by pattern and place, not by colour alone; a hidden part is not drawn.
"""

from functools import lru_cache
from typing import Any

from collector.reports.pictures.accessible import say_what_it_is
from collector.reports.pictures.look import LOOKS, LookName


@lru_cache(maxsize=64)
def draw_share(percent: int, look: LookName, written: str, rest: str, title: str, tells: str) -> str:
    """Draw the part as SVG: a bar from left to right, its figure over it, and what the rest is."""
    import altair
    import vl_convert

    seen = LOOKS[look]
    size = seen.size
    wide = seen.width
    bar: dict[str, Any] = {"size": size * 1.6, "cornerRadius": size * 0.3}
    text: dict[str, Any] = {"align": "left", "font": seen.font, "limit": wide}
    first = altair.value(0)
    row = {"full": 100, "n": percent, "at": 0, "percent": f"{percent} %", "part": written, "rest": rest}
    base = altair.Chart(altair.InlineData(values=[row])).encode(
        y=altair.Y("at:O", axis=None),
        x=altair.X("n:Q", axis=None, scale=altair.Scale(domain=[0, 100], range=[0, wide])),
    )
    whole = (
        base.mark_bar(fillOpacity=0, stroke=seen.bar, strokeWidth=size / 9, **bar).encode(
            x=altair.X("full:Q", axis=None)
        )
        + base.mark_bar(color=seen.bar, **bar)
        + base.mark_text(
            dy=-size * 3.6, fontSize=size * 2.6, fontWeight="bold", color=seen.ink, **text
        ).encode(x=first, text="percent:N")
        + base.mark_text(dy=-size * 1.6, fontSize=size, color=seen.ink, **text).encode(x=first, text="part:N")
        + base.mark_text(dy=size * 1.7, fontSize=size, color=seen.quiet, **text).encode(
            x=first, text="rest:N"
        )
    ).properties(width=wide, height=size * 9, background=seen.ground, padding=size * 0.3)
    svg: str = vl_convert.vegalite_to_svg(whole.configure_view(stroke=None).to_dict())
    return say_what_it_is(svg, title, tells)
