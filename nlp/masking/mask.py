"""Puts together what the finders found and writes the masked text.

The one rule: finders that are sure of the shape (e-mail, number) go before those that guess (names).
"""

from collections.abc import Iterable
from typing import NamedTuple

from nlp.masking.addresses import find_addresses
from nlp.masking.again import find_again
from nlp.masking.apps import find_told_names
from nlp.masking.classes import find_classes
from nlp.masking.contact import find_emails, find_handles
from nlp.masking.dates import find_birth_dates
from nlp.masking.names import find_names
from nlp.masking.nicks import find_nicks
from nlp.masking.numbers import find_ids, find_phones, find_plates
from nlp.masking.span import Span

_FINDERS = (
    find_emails,
    find_ids,
    find_phones,
    find_addresses,
    find_birth_dates,
    find_plates,
    find_handles,
    find_told_names,
    find_nicks,
    find_names,
)


class Masked(NamedTuple):
    """The readable rest of a text, and the exact words that were hidden, in order."""

    text: str
    hidden: tuple[str, ...]


def mask(text: str) -> Masked:
    """The text with everything personal that was found replaced by its mark.

    >>> mask("ring meg på 900 12 345")
    Masked(text='ring meg på [telefon]', hidden=('900 12 345',))
    """
    spans: list[Span] = []
    for find in _FINDERS:
        spans.extend(span for span in find(text) if not _touches(span, spans))
    if any(span.mark == "navn" for span in spans):
        spans.extend(span for span in find_classes(text) if not _touches(span, spans))
    for span in tuple(find_again(text, tuple(spans))):
        if not _touches(span, spans):
            spans.append(span)
    return _write(text, sorted(spans))


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _write(text: str, spans: list[Span]) -> Masked:
    pieces, last = [], 0
    for span in spans:
        pieces.append(text[last : span.start] + f"[{span.mark}]")
        last = span.end
    return Masked("".join(pieces) + text[last:], tuple(text[span.start : span.end] for span in spans))
