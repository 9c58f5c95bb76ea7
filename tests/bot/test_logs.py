"""The log: a line or an object for each thing, times in UTC, and of an error its kind and place alone."""

import json
import logging
import sys

import pytest

from bot.logs import FORMATS, Json, Kind, Plain

CANARY = "kanarifuglsang"


def record(message: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    told = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("ekko.web", logging.WARNING, __file__, 1, message, args, told)
    made.created = 1_790_000_000.5
    return made


def an_error() -> BaseException:
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        return error


def test_a_line_says_when_how_grave_where_and_what() -> None:
    said = Plain().format(record("%d wait", 3))
    assert said == "2026-09-21T14:13:20.500+00:00 WARNING ekko.web 3 wait"


def test_an_object_holds_the_same_for_programs() -> None:
    assert json.loads(Json().format(record("%d venter på «svar»", 3))) == {
        "time": "2026-09-21T14:13:20.500+00:00",
        "level": "WARNING",
        "room": "ekko.web",
        "message": "3 venter på «svar»",
    }


@pytest.mark.parametrize("kind", FORMATS)
def test_of_an_error_only_its_kind_and_place_are_written_and_on_one_line(kind: Kind) -> None:
    said = FORMATS[kind]().format(record("It failed\nbadly", error=an_error()))
    assert CANARY not in said
    assert "Traceback" not in said
    assert "ValueError at test_logs.py" in said
    assert "\n" not in said
    assert sys.exc_info() == (None, None, None)
