"""Finds e-mail addresses and the names people use in apps and games.

The one rule: a word with an underscore, or one that follows "snap er", is somebody's; a plain word is not.
"""

import re
from collections.abc import Iterator

from nlp.masking.known import is_strange
from nlp.masking.span import Span

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}(?<![.-])")
_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.+-])(?:[\w+-]{1,40} (?:punktum|dot|prikk) ){0,2}[\w.+-]{1,64} ?[(\[]?(?:krøllalfa"
    r"|krøll-alfa|kr[øo]llalfa|alfakrøll|(?<=[(\[])at"
    r"|snabel-a|snabela| at )[)\]]?"
    r" ?[\w-]{1,40} ?(?:\.|punktum|\(dot\)|\[dot\]|prikk| dot ) ?(?:no|com|net|org|se|dk|fi|pl|eu)(?!\w)",
    re.I,
)
_BRACKETED_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?[(\[{] ?(?:a|at|ætt?|alfa|krøllalfa|snabel-?a) ?[)\]}] ?[\w-]{1,40}"
    r"(?:(?: ?\. ?| ?[(\[](?:dot|punktum|prikk|punkt)[)\]] ?| (?:dot|punktum|prikk) )[\w-]{1,40}){1,4}",
    re.I,
)
_BRACKET = re.compile(r"[(\[{]")
_APP = (
    r"(?:sn[aæ]pp?(?:chat)?|pinterest|tumblr|threads|geocaching|chess\.com|lichess|duolingo|goodreads"
    r"|wattpad|spotify|soundcloud|vsco|strava"
    r"|insta(?:gram)?|ig|tik ?tok|discord|dis[ck]|steam|psn|xbox|gamertag|roblox|fortnite|"
    r"minecraft|epic|valorant|riot|twitch|youtube|telegram|kik|facebook|fb|messenger|whats ?app|bereal|"
    r"bruker ?na[vm]n|brukarna[vm]n|username|user ?name|nick|handle|tag)"
)
_APP_SAID = re.compile(rf"(?<!\w)(?:{_APP}|git(?:hub|lab))", re.I)
_CUED = re.compile(
    rf"(?<!\w){_APP}(?:['-]?(?:en|n)|et|as|a|s)?(?:[ -]?(?:na[vm]net?|name|id|tag|kontoen|konto|kanalen"
    rf"|kanal|brukeren|bruker))?"
    r"(?: (?:min|mi|mitt|mæ|vår|våres|hennes|hans|hannes|hennar))?(?P<link> ?[:=?!]{1,3} ?|,? (?:er"
    r"|e|æ|lea|heter"
    r"|heiter|hete|is|'s|som|name|at|under)"
    r" |(?:'s) | )(?P<handle>@?[\w][\w.#-]{1,38}[\w_])",
    re.I,
)
_TOLD = re.compile(
    rf"(?<!\w)(?:{_APP}[ -]?(?:na[vm]n(?:et)?|name|tag|id|nick)(?: (?:mitt|min|my))? ?[:=] ?"
    r"|(?:spill|gamer|bruker|spel|brukar)-?na[vm]n(?:et)?(?: (?:mitt|min))?(?: (?:på"
    r"|i) \w{2,20})? (?:er|e) "
    r"(?=(?-i:[A-ZÆØÅ])))(?P<handle>[^\W_]\w{1,20}(?-i:(?: [A-ZÆØÅ]\w{1,20}){0,2}))",
    re.I,
)
_CALLS = re.compile(
    r"(?<!\w)(?:kaller|kallar|kalle|call) (?:meg|mæ|me|myself) "
    r"(?P<handle>[A-ZÆØÅ]\w{1,20}(?: [A-ZÆØÅ]\w{1,20}){0,2})"
    rf"(?= (?:på|on|i|in) (?:[A-Z0-9]|{_APP}))"
)
_DOTTED = re.compile(
    r"(?<![\w.@/-])(?!www\.)(?P<handle>[^\W\d_]{2,20}(?:\.\w{2,20}){2,4})(?<!\.no)(?<!\.com)(?<!\.org)(?<!\.net)"
    r"(?![\w@/])"
)
_ADDS = re.compile(
    r"(?<!\w)(?:add|adde|adda|følg|følge|fylg|follow|finn|søk opp|heter|heiter|hete|er|e|is) $", re.I
)
_AFTER = re.compile(
    rf"(?<![\w.])(?P<handle>[\w][\w.-]{{2,38}}[\w_])(?: live)? (?:på|on|i|in) {_APP}(?!\w)", re.I
)
_FOUND_AS = re.compile(
    r"(?<!\w)(?:(?:finn|finne|add|adde|adda|legg til|følg|søk(?: opp| på| etter)?|follow"
    r"|find)(?: (?:meg|mæ|me|oss|us))?"
    r"(?: (?:som|på|at|as|via|under))?|(?:jeg|eg|æ|i) (?:er|e|am|heter|heiter|hete)|i'm|im|går under"
    r"|finn(?:e|er)? (?:meg|mæ)"
    r"|kalle(?:r|s) meg)"
    rf" (?P<handle>@?[\w][\w.-]{{2,38}}[\w_]) (?:på|on|i|in) {_APP}(?!\w)",
    re.I,
)
_EITHER = re.compile(
    r"(?<!\w)(?:add|adde|adda|følg|finn|legg til) (?P<handle>[\w][\w.-]{2,38}[\w_])"
    r" (?:eller|og|or|and) (?P<other>[\w][\w.-]{2,38}[\w_])"
    rf" (?:på|on|i|in) {_APP}(?!\w)",
    re.I,
)
_ON_BOTH = re.compile(
    rf"(?<!\w)(?P<handle>[^\W\d_][\w.-]{{2,38}}) på {_APP} (?:og|å|and) "
    rf"(?P<other>[^\W\d_][\w.-]{{2,38}}) på {_APP}(?!\w)",
    re.I,
)
_BESIDE = re.compile(
    r"(?<![\w.@/-])(?P<handle>[^\W\d_]{2,20}\.[^\W\d_]{3,20}) (?:(?:på|on) )?"
    rf"(?:{_APP}|github|gitlab|chess\.com|lichess)(?!\w)",
    re.I,
)
_AS = re.compile(
    r"(?<!\w)(?:finn|finne|follow|find|post|poster|streamer|spiller|(?:meg|mæ|me)) (?:meg |mæ |me "
    r"|my art )?(?:som|as) "
    r"(?P<handle>[^\W\d_][\w.-]{2,38}[\w_])(?= (?:på|on|i|in) |[,.!?]|$)",
    re.I,
)
_PREFIXED = re.compile(r"(?<![\w@.])(?P<handle>@[\w][\w.-]{1,38})(?<![.-])")
_UNDERSCORED = re.compile(r"(?<![\w.@])(?P<handle>(?=[\w.]{0,38}[^\W_])[\w.]{1,38}_[\w.]{0,38})(?<!\.)")
_TAGGED = re.compile(r"(?<!\w)(?P<handle>[\w.]{2,32}#\d{3,5})(?!\w)")
_PROFILE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:instagram|tiktok|snapchat|facebook|twitch|youtube|t|x)\.(?:com|me|tv)/"
    r"(?P<handle>[^\s/]{2,60})",
    re.I,
)


_PAIR = re.compile(r"(?<![\w.@/-])(?P<handle>[^\W\d_]{2,20}\.[^\W\d_]{2,20})(?<!\.no)(?<!\.com)(?![\w@/.])")
_ADDED = re.compile(
    r"(?<!\w)(?:tagg|tag|add|adda?|følg|følge|fylg|follow|gávnna|snap|insta|tiktok|discord|legg til"
    r"|søk opp)(?!\w)"
    r"[^.!?\n]{0,30}$",
    re.I,
)
_TELLS = frozenset([":", "heter", "heiter", "hete", "er", "lea", "="])
_STATES = ("ene", "ane", "er", "ar", "ing", "et", "te", "ig", "lig", "leg", "sk", "bra", "t", "at", "iv")
_END = re.compile(r"[,.!?]|$")


def find_emails(text: str) -> Iterator[Span]:
    """Each e-mail address, also "ola krøllalfa eksempel punktum no"."""
    bracketed = (_BRACKETED_EMAIL,) if _BRACKET.search(text) else ()
    for pattern in (*((_EMAIL,) if "@" in text else ()), *bracketed, _SPOKEN_EMAIL):
        for found in pattern.finditer(text):
            yield Span(found.start(), found.end(), "e-post")


def find_handles(text: str) -> Iterator[Span]:
    """Each name somebody uses in an app or a game."""
    for pattern in (_PROFILE, _TAGGED, _PREFIXED, _UNDERSCORED, _TOLD, _CALLS):
        for found in pattern.finditer(text):
            yield _span(found)
    for found in _DOTTED.finditer(text):
        if _ADDS.search(text, max(0, found.start() - 20), found.start()) or _has_strange_part(
            found["handle"]
        ):
            yield _span(found)
    if _APP_SAID.search(text):
        yield from _find_beside_app(text)
    for found in _AS.finditer(text):
        if _is_handle(found["handle"], sure=True):
            yield _span(found)
    if "." in text:
        for found in _PAIR.finditer(text):
            if _ADDED.search(text, max(0, found.start() - 40), found.start()):
                yield _span(found)


def _find_beside_app(text: str) -> Iterator[Span]:
    """The patterns that need an app, or a word like "username", somewhere in the text."""
    for found in _CUED.finditer(text):
        told = found["link"].strip(" ,") in _TELLS and _END.match(text, found.end()) is not None
        if _is_handle(found["handle"], sure=bool(found["link"].strip())) or (
            told and _is_told(found["handle"])
        ):
            yield _span(found)
    for found in _FOUND_AS.finditer(text):
        if _is_handle(found["handle"], sure=True):
            yield _span(found)
    if "." in text:
        for found in _BESIDE.finditer(text):
            yield _span(found)
    for pattern in (_EITHER, _ON_BOTH):
        for found in pattern.finditer(text):
            yield _span(found)
            yield Span(found.start("other"), found.end("other"), "brukernavn")
    for found in _AFTER.finditer(text):
        if _has_sign(found["handle"]) or _is_run_together(found["handle"]):
            yield _span(found)


def _span(found: re.Match[str]) -> Span:
    return Span(found.start("handle"), found.end("handle"), "brukernavn")


def _has_sign(word: str) -> bool:
    """Digits after letters, a dot or an underscore inside: what app names have and words do not."""
    return bool(re.search(r"[^\W\d_][^\d]*\d|[^\W_]\.[^\W_]|_|#", word)) and not re.fullmatch(
        r"\d+\w{0,3}|\d+(?:\.\d+){1,3}", word
    )


def _is_run_together(word: str) -> bool:
    """Several words as one, known to no dictionary: "justabowlofrice", "OdaMarieGG"."""
    mixed = re.search(r"[a-zæøå]{2}[A-ZÆØÅ]", word) is not None
    return word.isalpha() and is_strange(word.lower()) and (mixed or len(word) >= 12)


def _has_strange_part(word: str) -> bool:
    return any(is_strange(part.lower()) for part in word.split("."))


def _is_told(word: str) -> bool:
    """A word of a dictionary, told as a name and followed by nothing: "discord: kaldgrøt"."""
    bare = word.lstrip("@").lower()
    return len(bare) >= 7 and bare.isalpha() and bare == word.lstrip("@") and not bare.endswith(_STATES)


def _is_handle(word: str, sure: bool) -> bool:
    """With a sign of a handle; else any word no list knows, longer where only a space links it to the app."""
    if _has_sign(word):
        return True
    bare = word.lstrip("@").lower()
    if bare.endswith(("konto", "kontoen", "kanalen", "profilen", "brukeren")):
        return False
    return len(bare) >= (5 if sure else 8) and bare.isalpha() and is_strange(bare)
