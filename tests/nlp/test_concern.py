"""Somebody is not OK: what must be noticed, and what must not raise an alarm."""

import pytest

from nlp.concern import worry
from nlp.reader import Reader
from nlp.tags import CONCERNS

NOW = [
    "jeg har tenkt å ta livet av meg i natt",
    "eg skal ta livet mitt i kveld",
    "æ ska ta livet mitt i kveld",
    "i am going to kill myself tonight",
    "har tatt en haug med tabletter",
    "han har kniv og jeg har låst meg inne",
    "skal skyte læreren i morgen",
    "she's in the kitchen with a knife",
    "i swallowed all the tablets",
    "jeg sitter på kanten nå",
    "im standing on the bridge, going to jump",
]
WORRY = [
    "orker ikke leve mer",
    "eg vil ikkje leva meir",
    "jeg kutter meg i armen når det blir for mye",
    "stefar slår mamma",
    "pappa slo meg i går",
    "jeg blir mobbet hver dag på skolen",
    "i hate myself",
    "my dad hits me",
    "venninna mi har sluttet å spise",
    "in hálit eallit šat",
    "mamma slår når hun er full",
    "my stepdad hits my little sister",
    "han gjør ting mot meg som jeg ikke vil",
    "he says he will leak my photos if i say no",
    "de vil sende meg bort for å giftes",
    "vi har ikke mat hjemme",
    "alle har sluttet å snakke med meg",
    "jeg hører stemmer som sier stygge ting",
    "om jeg ble borte ville ingen sett det",
    "jeg ble kastet ut og sover hos en fyr",
    "stemor slær meg når ho er full",
    "pappa slår meg når han er full",
    "stefar slår meg hver gang jeg kommer hjem",
    "my aunt's boyfriend keeps touching me",
    "dei låser maten",
    "jeg orker ikke én dag til",
]
FINE = [
    "jeg dør av latter",
    "vi drepte alle i CS",
    "mamma dreper meg hvis jeg kommer for sent",
    "skyte zombier i VR",
    "vi trenger en helsesykepleier på klubben",
    "temakveld om selvmord og psykisk helse",
    "hjelp til lekser",
    "slå pappa i sjakk",
    "klubben er død om sommeren",
    "mord på slottet, et teaterstykke",
    "knivkurs med speideren",
    "my phone died",
    "alle har sluttet å snakke om klubben",
    "hvis jeg vinner får ingen kake",
    "i kveld er det slutt på ferien",
    "vi vil høre stemmer som synger i kirken",
    "he's good with a knife in cooking class",
    "jeg slår meg på rampa hver gang, vi trenger hjelmer",
    "post pictures of our art",
    "jeg står på brua og fisker",
    "han filmet oss på skateturen",
    "bedre om jeg ikke må ta bussen",
]


@pytest.mark.parametrize("text", NOW)
def test_danger_now_is_noticed_with_and_without_a_model(
    reader: Reader, rules_only: Reader, text: str
) -> None:
    assert "concern-now" in reader.read(text).flags
    assert "concern-now" in rules_only.read(text).flags


@pytest.mark.parametrize("text", WORRY)
def test_a_worry_is_noticed_with_and_without_a_model(reader: Reader, rules_only: Reader, text: str) -> None:
    assert set(CONCERNS) & set(reader.read(text).flags)
    assert set(CONCERNS) & set(rules_only.read(text).flags)


@pytest.mark.parametrize("text", FINE)
def test_games_jokes_and_help_for_all_raise_no_alarm_by_the_rules(rules_only: Reader, text: str) -> None:
    assert not set(CONCERNS) & set(rules_only.read(text).flags)


def test_the_model_raises_few_of_them(reader: Reader) -> None:
    raised = [text for text in FINE if set(CONCERNS) & set(reader.read(text).flags)]
    assert len(raised) <= len(FINE) / 5  # they were chosen to be near the real thing


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (["jeg vil ikke"], "leve mer"),
        (["jeg skal"], "ta livet av meg"),
        (["orker ikke", "altså"], "leve lenger"),
    ],
)
def test_words_split_over_messages_count_together(reader: Reader, before: list[str], text: str) -> None:
    assert set(CONCERNS) & set(reader.read(text, before).flags)


def test_an_old_worry_does_not_flag_what_is_said_after_it(reader: Reader) -> None:
    assert not set(CONCERNS) & set(reader.read("brettspill på torsdager", ["jeg vil ikke leve mer"]).flags)


def test_only_the_gravest_concern_is_given(reader: Reader) -> None:
    flags = reader.read("orker ikke leve mer, skal ta livet mitt i kveld").flags
    assert "concern-now" in flags
    assert "concern" not in flags


def test_the_model_never_lowers_what_the_rules_found(reader: Reader, rules_only: Reader) -> None:
    for text in NOW + WORRY + FINE:
        found = set(CONCERNS) & set(rules_only.read(text).flags)
        given = set(CONCERNS) & set(reader.read(text).flags)
        assert not found or given == found or "concern-now" in given


def test_a_concern_under_a_masked_name_is_still_noticed(reader: Reader) -> None:
    reading = reader.read("jeg heter Kari Hansen og jeg vil ikke leve mer")
    assert "Kari Hansen" in reading.masked
    assert set(CONCERNS) & set(reading.flags)


@pytest.mark.parametrize(
    ("earlier", "words", "level"),
    [
        (["pappa er"], "full igjen", "concern"),
        (["jeg har tatt"], "alt for mange tabletter", "concern-now"),
        (["de har låst meg"], "inne og tatt mobilen", "concern-now"),
        (["my mum won't"], "wake up please", "concern-now"),
    ],
)
def test_the_rules_alone_join_words_split_over_messages(earlier: list[str], words: str, level: str) -> None:
    found = worry(words.split(), [message.split() for message in earlier])
    assert found is not None
    assert found.level == level


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("når pappa drikker vil jeg ikke være hjemme", True),
        ("vil ikke hjem igjen , pappa drikker", True),
        ("vi drikker kakao . pappa steker vafler", False),
        ("temakveld om rus og vold for alle", False),
    ],
)
def test_what_stands_near_each_other_counts_in_either_order(text: str, raised: bool) -> None:
    assert (worry(text.split()) is not None) == raised
