"""Reads what was printed: a picture's dots, its QR codes, and a PDF's pages and words."""

import struct
import zlib
from io import BytesIO
from typing import Any

import numpy as np
import zxingcpp
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
    """Read a PNG of eight bits as grey dots."""
    at, body, width, height, kind = 8, b"", 0, 0, 0
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        part = png[at + 8 : at + 8 + length]
        if name == b"IHDR":
            width, height, _, kind = struct.unpack(">IIBB", part[:10])
        body += part if name == b"IDAT" else b""
        at += length + 12
    deep = {0: 1, 2: 3, 4: 2, 6: 4}[kind]
    rows = _rows(zlib.decompress(body), width * deep, height, deep)
    grey = np.array(rows, np.uint8).reshape(height, width, deep)[:, :, : min(deep, 3)].mean(axis=2)
    return np.ascontiguousarray(grey.astype(np.uint8))


def _rows(raw: bytes, wide: int, height: int, deep: int) -> list[bytearray]:
    rows, before = [], bytearray(wide)
    for number in range(height):
        start = number * (wide + 1)
        row, how = bytearray(raw[start + 1 : start + 1 + wide]), raw[start]
        for at in range(wide):
            left = row[at - deep] if at >= deep else 0
            up, corner = before[at], before[at - deep] if at >= deep else 0
            row[at] = (row[at] + (0, left, up, (left + up) // 2, _nearest(left, up, corner))[how]) % 256
        rows.append(row)
        before = row
    return rows


def _nearest(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))
