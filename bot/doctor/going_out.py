"""Checks of what leaves the machine: messages, a test mail, and the address that people open."""

import asyncio
from datetime import UTC, datetime
from functools import partial

from bot.alerting import LANGUAGES
from bot.doctor.finding import Finding, good, look, wrong
from bot.doctor.machine import Machine
from bot.duty import PLACES
from bot.mail import Letter
from bot.wiring import TEXTS
from collector.ids import new_id
from collector.store import duty, outgoing
from collector.store.front import Row
from collector.texts import read_catalogue

ENDS_SOON = 14 * 24 * 60 * 60 * 1000


async def check_outgoing(machine: Machine) -> list[Finding]:
    """No answer on its way to somebody was given up."""
    waiting, given_up = await machine.read(outgoing.count_all)
    if given_up:
        told = f"{given_up} messages on their way to young people were given up."
        return [
            look(
                told,
                "Telegram refused: «Meldinger på vei ut» shows by what, and lets them be tried again.",
            )
        ]
    return [good(f"{waiting} messages are on their way, and none was given up.")]


async def check_test_mail(machine: Machine) -> list[Finding]:
    """A test mail reaches each who has duty; only when it was asked for."""
    if not machine.mails:
        return []
    if not machine.settings.mail_server:
        return [wrong("No test mail can go out: EKKO_MAIL_SERVER is not set.", "Set it: see .env.example.")]
    found = []
    for place in machine.places:
        for row in await machine.read(partial(duty.people_on_duty, municipality_id=place.id)):
            found.append(await _try(machine, row, f"{PLACES[row['place']]} of {place.name}"))
    return found or [wrong("Nobody has duty, so no test mail was sent.", "Name somebody: `ekko duty`.")]


async def _try(machine: Machine, row: Row, who: str) -> Finding:
    now = machine.clock()
    try:
        await machine.post()(write_test(row["mail"], now))
    except Exception as error:  # whatever the server or the net says
        told = f"{who}: the test mail did not get through ({type(error).__name__})."
        return wrong(told, "Look at EKKO_MAIL_SERVER and what it needs, and at the address: `ekko duty`.")
    return good(f"{who}: the mail server has taken the test mail. Ask whether it came.")


def write_test(to: str, now: int) -> Letter:
    """Write a mail that says that it is only a test."""
    texts = read_catalogue(*TEXTS)
    said = (texts.say(key, each) for each in LANGUAGES for key in ("alert.test.what", "alert.test.do"))
    return Letter(new_id(now), to, texts.say("alert.test.subject", LANGUAGES[0]), "\n".join((*said, "")), now)


async def check_address(machine: Machine) -> list[Finding]:
    """People come by HTTPS, and Ekko knows who stands in front."""
    settings = machine.settings
    if not settings.public_address.startswith("https://"):
        finding = wrong if machine.is_real else look
        told = "The address is not https, so phones keep no cookie of it: nobody finds her talk again."
        return [finding(told, "Put a web server in front and set EKKO_ADDRESS: see docs/live.md.")]
    if not settings.trusted_proxy:
        told = "No web server in front is named, so all who come have one address between them."
        return [look(told, "Set EKKO_TRUSTED_PROXY: see .env.example.")]
    return [good("People come by https, and the web server in front is named.")]


async def check_certificate(machine: Machine) -> list[Finding]:
    """The address answers over the net with a good certificate; only when it was asked for."""
    if not machine.asks_address:
        return []
    if not machine.settings.public_address.startswith("https://"):
        return [wrong("There is no https address to ask.", "Set EKKO_ADDRESS: see .env.example.")]
    asked = await asyncio.to_thread(machine.ask, machine.settings.public_address)
    if asked.problem or asked.status != 200:
        told = f"Asked at EKKO_ADDRESS, {asked.problem or f'the answer is {asked.status}'}."
        return [wrong(told, "Look at the web server in front and at `systemctl status ekko`.")]
    left = (asked.ends_at or 0) - machine.clock()
    ends = datetime.fromtimestamp((asked.ends_at or 0) / 1000, UTC).date().isoformat()
    if left < ENDS_SOON:
        return [look(f"The certificate ends on {ends}.", "Renew it: after that no phone opens Ekko.")]
    return [good(f"The address answers over https; its certificate ends on {ends}.")]
