"""What the pages tell people to type."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.docs.pages import code_of, named, pages
from tools.pages.commands import command_names, options_of
from tools.places import ROOT

EKKO = re.compile(r"(?:^|[\s/])ekko ([a-z][a-z-]*)(.*)")
MAKE = re.compile(r"(?:^|&& )make ([a-z-]+)")
MODULE = re.compile(r"python3? -m ((?:tools|bench|bot)[\w.]*)")
OPTION = re.compile(r"(?<!\S)\[?(--[a-z-]+)")
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def code(page: Path) -> list[str]:
    return code_of(page.read_text("utf-8"))


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_ekko_command_that_a_page_names_exists(page: Path) -> None:
    for line in code(page):
        for command, rest in EKKO.findall(line):
            assert command in command_names(), line
            assert set(OPTION.findall(rest)) <= options_of(command), line


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    for line in code(page):
        assert set(MAKE.findall(line)) <= TARGETS, line


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_module_that_a_page_starts_exists(page: Path) -> None:
    for line in code(page):
        for module in MODULE.findall(line):
            assert find_spec(module), line


def test_the_readme_names_the_two_commands() -> None:
    assert {"run", "test"} <= {target for line in code(ROOT / "README.md") for target in MAKE.findall(line)}


def test_what_is_typed_is_seen_however_it_is_written() -> None:
    text = (
        "`ekko key FILE`\n\n    make run   starts it\n\n```sh\ncd x && .venv/bin/ekko invite A --role b\n```"
    )
    lines = code_of(text)
    assert [found for line in lines for found in EKKO.findall(line)] == [
        ("invite", " A --role b"),
        ("key", " FILE"),
    ]
    assert [found for line in lines for found in MAKE.findall(line)] == ["run"]
