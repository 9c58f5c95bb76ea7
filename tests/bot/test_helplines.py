"""The numbers on the help card: dated, with a source, ready to be called."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.helpcard import GROWS_OLD_AFTER_DAYS, BadHelpline, Helpline, card_in_words, read_helplines
from collector.texts import LANGUAGES, Catalogue
from tests.bot.test_texts import OURS, texts_of

COLUMNS = "id\tnumber\tcall\tnoted\tconfirmed\tsource\n"
GOOD = ("police", "112", "112", "2026-01-31", "-", "https://example.org/")
LINES = read_helplines()


def with_line(folder: Path, *columns: str) -> Path:
    path = folder / "helplines.tsv"
    path.write_text("# a remark\n" + COLUMNS + "\t".join(columns) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_every_number_can_be_called_and_has_a_date_and_a_source(line: Helpline) -> None:
    assert line.call.isdigit()
    assert line.call == line.number.replace(" ", "")
    assert isinstance(line.noted, date)
    assert line.source.startswith("https://")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_a_text_in_every_language(language: str) -> None:
    texts = texts_of(OURS, language)
    assert [line.id for line in LINES if not texts.get(f"help.{line.id}")] == []


def test_no_number_stands_twice() -> None:
    assert len({line.call for line in LINES}) == len({line.id for line in LINES}) == len(LINES)


def test_113_comes_first_and_then_112() -> None:
    assert [line.call for line in LINES[:2]] == ["113", "112"]


def test_a_good_line_is_read(tmp_path: Path) -> None:
    expected = Helpline("police", "112", "112", date(2026, 1, 31), None, "https://example.org/")
    assert read_helplines(with_line(tmp_path, *GOOD)) == (expected,)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (1, "112 1"),
        (1, ""),
        (2, "tel"),
        (2, "113"),
        (3, ""),
        (3, "soon"),
        (4, "yes"),
        (5, ""),
        (5, "http://x.no"),
    ],
)
def test_a_line_without_a_number_a_date_or_a_source_stops_the_start(
    tmp_path: Path, place: int, wrong: str
) -> None:
    columns = [wrong if here == place else column for here, column in enumerate(GOOD)]
    with pytest.raises(BadHelpline, match="police"):
        read_helplines(with_line(tmp_path, *columns))


def test_a_line_that_lacks_a_column_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadHelpline, match="police"):
        read_helplines(with_line(tmp_path, *GOOD[:-1]))


def test_a_number_grows_old_after_half_a_year_and_a_check_makes_it_new() -> None:
    noted = date(2026, 1, 31)
    last = noted + timedelta(days=GROWS_OLD_AFTER_DAYS)
    line = Helpline("police", "112", "112", noted, None, "https://example.org/")
    checked = Helpline("police", "112", "112", noted, last, "https://example.org/")
    assert not line.is_old(last)
    assert line.is_old(last + timedelta(days=1))
    assert not checked.is_old(last + timedelta(days=1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_in_words_begins_with_danger_and_has_every_number(language: str, texts: Catalogue) -> None:
    card = card_in_words(LINES, texts, language).splitlines()
    assert card[0] == texts_of(OURS, language)["help.danger"]
    assert [line.number for line in LINES] == [row.rpartition(": ")[2] for row in card[2:-1]]
