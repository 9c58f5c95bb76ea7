"""Lets a leader hide a word that the program missed: by one touch, and everywhere in the wish.

One rule: a word hidden by hand is gone from all that reads the masked text, the tagger among it. What it was
lies sealed beside the raw words and goes with them; until then the step can be undone.
"""

import json
import re
from typing import NamedTuple

from collector.desk import DecidedAlready, Desk
from collector.ids import new_id
from collector.model import Wish
from collector.sealing import Seal
from collector.store import decisions, hidden, wishes
from collector.store.front import Row, Tx

STEP = "hide"
MARK = "[skjult]"
_MARKS = re.compile(r"(\[[a-zæøå-]{1,12}\])")
_WORD = re.compile(r"(?<!\w)\w(?:[\w@.'’+-]*\w)?(?!\w)")


class Word(NamedTuple):
    """A word of a wish as it stands, and where."""

    at: int
    word: str


class Hidden(NamedTuple):
    """What the program left readable, and the words in it that people hid."""

    text: str
    words: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Write the text without them."""
        return without(self.text, self.words)


def words_of(text: str) -> list[Word]:
    """List the words that can be hidden; what is hidden already is none.

    >>> [each.word for each in words_of("Spør Kari, [navn] vet")]
    ['Spør', 'Kari', 'vet']
    """
    found, at = [], 0
    for part in _MARKS.split(text):
        if not _MARKS.fullmatch(part):
            found += [Word(at + each.start(), each.group()) for each in _WORD.finditer(part)]
        at += len(part)
    return found


def word_at(text: str, at: int) -> str:
    """Find the word that stands at a place in a text; nothing where there is none."""
    return next((each.word for each in words_of(text) if each.at <= at < each.at + len(each.word)), "")


def without(text: str, words: tuple[str, ...]) -> str:
    """Hide words wherever they stand as words, however they are written.

    >>> without("Kari og KARI, ikke Karianne", ("kari",))
    '[skjult] og [skjult], ikke Karianne'
    """
    if not words:
        return text
    each = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    these = re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)
    parts = _MARKS.split(text)
    return "".join(part if _MARKS.fullmatch(part) else these.sub(MARK, part) for part in parts)


def hide(tx: Tx, seal: Seal, desk: Desk, wish: Wish, at: int, now: int) -> None:
    """Hide the word that was touched, in the whole wish. The caller took the wish, and `erases=True`."""
    touched = word_at(wish.text, at)
    if not touched:
        raise DecidedAlready
    hidden.bury_word(tx, wish.id, len(wish.text), at)
    before = read(tx, seal, wish)
    after = before._replace(words=(*before.words, touched))
    put(tx, seal, wish.id, after)
    _record(tx, desk, wish, len(before.words), len(after.words), STEP, now)


def show_again(tx: Tx, seal: Seal, desk: Desk, wish: Wish, step: Row, now: int) -> None:
    """Let what was hidden by a step be read again, where it is still there."""
    stood = read(tx, seal, wish)
    count = json.loads(step["details"])["before"]["hidden"]
    if not count < len(stood.words):
        raise DecidedAlready  # the raw words had their time, and what was hidden went with them
    put(tx, seal, wish.id, stood._replace(words=stood.words[:count]))
    _record(tx, desk, wish, len(stood.words), count, "undo", now)


def hide_again(tx: Tx, seal: Seal, wish_id: str, text: str) -> str:
    """Hide in new words what was hidden by hand in the old ones, and give back what may be read."""
    kept = hidden.find(tx, wish_id)
    if kept is None:
        return text
    anew = _open(seal, wish_id, kept)._replace(text=text)
    hidden.put(tx, wish_id, anew.shown, _sealed(seal, wish_id, anew))
    return anew.shown


def hide_over(tx: Tx, wish_id: str, length: int, at: int) -> bool:
    """Hide again in an old copy what was hidden in its wish; one whose words are others is left alone."""
    wish = wishes.find_wish(tx, wish_id)
    if wish is None or len(wish.text) != length:
        return False
    touched = word_at(wish.text, at)
    if touched:
        hidden.put(tx, wish_id, without(wish.text, (touched,)), None)
    return bool(touched)


def read(tx: Tx, seal: Seal, wish: Wish) -> Hidden:
    """Read what was hidden in a wish by hand."""
    kept = hidden.find(tx, wish.id)
    return Hidden(wish.text) if kept is None else _open(seal, wish.id, kept)


def put(tx: Tx, seal: Seal, wish_id: str, what: Hidden) -> None:
    """Let a wish say what is left, and keep the rest sealed."""
    hidden.put(tx, wish_id, what.shown, _sealed(seal, wish_id, what) if what.words else None)


def _open(seal: Seal, wish_id: str, kept: bytes) -> Hidden:
    text, words = json.loads(seal.open(kept, _place(wish_id)))
    return Hidden(text, tuple(words))


def _sealed(seal: Seal, wish_id: str, what: Hidden) -> bytes:
    return seal.seal(json.dumps([what.text, what.words]), _place(wish_id))


def _place(wish_id: str) -> str:
    return f"wish.hidden:{wish_id}"


def _record(tx: Tx, desk: Desk, wish: Wish, before: int, after: int, what: str, now: int) -> None:
    """Write down who hid how many words, and none of them; the rest of the wish is as it was."""
    stood = {"state": wish.state, "tags": decisions.write_tags(wish.tags)}
    details = {"before": stood | {"hidden": before}, "after": stood | {"hidden": after}}
    here, staff = desk.municipality.id, desk.staff.id
    decisions.add_decision(tx, new_id(now), here, staff, wish.id, what, details, now)
