"""Checks of the database: whether it answers and is whole, its tables, its key and its figures."""

from functools import partial

from bot.doctor.finding import Finding, good, look, wrong
from bot.doctor.machine import NEWEST, Machine
from collector import auditing, routing, searching
from collector.sealing import KeyProblem
from collector.store import counts, rounds, routed, to_index
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
    """The kept figures of each round are those of its wishes."""
    wrong_ones, seen = await machine.read(lambda tx: rounds_that_differ(tx, machine))
    if not wrong_ones:
        return [good(f"The figures of {seen} rounds are those of their wishes.")]
    return [
        wrong(
            f"The figures of the round {code} are not those of its wishes.",
            "Publish none of them, and report it.",
        )
        for code in wrong_ones
    ]


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


def rounds_that_differ(tx: Tx, machine: Machine) -> tuple[list[str], int]:
    """Name the rounds whose kept figures are not those counted anew, and tell how many there are."""
    all_rounds = [each for place in machine.places for each in rounds.rounds_of(tx, place.id)]
    differ = [
        each.code for each in all_rounds if counts.figures_of(tx, each.id) != counts.recount(tx, each.id)
    ]
    return differ, len(all_rounds)


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
