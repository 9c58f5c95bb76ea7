"""Fills in the blanks of an answer that many get: what each wished for, in which round, and when.

One rule: a blank is one of these few words in curly brackets; anything else in brackets is refused, so that
nobody is sent a bracket.
"""

import re
from collections.abc import Mapping

from collector.model import Wish
from collector.telling import NAMED, week_of
from collector.texts import Catalogue

BLANKS = {
    "hva": "what",
    "kva": "what",
    "what": "what",
    "runde": "round",
    "round": "round",
    "uke": "week",
    "veke": "week",
    "week": "week",
}
"""Each blank may be written in the language of its text."""
BLANK = re.compile(r"\{(\w{1,20})\}")
ROOM = 60
"""So many letters are kept free for each blank."""


def wrong_blanks(text: str) -> bool:
    """Tell whether there is a bracket that nothing would be filled into.

    >>> wrong_blanks("Du ønsket {hva}."), wrong_blanks("Du ønsket {noe}."), wrong_blanks("{hva.x}")
    (False, True, True)
    """
    left = BLANK.sub(lambda found: "" if found[1] in BLANKS else found[0], text)
    return "{" in left or "}" in left


def length_filled(text: str) -> int:
    """Tell how long a text may become.

    >>> length_filled("Du ønsket {hva}.")
    71
    """
    return len(BLANK.sub("", text)) + ROOM * len(BLANK.findall(text))


def fill(text: str, with_what: Mapping[str, str]) -> str:
    """Put words into the blanks; what is put in is never read for blanks again.

    >>> fill("{hva} i {runde}", {"what": "dans", "round": "{uke}", "week": "39"})
    'dans i {uke}'
    """
    return BLANK.sub(lambda found: with_what[BLANKS[found[1]]][:ROOM], text)


def words_for(texts: Catalogue, wish: Wish, round_name: str, language: str) -> dict[str, str]:
    """Say what goes into the blanks for one wish."""
    given = [tag.id for tag in wish.tags if tag.given and tag.kind == "activity"][:NAMED]
    names = (texts.name("tag", tag, language).lower() for tag in given)
    what = texts.listed(names, language) if given else texts.say("many.this", language)
    return {"what": what, "round": round_name, "week": str(week_of(wish.received_at))}
