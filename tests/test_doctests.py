"""Every example in a docstring is true."""

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import bot
import collector
import nlp

MODULES = [
    found.name
    for room in (bot, collector, nlp)
    for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
    if not found.name.endswith("__main__")
]
WITH_EXAMPLES = 20
"""So many modules have examples at the least; fewer means that they are no longer found."""


def examples_of(module: ModuleType) -> list[doctest.DocTest]:
    return [each for each in doctest.DocTestFinder().find(module) if each.examples]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


def test_the_examples_are_found() -> None:
    assert sum(bool(examples_of(importlib.import_module(name))) for name in MODULES) >= WITH_EXAMPLES
