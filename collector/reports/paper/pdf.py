"""Sets a document as PDF/A that a screen reader can walk through: headings, tables and pictures are tagged.

One rule: the same figures on the same day give the same bytes; the only date inside is the figures' own.
"""

from typing import Any

from collector.reports.paper.parts import Paper, Picture, Section
from collector.reports.typeset import Standard, typeset
from collector.texts import Catalogue

STANDARDS: tuple[Standard, ...] = ("a-2a", "ua-1")
"""PDF/A for keeping, with its structure (level a), and PDF/UA for whoever listens to it."""


def make_pdf(paper: Paper, texts: Catalogue) -> bytes:
    """Make the PDF."""
    return typeset("summary", tell(paper, texts), STANDARDS)


def tell(paper: Paper, texts: Catalogue) -> dict[str, Any]:
    """Say everything that stands in it."""
    return {
        "language": paper.language,
        "title": paper.title,
        "about": texts.say("paper.about", paper.language),
        "under": paper.under,
        "totals": paper.totals,
        "first": [_section(each) for each in paper.first],
        "rest": [_section(each) for each in paper.rest],
        "foot": paper.foot,
        "page": texts.say("paper.page", paper.language, page="PAGE", all="ALL"),
        "marks": paper.marks,
        "day": [int(part) for part in paper.day.split("-")],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "said": section.said,
        "points": section.points,
        "stories": [
            {"theme": each.theme, "words": each.words, "by": each.by, "cites": each.cites}
            for each in section.stories
        ],
        "picture": _picture(section.picture),
        "tables": [
            {"caption": each.caption, "columns": each.columns, "rows": each.rows} for each in section.tables
        ],
    }


def _picture(picture: Picture | None) -> dict[str, str] | None:
    return {"svg": picture.draw("print"), "alt": picture.alt} if picture else None
