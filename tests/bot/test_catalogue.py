"""What exists already: a file is taken in whole or not at all, and each fault is named by its line."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot import asking, cataloguing
from bot.problems import BadRequest
from bot.settings import Settings
from collector.catalogue import find_answer, known_tags
from collector.catalogue_file import BadCatalogue, read_file
from collector.model import Round
from collector.store.catalogue import Entry
from collector.store.front import Store
from collector.store.rounds import find_round
from collector.texts import Catalogue
from tests.bot.fields import CODE

GOOD = """name,about,tags,until
Sjakk,På biblioteket torsdager.,tabletop,
Kor,Onsdager i kirka.,singing,2030-01-01
"""


def here(folder: Path) -> Settings:
    """The settings that name the store of these tests."""
    return Settings(database=f"sqlite:///{folder / 'ekko.db'}")


KNOWN = known_tags(Catalogue({"nb": {}}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "0: empty"),
        ("navn,om\na,b\n", "1: columns"),
        ("name,about,tags\nSjakk,,tabletop\n", "2: about"),
        ("name,about,tags\nSjakk,Ja.,chess\n", "2: tag"),
        ("name,about,tags\nA,Ja.,dance\na,Nei.,dance\n", "3: twice"),
        ("name,about,tags,until\nA,Ja.,dance,i morgen\n", "2: until"),
        ("name,about,tags\n" + "A" * 81 + ",Ja.,dance\n", "2: long.name"),
        ('name,about,tags\nA,"Ja,dance\n', "0: quotes"),
    ],
)
def test_a_fault_is_named_by_its_line_and_nothing_is_taken_in(text: str, told: str) -> None:
    with pytest.raises(BadCatalogue, match=told):
        read_file(text.encode(), KNOWN)


@pytest.mark.parametrize("text", [GOOD, GOOD.replace(",", ";"), "\ufeff" + GOOD.replace("\n", "\r\n")])
def test_a_file_is_read_as_spreadsheets_write_it(text: str) -> None:
    assert [(each.name, each.tags, each.until) for each in read_file(text.encode(), KNOWN).entries] == [
        ("Sjakk", ("tabletop",), None),
        ("Kor", ("singing",), "2030-01-01"),
    ]


async def test_the_command_names_each_line_that_is_wrong(asked: Round, tmp_path: Path) -> None:
    file = tmp_path / "tilbud.csv"
    file.write_text("name,about,tags\nSjakk,Ja.,chess\n", "utf-8")
    with pytest.raises(BadRequest, match="line 2: There is no tag chess"):
        await cataloguing.take_in_file(here(tmp_path), file, "Eksempelvik", Console(), dry_run=False)


def test_the_nearest_that_is_still_there_answers() -> None:
    wide = Entry("1", "Alt mulig", "Hver dag.", ("dance", "band", "gaming"))
    near = Entry("2", "Dans", "Tirsdager.", ("dance",))
    over = Entry("3", "Dansekurs", "Var.", ("dance",), "2026-01-31")
    assert find_answer([wide, near, over], ["dance"], "2026-02-01") == near
    assert find_answer([over], ["dance"], "2026-01-31") == over
    assert find_answer([wide, near], ["dance", "band"], "2026-02-01") == wide


async def test_the_command_tells_what_it_would_do_then_does_it_and_again_does_nothing(
    store: Store, asked: Round, tmp_path: Path
) -> None:
    file = tmp_path / "tilbud.csv"
    file.write_text(GOOD, "utf-8")
    settings = here(tmp_path)
    for dry_run, told in ((True, "2 new"), (False, "2 new"), (False, "2 as before")):
        out = StringIO()
        await cataloguing.take_in_file(settings, file, "eksempelvik", Console(file=out), dry_run=dry_run)
        assert told in out.getvalue()
    out = StringIO()
    await cataloguing.drop(settings, "Eksempelvik", "Kor", Console(file=out))
    await cataloguing.show(settings, "Eksempelvik", Console(file=out))
    assert "Sjakk. På biblioteket torsdager. [tabletop] fits 0, does not fit 0" in out.getvalue()
    assert "Kor" not in out.getvalue()
    with pytest.raises(BadRequest, match="Nothing there is called «Kor»"):
        await cataloguing.drop(settings, "Eksempelvik", "Kor", Console(file=out))


@pytest.mark.parametrize("body", [b"name,about,tags\nS\xf8k,Ja.,dance\n", b"x" * 1_000_001])
async def test_a_file_that_is_no_such_list_is_refused_in_a_sentence(
    asked: Round, tmp_path: Path, body: bytes
) -> None:
    file = tmp_path / "tilbud.csv"
    file.write_bytes(body)
    settings = here(tmp_path)
    with pytest.raises(BadRequest, match=r"UTF-8|megabyte"):
        await cataloguing.take_in_file(settings, file, "Eksempelvik", Console(), dry_run=False)


async def test_what_a_round_asks_is_chosen_by_a_command(store: Store, asked: Round, tmp_path: Path) -> None:
    settings = here(tmp_path)
    out = StringIO()
    await asking.choose(settings, CODE, "where, age", Console(file=out))
    assert "where, age" in out.getvalue()
    found = await store.read(lambda tx: find_round(tx, CODE))
    assert found is not None
    assert found.asks == ("where", "age")
    await asking.choose(settings, CODE, "", Console(file=out))
    assert "nothing besides the wish" in out.getvalue()
    with pytest.raises(BadRequest, match="There is no question weight"):
        await asking.choose(settings, CODE, "weight", Console(file=out))
    with pytest.raises(BadRequest, match="no round with the code"):
        await asking.choose(settings, "feil-kode", None, Console(file=out))
