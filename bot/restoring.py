"""`ekko restore`: says what a backup holds, asks where something would be lost, and brings it back.

One rule: nothing that is kept now goes without a typed yes, nor before what comes back was opened.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from bot.lines import TalkLines
from bot.problems import BadRequest
from bot.progress import Tell, shown
from bot.settings import Settings
from collector.here import moment_of
from collector.keeping import swapping
from collector.keeping.journal import Remembered, journals_in, open_journal, read_journals, sync
from collector.keeping.restoring import Brought, Looked, bring_back, look_through
from collector.keeping.standing import installation_of
from collector.sealing import Seal, read_key
from collector.store.front import Store, StoreBroken, StoreBusy, Tx
from collector.store.keys import check_key
from collector.store.opening import file_of, is_used_by_others, open_store
from collector.store.tables import holds_nothing

PATIENCE = 3600.0
"""Seconds that one statement may take here: nobody else waits for this database."""
Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for at the prompt."""

    file: Path
    replace: bool = False
    without_erasures: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """What is kept now where the backup is to go; the installation is empty where nobody can read it."""

    is_empty: bool
    installation: str


async def restore(settings: Settings, wanted: Wanted, console: Console, ask: Ask) -> None:
    """Bring it back, or refuse in a sentence that says what to do."""
    seal = read_key(settings.key_path)
    looked = await asyncio.to_thread(look_through, wanted.file.expanduser().absolute(), seal)
    say = partial(console.print, highlight=False, soft_wrap=True, markup=False)
    say(about(looked))
    remembered, is_whole = _remembered(settings, looked, seal)
    say(about_erasures(remembered, is_whole=is_whole))
    target = await _look_at(settings)
    if wanted.dry_run:
        say("This was a dry run: nothing is changed.")
        return
    refuse(looked, target, wanted, is_whole=is_whole)
    confirm(target, wanted, ask, is_whole=is_whole)
    with shown(console, "Bringing back") as tell:
        brought = await _bring(settings, looked, seal, remembered, tell)
    _keep_journals(settings, looked, seal)
    say(told(brought))


def about(looked: Looked) -> str:
    """Say whose backup it is, from when, and how much it holds."""
    rows = looked.contents.rows
    return (
        f"A backup of {', '.join(looked.municipalities)}, made {moment_of(looked.head.made_at)}: "
        f"{rows.get('wishes', 0):,} wishes, {looked.contents.in_all:,} rows in all. It is whole."
    )


def about_erasures(remembered: Remembered, *, is_whole: bool) -> str:
    """Say what is known of what was erased since."""
    n = sum(line.at > 0 for line in remembered.lines)
    unread = f" {remembered.unread} lines of it cannot be read." if remembered.unread else ""
    if is_whole and n:
        last = moment_of(remembered.last_at or 0)
        return f"The list of what was erased has {n:,} lines, the last {last}.{unread}"
    if is_whole:
        return f"Nothing was ever erased here.{unread}"
    return (
        "THE LIST OF WHAT WAS ERASED IS NOT WHOLE: neither EKKO_DATA nor the backup's folder holds all of it."
        f"{unread} What young people erased after this backup would come back."
    )


def refuse(looked: Looked, target: Target, wanted: Wanted, *, is_whole: bool) -> None:
    """Refuse what must not be, before anybody is asked."""
    if not target.is_empty and not wanted.replace:
        raise BadRequest(
            "There are wishes in this database already, so nothing was changed. Name an empty one (EKKO_DATA "
            "or EKKO_DATABASE), or give --replace to put the backup in its place."
        )
    if not target.is_empty and target.installation not in {"", looked.head.installation}:
        raise BadRequest(
            "This backup is another installation's than what is kept here, so nothing was changed. Each "
            "belongs to its own municipality: choose the right file, or name an empty database (EKKO_DATA)."
        )
    if not is_whole and not wanted.without_erasures:
        raise BadRequest(
            "Nothing was changed. Find the file erasures-….log of the lost machine's data folder and lay it "
            "beside the backup. If it is gone for good, --without-erasures goes on without it."
        )


def confirm(target: Target, wanted: Wanted, ask: Ask, *, is_whole: bool) -> None:
    """Ask for a typed yes where something goes for good, or comes back that should not."""
    if not target.is_empty:
        _typed(ask, "replace", "What is kept now goes, and with it all that came in after this backup.")
    if not is_whole:
        _typed(ask, "without erasures", "What was erased after this backup comes back.")


def told(brought: Brought) -> str:
    """Say what came back and what is left to do."""
    rows, again = brought.contents.rows, brought.erased_again.total()
    return (
        f"Brought back whole: {rows.get('wishes', 0):,} wishes, {brought.contents.in_all:,} rows. "
        f"Erased again: {again:,}.\n"
        "What came in after the backup is not in it. Nobody is signed in: give each a new link with "
        "`ekko invite`. Messages that were on their way may come twice. What has had its time goes at the "
        "next start, or by `ekko retain`. A tagger that was taught here is made anew by `ekko train`."
    )


def _typed(ask: Ask, words: str, why: str) -> None:
    try:
        answer = ask(f"{why} Type «{words}» to go on: ")
    except EOFError:
        answer = ""
    if answer.strip() != words:
        raise BadRequest(f"That was not «{words}», so nothing was changed.")


def _remembered(settings: Settings, looked: Looked, seal: Seal) -> tuple[Remembered, bool]:
    """Read every list; they are whole if the machine's own is there, or the copy that is written at once."""
    here, beside = journals_in(settings.data), journals_in(looked.path.parent)
    known = looked.about.get("erasures", {"n": 1})
    own, both = read_journals(here, seal), read_journals([*here, *beside], seal)
    at_once = bool(looked.about.get("at_once"))
    return both, own.reaches(known) or (at_once and both.reaches(known))


async def _look_at(settings: Settings) -> Target:
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        return Target(is_empty=True, installation="")
    try:
        store = open_store(settings.database_url)
    except StoreBroken:
        if file is None:
            raise
        return Target(is_empty=False, installation="")  # damaged, or of a newer Ekko: it may be replaced
    try:
        return await store.read(lambda tx: Target(holds_nothing(tx), installation_of(tx)))
    except StoreBroken:
        return Target(is_empty=False, installation="")
    finally:
        store.close()


async def _bring(
    settings: Settings, looked: Looked, seal: Seal, remembered: Remembered, tell: Tell
) -> Brought:
    def work(tx: Tx) -> Brought:
        return bring_back(tx, looked, seal, remembered, TalkLines(seal), tell)

    file = file_of(settings.database_url)
    if file is not None:
        return await _into_a_file(file, seal, work)
    if await asyncio.to_thread(is_used_by_others, settings.database_url):
        raise StoreBusy(swapping.IN_USE)
    store = open_store(settings.database_url, patience=PATIENCE)
    return await _fill(store, seal, work)


async def _into_a_file(file: Path, seal: Seal, work: Callable[[Tx], Brought]) -> Brought:
    """Build a new file beside the old one, and let it have the name when it is whole."""
    with swapping.nobody_uses(file):
        new = swapping.new_beside(file)
        try:
            brought = await _fill(open_store(f"sqlite://{new}"), seal, work)
            aside = swapping.put_in_place(new, file)
        finally:
            swapping.drop(new)
    try:
        store = open_store(f"sqlite://{file}")
        try:
            await store.read(lambda tx: holds_nothing(tx))
        finally:
            store.close()
    except BaseException:
        swapping.take_back(aside, file)
        raise
    if aside is not None:
        swapping.drop(aside)
    return brought


async def _fill(store: Store, seal: Seal, work: Callable[[Tx], Brought]) -> Brought:
    try:
        brought = await store.write(work)
        await store.write(lambda tx: check_key(tx, seal))
        await store.tidy()
    finally:
        store.close()
    return brought


def _keep_journals(settings: Settings, looked: Looked, seal: Seal) -> None:
    """Let what was erased be known here too, for the next time."""
    settings.data.mkdir(parents=True, exist_ok=True)
    own = open_journal(settings.data, seal).path
    for each in journals_in(looked.path.parent):
        copy = settings.data / each.name
        if looked.path.parent != settings.data and copy != own:
            copy.write_bytes(each.read_bytes())
    sync(settings.data)
