"""`ekko run` with every logger at its loudest, for the test that listens: `python -m tests.whole.loud`."""

import logging
import sys

import uvloop
from rich.console import Console

from bot.example.run import run_example
from bot.settings import read_settings

if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).setLevel(logging.DEBUG)
    logging.getLogger("tests").debug("All can be heard.")
    uvloop.run(run_example(read_settings(), Console(stderr=True)))
