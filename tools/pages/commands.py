"""docs/commands.md: every `ekko` command, as the program itself explains it."""

from collections.abc import Iterator
from functools import cache

import typer.main

from bot.__main__ import app

HEAD = """# The `ekko` command

Made from the program by `make docs`; do not edit. Set-up puts the command in `.venv/bin/ekko`.

Its [settings](settings.md) come from the environment. What is meant for a program goes to standard output,
what is meant for you to standard error. Where you must put something right first, it says so and ends with 2.
"""


def command_names() -> frozenset[str]:
    """Name every command there is, and the first word of those that have two."""
    return frozenset(name.split()[0] for name in _commands())


def options_of(command: str) -> frozenset[str]:
    """Name the options that one command takes."""
    ours = [each for name, each in _commands().items() if name.split()[0] == command]
    found = {opt for each in ours for param in each.params for opt in param.opts if opt.startswith("-")}
    return frozenset(found | {"--help"})


def commands() -> str:
    """Write down every command."""
    return HEAD + "".join(_section(name, command) for name, command in _commands().items())


@cache
def _commands() -> dict[str, typer.core.TyperCommand]:
    return dict(_named(typer.main.get_command(app), ""))


def _named(found: object, name: str) -> Iterator[tuple[str, typer.core.TyperCommand]]:
    if isinstance(found, typer.core.TyperCommand):
        yield name, found
    if isinstance(found, typer.core.TyperGroup):
        for word, each in found.commands.items():
            yield from _named(each, f"{name} {word}".strip())


def _section(name: str, command: typer.core.TyperCommand) -> str:
    shown = [param for param in command.params if not getattr(param, "hidden", False)]
    words = [_usage(param) for param in shown]
    told = f"\n## ekko {name}\n\n{command.help}\n\n```\n{' '.join(['ekko', name, *words])}\n```\n"
    lines = [f"- `{_usage(param).strip('[]')}`: {_help_of(param)}" for param in shown]
    return told + ("\n" + "\n".join(lines) + "\n" if lines else "")


def _usage(param: object) -> str:
    if isinstance(param, typer.core.TyperArgument):
        return str(param.name).upper()
    assert isinstance(param, typer.core.TyperOption)
    return f"[{param.opts[0]}]" if param.is_flag else f"[{param.opts[0]} {str(param.name).upper()}]"


def _help_of(param: object) -> str:
    told = str(getattr(param, "help", None) or "")
    if isinstance(param, typer.core.TyperOption) and not param.is_flag and param.default is not None:
        told += f" Without it: `{param.default}`."
    return told
