"""`ekko summary`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.running import console, run

group = typer.Typer()


@group.command()
def summary(
    code: Annotated[str, typer.Argument(help="The round's code, or all.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write it as JSON.")] = False,
    as_pdf: Annotated[bool, typer.Option("--pdf", help="A document to print and to keep.")] = False,
    as_docx: Annotated[bool, typer.Option("--docx", help="A document to edit.")] = False,
    as_xlsx: Annotated[bool, typer.Option("--xlsx", help="A spreadsheet, with the wishes.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="The figures as rows.")] = False,
    pupils: Annotated[bool, typer.Option("--pupils", help="One page for pupils, in whole tens.")] = False,
    poster: Annotated[bool, typer.Option("--poster", help="An A3 poster, in whole tens.")] = False,
    place: Annotated[str, typer.Option(help="Only what is from this place.")] = "",
    first: Annotated[str, typer.Option(help="From this day on, as 2026-09-01.")] = "",
    last: Annotated[str, typer.Option(help="Up to and with this day.")] = "",
    municipality: Annotated[
        str, typer.Option(help="Whose, where the code is all and there are several.")
    ] = "",
    guarded: Annotated[
        bool,
        typer.Option("--guarded", help="As those see it who may not read the wishes: no figure under five."),
    ] = False,
    language: Annotated[str, typer.Option(help="nb, nn, en or se; se is a draft and says so.")] = "nb",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The file to write.")] = None,
) -> None:
    """Sum up a round, or all: figures, stories and who is missing; on the screen, or as a file."""
    from bot.summing_up import Wanted, sum_up

    forms = {"json": as_json, "pdf": as_pdf, "docx": as_docx, "xlsx": as_xlsx, "csv": as_csv}
    forms |= {"pupils": pupils, "poster": poster}
    chosen = tuple(form for form, is_asked in forms.items() if is_asked)
    wanted = Wanted(code, chosen, place, first, last, municipality, guarded, language, out)
    run(lambda settings: sum_up(settings, wanted, console))
