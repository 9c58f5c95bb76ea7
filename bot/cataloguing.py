"""`ekko catalogue`: what exists already, taken in from a CSV or an XLSX file, and shown."""

from pathlib import Path

from rich.console import Console

from bot.inviting import find_municipality
from bot.problems import BadRequest
from bot.settings import Settings
from bot.wiring import TEXTS, clock
from collector.catalogue import Changes, Fault, by_name, compare, known_tags, take_in
from collector.catalogue_file import LARGEST, BadCatalogue, read_file
from collector.store import catalogue, own_tags
from collector.store.front import Store, Tx
from collector.store.opening import open_store
from collector.texts import Catalogue, read_catalogue


async def take_in_file(
    settings: Settings, path: Path, municipality: str, console: Console, *, dry_run: bool
) -> None:
    """Take a whole file in, or nothing of it and say what is wrong with which line."""
    body = read_body(path)
    store = open_store(settings.database_url)
    try:
        changes = await store.write(lambda tx: _take_in(tx, municipality, body, dry_run))
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
        console.print("Nothing stands there yet. `ekko catalogue import FILE` takes a CSV or XLSX file in.")


def read_body(path: Path) -> bytes:
    """Read a file, and no more of one that is too large than shows it."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        raise BadRequest(f"{path.name} cannot be read. Is the name right?") from None


def _take_in(tx: Tx, municipality: str, body: bytes, dry_run: bool) -> Changes:
    found = find_municipality(tx, municipality)
    own, texts = own_tags.names_here(tx, found.id), read_catalogue(*TEXTS)
    texts.call_tags(own)
    try:
        entries = read_file(body, known_tags(texts, own)).entries
    except BadCatalogue as problem:
        told = "\n".join(_tell(texts, fault) for fault in problem.faults)
        raise BadRequest(f"Nothing was taken in. Mend this and import it again:\n{told}") from None
    if dry_run:
        return compare(by_name(catalogue.entries_of(tx, found.id)), entries)
    return take_in(tx, found.id, entries, clock())


def _tell(texts: Catalogue, fault: Fault) -> str:
    said = texts.say(fault.sentence, "en", what=fault.what)
    return f"line {fault.line}: {said}" if fault.line else said


def _drop(tx: Tx, municipality: str, name: str) -> None:
    found = find_municipality(tx, municipality)
    if not catalogue.drop_entry(tx, found.id, name):
        raise BadRequest(f"Nothing there is called «{name}». `ekko catalogue list` shows what is.")
