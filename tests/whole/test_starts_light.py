"""Whoever types a command does not wait for what it does not use."""

import subprocess
import sys

import pytest

from tools.places import ROOT

SLOW_TO_IMPORT = {"fastapi", "spacy", "sklearn", "aiogram", "telegram", "altair"}


def imported_by(*rooms: str) -> set[str]:
    """What of the slow ones a fresh Python has after importing these."""
    code = f"import sys, {', '.join(rooms)}; print(*{SLOW_TO_IMPORT} & set(sys.modules))"
    done = subprocess.run((sys.executable, "-c", code), cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_command_is_read_and_a_start_refused_before_the_tagger_and_the_pages_are_imported() -> None:
    found = imported_by(
        "bot.__main__", "bot.wiring", "bot.example.run", "bot.inviting", "bot.backing_up", "bot.restoring"
    )
    assert found == set()


@pytest.mark.slow
def test_serving_imports_no_training_no_charts_and_no_messenger() -> None:
    assert imported_by("bot.serve", "bot.host", "collector.web.app") == {"fastapi", "spacy"}
