"""Tells what is said of one person by more than a verb: how one is, how old, and who comes back as "she".

The one rule: a trait is one that no thing has; "is too hot" says nothing, "is too shy" does.
"""

import re

from nlp.lists import words_of

_ACTS = words_of("people.tsv", "acts")
_ABLE = words_of("people.tsv", "able")
_TRAIT = re.compile(
    r", (?:[6-9]|1\d)(?=,| år|$)"
    r"| (?:har|has) (?:\w{2,12} )?(?:lyst|lova|lovet|lovt|lovd|spurt|sagt|vunnet|vunne|laget|laga"
    r"|brukket|brekt|brote|mista"
    r"|mistet|skrevet|skrive|flyttet|flytta|begynt|sluttet|slutta|øvd|trent|nøkkel|nøkkelen|tenkt"
    r"|promised|asked|said|won"
    r"|broken|lost|moved|bursdag|astma|diabetes|adhd|allergi|hest|hund|katt|båt|traktor|moped)(?!\w)"
    r"|,? (?:er|e|æ|is|was|va|var|vart|ble|blei|blir|bli|fyller|fylle|turns|becomes)"
    r"(?: (?:too|so|very|really|super|pretty|for|så|veldig|litt|ganske|alltid|always|also|også|òg|still"
    r"|ennå|endeleg|endelig"
    r"|only|just|bare|berre|bærre|heilt|helt|ikke|ikkje|itj|not|the|den|vår|our|a|en|ei|ein|snart|nå"
    r"|no)){0,2} "
    r"(?:shy|scared|nervous|kind|lonely|sick|allergic|deaf|(?:good|great|best|amazing|bad) (?:at|with)"
    r"|in my class|my \w+"
    r"|(?:\w{2,12} )?(?:guy|girl|boy|kid|friend|captain|singer|drummer)|new (?:here|in|at)|sjenert|blyg"
    r"|beskjeden|redd for"
    r"|flink|flinkest|kjempeflink|kjempegod|dritgod|rå (?:på|te|til)|råflink|(?:god|best|dårlig) (?:på"
    r"|te|til|i|med|me)"
    r"|allergisk|døv|blind|sjuk|syk|lei seg|ensom|einsam|glad i|forelska|sammen med|kjæresten|i klassen"
    r"|(?:min|vår|mi) \w+|(?:[4-9]|1\d)(?= (?:år|å|og|and|years|i|på|til|in|on|neste|next)(?!\w)"
    r"|[,.!?(]| \(|$))(?!\w)"
)
_WITH_US = re.compile(
    r" (?:i|in|på|on|fra|frå|from|hjemme hos|heime hos|hos|ved) (?:[^\W\d_]{2,20} ){0,1}"
    r"(?:min|mi|mitt|mæ|vår|vårt|våres|vårres|oss|meg|our \w{2,12}|my \w{2,12}) (?P<act>[^\W\d_]{1,20})"
)
_THERE = re.compile(
    r" (?:i|in|på|on|fra|frå|from|ved|hos|at) (?:the )?[^\W\d_]{2,20} (?P<act>[^\W\d_]{2,20})"
)
_BACK = re.compile(
    r"[^.!?\n]{1,60}?(?:,| men| og| for| but| and) (?:ho|han|hun|hu|she|he) (?P<act>[^\W\d_]{2,20})"
)
_THERE_DO = (_ACTS - _ABLE) | {"har", "has"}
_BE = frozenset("er e is har has".split())


def has_trait(text: str, end: int) -> bool:
    """Whether what only a person is comes after: "is too shy", "blir endelig 16", "e flink te"."""
    return _TRAIT.match(text, end) is not None


def is_one_of_us(text: str, end: int) -> bool:
    """Whether a place with its owner comes after, and then what one does: "på laget mitt har"."""
    found = _WITH_US.match(text, end)
    return found is not None and (found["act"].lower() in _ACTS or found["act"] in _BE)


def is_doing_there(text: str, end: int) -> bool:
    """Whether a place comes after, and then what only people do: "på låven låner bort"."""
    found = _THERE.match(text, end)
    return found is not None and found["act"].lower() in _THERE_DO


def comes_back(text: str, end: int) -> bool:
    """Whether "she" or "he" does something later in the sentence: "X i tolvte rekke, ho vil"."""
    found = _BACK.match(text, end)
    return found is not None and found["act"].lower() in _ACTS
