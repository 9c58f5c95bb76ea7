"""`ekko catalogue`: what exists already, taken in from a CSV file, and shown."""

from pathlib import Path

from rich.console import Console

from bot.inviting import find_municipality
from bot.problems import BadRequest
from bot.settings import Settings
from bot.short_lists import read_short_list
from bot.wiring import clock
from collector.catalogue import BadCatalogue, Changes, compare, read_catalogue, take_in
from collector.store import catalogue, learning
from collector.store.front import Store, Tx
from collector.store.opening import open_store


async def take_in_file(
    settings: Settings, path: Path, municipality: str, console: Console, *, dry_run: bool
) -> None:
    """Take a whole file in, or nothing of it and say what is wrong with which line."""
    text = read_short_list(path, "a catalogue")
    store = open_store(settings.database_url)
    try:
        changes = await store.write(lambda tx: _take_in(tx, municipality, text, dry_run))
    finally:
        store.close()
    done = "Would be" if dry_run else "Now in the catalogue"
    console.print(f"{done}: {changes.added} new, {changes.changed} changed, {changes.same} as before.")
    if not dry_run:
        console.print("The chat tells of them from now on. What the file does not name is left as it was.")


async def show(settings: Settings, municipality: str, console: Console) -> None:
    """List what stands, and how many said that it fits."""
    store = open_store(settings.database_url)
    try:
        await _show(store, municipality, console)
    finally:
        store.close()


async def drop(settings: Settings, municipality: str, name: str, console: Console) -> None:
    """Take one entry away."""
    store = open_store(settings.database_url)
    try:
        await store.write(lambda tx: _drop(tx, municipality, name))
    finally:
        store.close()
    console.print("Done: the chat does not tell of it any more.")


async def _show(store: Store, municipality: str, console: Console) -> None:
    found = await store.read(lambda tx: find_municipality(tx, municipality))
    entries = await store.read(lambda tx: catalogue.entries_of(tx, found.id))
    fits = await store.read(lambda tx: catalogue.fits_of(tx, found.id))
    for each in entries:
        yes, no = fits.get(each.id, (0, 0))
        until = f", until {each.until}" if each.until else ""
        told = f"{each.text} [{', '.join(each.tags)}{until}] fits {yes}, does not fit {no}"
        console.print(told, markup=False, highlight=False, soft_wrap=True)
    if not entries:
        console.print("Nothing stands there yet. `ekko catalogue import FILE` takes a CSV file in.")


def _take_in(tx: Tx, municipality: str, text: str, dry_run: bool) -> Changes:
    found = find_municipality(tx, municipality)
    try:
        entries = read_catalogue(text, learning.own_names(tx))
    except BadCatalogue as problem:
        raise BadRequest(str(problem)) from None
    if dry_run:
        return compare({each.name: each for each in catalogue.entries_of(tx, found.id)}, entries)
    return take_in(tx, found.id, entries, clock())


def _drop(tx: Tx, municipality: str, name: str) -> None:
    found = find_municipality(tx, municipality)
    if not catalogue.drop_entry(tx, found.id, name):
        raise BadRequest(f"Nothing there is called «{name}». `ekko catalogue list` shows what is.")
