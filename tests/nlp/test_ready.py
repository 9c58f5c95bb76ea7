"""The cache: quick when whole, trained again when damaged, rules when nothing helps."""

import json
import logging
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from nlp import ready as room
from nlp.kept import DamagedModelError, load
from nlp.model import Model
from nlp.notice import Eye
from nlp.reader import Reader
from nlp.ready import ready


@pytest.fixture(autouse=True)
def nothing_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What set-up made beside the code is another story."""
    monkeypatch.setattr(room, "BUILT", tmp_path / "nothing built")


def _copy(cache: Path, to: Path) -> Path:
    copytree(cache, to)
    return next(to.glob("tagger-*"))


def test_a_cached_model_reads_like_the_trained_one(cache: Path, reader: Reader) -> None:
    text = "vi trenger et øvingsrom til bandet"
    assert ready(cache).read(text, every=True) == reader.read(text, every=True)


@pytest.mark.parametrize("name", ["weights.npz", "words.json"])
def test_a_tampered_file_is_refused(cache: Path, tmp_path: Path, name: str) -> None:
    folder = _copy(cache, tmp_path / "copy")
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(bytes(content))
    with pytest.raises(DamagedModelError):
        load(folder)


@pytest.mark.parametrize("card", ["", "{}", '{"format": 99}', "[1]"])
def test_a_broken_card_is_refused(cache: Path, tmp_path: Path, card: str) -> None:
    folder = _copy(cache, tmp_path / "copy")
    (folder / "card.json").write_text(card)
    with pytest.raises(DamagedModelError):
        load(folder)


def test_a_damaged_cache_is_trained_again_with_a_warning(
    cache: Path,
    model: Model,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(room, "_train", lambda *_: model)
    folder = _copy(cache, tmp_path / "copy")
    (folder / "weights.npz").write_bytes(b"nothing")
    with caplog.at_level(logging.WARNING):
        assert not ready(tmp_path / "copy").model_missing
    assert "trained again" in caplog.text
    load(folder)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_without_training_the_rules_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "DATA", tmp_path / "no such folder")
    assert ready(tmp_path).model_missing


def test_a_cache_that_cannot_be_written_still_gives_a_reader(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(room, "_train", lambda *_: model)
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    assert not ready(in_the_way / "cache").model_missing
    assert "could not be kept" in caplog.text


def test_the_vocabulary_holds_no_word_that_fewer_than_five_examples_say(model: Model) -> None:
    from nlp.examples import shipped
    from nlp.features import letter_terms, word_terms
    from nlp.masking import mask

    eye = Eye()
    texts = [eye.notice(mask(example.text).text) for example in shipped()]
    for terms, vocabulary in ((word_terms, model.vocabularies[0]), (letter_terms, model.vocabularies[1])):
        said: dict[str, int] = {}
        for noticed in texts:
            for term in set(terms(noticed)):
                said[term] = said.get(term, 0) + 1
        assert vocabulary
        assert min(said[term] for term in vocabulary) >= 5


def test_the_reader_counts_just_like_the_vectoriser_that_trained_it(model: Model) -> None:
    from nlp.examples import shipped
    from nlp.fitting import count

    eye = Eye()
    noticed = [eye.notice(example.text) for example in shipped()[:300]]
    matrix, vocabularies, idf = count(noticed)
    ours = replace(model, vocabularies=vocabularies, idf=idf.astype(np.float32))
    for row, text in enumerate(noticed[:40]):
        places, values = ours.vector(text)
        dense = np.zeros(matrix.shape[1] + 1)
        dense[places] = values
        assert np.allclose(dense[:-1], matrix[row].toarray()[0], atol=1e-5)


def test_the_model_files_are_plain_data(cache: Path) -> None:
    folder = next(cache.glob("tagger-*"))
    assert {path.name for path in folder.iterdir()} == {"card.json", "weights.npz", "words.json"}
    json.loads((folder / "words.json").read_text(encoding="utf-8"))
    with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
        assert arrays["weights"].dtype == np.float16


def test_whatever_a_model_is_made_by_names_it() -> None:
    asked = "import sys, nlp.train; print(*(name for name in sys.modules if name.startswith('nlp.')))"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    rooms = {name.removeprefix("nlp.") for name in loaded.split()}
    assert {name for name in rooms if not name.startswith("masking")} <= set(room._LEARNS)
