"""Keeps other people's libraries from writing words, names, numbers or tokens into our log.

One rule: of what they log, only who spoke and the kind of the error is passed on. Telegram's libraries log
whole messages when they are told to debug, and one of them does so when a message cannot be read.
"""

import logging

log = logging.getLogger("ekko.outside")


class Wordless(logging.Handler):
    """Says that a library had something to say, and nothing of what."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        log.log(record.levelno, "%s reports: %s", record.name, kind.__name__ if kind else "no error")


def keep_wordless(*libraries: str) -> None:
    """Let these libraries, and every part of them, speak through a wordless handler alone."""
    for library in libraries:
        logger = logging.getLogger(library)
        logger.propagate = False
        logger.setLevel(logging.WARNING)
        logger.handlers = [Wordless()]
