"""The small words that tell where a wish begins, goes on or is refused, on plain forms.

The one rule: words of content stand in the lexicon, never here.
"""

from collections.abc import Sequence

from nlp.notice import Noticed
from nlp.smalltalk import is_small_talk

SOMEBODY = frozenset("jeg vi eg me i we du dere man folk ungdom people".split())
WISHES = frozenset(
    "vil ønsker ønske skulle kunne kan hadde trenger savner håper lyst burde want wants would wish need can"
    " could love miss hope ville vill drømmer".split()
)
ADDS = frozenset("også dessuten tillegg ellers pluss plus also besides attpåtil".split())
NEW_THING = frozenset(
    "en et ei eit ein flere mer bedre noen noe a an more some another better lære learn egen eget".split()
)
CONTINUES = frozenset(
    "men fordi for så siden derfor slik sånn som der hvor hvis når helst med but because cause cuz so since"
    " where with when if til uten without eller or enn than altså which who til på i av at that".split()
)
EMPTY = frozenset(
    (
        "hei hallo hello hi takk thanks please plis og and men but det den it er is å to ha have få get"
        " bli være be vært been meg oss us mine vår our gjerne kanskje maybe bare just ting things"
        " følgende mange flere mer more noe noen some something to tre fire two three mitt min my ønsker"
        " ønskeliste liste list fint kult gøy fett bra nice cool fun great med with som as en et ei eit"
        " ein a an the til i på at"
    ).split()
)
_SMALL = EMPTY | SOMEBODY | WISHES | ADDS | CONTINUES
_REFUSES = frozenset(
    "ikke not aldri never ingen ikkje no dont don't slipp slutt stop heller istedenfor".split()
)
_BEFORE_REFUSAL = WISHES | {
    ".",
    ",",
    "og",
    "and",
    "men",
    "but",
    "gidder",
    "orker",
    "liker",
    "like",
    "do",
    "i",
}


def content(words: Sequence[str]) -> frozenset[int]:
    """The places of the words that say something.

    >>> sorted(content("hei , jeg vil ha dans".split()))
    [5]
    """
    return frozenset(
        place
        for place, word in enumerate(words)
        if word not in _SMALL and any(map(str.isalpha, word)) and not is_small_talk([word])
    )


def refusals(noticed: Noticed) -> frozenset[int]:
    """The places of words that refuse or are refused: what follows a refusal belongs to it."""
    words = noticed.plain
    return noticed.refused | {
        place
        for place, word in enumerate(words)
        if word in _REFUSES and (place == 0 or words[place - 1] in _BEFORE_REFUSAL)
    }
