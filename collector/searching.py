"""Lets leaders search the masked texts of their municipality's wishes, and makes new texts searchable.

One rule: what is kept to search by are numbers that only the key makes of words; a wish with the duty adult
is never found.
"""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from collector.desk import Desk
from collector.review import as_shown
from collector.sealing import Seal
from collector.store import prints, rounds, to_index, wish_words
from collector.store.front import Row, Tx
from collector.store.wish_words import Asked
from collector.store.wishes import with_tags
from nlp.alike import shared
from nlp.searched import asked_words, beginning, beginnings, fits, pieces

PAGE = 20
AT_ONCE = (60, 440, 500, 500, 500)
"""So many wishes that have the rarest word are looked at, in turn, until a page is full."""
LOOKED_THROUGH = sum(AT_ONCE)
FREQUENT = 2000
LAST = "~"
"""Sorts after every id."""
ANY: Literal[""] = ""


class Question(NamedTuple):
    """What somebody typed, in which state the wishes are, and past which one the last page ended."""

    typed: str
    state: str = ANY
    before: str = ""


class Leafed(NamedTuple):
    """What was found, and past which wish there may be more; None where there is none."""

    rows: list[Row]
    more: str | None = None


def search(tx: Tx, seal: Seal, desk: Desk, question: Question) -> dict[str, Any]:
    """Find the wishes whose text has words that begin so, the newest first."""
    words = asked_words(question.typed)
    leafed = leaf(tx, asked(tx, seal, desk.municipality.id, words, question), words)
    names = {each.id: each.name for each in rounds.rounds_of(tx, desk.municipality.id)}
    return {
        "typed": " ".join(question.typed[:200].split()),
        "state": question.state,
        "before": question.before,
        "too_short": not any(map(beginning, words)),
        "found": [
            as_shown(wish, names) | {"pieces": list(pieces(wish.text, words))}
            for wish in with_tags(tx, leafed.rows)
        ],
        "more": leafed.more,
        "looked_through": LOOKED_THROUGH,
        "left": to_index.count_left_here(tx, desk.municipality.id, FREQUENT),
    }


def asked(tx: Tx, seal: Seal, here: str, words: tuple[str, ...], question: Question) -> Asked:
    """Turn what somebody looks for into numbers, the rarest first."""
    marks = {seal.word(here, begun) for word in words if (begun := beginning(word))}
    by_rarity = sorted(marks, key=lambda mark: (wish_words.count_up_to(tx, mark, FREQUENT), mark))
    return Asked(here, tuple(by_rarity), question.state, question.before or LAST)


def leaf(tx: Tx, asked: Asked, words: tuple[str, ...]) -> Leafed:
    """Look at wishes in turn until a page is full, or so many were looked at that more must be asked for."""
    found: list[Row] = []
    for many in AT_ONCE if asked.words else ():
        passed, last = wish_words.pass_by(tx, asked, many)
        found += fitting(tx, asked, words, many) if passed else []
        if len(found) > PAGE:
            return Leafed(found[:PAGE], found[PAGE - 1]["id"])
        if passed < many:
            return Leafed(found)
        asked = asked._replace(before=last)
    return Leafed(found, asked.before if asked.words else None)


def fitting(tx: Tx, asked: Asked, words: tuple[str, ...], many: int) -> Iterator[Row]:
    """Read which of the next wishes say what is looked for: a beginning alone does not tell."""
    return (row for row in wish_words.with_all_words(tx, asked, many) if fits(row["text"], words))


def make_searchable(tx: Tx, seal: Seal, limit: int) -> int:
    """Let some of the wishes that wait for it be found by what they say; tell how many there were."""
    texts = to_index.next_texts(tx, limit)
    to_index.put(tx, [(each.wish_id, marks_of(seal, each)) for each in texts])
    for each in texts:
        prints.put(tx, each.wish_id, print_of(seal, each))
    return len(texts)


def marks_of(seal: Seal, text: to_index.Text) -> frozenset[int]:
    """Make the numbers that a wish is found by."""
    return frozenset(seal.word(text.municipality_id, each) for each in beginnings(text.text))


def print_of(seal: Seal, text: to_index.Text) -> int | None:
    """Make the number that a text shares with its near-copies, if it is long enough to have any."""
    words = shared(text.text)
    return seal.word(text.municipality_id, f"copy {words}") if words else None


def count_that_differ(tx: Tx, seal: Seal, many: int) -> int:
    """Count those of the newest and the oldest wishes that are not found by what they say."""
    texts = to_index.at_both_ends(tx, many)
    return sum(to_index.words_of(tx, each.wish_id) != marks_of(seal, each) for each in texts)
