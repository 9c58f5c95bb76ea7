"""Makes of a text what it shares with its near-copies: its words, whatever their order, case and signs.

One rule: a text of few words has none, since many children write «fotballbane» and none copies another.
"""

import re
from itertools import groupby

from nlp.searched import WORD, plain

FEWEST = 5
"""Different words."""


def shared(text: str) -> str:
    """Write the words of a text in one order, each once, with no letter twice in a row.

    >>> shared("Vi vil HAAA skatepark i Vika!!") == shared("skatepark i vika vil vi ha, vi")
    True
    >>> shared("En ny fotballbane")
    ''
    """
    words = {once(plain(word)) for word in WORD.findall(re.sub(r"\d+", " ", text))}
    return " ".join(sorted(words)) if len(words) >= FEWEST else ""


def once(word: str) -> str:
    """Write each letter once where it stands several times in a row.

    >>> once("haaallo")
    'halo'
    """
    return "".join(letter for letter, _ in groupby(word))
