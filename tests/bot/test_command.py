"""The `ekko` command itself: what is started is started once, and what is asked for is done."""

import asyncio
import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from bot.commands.running import run
from bot.settings import Settings, read_settings
from bot.tagging import tag_stream
from nlp.tags import ACTIVITIES
from tests.conftest import TRAINED


def test_a_program_that_lacks_something_inside_is_not_started_twice() -> None:
    started = []

    async def broken(settings: Settings) -> None:
        started.append(asyncio.get_running_loop())
        raise ImportError

    with pytest.raises(ImportError):
        run(broken)
    assert len(started) == 1


@pytest.mark.parametrize("written", ["~/keys/ekko.key", "keys/ekko.key"])
def test_a_path_is_meant_as_people_write_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EKKO_KEY_FILE", written)
    assert read_settings().key_path == tmp_path / "keys" / "ekko.key"


@pytest.mark.parametrize("all_scores", [True, False])
def test_every_score_is_there_when_all_are_asked_for_and_only_then(all_scores: bool) -> None:
    out = StringIO()
    tag_stream(TRAINED, BytesIO(b"gaming\n"), out, all_scores=all_scores)
    (line,) = out.getvalue().splitlines()
    scores = json.loads(line).get("scores", {})
    assert set(ACTIVITIES) <= set(scores) if all_scores else scores == {}
