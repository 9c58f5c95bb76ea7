"""The vectors of the examples: they ship, so that set-up is short, and are what the model would make."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nlp import examples, vectors
from nlp.e5 import open_e5
from nlp.masking import mask
from nlp.meaning import calm
from nlp.vectors import key_of, read_shipped, remembered, ship
from nlp.way import Numbers


class Counting:
    """A source of vectors that remembers what it was asked."""

    name = "counting-1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def vectors(self, texts: Sequence[str]) -> Numbers:
        self.asked += texts
        made = np.array([[len(text), 1.0, -2.0] for text in texts], np.float32)
        return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture
def shipping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where vectors ship in this test."""
    path = tmp_path / "vectors" / "counting-1.npz"
    monkeypatch.setattr(vectors, "shipped_file", lambda name: path)
    return path


def test_nearly_every_example_ships_with_its_vector_so_that_set_up_is_short() -> None:
    second = open_e5()
    if second is None:
        pytest.skip("the second reader is not installed")
    shipped = read_shipped(second.name)
    texts = [calm(mask(example.text).text) for example in examples.shipped()[::7]]
    assert np.mean([key_of(text) in shipped for text in texts]) > 0.95, "run `make vectors`"


def test_what_ships_is_what_the_model_makes() -> None:
    second = open_e5()
    if second is None:
        pytest.skip("the second reader is not installed")
    texts = ["dans på fredager", *(calm(mask(example.text).text) for example in examples.shipped()[::900])]
    alike = (remembered(second, texts, None) * second.vectors(texts)).sum(axis=1)
    assert alike.min() > 0.995


def test_a_text_that_ships_or_is_kept_is_not_asked_again(shipping: Path, tmp_path: Path) -> None:
    meaning = Counting()
    ship(meaning, ["en", "to", "en"])
    assert meaning.asked == ["en", "to"]
    first = remembered(meaning, ["to", "tre"], tmp_path)
    again = remembered(meaning, ["to", "tre"], tmp_path)
    assert meaning.asked == ["en", "to", "tre"]
    assert np.array_equal(first, again)
    assert np.allclose(first, Counting().vectors(["to", "tre"]), atol=0.01)


def test_vectors_of_another_model_do_not_ship() -> None:
    assert read_shipped("another-model") == {}


def test_a_damaged_file_costs_time_and_nothing_else(shipping: Path, caplog: pytest.LogCaptureFixture) -> None:
    shipping.parent.mkdir()
    shipping.write_bytes(b"PK\x03\x04 half a file")
    meaning = Counting()
    assert remembered(meaning, ["en"], None).shape == (1, 3)
    assert meaning.asked == ["en"]
    assert "made here" in caplog.text
