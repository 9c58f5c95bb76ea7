"""Finds what somebody is called in an app by how it is written: dots, capitals inside, hyphens.

The one rule: the app stands right beside it, or the sentence says "I go by"; the shape alone is a brand.
"""

import re
from collections.abc import Iterator

from nlp.lists import words_of
from nlp.masking.known import is_strange, is_theme
from nlp.masking.span import Span
from nlp.spelling import is_real

_APP = (
    r"(?:sn[aæ]pp?(?:chat)?|insta(?:gram)?|ig|tik ?tok|discord|disc|steam|psn|playstation|ps[45]|xbox|roblox"
    r"|fortnite|minecraft|epic(?: games)?|valorant|riot|twitch|youtube|yt|telegram|kik|facebook|fb|messenger"
    r"|whats ?app|bereal|spotify|soundcloud|pinterest|chess\.com|lichess|duolingo|wattpad|strava|vsco|switch"
    r"|nintendo|threads|tumblr|goodreads|github|letterboxd|bandcamp|brawl stars|clash royale|rocket league)"
)
_TAIL = (
    r"(?:['-]?(?:en|n|a)|et)?(?:[ -]?(?:na[vm]net?|kontoen|konto|kanalen|kanal|brukeren|bruker|name|tag|id"
    r"|account|channel))?"
)
_OWNER = r"(?: (?:min|mi|mitt|mæ|vår|vårt|våres|hennes|hans|hennar|deres|our|my))?"
_SHAPED = re.compile(
    r"(?<![\w.@/-])(?:[^\W\d_]\w{0,20}(?:\.\w{1,20}){1,4}"
    r"|[A-ZÆØÅ]?[a-zæøå]{1,20}(?:[A-ZÆØÅ][a-zæøå]{1,20}){1,4}\d{0,4}"
    r"|[^\W_]{2,20}(?:-[^\W_]{1,20}){1,5})(?![\w@/-]|\.\w)"
)
_SITE = re.compile(r"\.(?:no|com|net|org|tv|gg|io|me|se|dk|eu|uk|exe|mp3|mp4|pdf|js|py)$", re.I)
_APP_AFTER = re.compile(
    rf",? ?(?:\(?(?:på|on|i|in)? ?(?:min |my )?{_APP}(?!\w)|(?:er|e|is|=|:)(?: (?:min|mi|mitt|my|our"
    rf"|vår))? {_APP}"
    rf"{_TAIL}(?!\w))",
    re.I,
)
_APP_BEFORE = re.compile(
    rf"(?<!\w){_APP}{_TAIL}{_OWNER}\)?,? ?(?:(?:jeg|eg|æ|i|vi|we) (?:er|e|am|heter|heiter|go by|are)"
    rf"|(?:heter|heiter|er"
    rf"|e) (?:jeg|eg|æ|vi)|går (?:jeg|eg|æ) under|i'm|im|er|e|is|heter|heiter|hete|som|as|[:=–-])? ?$",
    re.I,
)
_GOES_BY = re.compile(
    r"(?<!\w)(?:(?:i |she |he |we |also )?(?:go|goes|going) by|(?:jeg|eg|æ|vi|hun|han|ho)? ?går (?:jeg "
    r"|eg |æ |hun |han |ho )?under"
    r"(?: na[vm]net)?|lystrer (?:jeg )?(?:til|på)|known as|kjent som|better known as)"
    r" [«\"“]?(?P<handle>[^\W_][\w.-]{2,38}[\w_])",
    re.I,
)
_ANY_APP = re.compile(rf"(?<!\w){_APP}(?!\w)", re.I)
_SMALL = words_of("people.tsv", "state")


def find_nicks(text: str) -> Iterator[Span]:
    """Each word that is written as names in apps are, right beside the app that it is used in."""
    if not _ANY_APP.search(text):
        return
    for found in _SHAPED.finditer(text):
        beside = _APP_AFTER.match(text, found.end()) or _APP_BEFORE.search(
            text, max(0, found.start() - 48), found.start()
        )
        if beside and _is_nick(found.group()):
            yield Span(found.start(), found.end(), "brukernavn")
    for found in _GOES_BY.finditer(text):
        if found["handle"].lower() not in _SMALL:
            yield Span(found.start("handle"), found.end("handle"), "brukernavn")


def is_beside_app(text: str, end: int) -> bool:
    """Whether an app comes right after: "... på snap", "... (insta)"."""
    return _APP_AFTER.match(text, end) is not None


def _is_nick(written: str) -> bool:
    """No site, no app itself, and with a hyphen only what no dictionary has."""
    if _SITE.search(written) or _ANY_APP.fullmatch(written) or _ANY_APP.match(written):
        return False
    plain = written.lower()
    if "-" in written:
        return written.count("-") > 1 and written.islower()
    return "." in written or is_strange(plain) or (is_real(plain) and not is_theme(plain))
