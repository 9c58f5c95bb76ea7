"""How the log is written: a line for people, or a JSON object for programs, with the time in UTC.

One rule: of an error only its kind and its place are written; its message could hold somebody's words.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Literal

from collector.where_it_failed import place_of

Kind = Literal["plain", "json"]
CHATTY = ("uvicorn", "httpx", "aiogram", "telegram", "apscheduler", "asyncio")


class Plain(logging.Formatter):
    """One line: when, how grave, which room, and what."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{moment_of(record)} {record.levelname} {record.name} {message_of(record)}"


class Json(logging.Formatter):
    """The same as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        told = {"time": moment_of(record), "level": record.levelname, "room": record.name}
        return json.dumps({**told, "message": message_of(record)}, ensure_ascii=False)


FORMATS: dict[Kind, type[logging.Formatter]] = {"plain": Plain, "json": Json}


def begin_logging(kind: Kind = "plain") -> None:
    """Write the log to standard error from now on; libraries only when they warn."""
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATS[kind]())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def moment_of(record: logging.LogRecord) -> str:
    """Write down when it was, in UTC."""
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def message_of(record: logging.LogRecord) -> str:
    """Say what was logged on one line, and of an error that came along its kind and place alone."""
    said = " ".join(record.getMessage().splitlines())
    error = record.exc_info[1] if record.exc_info else None
    return f"{said} ({place_of(error)})" if error else said
