"""Lets a leader split a wish that holds several into parts, each a wish of the same talk.

One rule: a part says nothing that the masked text does not say, in its order. The first part stays the wish
itself; what the whole was lies sealed beside its raw words and goes with them, and so does the way back.
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from collector import placing, review
from collector.desk import DecidedAlready, Desk
from collector.ids import new_id
from collector.intake import concern_of, only_here, raw_place, understand
from collector.model import Tag, Wish
from collector.rewording import NO_STATE, NotFit
from collector.sealing import Seal
from collector.store import counts, decisions, hidden, parts, queue, rounds, routed, same, wishes
from collector.store.front import Row, Tx
from nlp.clean import clean
from nlp.reader import Reader
from nlp.reading import Reading
from nlp.splitting import split as cut

STEP = "split"
MOST = 3
_WORD = re.compile(r"\[[a-zæøå-]{1,12}\]|\w[\w'’]*")
_STOPS = frozenset(" \n.,!?")


def look(tx: Tx, desk: Desk, wish_id: str) -> dict[str, Any]:
    """Open a wish that somebody wants to split, and say where it cannot be."""
    shown = review.show_one(tx, desk, wish_id)
    wish = queue.find_for_review(tx, desk.municipality.id, wish_id)
    return {"wish": shown, "cannot": why_not(tx, wish) if wish else "state"}


def why_not(tx: Tx, wish: Wish) -> str:
    """Name why a wish cannot be split; nothing where it can."""
    if wish.state != "waiting" or wish.answer is not None:
        return "state"
    if parts.stands_in_a_case(tx, wish.id):
        return "case"
    asked = rounds.find_by_id(tx, wish.round_id)
    if wish.talk_id is None or (asked is not None and asked.kind == "class"):
        return "class"
    if wish.same_as is not None or same.ones(tx, wish.id):
        return "same"
    if wish.part_of is not None:
        return "part"
    return "soon" if parts.waits_to_be_read(tx, wish.id) else ""


def propose(text: str) -> list[str]:
    """Propose where to split: where the tagger would cut, else by lines, else by sentences.

    >>> propose("Jeg vil ha kino. Og en skatepark!")
    ['Jeg vil ha kino.', 'Og en skatepark!', '']
    """
    ways = (cut(text), text.splitlines(), re.split(r"(?<=[.!?])\s+", text))
    found = next((way for way in map(_said, ways) if len(way) > 1), [text])
    last = "\n".join(found[MOST - 1 :])
    return [*found[: MOST - 1], last, "", ""][:MOST]


def _said(pieces: Iterable[str]) -> list[str]:
    return [piece.strip() for piece in pieces if piece.strip()]


def read_parts(reader: Reader, text: str, typed: Sequence[str]) -> list[Reading]:
    """Read each part as a wish by itself, or say why the wish cannot be split so."""
    pieces = [words for words in map(clean, typed) if words]
    if len(pieces) < 2:
        raise NotFit("few")
    if not all(_WORD.search(piece) and stands_in(text, piece) for piece in pieces):
        raise NotFit("words")
    readings = [reader.read(piece) for piece in pieces]
    if any(concern_of(reading) for reading in readings):
        raise NotFit("concern")
    return readings


def stands_in(text: str, part: str) -> bool:
    """Tell whether all that a part says stands in a text, in the same order.

    >>> stands_in("Kino og [navn] i bandet", "[navn] i bandet."), stands_in("Kino og band", "band og kino")
    (True, False)
    """
    left = iter(_words(text))
    return all(word in left for word in _words(part)) and _signs(part) <= _signs(text) | _STOPS


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _signs(text: str) -> set[str]:
    return set(_WORD.sub("", text.casefold()))


def split(tx: Tx, seal: Seal, desk: Desk, wish: Wish, readings: Sequence[Reading], now: int) -> None:
    """Let a wish be its first part, and the others wishes beside it. The caller took the wish."""
    if why_not(tx, wish):
        raise DecidedAlready
    batch, whole = new_id(now), _sealed(tx, seal, wish)
    places = routed.places_of(tx, [wish]).get(wish.id, set())
    counts.count(tx, wish, -1)
    first, *others = [_as_part(tx, wish, reading, n, now) for n, reading in enumerate(readings)]
    parts.put_first(tx, first, whole)
    wishes.replace_tags(tx, first.id, first.tags)
    for other in others:
        wishes.add_wish(tx, other, None)
        if wish.may_show is not None:
            wishes.let_show(tx, other.id, wish.talk_id or "", wish.may_show)
    for each in (first, *others):
        _note_places(tx, each, places)
        counts.count(tx, each, +1)
        review.change(tx, desk, each, each, STEP, now, batch=batch, alone=True)


def _as_part(tx: Tx, wish: Wish, reading: Reading, place: int, now: int) -> Wish:
    """Make a part: what a person said of the whole is hers where it was read here too, else suggested."""
    read = only_here(tx, wish.municipality_id, understand(reading))
    return replace(
        wish,
        id=wish.id if place == 0 else new_id(now + place),  # so they keep their order
        text=reading.text,
        language=reading.language,
        sure=reading.sure,
        part_of=wish.id,
        tags=_tags(wish, tuple(tag for tag in read if tag.id not in NO_STATE)),
    )


def _tags(wish: Wish, read: tuple[Tag, ...]) -> tuple[Tag, ...]:
    said = {(tag.kind, tag.id): tag for tag in wish.tags if tag.by != "tagger" and tag.given}
    given = {(tag.kind, tag.id) for tag in read if tag.given}
    people = tuple(replace(tag, given=key in given) for key, tag in said.items())
    return people + tuple(tag for tag in read if (tag.kind, tag.id) not in said)


def _note_places(tx: Tx, part: Wish, places: set[str]) -> None:
    """A part is from the places that it names, else from those that the whole named."""
    routed.put_places(tx, part.id, placing.named_in(part.text, places) or places)


def join(tx: Tx, seal: Seal, desk: Desk, wish: Wish, step: Row, now: int) -> None:
    """Let the parts be one wish again, while nobody did anything with any of them."""
    others = [each for each in parts.parts_of(tx, wish.id) if each.id != wish.id]
    kept = parts.find_whole(tx, wish.id)
    if kept is None or wish.state != "waiting" or not _are_untouched(tx, desk, wish, others):
        raise DecidedAlready
    old, by_hand = _opened(seal, wish, kept)
    counts.count(tx, wish, -1)
    for other in others:
        counts.count(tx, other, -1)
        parts.drop(tx, other.id)
    parts.put_whole(tx, old, by_hand)
    wishes.replace_tags(tx, old.id, old.tags)
    if (raw := parts.find_raw(tx, old.id)) is not None:
        placing.note(tx, old.municipality_id, old.id, seal.open(raw, raw_place(old.id)).decode())
    counts.count(tx, old, +1)
    review.change(tx, desk, old, old, "undo", now, alone=True)


def _are_untouched(tx: Tx, desk: Desk, wish: Wish, others: Sequence[Wish]) -> bool:
    for other in others:
        wishes.hold_still(tx, other.id)
    alone = bool(others) and not same.ones(tx, wish.id)
    return alone and all(_is_untouched(tx, desk, each) for each in others)


def _is_untouched(tx: Tx, desk: Desk, part: Wish) -> bool:
    waits = part.state == "waiting" and part.same_as is None and not same.ones(tx, part.id)
    steps = decisions.steps_of(tx, desk.municipality.id, part.id)
    return waits and part.answer is None and [step["what"] for step in steps] == [STEP]


def _sealed(tx: Tx, seal: Seal, wish: Wish) -> bytes:
    by_hand = hidden.find(tx, wish.id)
    lies = b64encode(by_hand).decode() if by_hand else ""
    told = [wish.text, lies, wish.language, wish.sure, decisions.write_tags(wish.tags)]
    return seal.seal(json.dumps(told), _place(wish.id))


def _opened(seal: Seal, wish: Wish, kept: bytes) -> tuple[Wish, bytes | None]:
    text, lies, language, sure, tags = json.loads(seal.open(kept, _place(wish.id)))
    read = decisions.read_tags(tags)
    old = replace(wish, text=text, language=language, sure=sure, part_of=None, tags=read)
    return old, b64decode(lies) if lies else None


def _place(wish_id: str) -> str:
    return f"wish.whole:{wish_id}"
