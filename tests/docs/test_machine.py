"""docs/machine: each file is named by the page on going live, is whole, and says what the program does."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.serve import DRAIN_SECONDS
from collector.web.manners import HEADERS
from tests.bot.plain_words import forbidden_in, lix, sentences
from tests.machine.fixtures import do_without
from tools.pages.fallback import DOWN, TOO_LARGE, style_hash
from tools.places import ROOT

MACHINE = ROOT / "docs" / "machine"
LIVE = (ROOT / "docs" / "live.md").read_text("utf-8")
UNITS = sorted(MACHINE.glob("ekko*"))
PROGRAM = "/opt/ekko/.venv/bin/ekko"
MOST_EXPOSED = 2.0
"""What systemd calls well guarded; a service without any of it stands at 9.6."""


@pytest.mark.parametrize("file", sorted(MACHINE.iterdir()), ids=lambda file: file.name)
def test_the_page_on_going_live_names_each_file(file: Path) -> None:
    assert f"machine/{file.name}" in LIVE


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_web_server_in_front_says_of_its_own_pages_what_ekko_says_of_its_own(name: str) -> None:
    text = (MACHINE / name).read_text("utf-8")
    assert f"'{style_hash()}'" in text
    assert HEADERS["Strict-Transport-Security"] in text


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name
)
def test_a_service_starts_the_program_and_gives_it_time_to_stop(unit: Path) -> None:
    text = unit.read_text("utf-8")
    assert f"ExecStart={PROGRAM} " in text
    assert "User=ekko" in text
    stops = re.search(r"TimeoutStopSec=(\d+)", text)
    assert "oneshot" in text or (stops and int(stops[1]) > DRAIN_SECONDS)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_nothing_to_say_about_a_unit(unit: Path, tmp_path: Path) -> None:
    for each in UNITS:
        text = each.read_text("utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / each.name).write_text(text)
    said = systemd("verify", str(tmp_path / unit.name))
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name
)
def test_a_service_is_well_guarded(unit: Path) -> None:
    said = systemd("security", "--offline=true", f"--threshold={MOST_EXPOSED * 10:.0f}", str(unit))
    assert said.returncode == 0, said.stdout.splitlines()[-1]


@pytest.mark.parametrize("said", [DOWN, TOO_LARGE], ids=["down", "too large"])
def test_what_the_web_server_says_by_itself_is_plain_and_kind(said: tuple[str, tuple[str, ...]]) -> None:
    title, rest = said
    text = f"{title}. {' '.join(rest)}"
    assert forbidden_in(text, "nb") == set()
    assert max(map(len, sentences(text))) <= 15
    assert lix([text]) <= 30


def systemd(*question: str) -> "subprocess.CompletedProcess[str]":
    program = shutil.which("systemd-analyze")
    if program is None:
        do_without("There is no systemd-analyze here (Debian and Ubuntu: apt-get install systemd).")
    return subprocess.run([program, *question], capture_output=True, text=True, timeout=60)
