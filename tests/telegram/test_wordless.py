"""What Telegram's libraries log reaches our log without its words."""

import logging

import pytest

from bot.wordless import keep_wordless


@pytest.mark.parametrize("part", ["talkative", "talkative.request"])
def test_a_library_says_that_something_happened_and_nothing_of_what(
    caplog: pytest.LogCaptureFixture, part: str
) -> None:
    caplog.set_level(1)
    keep_wordless("talkative")
    library = logging.getLogger(part)
    library.debug("body: %s", "kanarifugl")
    try:
        raise ValueError("kanarifugl")
    except ValueError:
        library.exception("could not read kanarifugl")
    assert [record.getMessage() for record in caplog.records] == [f"{part} reports: ValueError"]
    assert "kanarifugl" not in caplog.text
