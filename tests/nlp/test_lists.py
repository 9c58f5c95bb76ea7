"""The word lists: sorted, without doubles, and of ids that exist."""

import doctest
import importlib
import pkgutil
import re
from collections import Counter

import pytest

import nlp
from nlp.lists import DATA, rows
from nlp.tags import ACTIVITIES, BARRIERS, FLAGS, FORMS

IDS = {*ACTIVITIES, *BARRIERS, *FORMS, *FLAGS}
LISTS = sorted(str(path.relative_to(DATA)) for path in DATA.rglob("*.tsv"))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_a_header_is_sorted_and_has_no_doubles(name: str) -> None:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    body = [line.split("\t") for line in lines if not line.startswith("#") and not line.startswith("{")]
    assert lines[0].startswith("# ")
    assert body
    assert body == sorted(body)
    assert len({tuple(row) for row in body}) == len(body)


def test_every_tag_in_the_lists_exists() -> None:
    assert {row[0] for row in rows("lexicon.tsv")} <= IDS | {"none"}
    assert {row[0] for row in rows("cues.tsv") if not row[0].startswith("{")} <= IDS
    assert {row[0].lstrip("~") for row in rows("concern.tsv") if row[0][0] != "{"} == {
        "concern", "concern-now", "context", "excuse",
    }  # fmt: skip
    assert {row[0] for row in rows("abusive.tsv") if row[0][0] != "{"} == {"abusive", "excuse"}


def test_every_activity_and_barrier_has_entries() -> None:
    assert {row[0] for row in rows("lexicon.tsv")} >= {*ACTIVITIES, *BARRIERS}


def test_the_lexicon_has_a_hundred_things_for_each_activity_and_none_twice() -> None:
    entries = [(tag, term.strip("*")) for tag, _, term in rows("lexicon.tsv")]
    assert len(set(entries)) == len(entries)
    assert min(Counter(tag for tag, _ in entries if tag in ACTIVITIES).values()) >= 100


@pytest.mark.parametrize("name", ["cues.tsv", "concern.tsv", "abusive.tsv"])
def test_no_pattern_takes_just_any_word(name: str) -> None:
    parts = {part for row in rows(name) for written in row[1].split() for part in written.split("|")}
    assert not [part for part in parts if part and not part.strip("*?")]


def test_a_list_names_only_sets_that_it_has() -> None:
    for name in ("cues.tsv", "concern.tsv", "abusive.tsv", "refusals.tsv"):
        found = list(rows(name))
        named = {row[0] for row in found if row[0].startswith("{")}
        assert {word for row in found for word in re.findall(r"\{\w+\}", row[1])} <= named


@pytest.mark.parametrize("name", sorted(room.name for room in pkgutil.walk_packages(nlp.__path__, "nlp.")))
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
