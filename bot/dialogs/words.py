"""The words that work everywhere, in every language, slips of the finger too.

One rule: only as the whole message. «hjelp» is a call for help, «hjelp til lekser» is a wish.
"""

import string

from bot.dialogs.events import Word

WORDS: dict[Word, tuple[str, ...]] = {
    "help": ("hjelp", "hjelp meg", "hjelpe meg", "help", "help me", "sos", "veahkki", "veahket mu"),
    "stop": ("stopp", "stop", "slutt", "avslutt", "avbryt", "quit", "bisset", "heaitte"),
    "erase": ("slett", "slette", "slett alt", "slett meg", "delete", "erase", "sihko"),
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


def word_asked_for(text: str) -> Word | None:
    """Find the word that a whole message asks for, if it is one.

    >>> word_asked_for("Hjelp!"), word_asked_for("hjlep"), word_asked_for("hjelp til lekser")
    ('help', 'help', None)
    >>> word_asked_for("stepp") is None  # tap dance, and a fine wish
    True
    """
    bare = bare_words(text)
    command = COMMANDS.get(text.strip().lower())
    if command or not bare or len(bare) > 24:
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
    if len(word) < 5 or not typed or typed[0] != word[0]:
        return False
    if len(typed) == len(word):
        return any(_swapped(word, place) == typed for place in range(1, len(word) - 1))
    if len(typed) == len(word) - 1:
        return any(word[:place] + word[place + 1 :] == typed for place in range(1, len(word)))
    return any(word[:place] + word[place] + word[place:] == typed for place in range(len(word)))


def _swapped(word: str, place: int) -> str:
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
