"""docs/roles.md: who may use which page, as the running program has it."""

import tempfile
from pathlib import Path

import collector
from collector.sealing import Seal
from collector.store.sqlite import SqliteStore
from collector.texts import read_catalogue
from collector.web.app import make_app
from collector.web.rules import write_rules
from collector.web.show import Pages

TEXTS = Path(collector.__file__).parent / "texts"


def roles() -> str:
    """Write down the rules of the desk's pages."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "ekko.db")
        app = make_app(store, Seal(bytes(32)), lambda: 0, Pages(texts=read_catalogue(TEXTS)))
        store.close()
    return write_rules(app)
