"""Checks of the database: whether it answers and is whole, its tables, its key and its figures."""

from functools import partial

from bot.doctor.finding import Finding, good, look, wrong
from bot.doctor.machine import NEWEST, Machine
from collector import auditing, publishing, routing, searching
from collector.sealing import KeyProblem
from collector.store import counts_anew, routed, to_index
from collector.store.front import Tx
from collector.store.keys import key_fits

COMPARED = 500
"""So many of the newest wishes, and of the oldest, are compared with what they are searched by."""
SHORT = 12
"""So much of the last line's hash is told: kept somewhere else, it proves that no end was cut away."""
RESTORE = "Restore the backup that was made before the update, or start the newer program again."


async def check_database(machine: Machine) -> list[Finding]:
    """It answers, is whole, and has the tables that this program knows."""
    if machine.trouble:
        return [wrong(machine.trouble, "Until it is mended nobody can write; Ekko says so to those who try.")]
    looked, engine = machine.looked, machine.settings.database_url.partition(":")[0]
    if looked is None or not looked.schema:
        return [look("There is no database yet.", "The first start makes it: `ekko serve`.")]
    if looked.damage:
        return [wrong("The database file is damaged.", "Stop Ekko and restore the last backup.")]
    if looked.schema > NEWEST:
        told = f"The tables are of a newer Ekko (schema {looked.schema}; this one knows up to {NEWEST})."
        return [wrong(told, RESTORE)]
    if looked.schema < NEWEST:
        told = f"The tables are of schema {looked.schema}; the next start brings them to {NEWEST}."
        return [look(told, "Make a backup before that start: it is the way back.")]
    return [
        good(
            f"The database ({engine}) answers and is whole; its tables are this program's (schema {NEWEST})."
        )
    ]


async def check_key_fits(machine: Machine) -> list[Finding]:
    """The key opens what was sealed."""
    seal = machine.seal
    if seal is None:
        return [
            wrong("Without a key nothing that is sealed can be read.", "Bring the key back (EKKO_KEY_FILE).")
        ]
    try:
        await machine.read(lambda tx: key_fits(tx, seal))
    except KeyProblem as problem:
        return [wrong(str(problem), "Bring back the key that this data was made with.")]
    return [good("The key opens what is sealed.")]


async def check_figures(machine: Machine) -> list[Finding]:
    """The kept figures of each municipality, whole and in every part, are those of its wishes."""
    found: list[Finding] = []
    for place in machine.places:
        if await machine.read(partial(counts_anew.goes_on, municipality_id=place.id)):
            found.append(
                look(f"The figures of {place.name} are being counted anew.", "`ekko serve` does it. Wait.")
            )
            continue
        differ = await machine.read(partial(how_many_figures_differ, here=place.id))
        told = f"{differ} figures of {place.name} are not those of its wishes."
        found += [wrong(told, "Publish none of them, run `ekko recount`, and report it.")] if differ else []
    return found or [good("The figures are those of the wishes, of every round, place and day.")]


def how_many_figures_differ(tx: Tx, here: str) -> int:
    """Count the kept figures of a municipality that are not those counted anew."""
    kept, counted = counts_anew.kept_here(tx, here), counts_anew.cells_here(tx, here)
    return sum(kept.get(cell, 0) != counted.get(cell, 0) for cell in kept.keys() | counted.keys())


async def check_inboxes(machine: Machine) -> list[Finding]:
    """The inboxes of young people's groups hold what the rules say, and nothing that is not approved."""
    for place in machine.places:
        waits, differ = await machine.read(partial(how_inboxes_stand, here=place.id))
        if differ and not waits:
            told = f"{differ} wishes of {place.name} do not lie where the rules of its groups say."
            return [wrong(told, "Keep any rule under «Grupper» once more: all is routed anew. Report it.")]
    return [good("What young people's groups have is what the rules say.")]


def how_inboxes_stand(tx: Tx, here: str) -> tuple[bool, int]:
    """Tell whether there is more to route, and how many wishes do not lie where they should."""
    return here in routed.left(tx), routing.how_many_differ(tx, here)


async def check_search(machine: Machine) -> list[Finding]:
    """Leaders find wishes by what they say: the newest and the oldest are compared."""
    seal = machine.seal
    if seal is None:
        return []
    differ = await machine.read(partial(searching.count_that_differ, seal=seal, many=COMPARED))
    if differ:
        told = f"{differ} of the wishes that were compared are not found by what they say."
        return [wrong(told, "Restore the last backup, which makes the search anew, and report it.")]
    left = await machine.read(to_index.count_left)
    if left > COMPARED:
        return [look(f"{left} wishes cannot be searched yet.", "`ekko serve` makes them searchable. Wait.")]
    return [good("What leaders search by is what the wishes say.")]


async def check_published(machine: Machine) -> list[Finding]:
    """What was published is as it was."""
    found = await machine.read(
        lambda tx: [
            (place.name, number) for place in machine.places for number in publishing.damaged(tx, place.id)
        ]
    )
    if not found:
        return [good("What was published is as it was.")]
    return [
        wrong(
            f"Published number {number} of {name} is not as it was published. It is not shown.",
            "Somebody changed the database past Ekko, or the disk did. Restore a backup, or withdraw it.",
        )
        for name, number in found
    ]


async def check_log(machine: Machine) -> list[Finding]:
    """Each municipality's log of who did what is whole, from its first line to its last."""
    checked = await machine.read(
        lambda tx: [(place.name, auditing.check(tx, place.id)) for place in machine.places]
    )
    return [
        wrong(
            f"The log of who did what in {name} does not fit from line {log.broken_at} on.",
            "Somebody changed the database past Ekko. Keep it as it is, and find out who could.",
        )
        if log.broken_at
        else good(f"The log of {name} is whole: {log.length} lines, the last is {log.hash[:SHORT] or '-'}.")
        for name, log in checked
    ]
