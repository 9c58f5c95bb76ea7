"""Every conversation, as a transcript that a youth worker can read.

`EKKO_WRITE=1 pytest tests/dialogs` writes them anew.
"""

import os
from pathlib import Path

import pytest

from tests.dialogs.play import HERE, play_file

TRANSCRIPTS = sorted(HERE.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_talk_goes_as_its_transcript_says(path: Path) -> None:
    played = play_file(path)
    if os.environ.get("EKKO_WRITE"):
        path.write_text(played, "utf-8")
    assert played == path.read_text("utf-8")


def test_every_language_that_is_spoken_has_a_transcript_of_a_whole_talk() -> None:
    assert {"tell-nb", "tell-nn", "tell-en"} <= {path.stem for path in TRANSCRIPTS}
