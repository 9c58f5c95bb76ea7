"""Draws the bar charts, on the server, so that no page needs a script for them.

One rule: the table beside the picture says the same; nobody has to see the picture.
"""

from functools import lru_cache
from typing import Any

Bars = tuple[tuple[str, int], ...]
INK = {"light": "#292c30", "dark": "#e6e7e8"}
BAR = {"light": "#5b3fa0", "dark": "#b9a6e6"}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
BAR_HEIGHT = 30
WIDTH = 360


@lru_cache(maxsize=64)
def draw(bars: Bars, scheme: str) -> str:
    """Draw some bars as SVG, the greatest on top, each with its name over it and its figure after it."""
    import altair  # a second to import, so only where a picture is asked for
    import vl_convert

    rows = [{"name": name, "n": n} for name, n in bars]
    base = altair.Chart(altair.InlineData(values=rows)).encode(
        y=altair.Y("name:N", sort=None, axis=None, scale=altair.Scale(paddingInner=0.55, paddingOuter=0.5)),
        x=altair.X("n:Q", axis=None, scale=altair.Scale(domain=[0, max(n for _, n in bars)])),
    )
    text: dict[str, Any] = {"align": "left", "color": INK[scheme], "font": FONT, "fontSize": 14}
    picture = (
        base.mark_bar(color=BAR[scheme], cornerRadiusEnd=4, size=12)
        + base.mark_text(dy=-16, fontWeight=500, **text).encode(x=altair.value(0), text="name:N")
        + base.mark_text(dx=8, fontWeight=700, **text).encode(text="n:Q")
    )
    whole = picture.properties(
        width=WIDTH, height=altair.Step(BAR_HEIGHT + 18), background="transparent", padding=4
    ).configure_view(stroke=None)
    svg: str = vl_convert.vegalite_to_svg(whole.to_dict())
    return svg
