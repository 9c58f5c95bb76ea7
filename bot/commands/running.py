"""How every command runs: settings are read once, and what goes wrong is one sentence, never a traceback."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from rich.console import Console

from bot.logs import begin_logging
from bot.problems import BadRequest
from bot.settings import BadSettings, Settings, read_settings

console = Console(stderr=True)
T = TypeVar("T")


def read() -> Settings:
    """Read the settings, or say what is wrong with them."""
    return say_problems(read_settings)


def run(begin: Callable[[Settings], Coroutine[Any, Any, None]]) -> None:
    """Read the settings and do what a command begins with them."""
    settings = read()
    begin_logging(settings.logs)
    try:
        say_problems(lambda: _loop_runner()(begin(settings)))
    except KeyboardInterrupt:
        console.print("Stopped.")


def run_alone(begun: Coroutine[Any, Any, T]) -> T:
    """Do what was begun without the settings."""
    return say_problems(lambda: _loop_runner()(begun))


def _loop_runner() -> Callable[[Coroutine[Any, Any, T]], T]:
    """Choose the quick loop where it is installed; nothing else that is missing changes the choice."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run
    else:
        return uvloop.run


def say_problems(do: Callable[[], T]) -> T:
    """Do it, or end with one clear sentence instead of a traceback."""
    from collector.keeping.envelope import BackupBroken
    from collector.sealing import KeyProblem
    from collector.store.front import StoreProblem

    try:
        return do()
    except (BadSettings, KeyProblem, StoreProblem, BackupBroken, BadRequest) as problem:
        console.print(str(problem), style="red", highlight=False, markup=False, soft_wrap=True)
        raise SystemExit(2) from None
