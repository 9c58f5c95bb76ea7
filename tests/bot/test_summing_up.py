"""`ekko summary`: the page's figures at the prompt and as files, or one sentence that says why not."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.problems import BadRequest
from bot.settings import Settings
from bot.summing_up import Wanted, sum_up
from collector.model import Municipality, Round
from collector.sealing import Seal
from collector.store import rounds
from collector.store.front import Store
from tests.bot.fields import CODE
from tests.bot.test_catalogue import here
from tests.bot.test_figures_wall import Town
from tests.conftest import Clock
from tests.reports.paper import words_in

BEGINS = {
    "pdf": b"%PDF",
    "docx": b"PK",
    "xlsx": b"PK",
    "csv": b"\xef\xbb\xbfpart,",
    "json": b"{",
    "pupils": b"%PDF",
    "poster": b"%PDF",
}


@pytest.fixture
async def settings(store: Store, seal: Seal, clock: Clock, asked: Round, tmp_path: Path) -> Settings:
    town = Town(store, seal, clock, asked)
    await town.wish(12, "gaming")
    await town.wish(3, "dance")
    return here(tmp_path)


async def said(settings: Settings, wanted: Wanted) -> str:
    out = StringIO()
    await sum_up(settings, wanted, Console(file=out))
    return out.getvalue()


@pytest.mark.parametrize("form", BEGINS)
async def test_each_form_is_a_file_of_its_kind(settings: Settings, tmp_path: Path, form: str) -> None:
    file = tmp_path / "ut"
    told = await said(settings, Wanted("Glad Elg", (form,), out=file))
    assert file.read_bytes().startswith(BEGINS[form])
    assert f"It is in {file}." in told.replace("\n", "")


async def test_without_a_form_it_is_a_table_on_the_screen(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await said(settings, Wanted(CODE))
    shown = capsys.readouterr().out
    for words in ("Hva ønsker du deg?", "Gaming", "12", "Dans", "3", "Hva de ønsker seg"):
        assert words in shown


async def test_json_and_csv_may_go_to_the_screen(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await said(settings, Wanted(CODE, ("json",)))
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [(cell["id"], cell["n"]) for cell in data["activities"]] == [("gaming", 12), ("dance", 3)]
    await said(settings, Wanted(CODE, ("csv",)))
    assert "activities,gaming,Gaming,12,," in capsys.readouterr().out


async def test_guarded_it_tells_what_those_see_who_may_not_read_wishes(
    settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    await said(settings, Wanted(CODE, guarded=True))
    assert "færre enn 5" in capsys.readouterr().out
    await said(settings, Wanted(CODE, ("json",), guarded=True))
    data = json.loads(capsys.readouterr().out)
    assert {cell["id"]: cell["n"] for cell in data["activities"]} == {"gaming": 10}


async def test_all_is_everything_of_the_one_municipality_or_of_the_named(
    settings: Settings, store: Store, capsys: pytest.CaptureFixture[str], clock: Clock
) -> None:
    await said(settings, Wanted("all"))
    assert "Alle ønsker i kommunen" in capsys.readouterr().out
    other = Municipality("o", "Annendal", is_example=False, is_open=False)
    await store.write(lambda tx: rounds.add_municipality(tx, other, clock()))
    with pytest.raises(BadRequest, match="--municipality"):
        await said(settings, Wanted("all"))
    await said(settings, Wanted("all", municipality="eksempelvik"))
    assert "Gaming" in capsys.readouterr().out


async def test_in_another_language(settings: Settings, tmp_path: Path) -> None:
    await said(settings, Wanted(CODE, ("pdf",), language="en", out=tmp_path / "a.pdf"))
    assert "The ten greatest wishes" in words_in((tmp_path / "a.pdf").read_bytes())


async def test_what_cannot_be_is_said_in_a_sentence(settings: Settings, tmp_path: Path) -> None:
    usual = Wanted(CODE, ("pdf",), out=tmp_path / "a.pdf")
    for wanted, why in (
        (replace(usual, code="feil-kode"), "no round"),
        (replace(usual, forms=("pdf", "csv")), "--pdf or --csv"),
        (replace(usual, out=None), "-o FILE"),
        (replace(usual, language="sv"), "There is no sv"),
        (replace(usual, first="i går"), "2026-09-01"),
        (replace(usual, place="Ingensteds"), "place"),
        (replace(usual, out=tmp_path), "cannot be written"),
        (replace(usual, forms=("poster",), code="all"), "one whole round"),
        (replace(usual, forms=("pupils",), first="2026-09-01"), "one whole round"),
    ):
        with pytest.raises(BadRequest, match=why):
            await said(settings, wanted)
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "csv", "pupils", "poster", ""])
async def test_of_an_empty_round_there_is_nothing_and_no_file(
    asked: Round, tmp_path: Path, form: str
) -> None:
    file = tmp_path / "ut"
    with pytest.raises(BadRequest, match=r"no approved wishes|fewer than ten"):
        await said(here(tmp_path), Wanted(CODE, (form,) if form else (), out=file))
    assert not file.exists()
