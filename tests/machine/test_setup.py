"""Set-up itself: what it says when it cannot, and what it keeps in mind when it can."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tools import page_assets, ready, stamp, web_servers
from tools.commands import NotReady, environment, run
from tools.places import ROOT
from tools.steps import make_ready


def test_even_an_old_python_can_read_the_file_that_turns_it_away() -> None:
    ast.parse(Path(ready.__file__).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_without_a_python_that_fits_it_says_which_would(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ready.hand_over() == 1
    assert "needs Python 3.11, 3.12 or 3.13" in capsys.readouterr().err


def test_a_purpose_it_does_not_know_is_a_sentence_not_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert make_ready("fly") == 1
    assert "it knows run, check and test" in capsys.readouterr().err


def test_a_step_that_fails_shows_its_last_words_and_what_to_do() -> None:
    failing = [sys.executable, "-c", "print('the disk is full'); raise SystemExit(3)"]
    with pytest.raises(NotReady, match=r"(?s)ended with 3.*the disk is full.*Make room"):
        run(failing, "Make room.")


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(NotReady, match=r"Could not start `no-such-program`"):
        run(["no-such-program"], "Install it.")


def test_a_step_that_never_ends_is_ended() -> None:
    with pytest.raises(NotReady, match="took too long"):
        run([sys.executable, "-c", "import time; time.sleep(600)"], "", limit=0)


def test_another_environment_that_is_switched_on_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", "/somebody/elses")
    assert "VIRTUAL_ENV" not in environment()


def test_one_changed_byte_in_a_lock_makes_set_up_run_again(tmp_path: Path) -> None:
    lock, mark = tmp_path / "a.lock", tmp_path / "made" / ".ready"
    lock.write_text("one")
    stamp.put(mark, stamp.key_of(lock))
    assert stamp.is_fresh(mark, stamp.key_of(lock))
    lock.write_text("onf")
    assert not stamp.is_fresh(mark, stamp.key_of(lock))


def test_the_pages_css_has_every_chosen_part_in_its_layer() -> None:
    css = page_assets.design_css()
    assert css.count("{") == css.count("}")
    for layer, name in page_assets.chosen_parts():
        part = (page_assets.DESIGN / "dist" / "src" / f"{name}.css").read_text(encoding="utf-8").strip()
        assert f"@layer ds.{layer}{{{part}}}" in css, name


def test_no_picture_is_left_in_the_sheet_since_the_content_policy_refuses_it_there() -> None:
    sheet, pictures = page_assets.with_pictures_beside(page_assets.design_css())
    assert "data:" not in sheet
    assert pictures, "Designsystemet carries its icons within the sheet"
    for name, picture in pictures.items():
        assert f'url("{name}")' in sheet
        assert picture.startswith("<svg ")
        assert picture.endswith("</svg>")


def test_a_part_that_does_not_exist_is_named() -> None:
    with pytest.raises(NotReady, match="no part called `glitter`"):
        page_assets.in_its_layer(("components", "glitter"))


def test_a_web_server_that_is_nowhere_is_not_found_and_one_that_does_not_start_neither(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "nginx"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(web_servers, "UNPACKED", tmp_path / "nothing")
    monkeypatch.setattr(web_servers.shutil, "which", lambda name, path=None: str(broken))
    assert web_servers.find.__wrapped__("nginx") is None
    monkeypatch.setattr(web_servers.shutil, "which", lambda name, path=None: None)
    assert web_servers.find.__wrapped__("caddy") is None


def test_nothing_that_set_up_makes_can_be_committed_by_mistake() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    made = {".venv", ".venv-tools/", "node_modules/", "collector/web/assets/built/", "tests/machine/built/"}
    assert made <= set(ignored)
