"""The words that work everywhere, in every language, slips of the finger too.

One rule: only as the whole message. «hjelp» is a call for help, «hjelp til lekser» is a wish.
"""

import string

from bot.dialogs.events import Word

WORDS: dict[Word, tuple[str, ...]] = {
    "help": ("hjelp", "hjelp meg", "hjelpe meg", "help", "help me", "sos", "veahkki", "veahket mu"),
    "stop": ("stopp", "stop", "slutt", "avslutt", "avbryt", "quit", "bisset", "heaitte"),
    "erase": (
        *("slett", "slette", "slett alt", "slett meg", "slett det", "slett ønsket", "slett det jeg skrev"),
        *("vil slette", "vil slette alt", "jeg vil slette", "jeg vil slette alt", "kan jeg slette det"),
        *("angrer", "jeg angrer", "jeg angrer meg", "jeg angrer, slett alt", "jeg angrer, vil slette alt"),
        *("eg vil slette", "eg vil slette alt", "slett det eg skreiv", "slett ønsket mitt", "ta det bort"),
        *("angrar", "eg angrar", "eg angrar meg", "eg angrar, slett alt", "eg angrar, vil slette alt"),
        *("æ vil slette", "æ angre", "æ angrer", "fjern det", "fjern alt", "ta bort det"),
        *("delete", "delete it", "delete all", "delete everything", "erase", "erase it", "erase all"),
        *("i regret it", "i want to delete it", "sihko", "sihko buot"),
    ),
    "mine": (
        "mine ønsker",
        "mine ønske",
        "mine ønskjer",
        "ønskene mine",
        "mine",
        "my wishes",
        "mu sávaldagat",
    ),
    "language": ("språk", "målføre", "language", "english", "nynorsk", "bokmål", "giella", "sámegiella"),
    "privacy": ("personvern", "privacy", "personvernet", "persovdnasuodjalus"),
}
COMMANDS: dict[str, Word] = {
    "/hjelp": "help",
    "/help": "help",
    "/stopp": "stop",
    "/stop": "stop",
    "/slett": "erase",
    "/delete": "erase",
    "/mine": "mine",
    "/sprak": "language",
    "/language": "language",
    "/privacy": "privacy",
    "/personvern": "privacy",
}
LONGEST = 28
"""Nothing longer is one of these words, so that what is long is never compared with them all."""
EDGES = string.punctuation + string.whitespace + "«»…’"

YES = frozenset(("ja", "jepp", "japp", "jaa", "jo", "jess", "ok", "okei", "stemmer", "det stemmer", "riktig"))
YES |= frozenset(("yes", "yep", "yeah", "correct", "juo", "jua", "👍"))
SKIP = frozenset(
    ("hopp over", "hopp", "skip", "vet ikke", "veit ikkje", "vet ikkje", "pass", "njuike badjel")
)
NO = frozenset(("nei", "nei", "nope", "niks", "ikke", "ikkje", "feil", "no", "wrong", "ii", "itte", "👎"))

YES_PLEASE = frozenset(("ja takk", "ja, takk", "ja gjerne", "ja, gjerne", "gjerne", "vil gjerne"))
YES_PLEASE |= frozenset(("ja det vil jeg", "ja, det vil jeg", "ja det vil eg", "ja, det vil eg"))
YES_PLEASE |= frozenset(("ja kontakt meg", "ja, kontakt meg", "kontakt meg", "yes, contact me", "contact me"))
YES_PLEASE |= frozenset(("yes please", "yes, please", "please", "yes i do", "yes, i do"))
NO_THANKS = frozenset(("nei takk", "nei, takk", "ikke nå", "ikkje no", "nei ikke nå", "nei ikkje no"))
NO_THANKS |= frozenset(("no thanks", "no, thanks", "no thank you", "not now"))
NO_THANKS |= frozenset(("nei ikke kontakt meg", "nei, ikke kontakt meg", "ikke kontakt meg"))
NO_THANKS |= frozenset(("nei, ikkje kontakt meg", "ikkje kontakt meg", "no, don't contact me"))
NO_THANKS |= frozenset(("hopp over", "skip", "skip it", "njuike badjel"))

UNSURE = frozenset(
    ("vet ikke", "jeg vet ikke", "jeg vet ikke helt", "vet ikke helt", "vetke", "aner ikke", "usikker")
)
UNSURE |= frozenset(
    ("jeg aner ikke", "ingen anelse", "kommer ikke på noe", "jeg kommer ikke på noe", "hm", "hmm")
)
UNSURE |= frozenset(("æ veit ikke", "æ veit itj", "veit itj", "veit ikke", "æ vet ikke", "e veit ikkje"))
UNSURE |= frozenset(
    ("veit ikkje", "eg veit ikkje", "eg veit ikkje heilt", "anar ikkje", "eg anar ikkje", "vet ikkje")
)
UNSURE |= frozenset(
    ("i don't know", "i dont know", "idk", "dunno", "not sure", "no idea", "in dieđe", "mun in dieđe")
)
GREETING = frozenset(
    ("hei", "heisann", "hei hei", "heihei", "hallo", "halla", "heia", "hei ekko", "hei du", "yo")
)
GREETING |= frozenset(("hello", "hi", "hey", "hi there", "god dag", "morn", "bures", "buorre beaivi", "test"))
WHO_READS = frozenset(("hvem leser dette", "hvem leser det", "hvem leser", "hvem ser dette", "hvem ser det"))
WHO_READS |= frozenset(
    ("hvem leser dette her", "hvem kan se dette", "hvem kan lese dette", "hvem får se dette")
)
WHO_READS |= frozenset(("kven les dette", "kven les det", "kven les", "kven ser dette", "kven kan sjå dette"))
WHO_READS |= frozenset(("kven kan lese dette", "who reads this", "who can see this", "who can read this"))
WHO_READS |= frozenset(("gii lohká dán", "gii lohká"))
WHO_ARE_YOU = frozenset(
    ("er du ekte", "er du en robot", "er du et menneske", "er du ai", "er du ki", "hvem er du")
)
WHO_ARE_YOU |= frozenset(
    ("hva er du", "er du en maskin", "er det noen der", "er du ein robot", "er du eit menneske")
)
WHO_ARE_YOU |= frozenset(
    ("kven er du", "kva er du", "er du ein maskin", "hva er ekko", "kva er ekko", "are you real")
)
WHO_ARE_YOU |= frozenset(("are you a robot", "are you human", "who are you", "what are you", "gii don leat"))
GOODBYE = frozenset(
    ("takk", "tusen takk", "takk skal du ha", "ok takk", "okei takk", "takk for hjelpen", "ha det")
)
GOODBYE |= frozenset(
    ("hade", "ha det bra", "hadet", "snakkes", "det var alt", "ikke noe mer", "ikke mer", "ferdig")
)
GOODBYE |= frozenset(
    ("det var det", "ikkje noko meir", "ikkje meir", "takk for hjelpa", "bye", "thanks", "thank you")
)
GOODBYE |= frozenset(("that's all", "thats all", "giitu", "ollu giitu"))


def word_asked_for(text: str) -> Word | None:
    """Find the word that a whole message asks for, if it is one.

    >>> word_asked_for("Hjelp!"), word_asked_for("hjlep"), word_asked_for("hjelp til lekser")
    ('help', 'help', None)
    >>> word_asked_for("stepp") is None  # tap dance, and a fine wish
    True
    """
    bare = bare_words(text)
    command = COMMANDS.get(text.strip().lower())
    if command or not bare or len(bare) > LONGEST:
        return command
    for word, spellings in WORDS.items():
        if bare in spellings:
            return word
    for word, spellings in WORDS.items():
        if any(is_slip_of(bare, spelling) for spelling in spellings):
            return word
    return None


def bare_words(text: str) -> str:
    """Take off capitals, edges and double spaces."""
    return " ".join(text.lower().strip(EDGES).split())


def is_slip_of(typed: str, word: str) -> bool:
    """Tell whether a finger slipped once: two letters swapped, one lost, or one doubled.

    Another letter in its place is no slip: «hjelm» is not «hjelp». Short words must be exact.

    >>> [is_slip_of(typed, "slett") for typed in ("sltet", "slet", "sslett", "slott", "lett")]
    [True, True, True, False, False]
    """
    if len(word) < 5 or not typed or typed[0] != word[0] or abs(len(typed) - len(word)) > 1:
        return False
    if len(typed) == len(word):
        return any(_swapped(word, place) == typed for place in range(1, len(word) - 1))
    if len(typed) == len(word) - 1:
        return any(word[:place] + word[place + 1 :] == typed for place in range(1, len(word)))
    return any(word[:place] + word[place] + word[place:] == typed for place in range(len(word)))


def _swapped(word: str, place: int) -> str:
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
