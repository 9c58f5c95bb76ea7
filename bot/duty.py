"""`ekko duty`: who is told when somebody may not be OK, and who when nobody answers."""

import re
from dataclasses import replace

from rich.console import Console

from bot.inviting import find_municipality
from bot.problems import BadRequest
from bot.settings import Settings
from bot.wiring import clock, how_it_runs
from collector.model import Municipality
from collector.municipality import BY_COMMAND, shut_unless_ready
from collector.requirements import Running
from collector.sealing import Seal, read_key
from collector.store import duty, municipalities
from collector.store.alerts import ADULT, DEPUTY
from collector.store.front import Row, Tx
from collector.store.keys import check_key
from collector.store.opening import open_store

PERSON = re.compile(
    r"\s*(?P<name>[^<>@\x00-\x1f]{1,80}?)\s*<(?P<mail>[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63})>\s*"
)
PLACES = {ADULT: "The adult on duty", DEPUTY: "The deputy"}


async def show_or_change(
    settings: Settings, municipality: str, adult: str | None, deputy: str | None, console: Console
) -> None:
    """Put people in their places, where any are named, and say what stands."""
    wanted = {
        place: read_person(written)
        for place, written in ((ADULT, adult), (DEPUTY, deputy))
        if written is not None
    }
    seal = read_key(settings.key_path)
    store = open_store(settings.database_url)
    try:
        running = how_it_runs(settings, seal)
        place, people = await store.write(lambda tx: _change(tx, seal, municipality, wanted, running))
    finally:
        store.close()
    for line in lines_about(place, people, mails=bool(settings.mail_server)):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def read_person(written: str) -> tuple[str, str] | None:
    """Read «Name <mail>», or nothing where the place is to be empty.

    >>> read_person("Kari Vakt <kari@example.org>")
    ('Kari Vakt', 'kari@example.org')
    """
    if not written.strip():
        return None
    found = PERSON.fullmatch(written)
    if found is None or ".." in found["mail"]:
        raise BadRequest(
            "That is no name with a mail address, so nothing is changed. "
            'Write it like this: "Kari Vakt <kari@example.org>"'
        )
    return found["name"], found["mail"]


def lines_about(place: Municipality, people: list[Row], *, mails: bool) -> list[str]:
    """Say who is told, and what is missing for that."""
    named = {row["place"]: f"{row['name']} <{row['mail']}>" for row in people}
    lines = [f"{place.name}:"]
    lines += [f"  {title}: {named.get(each, 'nobody')}" for each, title in PLACES.items()]
    if ADULT not in named:
        lines.append("Nobody gets a mail when a case comes in. Name somebody with --adult.")
    if not mails:
        lines.append("No mail goes out: EKKO_MAIL_SERVER is not set (see .env.example).")
    return lines


def _change(
    tx: Tx,
    seal: Seal,
    municipality_name: str,
    wanted: dict[int, tuple[str, str] | None],
    running: Running,
) -> tuple[Municipality, list[Row]]:
    check_key(tx, seal)
    found, now = find_municipality(tx, municipality_name), clock()
    municipalities.move(tx, found.id)
    for place, person in wanted.items():
        if person is None:
            duty.take_away(tx, found.id, place)
        else:
            duty.put_person(tx, found.id, place, *person, now)
    if shut_unless_ready(tx, found.id, running, BY_COMMAND, now):
        found = replace(found, is_open=False)
    return found, duty.people_on_duty(tx, found.id)
