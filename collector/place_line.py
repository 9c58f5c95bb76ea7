"""Reads a place as it is typed on a line: its name, and behind it where it is, as maps on the web write that.

One rule: what looks like a point and is none is never part of a name; it is refused further on, in words.
"""

import re

from collector.listing import Typed
from nlp.clean import clean

LONGEST_LINE = 200
MARK = "[NEØO]"
FIGURE = r"(\d{1,3}[.,]\d{1,20}|\d{1,3}(?= ?[°º]))"
MINUTES = (
    r"(?: ?[°º](?: ?(\d{1,2}(?:[.,]\d{1,12})?) ?['′’´](?: ?(\d{1,2}(?:[.,]\d{1,12})?) ?(?:[\"″”]|''))?)?)?"
)
BEGINS, BETWEEN = r"(?:^|[ ;:,(])", "[ ;,]{1,3}"
POINTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{BEGINS}N ?{FIGURE}{MINUTES}{BETWEEN}[EØO] ?{FIGURE}{MINUTES}\)?$",
        rf"{BEGINS}{FIGURE}{MINUTES} ?{MARK}?{BETWEEN}{FIGURE}{MINUTES} ?{MARK}?\)?$",
    )
)
"""Degrees with decimals, or with minutes and seconds; what says which is north stands before or behind."""
MEANT = re.compile(r"[ ;:,(@/=](?:\d{5,}|\d{1,3}[.,]\d{3,}|\d{1,3} ?[°º]).*$")
"""The beginning of a point that cannot be read: metres, a link, one figure alone."""


def read_line(line: str) -> Typed:
    """Read a name, and where it is, if that is said.

    >>> read_line("Vika 61.2305, 9.4512") == read_line("Vika; 61.2305; 9.4512")
    True
    >>> read_line("Vika 61°13'49.8\\"N 9°27'04.3\\"E")
    {'name': 'Vika', 'north': '61.230500', 'east': '9.451194'}
    >>> read_line("Nordre bydel 2")
    {'name': 'Nordre bydel 2', 'north': '', 'east': ''}
    """
    if len(line) > LONGEST_LINE:
        return {"name": line, "north": "", "east": ""}
    line = clean(line)
    for point in POINTS:
        if found := point.search(line):
            north, east = in_degrees(*found.group(1, 2, 3)), in_degrees(*found.group(4, 5, 6))
            return {"name": _tidy(line[: found.start()]), "north": north, "east": east}
    name, _, rest = line.partition(";")
    if any(letter.isdecimal() for letter in rest):
        return {"name": name.strip(), "north": rest.strip(), "east": ""}
    if meant := MEANT.search(line):
        return {"name": _tidy(line[: meant.start()]), "north": meant[0].strip(" ;:,("), "east": ""}
    return {"name": line.rstrip(" ;"), "north": "", "east": ""}


def write_line(row: Typed) -> str:
    """Write a place on a line, as it is read."""
    return "; ".join(filter(None, (row["name"], row["north"], row["east"])))


def in_degrees(whole: str, minutes: str | None, seconds: str | None) -> str:
    """Write degrees with decimals; those that have them are left as they were typed.

    >>> in_degrees("9", "27", "04,3"), in_degrees("61,2305", None, None)
    ('9.451194', '61,2305')
    """
    if not minutes:
        return whole
    degrees, *parts = (float((each or "0").replace(",", ".")) for each in (whole, minutes, seconds))
    return f"{degrees + parts[0] / 60 + parts[1] / 3600:.6f}"


def _tidy(name: str) -> str:
    return name.rstrip(" ;:,(")
