"""How a picture looks: its colours, its letters and how large it is, for each place where it is shown.

One rule: nothing is told by colour alone. What differs has its own name, sign or pattern beside it, so that
a picture says the same in black and white and to whoever sees colours otherwise.
"""

from dataclasses import dataclass
from typing import Literal

LookName = Literal["light", "dark", "print", "slide"]
SANS = "Liberation Sans"
"""Comes with what draws the pictures, so that a PNG has the same letters on every machine."""
SERIF = "Libertinus Serif"
"""Comes with what sets the documents."""
ON_SCREEN = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look."""

    ink: str
    quiet: str
    bar: str
    line: str
    """The edge and the lines behind."""
    ground: str
    font: str
    size: int
    """Of the letters, in dots."""
    width: int
    height: int | None = None
    """Where the whole picture has one: a slide."""

    @property
    def row(self) -> float:
        """Tell how much room one bar and its name take."""
        return self.size * 3.3


LOOKS: dict[LookName, Look] = {
    "light": Look("#292c30", "#5c636d", "#5b3fa0", "#c6cad1", "transparent", ON_SCREEN, 14, 360),
    "dark": Look("#e6e7e8", "#b0b5bc", "#b9a6e6", "#50555c", "transparent", ON_SCREEN, 14, 360),
    "print": Look("#1e1633", "#494949", "#3a2670", "#b9b9b9", "transparent", SERIF, 13, 460),
    "slide": Look("#1e1633", "#494456", "#5b3fa0", "#c9c2d8", "transparent", SERIF, 44, 1720, 700),
}
