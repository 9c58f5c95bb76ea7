"""Text ids that sort by the time they were made, and secrets that cannot be guessed."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o or u, so that nobody misreads an id aloud."""


def new_id(now: int) -> str:
    """Make an id from a moment in milliseconds and 80 random bits.

    >>> len(new_id(0)), new_id(1) < new_id(2)
    (26, True)
    """
    return spell((now << 80) | secrets.randbits(80), 26)


def new_secret() -> str:
    """Make a secret of 160 bits that is easy to paste and safe in a link."""
    return spell(secrets.randbits(160), 32)


def spell(number: int, length: int) -> str:
    """Write a number in the alphabet above, most significant first.

    >>> spell(33, 4)
    '0011'
    """
    letters = []
    for _ in range(length):
        number, rest = divmod(number, 32)
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))
