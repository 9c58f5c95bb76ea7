"""Makes a picture of a screen small: its commonest colours stay, the others become the nearest of them.

One rule: the browser reads the picture and this writes it, so a handful of files needs no library.
"""

import struct
import zlib
from base64 import b64decode, b64encode

import numpy as np
from numpy.typing import NDArray
from playwright.async_api import Page

Pixels = NDArray[np.uint8]
MOST = 256
READ = """async png => {
    const drawn = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = new OffscreenCanvas(drawn.width, drawn.height);
    const pen = canvas.getContext("2d");
    pen.drawImage(drawn, 0, 0);
    const bytes = pen.getImageData(0, 0, drawn.width, drawn.height).data;
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768)
        text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return [drawn.width, drawn.height, btoa(text)];
}"""


async def shrink(blank: Page, png: bytes) -> bytes:
    """Write a picture anew with few colours; `blank` is an empty page whose browser reads it."""
    width, height, text = await blank.evaluate(READ, b64encode(png).decode())
    pixels = np.frombuffer(b64decode(text), np.uint8).reshape(-1, 4)[:, :3]
    palette, places = few(pixels)
    return write(palette, places.reshape(height, width))


def few(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """Choose the commonest colours, and give each pixel the nearest of them."""
    colours, which, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    palette = colours[np.argsort(-counts)[:MOST]]
    apart = ((colours[:, None].astype(np.int32) - palette[None].astype(np.int32)) ** 2).sum(axis=2)
    return palette, apart.argmin(axis=1).astype(np.uint8)[which.reshape(-1)]


def write(palette: Pixels, places: Pixels) -> bytes:
    """Write a PNG of places in a palette."""
    height, width = places.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), places], axis=1)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [
        (b"IHDR", head),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, parts))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    name, body = part
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
