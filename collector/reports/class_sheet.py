"""The codes of a class round on paper: a card for each class, eight to a page, to cut and hand out."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from collector.model import Round, SchoolClass
from collector.reports.poster import bare, mark
from collector.reports.typeset import qr_code, typeset
from collector.texts import Catalogue


def make_sheet(
    texts: Catalogue, asked: Round, found: Sequence[SchoolClass], address: str, language: str
) -> bytes:
    """Make the PDF."""
    return typeset("class_sheet", tell(texts, asked, found, address, language))


def tell(
    texts: Catalogue, asked: Round, found: Sequence[SchoolClass], address: str, language: str
) -> dict[str, Any]:
    """Say everything that stands on the cards."""
    return {
        "language": language,
        "round": asked.name,
        "address": f"{bare(address)}/k",
        "cards": [_card(each, address) for each in found],
        "mark": mark(texts, asked, language),
        "none": texts.say("classes.none", language),
        **{key: texts.say(f"sheet.{key}", language) for key in ("title", "go", "code", "keep")},
        "no_account": texts.say("poster.no_account", language),
    }


def _card(group: SchoolClass, address: str) -> dict[str, str]:
    return {"name": group.name, "code": group.code, "qr": qr_code(f"{address}/k/{quote(group.code)}")}
