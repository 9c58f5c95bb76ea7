"""The `ekko` command: each subcommand reads the settings, builds what it needs and hands it on."""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from bot.logs import begin_logging
from bot.municipality_commands import municipality_commands
from bot.problems import BadRequest
from bot.settings import BadSettings, Settings, read_settings

app = typer.Typer(
    help="Ekko: young people say what they wish for, and hear back.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
catalogue = typer.Typer(help="What exists already, told of in the chat.", no_args_is_help=True)
app.add_typer(catalogue, name="catalogue")
rounds = typer.Typer(help="Rounds: what young people are asked, from a day to a day.", no_args_is_help=True)
app.add_typer(rounds, name="round")
console = Console(stderr=True)
T = TypeVar("T")


@app.command()
def serve() -> None:
    """Run Ekko as the settings say, until it is told to stop."""
    _run(_serve)


@app.command()
def run(
    port: Annotated[
        int | None, typer.Option(help="Listen here instead of EKKO_PORT.", min=1, max=65535)
    ] = None,
) -> None:
    """Try Ekko: an embedded database with a marked example municipality, and links to look around."""
    from bot.example.run import run_example

    _run(lambda settings: run_example(settings.model_copy(update={"port": port} if port else {}), console))


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
    tag_stream(_settings().models, lines, out, all_scores=all_scores, parted=parted, fast=fast)


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

    settings = _settings()
    _say_problems(
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
) -> None:
    """Make a new tagger of the examples and of what reviewers taught; it goes live if it is no worse."""
    from bot import carding, learning

    async def begin(settings: Settings) -> None:
        handed_in = learning.read_own(own)
        school = learning.open_school(settings.models)
        if not await learning.train_here(settings, school, handed_in, console, dry_run=dry_run):
            raise SystemExit(1)

    if card:
        _say_problems(lambda: carding.write(_settings().models, console))
    elif back:
        _say_problems(lambda: learning.back(_settings().models, console))
    else:
        _run(begin)


@app.command()
def chat(
    language: Annotated[str, typer.Option(help="The language the talk begins in: nb, nn or en.")] = "nb",
    save: Annotated[
        str | None, typer.Option(help="Write the talk down as a transcript test of this name.")
    ] = None,
) -> None:
    """Play the conversation by keyboard, with the tagger; nothing is kept and nobody is alerted."""
    from bot.chatting import chat_here

    _say_problems(lambda: chat_here(_settings().models, language, save, sys.stdout))


@app.command()
def invite(
    municipality: Annotated[str, typer.Argument(help="The municipality's name.")],
    name: Annotated[str, typer.Argument(help="What the person is called at work.")],
    role: Annotated[str, typer.Option(help="admin, leader, youth, project or duty.")] = "leader",
) -> None:
    """Make a one-time link by which somebody signs in for the first time."""
    from bot.inviting import invite as make_link

    _run(lambda settings: make_link(settings, municipality, name, role, console))


@app.command()
def end(
    name: Annotated[str, typer.Argument(help="The person's name, as it stands in the invitation.")],
    municipality: Annotated[str, typer.Option(help="The municipality's name; always needed.")],
) -> None:
    """End somebody's access at once: their sessions, unused invitations and Telegram, in every role."""
    from bot.ending import end as end_access

    _run(lambda settings: end_access(settings, municipality, name, console))


@app.command()
def asks(
    code: Annotated[str, typer.Argument(help="The round's code.")],
    questions: Annotated[
        str | None,
        typer.Argument(help='barriers, where, how-often and age, in the order they are asked; "" for none.'),
    ] = None,
) -> None:
    """Show or choose what a round asks about each wish; every question can be skipped."""
    from bot.asking import choose

    _run(lambda settings: choose(settings, code, questions, console))


@catalogue.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="A CSV file with the columns name, about, tags and until.")],
    municipality: Annotated[str, typer.Option(help="The municipality's name; always needed.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would change, and keep nothing.")
    ] = False,
) -> None:
    """Take in what exists already, so that the chat can tell of it; importing again changes what changed."""
    from bot import cataloguing

    _run(lambda settings: cataloguing.take_in_file(settings, file, municipality, console, dry_run=dry_run))


@catalogue.command("list")
def list_catalogue(
    municipality: Annotated[str, typer.Option(help="The municipality's name; always needed.")],
) -> None:
    """List what exists already, and how many said that it fits."""
    from bot import cataloguing

    _run(lambda settings: cataloguing.show(settings, municipality, console))


@catalogue.command("drop")
def drop(
    name: Annotated[str, typer.Argument(help="What it is called in the catalogue.")],
    municipality: Annotated[str, typer.Option(help="The municipality's name; always needed.")],
) -> None:
    """Take something away that does not exist any more."""
    from bot import cataloguing

    _run(lambda settings: cataloguing.drop(settings, municipality, name, console))


@rounds.command("new")
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
        str | None, typer.Option(help='barriers, where, how-often and age, in their order; "" for none.')
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
    _run(lambda settings: make(settings, municipality, wanted, console))


@rounds.command("list")
def list_rounds(municipality: Annotated[str, typer.Argument(help="The municipality's name.")]) -> None:
    """List a municipality's rounds, the newest first."""
    from bot.rounds import show

    _run(lambda settings: show(settings, municipality, console))


@rounds.command("change")
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
    _run(lambda settings: change(settings, code, wanted, console))


@rounds.command("close")
def close_round(code: Annotated[str, typer.Argument(help="The round's code.")]) -> None:
    """Let a round be over at once; what came in stays, and its senders still see and erase it."""
    from bot.rounds import close

    _run(lambda settings: close(settings, code, console))


@app.command()
def poster(
    code: Annotated[str, typer.Argument(help="The round's code.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write.")],
    size: Annotated[str, typer.Option(help="a4 or a3.")] = "a4",
    language: Annotated[str, typer.Option(help="nb, nn, en or se; se is a draft and says so.")] = "nb",
) -> None:
    """Make a round's poster as a PDF, with its QR code."""
    from bot.rounds import poster as make

    _run(lambda settings: make(settings, code, out, size, language, console))


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

    _run(lambda settings: show_or_change(settings, municipality, adult, deputy, console))


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
    _run(lambda settings: erase(settings, receipt, code, console, really=yes))


@app.command()
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

    _run(lambda settings: back_up(settings, folder, console, dry_run=dry_run))


@app.command()
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
    _run(lambda settings: bring_back(settings, wanted, console, console.input))


@app.command()
def retain(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and erase nothing.")] = False,
    clock_is_right: Annotated[
        bool,
        typer.Option("--clock-is-right", help="Believe the clock, after a pause or a clock that was set."),
    ] = False,
) -> None:
    """Erase what has had its time, as `ekko serve` does each night, and say what went."""
    from bot.retaining import retain as erase

    _run(lambda settings: erase(settings, console, dry_run=dry_run, clock_is_right=clock_is_right))


@app.command()
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
    if not _say_problems(lambda: _loop_runner()(looking)):
        raise SystemExit(1)


@app.command()
def key(
    path: Annotated[Path, typer.Argument(help="Where to write it: never inside the data folder.")],
) -> None:
    """Make the key that raw words are sealed with. Keep a copy apart from the backups."""
    from collector.sealing import make_key

    _say_problems(lambda: make_key(path))
    console.print(
        f"A new key lies in {path}. Without it, what is sealed is lost: keep a copy somewhere safe."
    )


def add_groups() -> None:
    """Add the commands that stand in files of their own."""
    app.add_typer(municipality_commands(_run, console), name="municipality")


def main() -> None:
    """Start the command."""
    begin_logging()
    app()


async def _serve(settings: Settings) -> None:
    from bot.wiring import build

    async with build(settings) as house:
        from bot.serve import serve as serve_on

        await serve_on(house)


def _settings() -> Settings:
    return _say_problems(read_settings)


def _run(begin: Callable[[Settings], Coroutine[Any, Any, None]]) -> None:
    settings = _settings()
    begin_logging(settings.logs)
    try:
        _say_problems(lambda: _loop_runner()(begin(settings)))
    except KeyboardInterrupt:
        console.print("Stopped.")


def _loop_runner() -> Callable[[Coroutine[Any, Any, T]], T]:
    """Choose the quick loop where it is installed; nothing else that is missing changes the choice."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run
    else:
        return uvloop.run


def _say_problems(do: Callable[[], T]) -> T:
    """Do it, or end with one clear sentence instead of a traceback."""
    from collector.keeping.envelope import BackupBroken
    from collector.sealing import KeyProblem
    from collector.store.front import StoreProblem

    try:
        return do()
    except (BadSettings, KeyProblem, StoreProblem, BackupBroken, BadRequest) as problem:
        console.print(str(problem), style="red", highlight=False, markup=False, soft_wrap=True)
        raise SystemExit(2) from None


add_groups()
if __name__ == "__main__":
    main()
