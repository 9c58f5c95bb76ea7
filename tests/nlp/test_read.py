"""What a reading promises to those who ask for it."""

import json
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.reader import Reader
from nlp.reading import Reading
from nlp.tags import ACTIVITIES, BARRIERS, FLAGS, FORMS

NASTY = [
    "",
    " \n\t ",
    "\x00",
    "\ud800 hei \udfff",
    "a" * 10_000,
    "drep " * 2_000,
    "jeg har ikke han slår meg nå og vil dø alene hjemme med " * 180,
    "hver " * 2_000,
    "😀" * 5_000,
    "👨‍👩‍👧‍👦 familiedag",
    "\u202etxet siht\u202c",
    "ד" * 50 + "漢字" * 50,
    "<script>alert(1)</script>",
    "1" * 10_000,
    "1 " * 5_000,
    "a@" * 5_000,
    "a.b_" * 2_500,
    "Aa Bb " * 1_600,
    "+47" * 3_000,
    "é" * 3_000 + "\u0301" * 3_000,
    "ni null en to " * 700,
    "Gate vei 1 " * 900,
    "snap er " * 1_200,
]


def _wanted(reading: Reading) -> set[str]:
    return {*reading.activities, *reading.barriers, *reading.forms}


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:12]))
def test_every_text_gets_a_reading_of_known_tags(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert set(reading.activities) <= set(ACTIVITIES)
    assert set(reading.barriers) <= set(BARRIERS)
    assert set(reading.forms) <= set(FORMS)
    assert set(reading.flags) <= set(FLAGS)
    json.dumps(reading.as_dict()).encode("ascii")
    reading.text.encode("utf-8")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=200), before=st.lists(st.text(max_size=40), max_size=4))
def test_no_text_and_no_earlier_text_makes_it_fail(reader: Reader, text: str, before: list[str]) -> None:
    reading = reader.read(text, before)
    assert all(0 <= p <= 1 for p in (reading.activities | reading.suggested | reading.flags).values())
    assert not set(reading.suggested) & {*_wanted(reading), *reading.flags}


def test_the_same_text_is_always_read_the_same_way(reader: Reader) -> None:
    text = "Kan vi få jamkveld på torsdager? Øvingsrommet er iskaldt."
    first = reader.read(text)
    reader.read("noe helt annet om hester")
    assert reader.read(text) == first


def test_threads_may_share_a_reader(reader: Reader) -> None:
    texts = ["LAN i gymsalen", "hest", "vi trenger øvingsrom", "sirkuskurs for jenter"] * 5
    alone = reader.read_many(texts)
    together: dict[int, list[Reading]] = {}
    threads = [
        threading.Thread(target=lambda n=n: together.update({n: reader.read_many(texts)})) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(together.values()) == [alone] * 4


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("kan vi ha LAN i gymsalen", "gaming"),
        ("eg vil lære å sjonglere", "new-circus"),
        ("æ vil spæll gitar i et band", "band"),
        ("horse riding lessons", "animals"),
        ("oahppat juoigat", "heritage"),
        ("KAN VI FÅ EN SKATEPARK", "skate-parkour"),
        ("lage dataspill i unity", "game-design"),
        ("vil strikke gensere sammen med noen", "crafts"),
    ],
)
def test_a_plain_wish_gets_its_activity_in_each_language(reader: Reader, text: str, tag: str) -> None:
    assert tag in reader.read(text).activities


def test_what_is_refused_is_not_tagged(reader: Reader) -> None:
    reading = reader.read("Vi vil ha LAN i stedet for fotball")
    assert "gaming" in reading.activities
    assert "sports" not in reading.activities


@pytest.mark.parametrize(
    "text",
    [
        "noe gøy å gjøre", "noe gøy", "noe å gjøre", "nåkka artig", "noko artig", "noko kjekt å gjere",
        "something fun to do", "anything really", "mer som skjer", "juoga somá",
    ],
)  # fmt: skip
def test_a_vague_wish_is_a_wish_without_activity(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert not reading.activities
    assert "not-a-wish" not in reading.flags


@pytest.mark.parametrize(
    "text", ["elefant", "badepark", "zipline", "kebab", "labubu", "isbjørn", "an elephant", "sjiraff", "hai"]
)
def test_a_thing_that_nobody_has_heard_of_is_a_wish(reader: Reader, rules_only: Reader, text: str) -> None:
    assert "not-a-wish" not in reader.read(text).flags
    assert "not-a-wish" not in rules_only.read(text).flags


@pytest.mark.parametrize(
    "text",
    [
        "hei", "heisann", "hallo der", "yo", "hello", "bures", "test", "berre testar", "test 123", "hahaha",
        "asdfgh", "sdfgh", "qwert", "poiuy", "asdkjfh", "fjdkslaf", "xcvbn", "🙂🙂", "...", "er du en robot?",
        "hva heter du", "hvem er du", "kven er du?", "hva skjer", "who are you", "who made you",
        "ok takk", "vet ikke", "idk", "nei takk", "blablabla",
    ],
)  # fmt: skip
def test_a_text_without_content_is_not_a_wish(reader: Reader, text: str) -> None:
    assert "not-a-wish" in reader.read(text).flags


def test_why_shows_words_of_the_masked_text_only(reader: Reader) -> None:
    reading = reader.read("Ring Kari Hansen på 900 12 345, hun kan lære bort sjonglering")
    assert any("sjonglering" in word for word in reading.why["new-circus"])
    shown = " ".join(word for words in reading.why.values() for word in words)
    assert "Hansen" not in shown
    assert "900" not in shown


def test_every_score_is_there_only_when_asked_for(reader: Reader) -> None:
    assert reader.read("dans").scores is None
    scores = reader.read("dans", every=True).scores
    assert scores is not None
    assert set(scores) == {*ACTIVITIES, *BARRIERS, *FORMS, *FLAGS}


def test_rules_alone_still_tag_flag_and_mask(rules_only: Reader) -> None:
    assert rules_only.model_missing
    assert "dance" in rules_only.read("dansekurs").activities
    assert "concern" in rules_only.read("jeg vil ikke leve lenger").flags
    assert rules_only.read("ring 90012345").masked == ("90012345",)
    assert not rules_only.read("dansekurs").sure
