"""`ekko municipality …`, each handed on to `bot.municipality`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.running import console, run

NAME = Annotated[str, typer.Argument(help="The municipality's name.")]
group = typer.Typer(
    help="A municipality: what is recorded, what is missing, open and shut.", no_args_is_help=True
)


@group.command("new")
def new_municipality(name: NAME) -> None:
    """Make a municipality; it is shut until everything that is asked for is in place."""
    from bot import municipality as towns

    run(lambda settings: towns.make(settings, name, console))


@group.command("list")
def list_municipalities() -> None:
    """List the municipalities, and how far each is."""
    from bot import municipality as towns

    run(lambda settings: towns.show_all(settings, console))


@group.command("show")
def show_municipality(name: NAME) -> None:
    """Show what is recorded, and what is missing before it can open, with page and command."""
    from bot import municipality as towns

    run(lambda settings: towns.show(settings, name, console))


@group.command("set")
def set_fact(
    name: NAME,
    facts: Annotated[
        list[str], typer.Argument(help='A field and its value, as often as you like; "" takes one away.')
    ],
) -> None:
    """Record facts, all of them or none; `show` lists the fields."""
    from bot import municipality as towns

    run(lambda settings: towns.record(settings, name, facts, console))


@group.command("import")
def import_list(
    name: NAME,
    what: Annotated[str, typer.Argument(help="places, schools or holidays.")],
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV; places: name, and north,east where they are; schools: name,from,to,pupils; "
            "holidays: name,from,to."
        ),
    ],
) -> None:
    """Take a list in from a CSV file, instead of the one there is: all of it or nothing."""
    from bot import municipality as towns

    run(lambda settings: towns.take_in(settings, name, what, file, console))


@group.command("open")
def open_municipality(name: NAME) -> None:
    """Let young people write, or refuse and list what is missing."""
    from bot import municipality as towns

    run(lambda settings: towns.open_it(settings, name, console))


@group.command("close")
def shut_municipality(name: NAME) -> None:
    """Shut it at once: the chat says so kindly and keeps nothing."""
    from bot import municipality as towns

    run(lambda settings: towns.shut_it(settings, name, console))


@group.command("log")
def show_log(name: NAME) -> None:
    """Write the log of who did what, one JSON object a line; `ekko doctor` looks whether it is whole."""
    from bot import municipality as towns

    run(lambda settings: towns.show_log(settings, name, console))
