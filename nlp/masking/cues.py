"""The words before and after a name that say that a name it is.

The one rule: every pattern has a bound on what it may repeat, and ends or begins where the name does.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from nlp.lists import words_of
from nlp.masking.quotes import quoted_titles

_DONE = words_of("people.tsv", "acts")

_PEOPLE = (
    r"(?:lærer|lærar|træner|trænar|lektor|trener|trenar|trainer|rektor|inspektør|assistent|arbeider|arbeidar"
    r"|vaktmester|vaktmeister"
    r"|pleier|pleiar|dirigent|instruktør|leder|leiar|sjef|onkel|tante|bror|bro(?!s )|brur|søster|syster"
    r"|søskenbarn|fetter"
    r"|kusine|kusina|kompis|venninn|veninn|bestevenn|venn|ven|kjæreste|bestis|nabo|sønn|datter|dotter"
    r"|elev|gutt|gut|jente"
    r"|brother|sister|cousin|friend|bestie|teacher|coach|uncle|aunt|neighbou?r|boyfriend|girlfriend"
    r"|classmate|mr|mrs"
    r"|ms|miss|fru|frk|herr|frøken|viellja|oabbá|skibir|ustit|vikar|fysioterapeut|terapeut|psykolog"
    r"|logoped|rådgiver|rådgjevar|helsesykepleier|helsesjukepleiar|helsesøster"
    r"|kokk|bibliotekar|kasserar|styrar|styrer|formann|renholder|reinhaldar|tannlege|doktor|keeper"
    r"|makker|sidemann"
    r"|klassekamerat|sjåfør|prest|lege|dommer|kasserer"
    r"|styreleder|tvilling"
    r"|stefar|stemor|bestemor|bestefar|farmor|mormor|farfar|morfar|mamma|pappa|mor|far|nevø|niese"
    r"|onkelen|principal"
    r"|nurse|headmaster|tutor|doctor|professor|psychologist|(?<!\w)(?:dr|prof|fam)(?=[. ]|$)"
    r"|(?<!\w)familien|saksbehandler|saksbehandlar|betjent|organist|kantor|kapellan"
    r"|diakon|kateket|ordfører|ordførar|kjøpmann|frisør|mum|mom|dad|oahpaheaddji|rávvejeaddji)"
)
_ROLE_WORD = re.compile(rf"{_PEOPLE}(?:en|ar|er|a|n|ne|ene|ane|'n|s|rn|r'n|inna|i)?$")
_OWNER = (
    r"(?: (?:min|mi|mitt|vår|våres|hennes|hans|hennar|til meg|te mæ|i klassen|vårres|my|her|his|our|din|di"
    r"|til|te|åt|tel|to|of))?"
)
_ROLE = re.compile(
    rf"(?<!\w)\w{{0,20}}{_PEOPLE}(?:en|ar|er|a|n|ne|ene|ane|'n|s|rn|r'n|inna|i)?{_OWNER}"
    r"(?: (?:som )?(?:(?:heter|heiter|hete|hette)(?: også| òg| bare)?|er|e|called|named))?[.,:]? ",
    re.I,
)
_IS_CALLED = re.compile(r" (?:heter|heiter|hete|hette|called|named)(?: også| òg| bare)? $", re.I)
_BESIDE_CLASS = re.compile(r",? (?:10|[1-9])[A-Ha-h](?![\w'’-])")
_CALLED = re.compile(
    r"(?<!\w)(?:(?:jeg|eg|æ|e|ho|hun|han|hu|som|mamma|pappa|navnet|ej|je) (?:heter|heiter|hete|hette)"
    r"|heiter eg|heter jeg|kalles|kallast|blir kalt"
    r"|na[vm]net? (?:mitt|hennes|hans)(?: er| e)?|na[vm]n:"
    r"|na[vm]net? er|my name(?: is|'s)"
    r"|his name is|her name is|name is|i am called|mu namma lea|namma lea"
    r"|signert|mvh|vh|hilsen|helsing|hælsing|helsning|hilsning"
    r"|h(?:il)?sn|klem fra|klem frå|beste hilsen|regards|best wishes|greetings from"
    r"|dearvv?uođat|dearvv?uođaiguin|love,|from,|hilser fra|hilsen fra)[ ,:\n]{1,2}(?:fra |from |frå )?",
    re.I,
)
_ARTICLE = re.compile(
    r"(?<![\w-])(?:(?:han|ho|hun|hu|hanj|hin)(?: (?:derre|der|dær|herre|her))?|(?:te|til|tell|tel|hos"
    r"|med|for|på) (?:a|n)"
    r"|te'n|med'n|hos'n) (?=[^\W\d_])|(?<!\w)[an]['’](?=(?-i:[A-ZÆØÅ]))|(?<=['’ ])n (?=(?-i:[A-ZÆØÅ]))"
    r"|(?:^|(?<=[,.!?] ))(?-i:a) (?=(?-i:[A-ZÆØÅ]))",
    re.I,
)
_MEETS = re.compile(
    r"(?<!\w)(?:spør|spør (?:for|førr|før|etter)|spørr|ring|ræng|kontakt|kontakte|snakk med|snakke med"
    r"|prat med|prate med"
    r"|si det til|si til|sei til|sei det til|send til|hils|hils på|ask|ask for|call|contact|talk to"
    r"|sammen med|saman med|(?:du|dere|dykk|dokker|nokon|noen) be|(?:jeg|eg|hun|han) ba"
    r"|ilag med|i lag med|hør med|høyr med|takk til|vennen til|gi det til|møt|melding til|(?:jeg|eg|æ"
    r"|meg|mæ|me|i) (?:og|and|å)) ",
    re.I,
)
_ADDRESSED = re.compile(
    r"(?:^|\n)(?:til|te|hei|hallo|kjære|heisann|yo|hi|hey|hello|dear|to|påmelding|navn|name"
    r"|bures) (?=[A-ZÆØÅ])",
    re.I,
)
_ASKS = re.compile(
    r"(?<!\w)(?:tell|bare|det er|det var|både|and|og|med|av|til|te|fra|frå|jeg er|eg er|æ e|i'm|i am|im"
    r"|hos|kan|can|ska|skal"
    r"|at|får|la|om|for|er|when|når|siden|vi er|is) ",
    re.I,
)
_WORK = re.compile(
    r"(?<!\w)(?:basert på|lest av|lese av|skrevet av|skrive av|dikt(?:et|a|ene)? av|som handler om"
    r"|cosplay\w{0,6}(?: som| av| as)?"
    r"|(?:bok|boka|boken|bøker|bøkene|film|filmen|serien|musikal|musikalen|teater|stykket|fanfic|sang"
    r"|sangen|låt|låta|låten|songen"
    r"|novelle|roman|dokumentar|podkast|tegneserie) (?:om|av)|rollen? som|kledd(?:e)? (?:ut )?som"
    r"|utkledd som|covers? av|som i"
    r"|play as|dressed as|songs? by|books? by|(?:sangen|låta|låten|songen|filmen|boka|serien"
    r"|spillet)) (?P<about>[^.,!?\n]{1,40})",
    re.I,
)
_FOLLOWED = re.compile(
    r",? (?:og|and|å) (?:jeg|eg|æ|i|I|meg|mæ|me|ej|je)(?!\w)|, (?:han|ho|hun|hu|she|he|who)(?!\w)"
    r"| \((?=\w{0,25}(?:en|n|eren|aren)\))"
    rf"|, \w{{0,20}}{_PEOPLE}(?:en|n|a)?(?: (?:min|mi|vår|våres|hans|hennes|vårres))?(?=[,.!?]|$)"
    rf"| (?:eneste|beste|verste|snilleste|kuleste|strengeste) \w{{0,20}}{_PEOPLE}(?!\w)"
)
_WITH_ME = re.compile(r" (?:og|and|å) (?:jeg|eg|æ|i|I|meg|mæ|me|ej|je)(?!\w)")
_ME_AND = re.compile(r"(?<!\w)(?:jeg|eg|æ|i|meg|mæ|me) (?:og|and|å) $", re.I)
_IN_CLASS = re.compile(
    r"(?: og \w{2,20}){0,2},? (?:i|in|fra|frå|from|på) "
    r"(?:parallellklassen )?"
    r"(?:(?:10|[1-9])(?: ?\.)? ?[A-Ha-h](?:-klassen)?|(?:vg|VG|Vg)[123]\w{0,3}|[123][A-ZÆØÅ]{2,4})"
    r"(?![\w'’-])(?! (?:klasse|trinn|plass|etasje))"
    r"|,? \((?:(?:10|[1-9])\.? ?[A-Ha-h]|(?:vg|VG|Vg)[123]\w{0,3}|[123][A-ZÆØÅ]{2,4})\)"
    r"| (?:i|in) (?:10|[1-9])\.(?= [a-zæøå])(?! (?:klasse|trinn|et|omg|div|pl|runde|jan|feb|mar|apr|mai"
    r"|ju|aug|sep|okt"
    r"|nov|des|time|gang|år))"
)
_IN_GROUP = re.compile(
    r"(?: (?:og|å|and) \w{2,20})?,? (?:i|in|fra|frå|from|på) (?:parallellklassen|klassen|klassa|my class"
    r"|gruppa mi|gruppen min"
    r"|laget mitt|klassa mi|trinnet|korpset|koret|bandet|laget|hybelen|gymmen|garden ved|gården ved"
    r"|nabogården|nabogarden"
    r"|internatet|teamet|the choir|the band|the team|our class|our team|school|skolen|klubben)(?!\w)"
)
_DOING_IN_GROUP = re.compile(
    rf"{_IN_GROUP.pattern}(?P<owner> (?:min|mi|vår|våres|hans|hennes))? (?P<act>[^\W\d_]{{2,20}})"
)
_TO_SOMEBODY = re.compile(
    r"(?<!\w)(?:(?:det (?:er|va|var)|heia|heie på|gi|gir|ga|gje|gjev|spør|spurte|takk(?: til)?"
    r"|gratulerer|hurra for|gamle|gaimle|gammel|lille"
    r"|litle|vesle|stakkars|bro|la|lot|åt|hjå|hos|sammen med|saman med|ilag med|med|ringe?|møte?"
    r"|hente?|elsker|savner|kjenner|kjenne"
    r"|hjelp(?:e|er)?|ligner på|liknar på|forelska i|henger med|ask|give|let|with|shoutout"
    r"|shoutout to|thanks|says|at|hvis|viss|om|når|mens|og jeg vil ha"
    r"|hadd'kje|så heite|heite|heter|heiter|bursdagen til|huset til|moren til|faren til|broren til"
    r"|søsteren til|kusina til)) $",
    re.I,
)
_SURE_BEFORE = re.compile(
    r"(?<!\w)(?:heia|gamle|gaimle|stakkars|vesle|åt|hjå|bro|shoutout|shoutout to|gi|gje|takk til"
    r"|hurra for|spør|spurte"
    r"|forelska i|så heite|bursdagen til|huset til|fjøset til|moren til|faren til|broren til"
    r"|søsteren til|kusina til|hos) $",
    re.I,
)
_ACTS = re.compile(
    r"(?: [A-ZÆØÅÁÞ][\w'’-]{1,30}){0,2} (?:vil|vill|kan|kæin|sier|sa|seier|sei|fikk|fekk|får|spør"
    r"|spurte|ønsker|ynskjer|snakker|snakkar|tør|savner|elsker"
    r"|liker|likar|syns|synes|mener|meiner|trenger|treng|lovte|lovde|lover|fortalte|ga|gav|lagde"
    r"|lager|laga|skriv|skriver|skrev|hjelper|hjelpte|lærte"
    r"|ikke kan|ikkje kan|itj kan|ikke tør|lea|lei|háliida|says|said|wants|needs|thinks|likes"
    r"|taught|hater|bor|bur|danser|synger|syng"
    r"|sin|sitt|si|sine|hennes|sjøl|selv|aleine|som (?:har|kan|vil|fann|fant|sa|er|rydda|laga|lagde"
    r"|bor|bur))(?!\w)"
)


class Cues(NamedTuple):
    """Where a name may begin, by the kind of words before it, and what speaks of books."""

    called: frozenset[int]
    role: frozenset[int]
    near: frozenset[int]
    weak: frozenset[int]
    works: tuple[tuple[int, int], ...]

    def before(self, start: int) -> str:
        """The strongest kind of cue that ends where a word begins."""
        for kind in ("called", "role", "near", "weak"):
            if start in getattr(self, kind):
                return kind
        return ""

    def is_work(self, start: int) -> bool:
        """Whether the word stands where a book, a film or a part is named."""
        return any(first <= start < last for first, last in self.works)


@lru_cache(maxsize=20_000)
def is_role(plain: str) -> bool:
    """Whether the word ends as a role or a relation, so that the slower pattern is worth asking, and so "
    "that it is no name."""
    return _ROLE_WORD.search(plain) is not None


def find_cues(text: str, words: Collection[str], only_called: bool = False) -> Cues:
    """Every cue of a text; only who is called what, where no word could be a name otherwise."""
    called = _ends(_CALLED, text) | _named_kin(text)
    if only_called:
        return Cues(called, frozenset(), frozenset(), frozenset(), ())
    return Cues(
        called,
        _ends(_ROLE, text) if any(is_role(word) for word in words) else frozenset(),
        _ends(_ARTICLE, text) | _ends(_MEETS, text) | _ends(_ADDRESSED, text),
        _ends(_ASKS, text),
        tuple(found.span("about") for found in _WORK.finditer(text)) + quoted_titles(text),
    )


def is_followed(text: str, end: int) -> bool:
    """Whether what comes after speaks of a person: "and I", ", she", "(the caretaker)"."""
    return _FOLLOWED.match(text, end) is not None


def is_in_class(text: str, end: int) -> bool:
    """Whether a school class comes after: "X i 9b", "X og Y fra 8c"."""
    return _IN_CLASS.match(text, end) is not None


def is_beside_class(text: str, end: int) -> bool:
    """Whether a school class comes right after: "X 9B", "X, 10a"."""
    return _BESIDE_CLASS.match(text, end) is not None


def is_in_group(text: str, end: int) -> bool:
    """Whether a class or a group without its letter comes after: "X i klassen min", "X fra korpset"."""
    return _IN_GROUP.match(text, end) is not None


def is_doing_in_group(text: str, end: int) -> bool:
    """Whether a group comes after, and then what one person there does: "X i klassen min liker"."""
    found = _DOING_IN_GROUP.match(text, end)
    if found is None:
        return False
    return found["act"].lower() in _DONE or (found["owner"] is not None and found["act"] in ("er", "e", "is"))


def is_with_me(text: str, end: int) -> bool:
    """Whether "and I" comes after."""
    return _WITH_ME.match(text, end) is not None


def is_beside_me(text: str, start: int) -> bool:
    """Whether "I and" stands right before."""
    return _ME_AND.search(text, max(0, start - 14), start) is not None


def is_person_there(text: str, start: int, end: int) -> bool:
    """Whether the words around an unknown capital are such as stand around a person."""
    if _SURE_BEFORE.search(text, max(0, start - 24), start):
        return True
    return bool(_ACTS.match(text, end) and _TO_SOMEBODY.search(text, max(0, start - 24), start))


def _named_kin(text: str) -> frozenset[int]:
    """Where a relation is called something: "bestevenninna mi heter"."""
    if "hete" not in text and "heite" not in text:
        return frozenset()
    return frozenset(found.end() for found in _ROLE.finditer(text) if _IS_CALLED.search(found.group()))


def _ends(pattern: re.Pattern[str], text: str) -> frozenset[int]:
    return frozenset(found.end() for found in pattern.finditer(text))
