"""What an own tag is called in the chat, and by a program that was started before anybody named it."""

from pathlib import Path

import pytest

from bot.dialogs.talk import Talk
from bot.record import Line, Record
from bot.settings import Settings
from bot.speech import Speech
from bot.wiring import TEXTS, build
from collector.sealing import make_key
from collector.store import learning
from collector.texts import read_catalogue
from nlp.examples import Example
from nlp.reader import Reader

SAID_BACK = Record(
    "talk", Talk(language="nn"), "receipt", 1, (Line("bot", 1, "wish.corrected", tags=("x-seiling",)),)
)


@pytest.mark.parametrize(
    ("names", "shown"),
    [({}, "x-seiling"), ({"nb": "Seiling"}, "seiling"), ({"nb": "Seiling", "nn": "Segling"}, "segling")],
)
def test_the_chat_says_an_own_tag_by_its_name_in_bokmal_else_by_its_id(
    names: dict[str, str], shown: str
) -> None:
    texts = read_catalogue(*TEXTS)
    texts.call_tags({"x-seiling": names})
    speech = Speech(texts)
    (bubble,) = speech.view(SAID_BACK, ()).bubbles
    assert shown in bubble.text


async def test_what_is_started_knows_the_names_of_own_tags(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nlp.ready.ready", lambda models: Reader(None))
    settings = Settings(data=tmp_path / "data")
    make_key(settings.key_path)
    settings.data.mkdir()
    async with build(settings) as house:
        example = Example("nb", frozenset({"x-seiling"}), "jolle")
        await house.store.write(
            lambda tx: learning.keep_own_tag(tx, "x-seiling", {"nb": "Seiling"}, [example], 1)
        )
        assert house.texts.name("tag", "x-seiling", "nb") == "x-seiling"
    async with build(settings) as house:
        assert house.texts.name("tag", "x-seiling", "nn") == "Seiling"
