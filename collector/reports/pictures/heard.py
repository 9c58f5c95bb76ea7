"""Draws who has been heard beside who lives there: a filled bar inside an open one, for each group.

One rule: whose figure is hidden has the open bar alone, with the word that stands in the table too.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from collector.reports.pictures.accessible import say_what_it_is
from collector.reports.pictures.look import LOOKS, Look, LookName


class Group(NamedTuple):
    """Some young people: how many they are, and how many of them were heard, if that is shown."""

    name: str
    lives: int
    heard: int | None
    label: str


@lru_cache(maxsize=64)
def draw_heard(groups: tuple[Group, ...], look: LookName, title: str, tells: str) -> str:
    """Draw them as SVG."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(_chart(groups, LOOKS[look]))
    return say_what_it_is(svg, title, tells)


def _chart(groups: tuple[Group, ...], look: Look) -> dict[str, Any]:
    import altair

    rows = [
        {
            "at": at,
            "name": each.name,
            "lives": each.lives,
            "label": each.label,
            "heard": min(each.heard or 0, each.lives),
        }
        for at, each in enumerate(groups)
    ]
    most = max((each.lives for each in groups), default=1) or 1
    step = look.row if look.height is None else min(look.row, look.height / max(len(groups), 1))
    size = step * (look.size / look.row)
    base = altair.Chart(altair.InlineData(values=rows)).encode(
        y=altair.Y("at:O", axis=None, scale=altair.Scale(paddingInner=0.55, paddingOuter=0.5)),
        x=altair.X("lives:Q", axis=None, scale=altair.Scale(domain=[0, most], range=[0, look.width])),
    )
    text: dict[str, Any] = {"font": look.font, "fontSize": size, "dy": -size * 1.15}
    picture = (
        base.mark_bar(fillOpacity=0, stroke=look.bar, strokeWidth=size / 9, size=size * 0.85)
        + base.mark_bar(color=look.bar, size=size * 0.85).encode(x=altair.X("heard:Q", axis=None))
        + base.mark_text(align="left", color=look.ink, limit=look.width * 0.6, **text).encode(
            x=altair.value(0), text="name:N"
        )
        + base.mark_text(
            align="right", color=look.ink, fontWeight="bold", limit=look.width * 0.55, **text
        ).encode(x=altair.value(look.width), text="label:N")
    )
    whole = picture.properties(
        width=look.width, height=altair.Step(step), background=look.ground, padding=look.size * 0.4
    ).configure_view(stroke=None)
    return dict(whole.to_dict())
