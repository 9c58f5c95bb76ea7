"""`ekko municipality`: what it makes, records and refuses, said so that the next step is clear."""

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot import duty as duty_command
from bot import municipality as towns
from bot.problems import BadRequest
from bot.serve import shut_the_unready
from bot.settings import Settings
from bot.wiring import build
from collector.requirements import REQUIREMENTS
from collector.sealing import KeyProblem, make_key
from collector.store import rounds
from collector.store.front import Tx
from collector.store.opening import open_store
from tests.municipality.town import FILLED

NAME = "Sør Ordrevik"


def make_settings(folder: Path, **more: object) -> Settings:
    folder.mkdir(exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    return Settings(_env_file=None, data=folder / "data", key_file=folder / "key", **more)  # type: ignore[call-arg, arg-type]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = make_settings(tmp_path / "real")
    make_key(settings.key_path)
    return settings


async def told(command: object, settings: Settings, *rest: object) -> str:
    out = StringIO()
    await command(settings, *rest, Console(file=out))  # type: ignore[operator]
    return out.getvalue()


async def is_open(settings: Settings) -> bool:
    store = open_store(settings.database_url)
    (found,) = await store.read(rounds.municipalities)
    store.close()
    return found.is_open


async def force_open(settings: Settings) -> None:
    store = open_store(settings.database_url)
    await store.write(lambda tx: tx.run("UPDATE municipalities SET is_open = 1"))
    store.close()


async def test_a_new_one_is_shut_and_the_next_step_is_said(settings: Settings) -> None:
    said = await told(towns.make, settings, NAME)
    assert f'ekko invite "{NAME}" "Who" --role admin' in said
    assert not await is_open(settings)
    assert f"{NAME}: shut" in await told(towns.show_all, settings)


async def test_the_examples_key_makes_no_real_municipality(tmp_path: Path) -> None:
    settings = make_settings(tmp_path / "example")
    make_key(settings.key_path, example=True)
    with pytest.raises(KeyProblem, match="ekko key FILE"):
        await told(towns.make, settings, NAME)
    store = open_store(settings.database_url)
    assert await store.read(rounds.is_empty)
    store.close()


@pytest.mark.parametrize("name", ["", " ", "n" * 81, NAME.upper()])
async def test_a_name_that_cannot_be_is_refused(settings: Settings, name: str) -> None:
    await told(towns.make, settings, NAME)
    with pytest.raises(BadRequest, match="Nothing is changed"):
        await told(towns.make, settings, name)


async def test_open_refuses_and_names_each_missing_thing_with_its_page_and_command(
    settings: Settings,
) -> None:
    await told(towns.make, settings, NAME)
    out = StringIO()
    with pytest.raises(BadRequest, match="was not opened"):
        await towns.open_it(settings, NAME, Console(file=out))
    said = out.getvalue()
    assert not await is_open(settings)
    for each in REQUIREMENTS:
        if each.name in {"real", "key"}:
            continue
        if each.is_built:
            assert each.command.replace("NAME", f'"{NAME}"') in said
            assert each.where in said or "docs/live.md" in said
    assert said.count("This version of Ekko cannot do it yet") == 2


async def test_facts_are_recorded_all_of_them_or_none(settings: Settings) -> None:
    await told(towns.make, settings, NAME)
    with pytest.raises(BadRequest, match="raw-days: Write a whole number"):
        await told(towns.record, settings, NAME, ["basis", "Vedtak", "raw-days", "mange"])
    assert "basis: -" in await told(towns.show, settings, NAME)
    ours = [name for name in FILLED if not name.startswith(("name", "adult", "deputy"))]
    await told(towns.record, settings, NAME, [part for name in ours for part in (name, FILLED[name])])
    said = await told(towns.show, settings, NAME)
    assert all(f"{name}: {FILLED[name]}" in said for name in ours)


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (["shoe-size", "42"], "There is nothing called"),
        (["basis"], "a field and its value"),
        (["adult-name", "Kari"], "ekko duty"),
    ],
)
async def test_what_is_no_fact_is_refused_with_the_way_on(
    settings: Settings, pairs: list[str], said: str
) -> None:
    await told(towns.make, settings, NAME)
    with pytest.raises(BadRequest, match=said):
        await told(towns.record, settings, NAME, pairs)


async def test_lists_come_from_a_file_whole_or_not_at_all(settings: Settings, tmp_path: Path) -> None:
    await told(towns.make, settings, NAME)
    file = tmp_path / "skoler.csv"
    file.write_text("name;from;to;pupils\nBygda skule;1;7;74\nÅs skole;8;10;mange\n", "utf-8-sig")
    with pytest.raises(BadRequest, match="line 3: Write how many pupils"):
        await told(towns.take_in, settings, NAME, "schools", file)
    file.write_text("name,from,to,pupils\nBygda skule,1,7,74\n", "utf-8")
    assert "1 schools" in await told(towns.take_in, settings, NAME, "schools", file)
    for wrong, what in ((file, "shoes"), (tmp_path / "no.csv", "places")):
        with pytest.raises(BadRequest):
            await told(towns.take_in, settings, NAME, what, wrong)


async def test_one_that_is_open_without_what_it_must_have_is_shut_when_the_program_starts(
    settings: Settings,
) -> None:
    await told(towns.make, settings, NAME)
    await force_open(settings)
    async with build(settings) as house:
        said = await house.store.write(lambda tx: shut_the_unready(tx, house))
    assert said == [f"{NAME} was shut, since something is missing: `ekko municipality show` lists what."]
    assert not await is_open(settings)


async def test_taking_the_duty_adult_away_shuts_it_too(settings: Settings) -> None:
    await told(towns.make, settings, NAME)
    await force_open(settings)
    await told(duty_command.show_or_change, settings, NAME, "", None)
    assert not await is_open(settings)


async def test_the_log_tells_who_did_what_without_a_word_of_what_was_recorded(settings: Settings) -> None:
    await told(towns.make, settings, NAME)
    await told(towns.record, settings, NAME, ["basis", "Kommuneloven § 4-1"])
    lines = [json.loads(line) for line in (await told(towns.show_log, settings, NAME)).splitlines()]
    assert [line["place"] for line in lines] == list(range(1, len(lines) + 1))
    assert {"place", "at", "who", "what", "about", "hash"} == set(lines[0])
    assert "Kommuneloven" not in json.dumps(lines)


async def test_close_shuts_at_once(settings: Settings) -> None:
    await told(towns.make, settings, NAME)
    await force_open(settings)
    await told(towns.shut_it, settings, NAME)
    assert not await is_open(settings)


async def test_the_example_cannot_be_opened(settings: Settings) -> None:
    await told(towns.make, settings, NAME)
    store = open_store(settings.database_url)

    def make_example(tx: Tx) -> None:
        tx.run("UPDATE municipalities SET is_example = 1")

    await store.write(make_example)
    store.close()
    out = StringIO()
    with pytest.raises(BadRequest):
        await towns.open_it(settings, NAME, Console(file=out))
    assert "The example municipality cannot be opened" in out.getvalue()
