"""How the bot speaks to young people: never a promise it cannot keep, always plainly."""

import re

import pytest

from bot.host import begin
from bot.wiring import TEXTS
from collector.texts import LANGUAGES
from tests.bot.plain_words import forbidden_in, forbidden_phrases, lix, sentences
from tests.bot.test_texts import GRAVE, OURS, texts_of

LONGEST_SENTENCE = 15
HEAVIEST = 30
PLANTED = {
    "nb": {
        "anonymous": ("Du er anonym.", "Alt er anonymisert."),
        "secrecy": (
            "Dette blir mellom oss.",
            "Ingen får vite det.",
            "Vi har taushetsplikt.",
            "Det er hemmelig.",
        ),
        "promise": (
            "En voksen tar kontakt.",
            "Vi følger opp.",
            "Da får du hjelp.",
            "Det ordner seg.",
            "Vi lover.",
        ),
        "method": (
            "Har du tatt piller?",
            "Vil du kutte?",
            "Tenker du på å hoppe ut?",
            "Legg fra deg kniven.",
        ),
        "risk": ("Har du tenkt å skade deg selv?", "Har du en plan?", "Vil du dø?", "Hva har skjedd?"),
        "belittling": ("Det er ikke så ille.", "Tenk positivt!"),
    },
    "nn": {
        "anonymous": ("Du er anonym.",),
        "secrecy": ("Dette blir mellom oss.", "Ingen får vite det.", "Vi har teieplikt.", "Det er hemmeleg."),
        "promise": (
            "Ein vaksen tek kontakt.",
            "Vi følgjer opp.",
            "Då får du hjelp.",
            "Det ordnar seg.",
            "Vi lovar.",
        ),
        "method": ("Har du teke piller?", "Vil du kutte?", "Legg frå deg kniven."),
        "risk": ("Har du tenkt å skade deg sjølv?", "Har du ein plan?", "Vil du døy?", "Kva har skjedd?"),
        "belittling": ("Det er ikkje så ille.", "Tenk positivt!"),
    },
    "en": {
        "anonymous": ("You are anonymous.",),
        "secrecy": ("It stays between us.", "Nobody will know.", "We won't tell.", "It is confidential."),
        "promise": ("Somebody will contact you.", "We follow up.", "Help is coming.", "We are here for you."),
        "method": ("Did you take pills?", "Do you think of cutting?", "Put away the knife."),
        "risk": ("Do you think of hurting yourself?", "Do you have a plan?", "What happened?"),
        "belittling": ("It's not that bad.", "Think positive!"),
    },
    "se": {
        "anonymous": ("Don leat anonyma.",),
        "secrecy": ("Dát lea čiegus.", "Ii oktage oaččo diehtit dan."),
        "promise": ("Mii lohpidit.", "Rávisolmmoš váldá oktavuođa.", "Veahkki lea boahtimin."),
        "method": ("Leat go váldán dableahtaid?", "Bija niibi eret.", "Dus lea niibi."),
        "risk": ("Lea go dus plána?", "Mii lea dáhpáhuvvan?"),
        "belittling": ("Ii leat nu bahá.",),
    },
}
"""Sentences that must never be said, to see that the list catches them."""

WELCOME = {
    "nb": ("maskin", "leser det du skriver", "leser akkurat nå", "ingen nødtelefon", "Ikke skriv navn"),
    "nn": ("maskin", "les det du skriv", "les akkurat no", "ingen naudtelefon", "Ikkje skriv namn"),
    "en": ("a machine", "read what you write", "reading right now", "not an emergency line", "don't write"),
    "se": ("mašiidna", "lohket dan maid čálát", "loga justa dál", "ii leat heahtetelefovdna", "Ale čále"),
}
"""What it is, who reads it, that nobody does now, what it is not for, and that no names are wanted."""

PICTURE = re.compile("[\u2600-\u27bf\U0001f000-\U0001ffff]")
CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\bkl\.?\s*\d|\d\s*[–-]\s*\d|\b\d+\s*(?:am|pm)\b", re.IGNORECASE)
ROUND_THE_CLOCK = {"nb": "hele døgnet", "nn": "heile døgnet", "en": "day and night", "se": "birra jándora"}
ALWAYS_OPEN = {"help.alarmtelefonen", "help.mentalhelse", "help.kirkenssos"}
"""The lines that are known to answer at any hour; of the others, hours are not known well enough to say."""


def for_the_young(language: str) -> dict[str, str]:
    """Leave out what only leaders read."""
    return {key: text for key, text in texts_of(OURS, language).items() if not key.startswith("staff.")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_a_forbidden_phrase(language: str) -> None:
    found = {key: forbidden_in(text, language) for key, text in texts_of(OURS, language).items()}
    assert {key: kinds for key, kinds in found.items() if kinds} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_ever_told_that_anything_is_anonymous(language: str) -> None:
    said = [text for folder in TEXTS for text in texts_of(folder, language).values()]
    assert [text for text in said if "anonymous" in forbidden_in(text, language)] == []


@pytest.mark.parametrize(
    ("language", "kind", "sentence"),
    [
        (language, kind, each)
        for language, kinds in PLANTED.items()
        for kind, planted in kinds.items()
        for each in planted
    ],
)
def test_a_forbidden_phrase_is_caught(language: str, kind: str, sentence: str) -> None:
    assert kind in forbidden_in(sentence, language)


def test_every_kind_of_forbidden_phrase_was_planted_in_every_language() -> None:
    planted = {(language, kind) for language, kinds in PLANTED.items() for kind in kinds}
    assert {(language, kind) for language, kind, _ in forbidden_phrases()} == planted
    assert set(PLANTED) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_longer_than_fifteen_words(language: str) -> None:
    cut = {key: sentences(text) for key, text in for_the_young(language).items()}
    long = {key for key, each in cut.items() if any(len(words) > LONGEST_SENTENCE for words in each)}
    assert long == set()


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("part", ["", "welcome.", "help.", "concern.", "contact.", "refused.", "privacy."])
def test_the_texts_are_easy_to_read(language: str, part: str) -> None:
    texts = [text for key, text in for_the_young(language).items() if key.startswith(part)]
    assert lix(texts) <= HEAVIEST


def test_the_language_of_offices_is_too_heavy() -> None:
    heavy = (
        "Opplysningene oppbevares i henhold til gjeldende personvernlovgivning og kommunens protokoll, "
        "og slettes etter at saksbehandlingen vedrørende det innsendte ønsket er endelig avsluttet."
    )
    assert lix([heavy]) > HEAVIEST
    assert max(len(words) for words in sentences(heavy)) > LONGEST_SENTENCE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_words_say_machine_readers_no_emergencies_and_no_names(language: str) -> None:
    texts = texts_of(OURS, language)
    said = [line.key for line in begin("", "", language).lines]
    welcome = " ".join(texts[key] for key in said if key.startswith("welcome."))
    assert {key for key in texts if key.startswith("welcome.")} <= set(said)
    assert [words for words in WELCOME[language] if words not in welcome] == []
    assert "113" in welcome
    assert "112" in welcome


OWN_NAMES = {"nb": "bokmål", "nn": "nynorsk", "en": "english", "se": "davvisám"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_changing_the_language_is_said_in_the_new_one(language: str) -> None:
    texts = texts_of(OURS, language)
    stem = OWN_NAMES[language]
    assert stem in texts["language.changed"].lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_of_opening_hours_that_are_not_sure(language: str) -> None:
    texts = texts_of(OURS, language)
    always = {key for key, text in texts.items() if ROUND_THE_CLOCK[language] in text}
    assert always == ALWAYS_OPEN
    assert [key for key, text in texts.items() if CLOCK.search(text)] == []


@pytest.mark.parametrize("hours", ["Åpent 16:15–22:45", "kl. 14", "14–22", "open 9 am", "17.30"])
def test_an_opening_hour_is_caught(hours: str) -> None:
    assert CLOCK.search(hours)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_who_is_not_ok_meets_cheer_or_pictures(language: str) -> None:
    grave = {key: text for key, text in texts_of(OURS, language).items() if key.startswith(GRAVE)}
    assert grave
    assert [key for key, text in grave.items() if "!" in text or PICTURE.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_danger_line_names_113_before_112(language: str) -> None:
    danger = texts_of(OURS, language)["help.danger"]
    assert re.findall(r"\d+", danger)[:2] == ["113", "112"]
