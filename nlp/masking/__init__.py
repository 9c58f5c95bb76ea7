"""Hides what could point at a person and keeps the rest readable: [navn], [telefon] and so on.

The one rule: when in doubt about a number, an address or an id, hide it; the mark says what was there.
"""

from nlp.masking.mask import Masked, mask

__all__ = ["Masked", "mask"]
