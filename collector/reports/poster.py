"""A round's poster: its question, its QR code, and its code and address for whoever types.

One rule: it says what the chat says, nothing more, and always where help is.
"""

from typing import Any, Literal
from urllib.parse import urlsplit

from collector.model import Round
from collector.reports.typeset import as_svg, draw, qr_code, typeset
from collector.texts import Catalogue

Size = Literal["a4", "a3"]
SIZES: tuple[Size, ...] = ("a4", "a3")
LANGUAGES = ("nb", "nn", "en", "se")
"""What a poster can be made in; in Northern Sámi it says itself that it waits for a native reader."""


def make_poster(
    texts: Catalogue, asked: Round, address: str, size: Size, language: str, logo: bytes | None = None
) -> bytes:
    """Make a round's poster as a PDF; `address` is where young people find Ekko."""
    return typeset("poster", tell(texts, asked, address, size, language, logo))


def draw_poster(
    texts: Catalogue, asked: Round, address: str, size: Size, language: str, logo: bytes | None = None
) -> bytes:
    """Draw the same poster as a picture."""
    return draw("poster", tell(texts, asked, address, size, language, logo))


def tell(
    texts: Catalogue, asked: Round, address: str, size: Size, language: str, logo: bytes | None
) -> dict[str, Any]:
    """Say everything that stands on the poster."""
    own = asked.own_words(language)
    keys = ("say", "scan", "or_go", "and_type", "no_account", "help")
    return {
        "size": size,
        "language": language,
        "question": own.question or texts.say("poster.question", language),
        "for_whom": own.for_whom,
        "code": asked.code,
        "address": bare(address),
        "qr": qr_code(f"{address}/c/{asked.code}"),
        "from": asked.municipality.name,
        "logo": as_svg(logo),
        "mark": mark(texts, asked, language),
        **{key: texts.say(f"poster.{key}", language) for key in keys},
    }


def mark(texts: Catalogue, asked: Round, language: str) -> str:
    """Say on the poster itself that it is no real one: an example, or words that nobody has read yet."""
    if asked.municipality.is_example:
        return texts.say("poster.example", language)
    return texts.say("poster.draft", language) if language == "se" else ""


def bare(address: str) -> str:
    """Write an address as people type it.

    >>> bare("https://ekko.vik.no"), bare("http://127.0.0.1:8000")
    ('ekko.vik.no', '127.0.0.1:8000')
    """
    return urlsplit(address).netloc or address
