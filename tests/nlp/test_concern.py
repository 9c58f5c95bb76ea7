"""Somebody is not OK: what must be noticed, and what must not raise an alarm."""

import pytest

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
def test_games_jokes_and_help_for_all_raise_no_alarm(reader: Reader, text: str) -> None:
    assert not set(CONCERNS) & set(reader.read(text).flags)


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
