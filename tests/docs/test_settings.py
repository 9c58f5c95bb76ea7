"""Settings, .env.example and what the pages say of them."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, read_settings
from tests.docs.pages import named, pages
from tools.pages.settings import EXPLAINED, explained, names

PARTS = explained(EXPLAINED.read_text("utf-8"))
LINES = [line for part in PARTS for line in part.lines]
DEFAULTS = [line for part in PARTS if not part.are_examples for line in part.lines]
EXAMPLES = [line for part in PARTS if part.are_examples for line in part.lines]
FOR_TESTS = re.compile(r"EKKO_(TEST_[A-Z]+|WRITE)")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment in which nobody said anything."""
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_env_example_names_every_setting_once_and_no_other() -> None:
    assert sorted({name for name, _ in LINES}) == sorted(names())
    assert sorted({name for name, _ in DEFAULTS} & {name for name, _ in EXAMPLES}) == []


def test_every_line_of_env_example_belongs_to_words_that_explain_it() -> None:
    for part in PARTS:
        assert len(part.words) > 20, part.lines
    said = EXPLAINED.read_text("utf-8").splitlines()
    assert len(LINES) == sum(line.startswith("# EKKO_") for line in said)
    assert [line for line in said if line and not line.startswith("# ")] == []


@pytest.mark.parametrize(("name", "shown"), DEFAULTS, ids=[name for name, _ in DEFAULTS])
def test_a_shown_default_is_what_holds_when_nobody_says_anything(
    monkeypatch: pytest.MonkeyPatch, name: str, shown: str
) -> None:
    silent = read_settings()
    monkeypatch.setenv(name, shown)
    assert read_settings() == silent


@pytest.mark.parametrize(("name", "shown"), EXAMPLES, ids=[f"{name}={shown}" for name, shown in EXAMPLES])
def test_a_shown_example_can_be_used_and_changes_something(
    monkeypatch: pytest.MonkeyPatch, name: str, shown: str
) -> None:
    silent = read_settings()
    monkeypatch.setenv(name, shown)
    assert read_settings() != silent


def test_env_example_without_its_marks_is_a_file_that_works(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("".join(f"{name}={shown}\n" for name, shown in DEFAULTS + EXAMPLES))
    assert isinstance(read_settings(), Settings)


@pytest.mark.parametrize("page", pages(), ids=named)
def test_a_page_names_only_settings_that_exist(page: Path) -> None:
    said = set(re.findall(r"EKKO_[A-Z_]*[A-Z]", page.read_text("utf-8")))
    assert {name for name in said if not FOR_TESTS.fullmatch(name)} <= set(names())
