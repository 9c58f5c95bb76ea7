"""Checks of messengers: whether they are heard, what could not be taken, and when nobody was heard."""

from functools import partial

from bot.doctor.finding import Finding, good, look, wrong
from bot.doctor.machine import Machine
from collector.here import moment_of
from collector.messengers import LOST_AFTER_MS
from collector.store import messengers, stuck

LATELY_MS = 30 * 24 * 60 * 60 * 1000
SILENT_MS = 15 * 60 * 1000
PAGE = "the admin's page of Telegram (/desk/telegram)"


async def check_messengers(machine: Machine) -> list[Finding]:
    """Telegram is heard, and all that came was taken."""
    bots, now = await machine.read(messengers.all_messengers), machine.clock()
    if not bots:
        return [good("No bot listens for young people on Telegram.")]
    found: list[Finding] = []
    for bot in bots:
        if bot["trouble"]:
            since = moment_of(bot["trouble_at"])
            told = f"Telegram is not heard since {since} ({bot['trouble']})."
            found.append(wrong(told, "The log says what to do; `ekko telegram show` tells how it stands."))
        elif machine.settings.telegram_token and now - (bot["heard_at"] or 0) > SILENT_MS:
            told = "Telegram was not asked lately: `ekko serve` does not run, or was just started."
            found.append(look(told, "Look at `systemctl status ekko`."))
    if left := await machine.read(stuck.count_stuck):
        told = f"{left} messages from Telegram could not be taken."
        found.append(look(told, f"An admin tries them again or erases them on {PAGE}."))
    for gap in await machine.read(partial(messengers.gaps_since, since=now - LATELY_MS)):
        if gap["ended_at"] - gap["began_at"] >= LOST_AFTER_MS:
            since, until = moment_of(gap["began_at"]), moment_of(gap["ended_at"])
            told = f"Nobody was heard on Telegram from {since} until {until}; messages may be lost."
            found.append(look(told, "Tell the young people, for instance at the club: they can write again."))
    return found or [good("Telegram is heard, and all that came was taken.")]
