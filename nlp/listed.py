"""Finds lists in a message: "1. ... 2. ...", lines that begin with a dash, and "gaming, sirkus og dans".

The one rule: things of one kind, or things that belong to one place ("et sted med ..."), are one wish.
"""

from collections.abc import Iterator, Sequence

from nlp.notice import Noticed
from nlp.tags import ACTIVITIES
from nlp.wishwords import CONTINUES, EMPTY, NEW_THING, SOMEBODY, WISHES, content

_PARTS = frozenset({",", ";", "/", "&", "+", "og", "and", "samt", "pluss", "plus"})
_LONGEST_ITEM = 5  # words
_GOVERNS = frozenset(
    "med with der hvor som where for til om i av from fra på in at about mellom between både both blant hos"
    " mens while uten without".split()
)
_NO_ITEM = (
    SOMEBODY
    | WISHES
    | frozenset(
        "den det de it they them him her ham henne er is are var was har has ikke not no ingen aldri nei"
        " sammen together samtidig etterpå så then så men but fordi because eller or bare only just must"
        " må får gir which that dette this alle all".split()
    )
)
_DASHES = frozenset("-–*•")
_ENDS = frozenset({".", ")", ":"})


def numbered(words: Sequence[str]) -> list[int]:
    """The places where the points of a numbered or dashed list begin, if there are two at least.

    >>> numbered("1 . gaming 2 . dans".split())
    [0, 3]
    """
    said = content(words)
    for points in (_numbers(words), _dashes(words)):
        if len(points) > 1 and all(
            not said.isdisjoint(range(begin, end)) and _last_word(words, end) not in {"og", "and", "til"}
            for begin, end in zip(points, [*points[1:], len(words)], strict=True)
        ):
            return points
    return []


def _numbers(words: Sequence[str]) -> list[int]:
    points: list[int] = []
    for place, word in enumerate(words[:-1]):
        governed = place > 0 and words[place - 1] in _GOVERNS
        if word == str(len(points) + 1) and words[place + 1] in _ENDS and not governed:
            points.append(place)
    return points


def _dashes(words: Sequence[str]) -> list[int]:
    return [
        place
        for place, word in enumerate(words)
        if word in _DASHES and (place == 0 or words[place - 1] in {".", ":"})
    ]


def _last_word(words: Sequence[str], end: int) -> str:
    said = [word for word in words[max(0, end - 3) : end] if word[:1].isalpha()]
    return said[-1] if said else ""


def parted_items(noticed: Noticed) -> Iterator[int]:
    """The places where the items of "this, that and a third thing" begin, but the first."""
    begin = 0
    for end in [*(n for n, word in enumerate(noticed.plain) if word == "."), len(noticed.plain)]:
        yield from _items(noticed, begin, end)
        begin = end + 1


def _items(noticed: Noticed, begin: int, end: int) -> list[int]:
    """The items of one sentence; what cannot be an item ends the list."""
    words = noticed.plain
    cuts = [n for n in range(begin, end) if words[n] in _PARTS and n > begin and words[n - 1] not in _PARTS]
    kept: list[tuple[int, int]] = []
    for first, last in zip([begin, *cuts], [*cuts, end], strict=True):
        if not _is_item(words[first:last], is_first=not kept):
            if kept or first > begin:
                break
            return []
        kept.append((first, last))
    return [first for first, _ in kept[1:]] if _are_several(noticed, kept) else []


def _is_item(words: Sequence[str], *, is_first: bool) -> bool:
    if is_first:
        wish = [n for n, word in enumerate(words) if word in WISHES or word in SOMEBODY]
        words = words[wish[-1] + 1 :] if wish else words
        if not _GOVERNS.isdisjoint(words):
            return False
    said = [word for word in words if word[:1].isalnum() and word not in {"og", "and", "samt"}]
    if not said or len(said) > _LONGEST_ITEM + is_first or said[0] in CONTINUES:
        return False
    return _NO_ITEM.isdisjoint(said) and any(word not in EMPTY for word in said)


def _are_several(noticed: Noticed, items: Sequence[tuple[int, int]]) -> bool:
    """Whether the items are of different kinds; of two items the second must say that it is a new one."""
    kinds = [
        {hit.tag for hit in noticed.hits if first <= hit.first < last and hit.tag in ACTIVITIES}
        for first, last in items
    ]
    known = [kind for kind in kinds if kind]
    apart = any(one.isdisjoint(other) for n, one in enumerate(known) for other in known[:n])
    if not apart or 2 * len(known) < len(items):
        return False
    if len(items) == 2:
        return not NEW_THING.isdisjoint(noticed.plain[items[1][0] : items[1][0] + 2])
    return len(items) > 2
