"""Finds where somebody lives: a street with a house number, or a place after "bor i" with a number.

The one rule: a street without a number is a place of activities and stays.
"""

import re
from collections.abc import Iterator

from nlp.masking.known import is_first, is_place
from nlp.masking.span import Span

_STRONG = (
    r"(?:ve(?:i|ien|g|gen|gjen)|v[æe]gn|gat(?:a|e|en)|gt|alle(?:en|e|n)?|allé(?:en)?|sti(?:en)?|svingen"
    r"|strede[t]?"
    r"|gutu(?:a|en)?"
    r"|geaidnu|luodda|vn)"
)
_WEAK = (
    r"(?:bakkane|haugane|myrane|vollane|engene|åkrane|løkkene|bekken|bekk|hjelle|hjellen|bråtane|bakken"
    r"|bakke|kroken|toppen|haugen|plass(?:en)?|ringen|tunet?|løkka|åsen|lia|terrasse|brygge"
    r"|brygga|kaia"
    r"|marka|jordet|myra|lunden|lund|hagen|bálggis|bakk|gard|gård|garden|gården|gjerdet|gjerde|teigen"
    r"|åkeren|feltet"
    r"|berget|høgda|høyden|enga|engen|eng|moen|mo|rud|stad|haug|heia|lykkja|neset|nes|vika|vik|grenda"
    r"|grend|dalen|dal"
    r"|setra|seter|sætra|bruket|trøa|hammeren|skogen|holmen|odden|kleiva|brekka|brotet|bråten|stubben"
    r"|vangen|sletta"
    r"|stranda|faret|løypa|veita|smauet|smuget|slyngen|stien|tunvegen|kollen|krysset|torget|torg"
    r"|parken|platået|tråkka|fjæra|vollen"
    r"|lid|gjelet|synsta|gjeilan|gjeila|støa|kjen|bakkjen|bakkjin|holt|eidet|eide|suolu|jávri|johka"
    r"|lien|liene|moan|haugan|bakkan|myran|engan|teigan|åsan|linna|geila|geilan|svea|sveen|hølen|tjønna"
    r"|tjønn|vågen|sundet|fossen|stuggu|stuggua|haugjen|gjerdi"
    r"|rønningen|trøen|løkja|leitet|åsgarden|hovet|snippen|flåta|legda|lægda|ekra|åkern|grova|kvea"
    r"|luohkká|várri|hammaren|flata|flaten|rabben|remma|reina|osen|sjøen|sætre|sætra)"
)
_NUMBER = (
    r"\.? ?(?P<number>(?:(?:3[2-9]|[4-9]\d|\d{3})/\d{1,3}(?=[^\d/]|$)|\d{1,4})(?: ?[a-dfghA-H](?!\w)"
    r"| ?e(?=[.,!?]|$)|[eE](?!\w))?)(?![\w]|[-–:/]\d|[.,]\d)"
    r"(?!\.? ?(?:kr|år|stk|min|%|netter|nett|kveld|kvelder|timer|timar|dager|dagar|måned|jan|feb|mars"
    r"|apr|mai|jun|jul|aug|sep|okt|nov|des|-åring|mål|poeng|km|m(?!\w)|gang|dag|uke|kl|meter|plass|elev"
    r"|pers|lag|mot))"
)
_NAMED = r"(?-i:(?:[A-ZÆØÅÁČŠŽ][\w.]{1,20} ){0,3})"
_STREET = re.compile(rf"(?<!\w){_NAMED}[^\W\d_][\w-]{{0,30}}{_STRONG}{_NUMBER}", re.I)
_TWO_WORDS = re.compile(rf"(?<!\w)(?:[A-ZÆØÅÁČŠŽ][\w.]{{1,20}} ){{1,3}}(?:{_STRONG}|{_WEAK}){_NUMBER}")
_SIDE = (
    r"(?:(?:Øvre|Nedre|Nordre|Søndre|Søre|Østre|Vestre|Gamle|Gammel|Nye|Store"
    r"|Lille|Litle|Indre|Ytre|Midtre|Ner|Oppi|Nord|Sør|Heime|Inst|Ytst|Nordigard|Sørigard|Utigard"
    r"|Oppigard|Nigard|Austigard|Vestigard) )?"
)
_CAPITAL = re.compile(rf"(?<!\w){_SIDE}[A-ZÆØÅÁČŠŽ][\w-]{{1,30}}{_WEAK}{_NUMBER}")
_LOWER_WEAK = re.compile(
    rf"(?<!\w)(?:te|til|fra|frå|ved|ve|i|på|hos|bor|bur) (?P<place>[a-zæøå]{{4,30}}(?:bakken|haugen"
    rf"|faret|svingen|tunet|åsen|toppen|kroken|lia|jordet)"
    rf"{_NUMBER})"
)
_ENGLISH = re.compile(
    r"(?<!\w)\d{1,4} (?:[A-Z]\w{1,20} ){1,2}(?:Street|Road|Lane|Avenue|Drive|Way)(?!\w)"
    r"|(?<!\w)[A-Z]\w{2,20} (?:Gate|Street|Road|Lane|Avenue|Close|Drive|Way|Court) \d{1,3}[A-Ha-h]?(?!\w)"
)
_SPACED = re.compile(
    rf"(?<!\w){_NAMED}(?-i:[A-ZÆØÅÁČŠŽ])[\w-]{{1,30}}(?:{_STRONG}|{_WEAK}),? "
    rf"(?:hytte|hus|nr|nummer|parsell|blokk|oppgang|inngang|leilighet|kolonihage)\.? {_NUMBER}",
    re.I,
)
_NUMBER_FIRST = re.compile(
    rf"(?P<cue>(?<!\w)(?:address(?: is)?|live at|lives at|adresse(?:n)?(?: er)?|bor i|bor på):? )?"
    rf"(?P<place>(?<![\w.,:])\d{{1,3}}[A-Ha-h]? [A-ZÆØÅÁČŠŽ][\w-]{{1,30}}(?:{_STRONG}|{_WEAK})(?!\w)"
    r"(?P<post>, (?:[A-ZÆØÅ]\w{1,20},? \d{4}|\d{4} [A-ZÆØÅ]\w{1,20}))?)"
)
_POST_CUED = re.compile(
    r"(?<!\w)(?:post(?:nummer|nr|kode|code|al code)|zip(?: code)?)(?:et|n|en|a)?(?: (?:mitt|vårt|min|vår))?"
    r"(?: (?:er|e|is))?[:,]? (?P<place>\d{4})(?!\w)",
    re.I,
)
_STREET_CUED = re.compile(
    r"(?<!\w)(?:gat[ae]n?|veien|vegen|the street|street)(?: (?:mi|min|vår|our|my))?"
    r"(?: (?:er|e|heter|heiter|hete|is|is called)|:) (?P<place>[A-ZÆØÅÁČŠŽ][\w-]{3,30})"
    r"(?:,? (?:nr|nummer|number|no)\.? (?P<house>\d{1,4} ?[A-Ha-h]?)(?!\w))?"
)
_LIVES = re.compile(
    r"(?<!\w)(?:bor|bur|budd|adressa?|adressen|live|lives|orrun|ássá)"
    r"(?: (?:er|i|på|ved|in|at|oppe|nede)){0,2}:? "
    rf"(?P<place>[A-ZÆØÅ]\w{{2,30}}(?: [A-ZÆØÅ]\w{{2,30}}){{0,2}}{_NUMBER})"
)
_FARM = re.compile(
    rf"(?<!\w)[A-ZÆØÅ][\w-]{{2,30}} (?:gård|gard|gaard|farm|bruk|garden|gården|øvre|nedre|nordre|søndre"
    rf"|østre|vestre|borettslag|sameie){_NUMBER}"
)
_CUED = re.compile(
    r"(?<!\w)(?:hjemme (?:i|på|hos)|heime (?:i|på|hos)|hentes (?:på|i|hos)|hent(?:e|ast)? (?:på|i)"
    r"|sendes til|sendast til|send(?:e|t)? til|lever(?:es)? (?:på|i|til)"
    r"|adresse(?:n|a)?(?: er| e)?:?|naboe?n (?:i|på)|nabo (?:i|på)|huset (?:i|på)|hos (?:oss|meg|mæ"
    r"|mormor|bestemor|bestefar|farfar|farmor),?(?: (?:i|på))?|kom til|post til|flytta til"
    r"|flyttet til|huset vårt(?:,| i| på)?|vi holder til i|address(?: is)?:?|gården vår,?|garden vår,?) "
    rf"(?P<place>[A-ZÆØÅÁČŠŽ][\w-]{{3,30}}(?: [A-ZÆØÅÁČŠŽ][\w-]{{2,30}})?{_NUMBER})",
)
_NOT_HOMES = re.compile(
    r"(?:riks|fylkes|europa|motor)ve[ig]|(?:rom|sal|bane|hall|trinn|klasse|linje|rute|lag|gruppe|bord"
    r"|nivå|etasje|del|sesong)(?:men|en|et|a)? ",
    re.I,
)
_LOWER_STARTS = re.compile(r"^(?:(?:i|på|ved|til|fra|og|bor|er|at|in|send|svar|hilsen|med) ){1,4}", re.I)
_SIDE_FARM = re.compile(
    r"(?<!\w)(?:Nedre|Øvre|Nordre|Søndre|Østre|Vestre|Indre|Ytre|Midtre|Store|Lille|Litle|Austre|Søre|Gamle"
    r"|[A-ZÆØÅ][a-zæøå]{1,20}(?:gard|gård|garden|gården|garn|stuggu|stua|stuen|bruket|gjerdet|haugen"
    r"|bakken|moen)) "
    rf"[A-ZÆØÅÁČŠŽ][\w-]{{2,30}}{_NUMBER}"
)
_FLAT = re.compile(
    r",? (?:leil(?:ighet(?:en)?)?\.? ?(?:nr\.? ?)?)?[HULKhulk]\d{3,4}(?!\w)"
    r"|,? leil(?:ighet)?\.? (?:nr\.? ?)?\d{1,4}(?!\w)"
    r"|,? (?:inngang|inng\.?|oppgang|oppg\.?|blokk|entrance) (?:[A-Za-z]|\d{1,3})(?!\w)"
)
_WORD_BEFORE = re.compile(r"(?<!\w)([A-ZÆØÅÁČŠŽ]\w{1,22}) $")
_CLASS_END = re.compile(r" (?:10|[1-9])[A-H]$")
_DIGIT = re.compile(r"\d")
_POST_CODE = re.compile(
    r",? \d{4} (?:(?:Indre|Ytre|Øvre|Nedre|Vestre|Nordre|Søndre|Østre|Store|Nord|Sør|Mo i|Nes) )?"
    r"[A-ZÆØÅ]\w{1,20}(?: i [A-ZÆØÅ]\w{1,20})?"
    r"|, \d{4} [a-zæøå]{2,20}(?!\w)"
    r"|, \d{4}(?=[,.!?]|$)"
)


def find_addresses(text: str) -> Iterator[Span]:
    """Each address, with the postal code that follows it."""
    if not _DIGIT.search(text):
        return
    for pattern in (_SPACED, _STREET, _TWO_WORDS, _FARM, _SIDE_FARM, _CAPITAL, _ENGLISH):
        for found in pattern.finditer(text):
            if _NOT_HOMES.match(found.group()) or _is_team(found) or _is_pupil(text, found):
                continue
            skipped = _LOWER_STARTS.match(found.group())
            yield _with_post_code(text, found.start() + (skipped.end() if skipped else 0), found.end())
    for pattern in (_LIVES, _CUED, _LOWER_WEAK):
        for found in pattern.finditer(text):
            yield _with_post_code(text, found.start("place"), found.end("place"))
    yield from _find_told(text)


def _find_told(text: str) -> Iterator[Span]:
    """What somebody says piece by piece: the post code, the street, its number; or the number first."""
    for found in _POST_CUED.finditer(text):
        yield Span(found.start("place"), found.end("place"), "adresse")
    for found in _STREET_CUED.finditer(text):
        for part in ("place", "house") if found["house"] else ():
            yield Span(found.start(part), found.end(part), "adresse")
    for found in _NUMBER_FIRST.finditer(text):
        if found["cue"] or found["post"]:
            yield Span(found.start("place"), found.end("place"), "adresse")


def _is_team(found: re.Match[str]) -> bool:
    """A town with a number is its second team or a score, and no farm."""
    town, number = found.group().split(" ", 1) if " " in found.group() else ("", "")
    return found.re is _CAPITAL and number[:1].isdigit() and is_place(town.lower())


def _is_pupil(text: str, found: re.Match[str]) -> bool:
    """A first name right before, and a school class for a number: "Kari Kvernnes 9D"."""
    before = _WORD_BEFORE.search(text, max(0, found.start() - 24), found.start())
    if before is None or not is_first(before.group(1).lower()):
        return False
    return _CLASS_END.search(found.group()) is not None


def _with_post_code(text: str, start: int, end: int) -> Span:
    flat = _FLAT.match(text, end)
    end = flat.end() if flat else end
    following = _POST_CODE.match(text, end)
    end = following.end() if following else end
    return Span(start, start + len(text[start:end].rstrip()), "adresse")
