"""The `ekko` command: each subcommand reads the settings, builds what it needs and hands it on."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import catalogue, keeping, municipality, rounds, summaries, telegram
from bot.commands.running import console, read, run, say_problems
from bot.logs import begin_logging
from bot.settings import Settings

app = typer.Typer(
    help="Ekko: young people say what they wish for, and hear back.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.command()
def serve() -> None:
    """Run Ekko as the settings say, until it is told to stop."""
    run(_serve)


@app.command("run")
def try_out(
    port: Annotated[
        int | None, typer.Option(help="Listen here instead of EKKO_PORT.", min=1, max=65535)
    ] = None,
) -> None:
    """Try Ekko: an embedded database with a marked example municipality, and links to look around."""
    from bot.example.run import run_example

    run(lambda settings: run_example(settings.model_copy(update={"port": port} if port else {}), console))


@app.command()
def tag(
    all_scores: Annotated[bool, typer.Option("--all", help="Add every tag's score.")] = False,
    parted: Annotated[
        bool, typer.Option("--split", help="Add «parts»: each wish of a message that holds several.")
    ] = False,
    fast: Annotated[bool, typer.Option("--fast", help="Leave the second reader out.")] = False,
) -> None:
    """Read one text a line on standard input and write one JSON object a line."""
    from bot.tagging import tag_stream

    lines, out = sys.stdin.buffer, sys.stdout
    tag_stream(read().models, lines, out, all_scores=all_scores, parted=parted, fast=fast)


@app.command()
def score(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of labelled texts: language, tags, text. Without any: the gold set."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the figures as JSON.")] = False,
    fast: Annotated[bool, typer.Option("--fast", help="Score the first reader alone.")] = False,
) -> None:
    """Tell how good the live tagger is, by tag and by language, each figure with its interval."""
    from bot.scoring import score_live

    settings = read()
    say_problems(
        lambda: score_live(settings.models, files or [], sys.stdout, console, as_json=as_json, fast=fast)
    )


@app.command()
def train(
    own: Annotated[
        Path | None, typer.Option(help="A file with at least twenty examples of a new tag of your own.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Train and compare, and change nothing.")
    ] = False,
    back: Annotated[bool, typer.Option("--back", help="Make the model before live again.")] = False,
    card: Annotated[
        bool,
        typer.Option("--card", help="Measure what ships with the program and write docs/tagger-card.md."),
    ] = False,
    asked: Annotated[str, typer.Option(help="Do what was asked for on a leader's page.", hidden=True)] = "",
) -> None:
    """Make a new tagger of the examples and of what reviewers taught; it goes live if it is no worse."""
    from bot import carding, desk_training, learning, schooling

    async def begin(settings: Settings) -> None:
        if asked:
            await desk_training.train_as_asked(settings, schooling.open_school, asked)
            return
        handed_in = learning.read_own(own)
        school = schooling.open_school(settings.models)
        if not await learning.train_here(settings, school, handed_in, console, dry_run=dry_run):
            raise SystemExit(1)

    if card:
        say_problems(lambda: carding.write(read().models, console))
    elif back:
        run(lambda settings: learning.back(settings, console))
    else:
        run(begin)


@app.command()
def chat(
    language: Annotated[str, typer.Option(help="The language the talk begins in: nb, nn or en.")] = "nb",
    save: Annotated[
        str | None, typer.Option(help="Write the talk down as a transcript test of this name.")
    ] = None,
) -> None:
    """Play the conversation by keyboard, with the tagger; nothing is kept and nobody is alerted."""
    from bot.chatting import chat_here

    say_problems(lambda: chat_here(read().models, language, save, sys.stdout))


@app.command()
def invite(
    municipality: Annotated[str, typer.Argument(help="The municipality's name.")],
    name: Annotated[str, typer.Argument(help="What the person is called at work.")],
    role: Annotated[str, typer.Option(help="admin, leader, youth, project or duty.")] = "leader",
) -> None:
    """Make a one-time link by which somebody signs in for the first time."""
    from bot.inviting import invite as make_link

    run(lambda settings: make_link(settings, municipality, name, role, console))


@app.command()
def end(
    name: Annotated[str, typer.Argument(help="The person's name, as it stands in the invitation.")],
    municipality: Annotated[str, typer.Option(help="The municipality's name; always needed.")],
) -> None:
    """End somebody's access at once: their sessions, unused invitations and Telegram, in every role."""
    from bot.ending import end as end_access

    run(lambda settings: end_access(settings, municipality, name, console))


@app.command()
def duty(
    municipality: Annotated[str, typer.Argument(help="The municipality's name.")],
    adult: Annotated[
        str | None, typer.Option(help="Who is told first, as «Name <mail>»; empty for nobody.")
    ] = None,
    deputy: Annotated[
        str | None, typer.Option(help="Who is told when nobody takes the case; empty for nobody.")
    ] = None,
) -> None:
    """Say who gets a mail when somebody may not be OK; without options, show who that is now."""
    from bot.duty import show_or_change

    run(lambda settings: show_or_change(settings, municipality, adult, deputy, console))


@app.command()
def forget(
    receipt: Annotated[
        str, typer.Argument(help="The receipt's link, or its four words; - reads it from standard input.")
    ],
    code: Annotated[
        str, typer.Option("--round", help="The round's code; words mean nothing without it.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Erase it; without this nothing is changed.")] = False,
) -> None:
    """Tell what stands behind a receipt, and with --yes erase it for good: every wish, and the talk."""
    from bot.forgetting import forget as erase

    receipt = sys.stdin.readline() if receipt == "-" else receipt
    run(lambda settings: erase(settings, receipt, code, console, really=yes))


@app.command()
def key(
    path: Annotated[Path, typer.Argument(help="Where to write it: never inside the data folder.")],
) -> None:
    """Make the key that raw words are sealed with. Keep a copy apart from the backups."""
    from collector.sealing import make_key

    say_problems(lambda: make_key(path))
    console.print(
        f"A new key lies in {path}. Without it, what is sealed is lost: keep a copy somewhere safe."
    )


def main() -> None:
    """Start the command."""
    begin_logging()
    app()


async def _serve(settings: Settings) -> None:
    from bot.listening import look_at_port
    from bot.wiring import build

    look_at_port(settings)
    async with build(settings) as house:
        from bot.serve import serve as serve_on

        await serve_on(house)


app.add_typer(keeping.group)
app.add_typer(rounds.beside)
app.add_typer(summaries.group)
app.add_typer(rounds.group, name="round")
app.add_typer(catalogue.group, name="catalogue")
app.add_typer(municipality.group, name="municipality")
app.add_typer(telegram.group, name="telegram")

if __name__ == "__main__":
    main()
