"""`ekko backup`, `restore`, `retain`, `recount` and `doctor`: what whoever looks after a machine types."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.running import console, run, run_alone

group = typer.Typer()


@group.command()
def backup(
    folder: Annotated[
        Path | None, typer.Argument(help="Where to, instead of EKKO_BACKUPS; it must be there already.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be backed up, and write nothing.")
    ] = False,
) -> None:
    """Copy everything that is kept, sealed, while Ekko runs; it counts once it was read back whole."""
    from bot.backing_up import back_up

    run(lambda settings: back_up(settings, folder, console, dry_run=dry_run))


@group.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of what is kept now, after a typed yes.")
    ] = False,
    without_erasures: Annotated[
        bool,
        typer.Option(
            "--without-erasures",
            help="Go on where the list of what was erased since is lost, after a typed yes.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Look through the backup and say what it holds.")
    ] = False,
) -> None:
    """Bring a backup back, whole or not at all, and erase again what was erased since."""
    from bot.restoring import Wanted
    from bot.restoring import restore as bring_back

    wanted = Wanted(file, replace, without_erasures, dry_run)
    run(lambda settings: bring_back(settings, wanted, console, console.input))


@group.command()
def retain(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and erase nothing.")] = False,
    clock_is_right: Annotated[
        bool,
        typer.Option("--clock-is-right", help="Believe the clock, after a pause or a clock that was set."),
    ] = False,
) -> None:
    """Erase what has had its time, as `ekko serve` does each night, and say what went."""
    from bot.retaining import retain as erase

    run(lambda settings: erase(settings, console, dry_run=dry_run, clock_is_right=clock_is_right))


@group.command()
def recount() -> None:
    """Throw the kept figures away and count every wish anew, while Ekko runs; `doctor` says when to."""
    from bot.counting import recount as count_anew

    run(lambda settings: count_anew(settings, console))


@group.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Write what was found as JSON.")] = False,
    mail: Annotated[
        bool, typer.Option("--mail", help="Send a test mail to each who has duty; it says that it is one.")
    ] = False,
    ask_address: Annotated[
        bool,
        typer.Option("--ask-address", help="Ask EKKO_ADDRESS over the net, and look at its certificate."),
    ] = False,
) -> None:
    """Look whether all is well, and say what to do where it is not; nothing is changed."""
    from bot.doctor.telling import doctor as look_at_all

    logging.getLogger().setLevel(logging.CRITICAL)  # what is amiss is told as a finding, once
    looking = look_at_all(sys.stdout, as_json=as_json, mails=mail, asks_address=ask_address)
    if not run_alone(looking):
        raise SystemExit(1)
