"""The examples: many hands, no frame over and over, and nothing of what is held back among them."""

import re
from collections import Counter

import pytest

from bot.wiring import TEXTS
from collector.texts import LANGUAGES, read_catalogue
from nlp.examples import Example, files, held, read, shipped
from nlp.likeness import Likeness, distinct
from nlp.tags import ACTIVITIES, BARRIERS, FLAGS, FORMS

IDS = {*ACTIVITIES, *BARRIERS, *FORMS, *FLAGS}
WRITTEN = {"nb", "nn", "dial", "en", "se", "mix"}
WORD = re.compile(r"\w+")
TOO_PLAIN = 4  # letters; shorter words of a tag's name ("og", "å", "film") say too little


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return shipped()


@pytest.fixture(scope="module")
def kept_back() -> list[Example]:
    return held("choose") + held("judge")


def test_there_are_six_thousand_by_thirty_hands(examples: list[Example]) -> None:
    wishes = [path for path in files() if not next(read(path)).judged]
    assert len(examples) >= 6_000
    assert len(wishes) >= 20


def test_each_line_is_of_known_tags_and_languages(examples: list[Example], kept_back: list[Example]) -> None:
    for example in examples + kept_back:
        assert example.tags <= IDS
        assert example.language in WRITTEN
        assert example.text == example.text.strip()


def test_each_tag_is_taught_and_judged(examples: list[Example], kept_back: list[Example]) -> None:
    for some, least in ((examples, 30), (kept_back, 8)):
        said = Counter(tag for example in some for tag in example.tags)
        assert not [tag for tag in IDS - {"personal"} if said[tag] < least]


def test_near_copies_count_once(examples: list[Example]) -> None:
    assert len(distinct(example.text for example in examples)) == len(examples)


def test_nothing_that_is_held_back_is_among_the_examples(
    examples: list[Example], kept_back: list[Example]
) -> None:
    taught: Likeness[int] = Likeness()
    for place, example in enumerate(examples):
        taught.add(place, example.text)
    assert not [example.text for example in kept_back if taught.like(example.text)]
    assert len(distinct(example.text for example in kept_back)) == len(kept_back)


def test_no_frame_stands_more_than_three_times_with_one_word_changed(examples: list[Example]) -> None:
    frames: Counter[tuple[str, ...]] = Counter()
    for example in examples:
        words = WORD.findall(example.text.lower())
        if len(words) >= 3:
            frames.update((*words[:place], "_", *words[place + 1 :]) for place in range(len(words)))
    assert [" ".join(frame) for frame, times in frames.items() if times > 3] == []


def test_a_third_of_the_wishes_never_say_their_tags_own_word(examples: list[Example]) -> None:
    about = [example for example in examples if example.tags & {*ACTIVITIES}]
    silent = [example for example in about if not _says_its_name(example)]
    assert len(silent) >= len(about) / 3


def _says_its_name(example: Example) -> bool:
    words = WORD.findall(example.text.lower())
    names = set().union(*(NAMES[tag] for tag in example.tags & {*ACTIVITIES}))
    return any(
        word.startswith(name) or name.startswith(word)
        for word in words
        if len(word) >= TOO_PLAIN
        for name in names
    )


def _names() -> dict[str, set[str]]:
    texts = read_catalogue(*TEXTS)
    said = {tag: " ".join([tag, *(texts.say(f"tag.{tag}", one) for one in LANGUAGES)]) for tag in ACTIVITIES}
    return {
        tag: {word for word in WORD.findall(name.lower()) if len(word) >= TOO_PLAIN}
        for tag, name in said.items()
    }


NAMES = _names()
