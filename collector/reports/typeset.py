"""Sets a document in type: a template beside this file, its data, and the same bytes for the same data.

One rule: nothing is fetched and no font of the machine is used, so a poster looks the same everywhere.
"""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from collector.reports.printable import all_in_our_letters

HERE = Path(__file__).parent
LOGO = (HERE.parent / "web" / "assets" / "own" / "logo.svg").read_text("utf-8")
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
Standard = Literal["a-2a", "ua-1"]
DOTS = 60.0
"""Dots to an inch where a page is drawn for a screen, to be looked at and not read."""


def typeset(template: str, data: Mapping[str, Any], standards: Sequence[Standard] = ()) -> bytes:
    """Make a PDF, of these standards where it must hold to any; then whatever breaks one is an error."""
    return _set(template, data, "pdf", standards=standards)


def draw(template: str, data: Mapping[str, Any], dots: float = DOTS) -> bytes:
    """Draw a document of one page as a picture."""
    return _set(template, data, "png", dots)


def qr_code(address: str) -> str:
    """Draw an address as a QR code of lines, which stays sharp at any size.

    >>> qr_code("https://ekko.test/c/glad-elg").startswith("<svg")
    True
    """
    out = BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True, dark="#1e1633", nl=False
    )
    return out.getvalue().decode()


def as_svg(logo: bytes | None) -> str:
    """Wrap a municipality's logo, a PNG or a JPEG, so that it keeps its shape in the room it is given."""
    if logo is None:
        return ""
    kind = "png" if logo.startswith(PNG) else "jpeg" if logo.startswith(JPEG) else ""
    if not kind:
        raise ValueError("A logo is a PNG or a JPEG file.")
    inside = f"data:image/{kind};base64,{b64encode(logo).decode()}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
        f'<image width="300" height="100" preserveAspectRatio="xMaxYMid meet" href="{inside}"/></svg>'
    )


def _set(
    template: str,
    data: Mapping[str, Any],
    form: Literal["pdf", "png"],
    dots: float = DOTS,
    standards: Sequence[Standard] = (),
) -> bytes:
    said = json.dumps({**(all_in_our_letters(data) if standards else data), "ekko": LOGO}, ensure_ascii=False)
    return typst.compile(
        (HERE / f"{template}.typ").read_bytes(),
        format=form,
        ppi=dots,
        sys_inputs={"data": said},
        ignore_system_fonts=True,
        pdf_standards=list(standards) or None,
    )
