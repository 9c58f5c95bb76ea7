"""`ekko score`: tables for people, JSON for machines, one sentence for a bad file."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot.problems import BadRequest
from bot.scoring import gold_set, score_live, show
from nlp.e5 import open_e5
from nlp.examples import Example
from nlp.live import go_live
from nlp.marks import Answer, mark
from nlp.model import Model
from nlp.ready import version
from nlp.score import score
from nlp.tags import ACTIVITIES

QUIET = Console(quiet=True)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.tsv"
    path.write_text("nb\tgaming\tvi vil spille Minecraft sammen\nen\tdance\ta dance class\n", "utf-8")
    return path


def test_the_live_model_is_scored_on_a_file_and_written_as_json(
    mine: Path, tmp_path: Path, small_model: Model
) -> None:
    go_live(tmp_path, small_model, version(open_e5()))
    out = io.StringIO()
    score_live(tmp_path, [mine], out, QUIET, as_json=True, fast=True)
    (line,) = out.getvalue().splitlines()
    told = json.loads(line)
    assert told["texts"] == 2
    assert set(told["languages"]) == {"nb", "en"}
    value, low, high = told["kinds"]["activities"]["micro"]["f1"]
    assert 0 <= low <= value <= high <= 1
    assert told["kinds"]["activities"]["tags"]["korps"]["recall"] == [None, None, None]


def test_the_tables_fit_a_narrow_window_and_name_every_tag() -> None:
    gold = [
        Example("nb", frozenset({"gaming"}), "LAN"),
        Example("dial", frozenset({"dance", "cost"}), "dains"),
    ]
    out = io.StringIO()
    show(score(mark(gold, [Answer(frozenset({"gaming"}), sure=True)] * 2)), Console(file=out, width=80))
    shown = out.getvalue()
    assert [tag for tag in (*ACTIVITIES, "concern found", "dial") if tag not in shown] == []
    assert max(map(len, shown.splitlines())) <= 80
    assert "…" not in shown


def test_of_two_files_one_of_which_is_wrong_nothing_is_scored(mine: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tsv"
    wrong.write_text("nb\tgaming\n", "utf-8")
    out = io.StringIO()
    with pytest.raises(BadRequest, match=r"wrong\.tsv, line 1: it has 2 columns.*Nothing was scored"):
        score_live(tmp_path, [mine, wrong], out, QUIET, as_json=True, fast=True)
    assert out.getvalue() == ""


def test_without_a_file_the_gold_set_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.examples.held", lambda use: [Example("nb", frozenset(), use)])
    assert [example.text for example in gold_set([])] == ["judge"]
    monkeypatch.setattr("nlp.examples.held", lambda use: [])
    with pytest.raises(BadRequest, match="No gold set"):
        gold_set([])
