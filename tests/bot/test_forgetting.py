"""`ekko forget`: says first what stands, erases only on --yes, and tells plainly what it was."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import pytest_asyncio
from rich.console import Console

from bot.forgetting import forget
from bot.host import Host
from bot.problems import BadRequest
from bot.record import open_record
from bot.settings import Settings
from bot.speech import Speech
from bot.wiring import clock
from collector.sealing import make_key, read_key
from collector.store.opening import open_store
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.bot.fields import CODE, say, wishes_kept
from tests.web.cast import found_place


@dataclass
class Desk:
    """Where somebody types the command, and what is printed."""

    settings: Settings
    host: Host

    async def type(self, receipt: str, code: str = "", *, really: bool = False) -> str:
        out = StringIO()
        await forget(self.settings, receipt, code, Console(file=out), really=really)
        return out.getvalue()

    async def receipt(self) -> tuple[str, str]:
        """The link's secret and the words of the one talk there is."""
        (row,) = await self.host.store.read(lambda tx: tx.all("SELECT * FROM talks"))
        record = open_record(self.host.seal, row["id"], row["version"], row["state"])
        return record.receipt, " ".join(record.words)


@pytest_asyncio.fixture
async def desk(tmp_path: Path, reader: Reader, texts: Catalogue) -> AsyncIterator[Desk]:
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    make_key(settings.key_path)
    seal = read_key(settings.key_path)
    store = open_store(settings.database_url)
    await found_place(store, "Eksempelvik", CODE, clock())
    host = Host(store, seal, reader, Speech(texts), clock)
    await host.turn(say("et rom for kanarifugl"))
    await host.turn(say("jeg vil ikke leve lenger", key="b"), deliver=lambda view: ["card"])
    yield Desk(settings, host)
    store.close()


async def test_without_yes_it_says_what_stands_and_changes_nothing(desk: Desk) -> None:
    secret, words = await desk.receipt()
    before = await wishes_kept(desk.host.store)
    for said in (await desk.type(f"https://ekko.test/r/{secret}?lang=nn"), await desk.type(words, CODE)):
        assert "2 wishes (1 with the duty adult, 1 waiting for a leader)" in said
        assert "1 message on its way" in said
        assert "Nothing is erased" in said
    assert await wishes_kept(desk.host.store) == before


@pytest.mark.parametrize("by", ["link", "secret", "words"])
async def test_with_yes_it_is_erased_and_told_and_a_second_time_there_is_nothing(desk: Desk, by: str) -> None:
    secret, words = await desk.receipt()
    receipt = {"link": f"https://ekko.test/r/{secret}", "secret": f" {secret}\n", "words": words.upper()}[by]
    code = CODE.upper() if by == "words" else ""
    said = await desk.type(receipt, code, really=True)
    assert said.startswith("Erased for good: 2 wishes")
    assert "A case keeps its level and its times, and no word." in said
    assert "kanarifugl" not in said
    assert await wishes_kept(desk.host.store) == []
    with pytest.raises(BadRequest, match="erased already"):
        await desk.type(receipt, code, really=True)


@pytest.mark.parametrize(
    ("receipt", "code", "why"),
    [
        ("eple kanne kube eske", "", "--round CODE"),
        ("eple kanne kube", CODE, "has four words"),
        ("eple kanne xyzzyx kube", CODE, "stands on no receipt"),
        ("eple kanne kube kube", CODE, "do not fit together"),
        ("", "", "No receipt has this link"),
    ],
)
async def test_what_cannot_be_found_is_said_with_what_to_do(
    desk: Desk, receipt: str, code: str, why: str
) -> None:
    with pytest.raises(BadRequest, match=why):
        await desk.type(receipt, code, really=True)
    assert len(await wishes_kept(desk.host.store)) == 2


async def test_words_of_a_round_that_is_not_there_are_refused(desk: Desk) -> None:
    _, words = await desk.receipt()
    with pytest.raises(BadRequest, match="No round has this code"):
        await desk.type(words, "finnes-ikke", really=True)
