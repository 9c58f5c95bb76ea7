"""`ekko catalogue …`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.running import console, run

COLUMNS = "A CSV or XLSX file with the columns name, about, place, days, age, price, link, tags, until."
group = typer.Typer(help="What exists already, told of in the chat.", no_args_is_help=True)


@group.command("import")
def take_in(
    file: Annotated[
        Path,
        typer.Argument(help=COLUMNS),
    ],
    municipality: Annotated[str, typer.Option(help="The municipality's name; always needed.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would change, and keep nothing.")
    ] = False,
) -> None:
    """Take in what exists already, so that the chat can tell of it; importing again changes what changed."""
    from bot import cataloguing

    run(lambda settings: cataloguing.take_in_file(settings, file, municipality, console, dry_run=dry_run))


@group.command("list")
def list_catalogue(
    municipality: Annotated[str, typer.Option(help="The municipality's name; always needed.")],
) -> None:
    """List what exists already, and how many said that it fits."""
    from bot import cataloguing

    run(lambda settings: cataloguing.show(settings, municipality, console))


@group.command("drop")
def drop(
    name: Annotated[str, typer.Argument(help="What it is called in the catalogue.")],
    municipality: Annotated[str, typer.Option(help="The municipality's name; always needed.")],
) -> None:
    """Take something away that does not exist any more."""
    from bot import cataloguing

    run(lambda settings: cataloguing.drop(settings, municipality, name, console))
