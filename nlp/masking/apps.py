"""Finds plain words that somebody is called by in an app: "jeg er kanelbolle på snap".

The one rule: the sentence has to tell a name ("er ... på snap", "heter"), and the word must not tell how
one is.
"""

import re
from collections.abc import Iterator

from nlp.lists import words_of
from nlp.masking.known import is_strange, is_theme
from nlp.masking.span import Span

_APP = (
    r"(?:sn[aæ]pp?(?:chat)?|insta(?:gram)?|ig|tik ?tok|discord|steam|psn|playstation|xbox|roblox|fortnite"
    r"|minecraft|epic|valorant|riot|twitch|youtube|telegram|kik|facebook|messenger|whats ?app|bereal|spotify"
    r"|soundcloud|pinterest|chess\.com|lichess|duolingo|wattpad|strava|vsco|switch|nintendo)"
)
_ME = r"(?:jeg|eg|æ|e|ej|je|i|hun|han|ho|hu|vi|she|he)"
_WORD = r"(?P<handle>[^\W\d_][^\W_]{2,30})(?!\w)"
_ON = rf"(?:på|on|i|in) {_APP}(?!\w)"
_SOFT = r"(?:bare |berre |just |only |no |nå )?"
_NAMED = re.compile(
    rf"(?<!\w)(?:{_ME} (?:heter|heiter|hete|hette)|{_ME} (?:kalles|kallast)|kaller meg|kallar meg|call me) "
    rf"{_SOFT}{_WORD} {_ON}"
    rf"|(?<!\w){_ON},? (?:heter|heiter|hete) {_ME} {_SOFT}(?P<turned>[^\W\d_][^\W_]{{2,30}})(?!\w)",
    re.I,
)
_THERE = re.compile(
    rf"(?<!\w){_WORD} {_ON},?(?: (?:det|that))? ?(?:er|e|is|'s) (?:meg|mæ|me|eg|jeg|æ|mine?)(?!\w)", re.I
)
_AM = re.compile(
    rf"(?<!\w)(?:{_ME} (?:er|e|am|is)|i['’]?m) {_SOFT}{_WORD} {_ON}"
    rf"|(?<!\w){_ON},? (?:(?:er|e) {_ME}|i am|i['’]?m) {_SOFT}(?P<turned>[^\W\d_][^\W_]{{2,30}})(?=[,.!?]|$)",
    re.I,
)
_AS = re.compile(
    rf"(?<!\w)(?:strømmer|streame?r?|spiller|spelar|spælle?|speler|poster|legger ut|play|post|meg|mæ|me) "
    rf"(?:som|as) {_WORD} {_ON}",
    re.I,
)
_ADDED = re.compile(
    rf"(?<!\w)(?:(?:add|adde|adda|legg til|legge til) (?:meg |mæ |me )?"
    rf"|(?:finn|følg|fylg|søk opp|follow|find) "
    rf"(?:meg|mæ|me) )(?:som |as )?{_WORD} (?:på|on) (?!youtube|insta|tik)(?:{_APP})(?!\w)"
    rf"|(?<!\w)(?:add|adde|adda|finn|følg|fylg|søk opp|follow|find) (?:meg|mæ|me) {_ON}"
    rf"(?:, |: | ?= ?|,? som |,? as )(?P<turned>[^\W\d_][^\W_]{{3,30}})(?=[,.!?]|$)",
    re.I,
)
_MINE = re.compile(
    rf"(?<!\w)(?:(?:{_APP}|bruker|spill|gamer)[ -]?(?:na[vm]n|tag|name|id|nick)?[g]?(?:en|et|n|e|a)?"
    rf" ?(?:min|mi|mitt|mæ|hennes|hans)|(?:min|mi|mitt|my|her|his) {_APP}(?: ?(?:name|tag|navn|namn|id))?)"
    rf"(?: ?: ?| (?:er|e|is|heter|heiter) ){_SOFT}{_WORD}(?=[,.!?]|$)"
    rf"|(?<!\w)(?:gamer ?tagg?(?:en)?|bruker ?na[vm]ne?t?|brukarnamne?t?|username|nick(?:et)?)"
    rf"(?: (?:min|mi|mitt|my))? ?(?::|er|e|is) ?(?P<turned>[^\W\d_][^\W_]{{3,30}})(?=[,.!?]|$)",
    re.I,
)
_BARE = re.compile(
    rf"(?<!\w)(?:sn[aæ]pp?|insta|ig|discord|psn|steam|kik) ?: ?{_WORD}(?=[,.!?]|$)",
    re.I,
)
_ASKED = re.compile(
    rf"(?<!\w){_APP}\w{{0,3}} (?:din|ditt|deres|your)\? (?:min|mi|mitt|mine) (?:er|e|is) {_WORD}(?=[,.!?]|$)",
    re.I,
)
_FIRST = re.compile(rf"^\W{{0,2}}{_WORD} (?:på|on) {_APP}(?=[,.!?]|$)", re.I)
_SOUGHT = re.compile(
    rf"(?<!\w)(?:søk(?: opp| på| etter)?|finn|sjekk(?: ut)?|følg|fylg|follow|add) {_WORD} {_ON}", re.I
)
_LOOKED_UP = re.compile(
    rf"(?<!\w)(?:søk(?:e)? opp|look up|slå opp|adde?|adda|legg til|følg|fylg|follow) {_WORD} {_ON}", re.I
)
_WITH_FRIENDS = re.compile(r" (?:sn[aæ]pp?(?:chat)?|discord|steam|psn|xbox|kik|messenger|bereal)$", re.I)
_SPOKEN = (
    *"snap snæp insta tiktok discord steam psn playstation xbox roblox fortnite minecraft epic".split(),
    *"valorant riot twitch youtube telegram kik facebook messenger whats bereal spotify soundcloud".split(),
    *"pinterest chess duolingo wattpad strava vsco switch nintendo bruker brukar username nick gamer".split(),
    *("tik tok", " ig ", "ig:"),
)
_STATES = words_of("people.tsv", "state")
_ACCOUNTS = tuple("konto kontoen kanal kanalen profil profilen brukeren".split())
_STATE_ENDS = tuple("ene ane er ar ing ig lig leg isk bar ende ande ert ete ed ly".split())


def find_told_names(text: str) -> Iterator[Span]:
    """Each plain word that the sentence tells as somebody's name in an app."""
    lower = text.lower()
    if not any(mark in lower for mark in _SPOKEN):
        return
    for pattern in (_NAMED, _THERE):
        for found in pattern.finditer(text):
            yield from _told(found, any_word=True)
    for pattern in (_AM, _AS, _ADDED, _MINE, _BARE, _ASKED):
        for found in pattern.finditer(text):
            yield from _told(found, any_word=False)
    for pattern in (_FIRST, _SOUGHT, _LOOKED_UP):
        for found in pattern.finditer(text):
            word = found["handle"].lower()
            named = is_strange(word) or (
                pattern is _LOOKED_UP
                and word not in _STATES
                and (not is_theme(word) or _WITH_FRIENDS.search(found.group()) is not None)
            )
            if len(word) > 5 and named and not word.endswith(_STATE_ENDS):
                yield Span(found.start("handle"), found.end("handle"), "brukernavn")


def _told(found: re.Match[str], any_word: bool) -> Iterator[Span]:
    part = "turned" if found.groupdict().get("turned") else "handle"
    word = found[part].lower()
    if (
        word in _STATES
        or word.endswith(_ACCOUNTS)
        or (not any_word and word.endswith(_STATE_ENDS) and not is_strange(word))
    ):
        return
    yield Span(found.start(part), found.end(part), "brukernavn")
