"""Claims of the pages that can be held against the program."""

import json
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from collector.texts import Catalogue
from collector.web.open_pages import NEEDED
from tests.docs.pages import named, pages
from tools.places import ASSETS, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LIVE = (ROOT / "docs" / "live.md").read_text("utf-8")


def packages() -> set[str]:
    """Everything that is fetched because we name it."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    lines = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"], *chain(*extras)]
    page = json.loads((ASSETS / "package.json").read_text("utf-8"))
    return {re.split(r"[\[<>=; ]", line)[0] for line in lines} | {
        *page["dependencies"],
        *page["devDependencies"],
    }


def test_every_package_has_its_reason_and_no_reason_lacks_its_package() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    firsts = [line.split("|")[1] for line in told.splitlines() if line.startswith("| ")]
    given = {
        re.sub(r" \(.*", "", each).strip()
        for first in firsts
        for each in re.sub(r"\(.*?\)", "", first).split(",")
    }
    assert given - {"package"} == packages()


@pytest.mark.parametrize("what", NEEDED)
def test_the_page_on_going_live_has_everything_that_the_program_asks_for(what: str, texts: Catalogue) -> None:
    told, who = texts.say(f"live.{what}", "en"), texts.say(f"live.{what}.who", "en")
    assert f"| {told} | {who} |" in LIVE


def test_the_page_that_the_program_points_to_exists(texts: Catalogue) -> None:
    shown = (ROOT / "collector" / "web" / "templates" / "live.html").read_text("utf-8")
    [path] = re.findall(r"docs/[\w-]+\.md", shown)
    assert (ROOT / path).is_file()


def test_the_licence_that_the_readme_names_is_the_one_that_holds() -> None:
    assert PROJECT["project"]["license"] == "EUPL-1.2"
    assert "[EUPL-1.2](LICENSE)" in (ROOT / "README.md").read_text("utf-8")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text("utf-8")


@pytest.mark.parametrize("page", pages(), ids=named)
def test_a_page_names_no_place_on_somebodys_own_machine(page: Path) -> None:
    assert not re.findall(r"(?<![\w.])/(?:home|root|work|tmp|Users)/\S*", page.read_text("utf-8"))
