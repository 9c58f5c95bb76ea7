"""Reads what was printed: a picture's dots, its QR codes, and a PDF's pages and words."""

from io import BytesIO
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image
from pypdf import PdfReader

MM = 72 / 25.4
"""So many points are a millimetre."""


def codes_in(png: bytes) -> list[str]:
    """Read every QR code of a picture."""
    return [found.text for found in zxingcpp.read_barcodes(dots_of(png))]


def sizes_of(pdf: bytes) -> list[tuple[int, int]]:
    """Tell each page's width and height in millimetres."""
    boxes = [page.mediabox for page in PdfReader(BytesIO(pdf)).pages]
    return [(round(float(box.width) / MM), round(float(box.height) / MM)) for box in boxes]


def words_in(pdf: bytes) -> str:
    """Read the words, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def dots_of(png: bytes) -> Any:
    """Read a PNG as grey dots."""
    return np.asarray(Image.open(BytesIO(png)).convert("RGB").convert("L"))
