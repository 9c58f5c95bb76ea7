"""The live model: switched in one move, one step back, and never used when it is not what it was."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from nlp import ready as room
from nlp.kept import DamagedModelError, save
from nlp.live import POINTER, go_live, load_live, read_standing, step_back
from nlp.model import Model
from nlp.reader import Reader
from nlp.ready import ready, taught

OURS = "this program"
TEXT = "vi trenger et øvingsrom til bandet"


def live_folder(models: Path) -> Path:
    live = read_standing(models).live
    assert live is not None
    return models / live.folder


def test_before_anything_was_trained_here_the_shipped_model_is_live(tmp_path: Path) -> None:
    assert load_live(tmp_path, OURS) is None


def test_what_went_live_reads_as_it_was_trained(tmp_path: Path, small_model: Model) -> None:
    go_live(tmp_path / "new", small_model, OURS)
    loaded = load_live(tmp_path / "new", OURS)
    assert loaded is not None
    assert Reader(loaded).read(TEXT).activities == Reader(small_model).read(TEXT).activities


def test_one_step_back_is_the_model_before_and_then_the_shipped_one(
    tmp_path: Path, small_model: Model
) -> None:
    go_live(tmp_path, small_model, OURS)
    first = live_folder(tmp_path)
    go_live(tmp_path, small_model, OURS)
    second = live_folder(tmp_path)
    assert first != second
    assert step_back(tmp_path).live == read_standing(tmp_path).live
    assert live_folder(tmp_path) == first
    assert not second.exists()
    assert step_back(tmp_path).live is None
    assert load_live(tmp_path, OURS) is None


def test_only_the_live_model_and_the_one_before_are_kept(tmp_path: Path, small_model: Model) -> None:
    for _ in range(4):
        go_live(tmp_path, small_model, OURS)
    standing = read_standing(tmp_path)
    assert standing.live
    assert standing.before
    assert {path.name for path in tmp_path.glob("taught-*")} == {standing.live.folder, standing.before.folder}


def test_a_model_of_another_program_is_not_the_one_before(tmp_path: Path, small_model: Model) -> None:
    go_live(tmp_path, small_model, "an older program")
    go_live(tmp_path, small_model, OURS)
    assert read_standing(tmp_path).before is None


@pytest.mark.parametrize("name", ["weights.npz", "words.json", "card.json"])
def test_a_changed_file_is_refused(tmp_path: Path, small_model: Model, name: str) -> None:
    go_live(tmp_path, small_model, OURS)
    path = live_folder(tmp_path) / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(DamagedModelError):
        load_live(tmp_path, OURS)


def test_another_model_in_its_folder_is_refused_though_its_own_card_fits(
    tmp_path: Path, small_model: Model
) -> None:
    go_live(tmp_path, small_model, OURS)
    names = (*small_model.labels[1:], small_model.labels[0])  # every tag means the next one
    save(replace(small_model, labels=names), live_folder(tmp_path))
    with pytest.raises(DamagedModelError, match="not the one that was made live"):
        load_live(tmp_path, OURS)


@pytest.mark.parametrize(
    "pointer", ["", "[]", "{}", '{"live": 3, "before": null}', '{"live": {"folder": "x"}}']
)
def test_a_pointer_that_says_nothing_is_refused_and_train_puts_it_right(
    tmp_path: Path, small_model: Model, pointer: str
) -> None:
    (tmp_path / POINTER).write_text(pointer)
    with pytest.raises(DamagedModelError):
        load_live(tmp_path, OURS)
    go_live(tmp_path, small_model, OURS)
    assert load_live(tmp_path, OURS)


def test_a_pointer_out_of_the_folder_is_refused(tmp_path: Path, small_model: Model) -> None:
    models = tmp_path / "models"
    go_live(models, small_model, OURS)
    live_folder(models).rename(tmp_path / "elsewhere")
    written = json.loads((models / POINTER).read_text())
    written["live"]["folder"] = "../elsewhere"
    (models / POINTER).write_text(json.dumps(written))
    with pytest.raises(DamagedModelError):
        load_live(models, OURS)
    step_back(models)
    assert (tmp_path / "elsewhere").is_dir()


@pytest.fixture
def as_ours(monkeypatch: pytest.MonkeyPatch, small_model: Model) -> None:
    """A program whose version is known and whose shipped model is there at once."""
    monkeypatch.setattr(room, "version", lambda meaning: OURS)
    monkeypatch.setattr(room, "_train", lambda meaning, cache: small_model)


@pytest.mark.usefixtures("as_ours")
def test_the_reader_made_ready_is_the_live_one(tmp_path: Path, small_model: Model) -> None:
    deaf = replace(small_model.alone, thresholds=dict.fromkeys(small_model.labels, 1.0))
    assert ready(tmp_path).read(TEXT).activities
    go_live(tmp_path, replace(small_model, alone=deaf), OURS)
    assert ready(tmp_path).read(TEXT).activities == {}
    step_back(tmp_path)
    assert ready(tmp_path).read(TEXT).activities


@pytest.mark.usefixtures("as_ours")
@pytest.mark.parametrize("harm", ["tampered", "gone", "older"])
def test_a_live_model_that_cannot_be_used_gives_way_to_the_shipped_one_with_a_warning(
    tmp_path: Path, small_model: Model, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    go_live(tmp_path, small_model, OURS if harm != "older" else "an older program")
    if harm == "tampered":
        (live_folder(tmp_path) / "weights.npz").write_bytes(b"nothing")
    if harm == "gone":
        live_folder(tmp_path).rename(tmp_path / "away")
    with caplog.at_level(logging.WARNING):
        assert taught(tmp_path, None) is None
        assert ready(tmp_path).read(TEXT).activities
    assert "Run `ekko train`" in caplog.text
