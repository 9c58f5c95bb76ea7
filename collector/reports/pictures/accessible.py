"""Gives a drawn picture its name and its main thing in words, inside the picture itself.

One rule: whoever does not see it is told what it shows; the figures stand in the table beside it.
"""

import re
from xml.sax.saxutils import escape

import vl_convert

from collector.reports.pictures.look import SANS

BEGINS = re.compile(r"<svg\b([^>]*)>")
PRESS_DOTS = 2.0
FAMILY = re.compile(r'font-family="[^"]*"')


def say_what_it_is(svg: str, title: str, tells: str) -> str:
    """Write a title and a description into an SVG.

    >>> say_what_it_is('<svg width="1"><g/></svg>', "A & B", "More A.")[48:]
    '<title id="t">A &amp; B</title><desc id="d">More A.</desc><g/></svg>'
    """
    inside = f'<title id="t">{escape(title)}</title><desc id="d">{escape(tells)}</desc>'
    return BEGINS.sub(lambda found: f'<svg{found[1]} role="img" aria-labelledby="t d">{inside}', svg, count=1)


def as_png(svg: str, scale: float = PRESS_DOTS) -> bytes:
    """Draw an SVG as dots, with the letters that come along, whatever fonts the machine has."""
    return vl_convert.svg_to_png(FAMILY.sub(f'font-family="{SANS}"', svg), scale=scale)
