"""`ekko backup`: makes a backup while Ekko runs, and says what it holds or why there is none.

One rule: whether it went well or not is noted where `ekko doctor` and the pages find it.
"""

import asyncio
from pathlib import Path

from rich.console import Console

from bot.opening import open_kept
from bot.problems import BadRequest
from bot.progress import shown
from bot.settings import Settings
from bot.wiring import clock
from collector.keeping import backing_up, journal
from collector.keeping.backing_up import FAILURES, Backup, BackupFailed, backups_in
from collector.keeping.standing import installation_of, standing
from collector.sealing import Seal, read_key
from collector.store import upkeep
from collector.store.front import Store, StoreProblem, Tx
from collector.store.keys import check_key
from collector.store.tables import copied, count_rows


async def back_up(settings: Settings, folder: Path | None, console: Console, *, dry_run: bool) -> None:
    """Make one, or say what one would hold."""
    seal, where = read_key(settings.key_path), chosen(settings, folder)
    store = open_kept(settings, seal)
    try:
        await store.write(lambda tx: check_key(tx, seal))
        if dry_run:
            await _say_what_would_be(store, where, settings.backups_kept, console)
            return
        made = await _make(store, seal, settings, where, console)
    finally:
        store.close()
    console.print(told(made), highlight=False, soft_wrap=True)


def chosen(settings: Settings, folder: Path | None) -> Path:
    """Choose the folder: the one that was said, or the one in the settings."""
    where = folder or settings.backups
    if where is None:
        raise BadRequest("Say where to: ekko backup FOLDER, or EKKO_BACKUPS (see .env.example).")
    where = where.expanduser().absolute()
    for kept, name in ((settings.data, "the data"), (settings.key_path.parent, "the key")):
        if where.is_relative_to(kept):
            raise BadRequest(f"Backups must not lie where {name} lies: {kept}. Choose another disk.")
    return where


def told(made: Backup) -> str:
    """Say what was made, in figures."""
    rows = made.contents.rows
    dropped = f" {made.dropped} older went." if made.dropped else ""
    return (
        f"Backed up and read back whole: {rows.get('wishes', 0):,} wishes, {rows.get('talks', 0):,} talks, "
        f"{made.contents.in_all:,} rows in all, {made.size:,} bytes.{dropped}\n{made.path}"
    )


async def _make(store: Store, seal: Seal, settings: Settings, where: Path, console: Console) -> Backup:
    kept = journal.open_journal(settings.data, seal)
    try:
        with shown(console, "Backing up") as tell:
            at_once = settings.backups is not None and settings.backups == where
            about = {"erasures": kept.how_far(), "at_once": at_once}
            made = await backing_up.back_up(store, seal, where, clock(), settings.backups_kept, about, tell)
        kept.copy_to(where)
    except (BackupFailed, OSError) as failed:
        problem = failed if isinstance(failed, BackupFailed) else BackupFailed("unwritable")
        await _note(store, upkeep.NOT_BACKED_UP, problem.why)
        raise BadRequest(str(problem)) from None
    await _note(store, upkeep.BACKED_UP, "")
    return made


async def _note(store: Store, name: str, why: str) -> None:
    """Note how it went; where even that cannot be kept, what is said at the prompt must do."""
    try:
        await store.write(lambda tx: upkeep.note(tx, name, clock(), why))
    except StoreProblem:
        return


async def _say_what_would_be(store: Store, where: Path, kept: int, console: Console) -> None:
    def look(tx: Tx) -> tuple[int, int, str]:
        wishes = sum(count_rows(tx, each) for each in copied() if each.name == "wishes")
        return wishes, sum(count_rows(tx, each) for each in copied()), installation_of(tx)

    wishes, rows, installation = await store.read(look)
    there = await asyncio.to_thread(_look_into, where, installation)
    console.print(
        f"Would back up {wishes:,} wishes, {rows:,} rows in all, to {where}. "
        f"There are {there} backups of this installation; "
        f"the newest {kept} are kept. Nothing was written.",
        highlight=False,
        soft_wrap=True,
    )


def _look_into(where: Path, installation: str) -> int:
    if not where.is_dir():
        raise BadRequest(FAILURES["missing"])
    return len(backups_in(where, installation))


def how_it_stands(tx: Tx, now: int) -> list[str]:
    """Say what should worry whoever runs this Ekko, or nothing."""
    found = standing(tx)
    said = []
    if found.is_overdue(now):
        said.append(
            "There is no backup from the last day. Make one with `ekko backup` (see docs/keeping.md)."
        )
    if found.failed_last:
        said.append(f"The last backup failed. {FAILURES.get(found.why, FAILURES['store'])}")
    return said
