"""Checks of people: whether somebody is told of a case and takes it, and what only people can do."""

from datetime import UTC, date, datetime
from functools import partial

from bot.approvals import read_approvals
from bot.doctor.finding import Finding, good, look, wrong
from bot.doctor.machine import Machine
from bot.helpcard import GROWS_OLD_AFTER_DAYS
from collector import duty
from collector.model import Municipality
from collector.store.cases import count_untaken

HOUR = 60 * 60 * 1000
UNREACHED = {
    "no-mail": ("no mail goes out: EKKO_MAIL_SERVER is not set", "Set it: see .env.example."),
    "no-adult": ("nobody is named as the adult on duty", "Name somebody: `ekko duty`."),
    "no-deputy": ("no deputy is named", "Name one: `ekko duty`."),
    "stuck": (
        "alerts were tried and did not get through",
        "Try it: `ekko doctor --mail`; telephone meanwhile.",
    ),
}
ONLY_A_LOOK = "no-deputy"


async def check_alerts(machine: Machine) -> list[Finding]:
    """A mail about a case reaches the adult on duty, and a deputy."""
    mails = bool(machine.settings.mail_server)
    places = [each for each in machine.places if each.takes_wishes]
    found = [
        _unreached(place, why)
        for place in places
        if (why := await machine.read(partial(duty.why_unreached, municipality_id=place.id, mails=mails)))
    ]
    return found or [good("Somebody gets a mail about each case, and a deputy after her.")]


def _unreached(place: Municipality, why: str) -> Finding:
    what, do = UNREACHED[why]
    finding = look if why == ONLY_A_LOOK or place.is_example else wrong
    return finding(f"{place.name}: {what}.", do)


async def check_cases(machine: Machine) -> list[Finding]:
    """No case has waited for more than an hour without anybody taking it."""
    before, found = machine.clock() - HOUR, []
    for place in machine.places:
        waiting = await machine.read(partial(count_untaken, before=before, municipality_id=place.id))
        if waiting:
            told = f"{place.name}: nobody has taken {waiting} cases that came more than an hour ago."
            found.append(wrong(told, "Telephone the adult on duty now. The cases are at /desk/cases."))
    return found or [good("No case has waited for more than an hour.")]


async def check_helplines(machine: Machine) -> list[Finding]:
    """Each number on the help card was looked up within half a year."""
    today = datetime.fromtimestamp(machine.clock() / 1000, UTC).date()
    old = [each.id for each in machine.helplines if each.is_old(today)]
    if old:
        told = f"Nobody has looked up these numbers for {GROWS_OLD_AFTER_DAYS} days: {', '.join(old)}."
        return [look(told, "Call each, and write the day in bot/texts/helplines.tsv.")]
    oldest = min((each.confirmed or each.noted for each in machine.helplines), default=date.min)
    return [good(f"The numbers on the help card are noted since {oldest.isoformat()} or later.")]


async def check_approvals(machine: Machine) -> list[Finding]:
    """What only people can do, and nobody has done yet."""
    missing = [each for each in read_approvals() if each.done is None]
    missing_calls = sum(each.confirmed is None for each in machine.helplines)
    found = [look(f"Not done yet: {each.what} ({each.who}).", each.how) for each in missing]
    if missing_calls:
        told = f"Not done yet: call {missing_calls} of the numbers on the help card (the club's leaders)."
        found.append(look(told, "Write the day in bot/texts/helplines.tsv, under «confirmed»."))
    return found or [good("All that only people can do has been done.")]
