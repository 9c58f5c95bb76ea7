"""`ekko municipality`: make one, record what it is, see what is missing, open it and shut it.

One rule: the same verbs as the admin's pages; here the one who runs the machine speaks, so no name is noted.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bot.inviting import find_municipality
from bot.problems import BadRequest
from bot.settings import Settings
from bot.short_lists import read_short_list
from bot.wiring import TEXTS, clock, how_it_runs
from collector import auditing, municipality, recording
from collector.facts import FACTS, Fact, NotFit, find_fact
from collector.listing import COLUMNS, BadList, Typed, read_csv
from collector.municipality import BY_COMMAND
from collector.recording import Pen
from collector.requirements import Record, Requirement, Running
from collector.sealing import KeyProblem, Seal, read_key
from collector.store import rounds
from collector.store.front import Store, Tx
from collector.store.keys import check_key
from collector.store.opening import open_store
from collector.texts import read_catalogue

LANGUAGE = "en"
FOR_A_MACHINE = {"/live": "docs/live.md"}
"""What no page of an admin's can mend."""


async def make(settings: Settings, name: str, console: Console) -> None:
    """Make a municipality, shut and with nothing recorded."""
    with opened(settings) as (store, seal):
        if seal.example:
            raise KeyProblem(
                "This key was made for the example (`ekko run`). A real municipality needs a key of its own: "
                "make one with `ekko key FILE`, name it in EKKO_KEY_FILE and begin in an empty database."
            )
        called = read_fact(find_fact("name"), name)
        made = await store.write(lambda tx: _make(tx, seal, called))
    tell(console, f"{made} is made. It is shut: its chat keeps nothing until it is opened.")
    tell(console, f'Let its first admin in:\n  ekko invite "{made}" "Who" --role admin')
    tell(console, f'See what it takes to open:\n  ekko municipality show "{made}"')


async def show_all(settings: Settings, console: Console) -> None:
    """List every municipality, and how far it is."""
    with opened(settings) as (store, seal):
        records = await store.read(
            lambda tx: [
                municipality.describe(tx, each.id, how_it_runs(settings, seal))
                for each in rounds.municipalities(tx)
            ]
        )
    for each in records:
        missing = len(municipality.what_is_missing(each))
        tell(
            console,
            f"{each.municipality.name}: {state_of(each)}" + (f", {missing} missing" if missing else ""),
        )
    if not records:
        tell(console, "There is none yet. `ekko municipality new NAME` makes one.")


async def show(settings: Settings, name: str, console: Console) -> None:
    """Show all that is recorded, and what is missing."""
    with opened(settings) as (store, seal):
        record = await store.read(lambda tx: describe(tx, name, how_it_runs(settings, seal)))
    tell(console, f"{record.municipality.name}: {state_of(record)}")
    for fact in FACTS:
        tell(console, f"  {fact.name}: {record.facts.get(fact.name) or '-'}")
    for what, entries in record.lists.items():
        tell(console, f"  {what}: {len(entries)}")
    tell(console, f"  logo: {record.logo or '-'}")
    tell_missing(console, record, municipality.what_is_missing(record), settings)


async def record(settings: Settings, name: str, pairs: Sequence[str], console: Console) -> None:
    """Record some facts, all of them or none; an empty value takes one away."""
    typed = read_pairs(name, pairs)
    with opened(settings) as (store, seal):
        shut = await store.write(lambda tx: _record(tx, settings, seal, name, typed))
    tell(console, f"Done: {', '.join(typed)}.")
    if shut:
        tell(
            console,
            f"{name} was shut, since something is missing now. See: ekko municipality show {quoted(name)}",
        )


def read_pairs(name: str, pairs: Sequence[str]) -> dict[str, str]:
    """Read field, value, field, value; what is no field is refused with those there are."""
    if len(pairs) % 2 or not pairs:
        raise BadRequest('Write a field and its value, as often as you like; an empty value is written "".')
    typed = dict(zip(pairs[::2], pairs[1::2], strict=True))
    ours = [fact.name for fact in FACTS if fact.section != "duty"]
    for field in typed:
        if find_fact(field) and field not in ours:
            raise BadRequest(f'Who has duty is named with: ekko duty {quoted(name)} --adult "Name <mail>"')
        if field not in ours:
            raise BadRequest(f"There is nothing called «{field}» to record. There is: {', '.join(ours)}.")
    return typed


async def show_log(settings: Settings, name: str, console: Console) -> None:
    """Write the log of who did what, with the moments as everybody reads them; never a word of a wish."""
    with opened(settings) as (store, _):
        log = await store.read(lambda tx: auditing.tell(tx, find_municipality(tx, name).id))
    for line in log:
        at = datetime.fromtimestamp(line["at"] / 1000, UTC).isoformat(timespec="milliseconds")
        tell(console, json.dumps(line | {"at": at}, ensure_ascii=False))


async def take_in(settings: Settings, name: str, what: str, path: Path, console: Console) -> None:
    """Let a list hold what a CSV file says, or name the lines that are wrong."""
    if what not in COLUMNS:
        raise BadRequest(f"There is no list «{what}». There is: {', '.join(COLUMNS)}.")
    text = read_short_list(path, "this")
    with opened(settings) as (store, seal):
        try:
            rows = read_csv(what, text)
            n = await store.write(lambda tx: _take_in(tx, settings, seal, name, what, rows))
        except BadList as problem:
            texts = read_catalogue(*TEXTS)
            wrong = [
                f"line {each.row + 1}: {texts.say(f'record.why.{each.why}', LANGUAGE)}"
                for each in problem.wrong
            ]
            first = f"The file's first line is: {','.join(COLUMNS[what])}"
            raise BadRequest("\n".join(["Nothing was taken in.", *wrong[:20], first])) from None
    tell(console, f"Done: {n} {what}, instead of those there were.")


async def open_it(settings: Settings, name: str, console: Console) -> None:
    """Open a municipality, or list what is missing and leave it shut."""
    with opened(settings) as (store, seal):
        running = how_it_runs(settings, seal)
        record, missing = await store.write(lambda tx: _open(tx, seal, name, running))
    if missing:
        tell_missing(console, record, missing, settings)
        raise BadRequest(f"{record.municipality.name} was not opened: {len(missing)} things are missing.")
    tell(console, f"{record.municipality.name} is open: young people can write now.")


async def shut_it(settings: Settings, name: str, console: Console) -> None:
    """Shut a municipality: nothing new is kept."""
    with opened(settings) as (store, seal):
        await store.write(lambda tx: _shut(tx, seal, name))
    tell(console, "Done: it is shut, and its chat keeps nothing. What was kept stays.")


def tell_missing(
    console: Console, record: Record, missing: tuple[Requirement, ...], settings: Settings
) -> None:
    """Name each thing that is missing, with its page and the command that does the same."""
    texts = read_catalogue(*TEXTS)
    for each in missing:
        tell(console, f"- {texts.say(f'require.{each.name}', LANGUAGE)}")
        if not each.is_built:
            tell(
                console, "    This version of Ekko cannot do it yet, so nobody can open a real municipality."
            )
            continue
        page = FOR_A_MACHINE.get(each.where, f"{settings.public_address}{each.where}")
        tell(console, f"    {page}")
        tell(console, f"    {each.command.replace('NAME', quoted(record.municipality.name))}")
    if not missing:
        tell(console, "Nothing is missing.")


def state_of(record: Record) -> str:
    """Say in a word where a municipality stands."""
    if record.municipality.is_example:
        return "the example, which runs without being open"
    return "open" if record.municipality.is_open else "shut"


def quoted(name: str) -> str:
    """Write a name as a shell takes it."""
    return f'"{name}"' if " " in name else name


def tell(console: Console, line: str) -> None:
    """Write a line as it is, however narrow the window."""
    console.print(line, highlight=False, markup=False, soft_wrap=True)


def describe(tx: Tx, name: str, running: Running) -> Record:
    """Describe a municipality by its name."""
    return municipality.describe(tx, find_municipality(tx, name).id, running)


def read_fact(fact: Fact | None, value: str) -> str:
    """Read a value, or refuse it in the words of the pages."""
    try:
        return fact.read(value, "") if fact else ""
    except NotFit as problem:
        raise wrong_values({"name": problem.why}) from None


def wrong_values(wrong: Mapping[str, str]) -> BadRequest:
    """Say why some values cannot be recorded."""
    texts = read_catalogue(*TEXTS)
    lines = [f"{field}: {texts.say(f'record.why.{why}', LANGUAGE)}" for field, why in wrong.items()]
    return BadRequest("\n".join(["Nothing is changed.", *lines]))


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Store, Seal]]:
    """Open what is kept, for one command."""
    seal = read_key(settings.key_path)
    store = open_store(settings.database_url)
    try:
        yield store, seal
    finally:
        store.close()


def _make(tx: Tx, seal: Seal, name: str) -> str:
    check_key(tx, seal)
    if why := recording.why_no_name(tx, None, name):
        raise wrong_values({"name": why})
    return municipality.found(tx, name, clock()).name


def _record(tx: Tx, settings: Settings, seal: Seal, name: str, typed: Mapping[str, str]) -> bool:
    check_key(tx, seal)
    here = find_municipality(tx, name)
    pen = Pen(BY_COMMAND, clock(), how_it_runs(settings, seal))
    was_shut = False
    for section in dict.fromkeys(fact.section for fact in FACTS if fact.name in typed):
        saved = recording.save_facts(tx, here.id, section, typed, None, pen)
        if saved.wrong:
            raise wrong_values(saved.wrong)
        was_shut = was_shut or saved.shut
    return was_shut


def _take_in(tx: Tx, settings: Settings, seal: Seal, name: str, what: str, rows: list[Typed]) -> int:
    check_key(tx, seal)
    pen = Pen(BY_COMMAND, clock(), how_it_runs(settings, seal))
    return recording.save_list(tx, find_municipality(tx, name).id, what, rows, None, pen)


def _open(tx: Tx, seal: Seal, name: str, running: Running) -> tuple[Record, tuple[Requirement, ...]]:
    check_key(tx, seal)
    here = find_municipality(tx, name)
    missing = municipality.open_(tx, here.id, running, BY_COMMAND, clock())
    return municipality.describe(tx, here.id, running), missing


def _shut(tx: Tx, seal: Seal, name: str) -> None:
    check_key(tx, seal)
    municipality.shut(tx, find_municipality(tx, name).id, BY_COMMAND, clock())
