"""`ekko round …`, `ekko asks` and `ekko poster`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.running import console, run

group = typer.Typer(help="Rounds: what young people are asked, from a day to a day.", no_args_is_help=True)
beside = typer.Typer()
"""What stands beside the group, since it came before it."""


@beside.command()
def asks(
    code: Annotated[str, typer.Argument(help="The round's code.")],
    questions: Annotated[
        str | None,
        typer.Argument(
            help='barriers, where, how-often, age, school, in the order they are asked; "" for none.'
        ),
    ] = None,
) -> None:
    """Show or choose what a round asks about each wish; every question can be skipped."""
    from bot.asking import choose

    run(lambda settings: choose(settings, code, questions, console))


@group.command("new")
def new_round(
    municipality: Annotated[str, typer.Argument(help="The municipality's name.")],
    name: Annotated[str, typer.Argument(help="What the round is called.")],
    code: Annotated[
        str | None, typer.Option(help="Words that are easy to say; without it one is proposed.")
    ] = None,
    from_day: Annotated[
        str | None, typer.Option("--from", help="Its first day, as 2026-09-21; else today.")
    ] = None,
    to_day: Annotated[
        str | None, typer.Option("--to", help='Its last day; else four weeks on, and "" for none.')
    ] = None,
    languages: Annotated[str | None, typer.Option(help="The languages it is held in: nb, nn, en.")] = None,
    asks: Annotated[
        str | None,
        typer.Option(help='barriers, where, how-often, age, school, in their order; "" for none.'),
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option(help="The open question in own words, as nb=Hva savner du?; once for each language."),
    ] = None,
    for_whom: Annotated[
        list[str] | None, typer.Option(help="For whom it is, as nb=For deg på ungdomsskolen; the same way.")
    ] = None,
    classes: Annotated[bool, typer.Option("--class", help="One agreed answer from each class.")] = False,
) -> None:
    """Make a round, and show its code and its address."""
    from bot.rounds import Wanted
    from bot.rounds import new as make

    wanted = Wanted(
        name,
        code,
        from_day,
        to_day,
        languages,
        asks,
        question,
        for_whom,
        kind="class" if classes else "open",
    )
    run(lambda settings: make(settings, municipality, wanted, console))


@group.command("list")
def list_rounds(municipality: Annotated[str, typer.Argument(help="The municipality's name.")]) -> None:
    """List a municipality's rounds, the newest first."""
    from bot.rounds import show

    run(lambda settings: show(settings, municipality, console))


@group.command("change")
def change_round(
    code: Annotated[str, typer.Argument(help="The round's code.")],
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    new_code: Annotated[str | None, typer.Option("--code", help="Another code.")] = None,
    from_day: Annotated[str | None, typer.Option("--from", help="Its first day, as 2026-09-21.")] = None,
    to_day: Annotated[str | None, typer.Option("--to", help='Its last day; "" for none.')] = None,
    languages: Annotated[str | None, typer.Option(help="The languages it is held in.")] = None,
    asks: Annotated[str | None, typer.Option(help="What it asks besides, in this order.")] = None,
    question: Annotated[
        list[str] | None, typer.Option(help="The open question in own words, as nb=Hva savner du?")
    ] = None,
    for_whom: Annotated[list[str] | None, typer.Option(help="For whom it is, the same way.")] = None,
) -> None:
    """Change a round. What was asked stands once somebody has written; the name and the days do not."""
    from bot.rounds import Wanted, change

    wanted = Wanted(name, new_code, from_day, to_day, languages, asks, question, for_whom)
    run(lambda settings: change(settings, code, wanted, console))


@group.command("close")
def close_round(code: Annotated[str, typer.Argument(help="The round's code.")]) -> None:
    """Let a round be over at once; what came in stays, and its senders still see and erase it."""
    from bot.rounds import close

    run(lambda settings: close(settings, code, console))


@beside.command()
def poster(
    code: Annotated[str, typer.Argument(help="The round's code.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write.")],
    size: Annotated[str, typer.Option(help="a4 or a3.")] = "a4",
    language: Annotated[str, typer.Option(help="nb, nn, en or se; se is a draft and says so.")] = "nb",
) -> None:
    """Make a round's poster as a PDF, with its QR code."""
    from bot.rounds import poster as make

    run(lambda settings: make(settings, code, out, size, language, console))
