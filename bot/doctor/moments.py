"""Checks of moments: how old the last good backup is, and whether the clock can be believed."""

from bot.doctor.finding import Finding, good, look, wrong
from bot.doctor.machine import Machine
from collector.store.health import newest_moment

HOUR = 60 * 60 * 1000
OLD_BACKUP = 25 * HOUR
"""A nightly one may take its time."""
ALLOWED = 5 * 60_000
"""Machines that share a database may differ by so much."""


async def check_backup(machine: Machine) -> list[Finding]:
    """A backup that was read back is not older than a day."""
    if machine.last_backup is None:
        told = "This version cannot tell when a backup was made."
        return [look(told, "Make copies as docs/live.md says, and try one.")]
    made_at = await machine.read(machine.last_backup)
    if made_at is None:
        return [
            wrong("No backup was ever made and read back.", "Make one now, and switch the nightly timer on.")
        ]
    hours = (machine.clock() - made_at) // HOUR
    told = f"The last good backup is {hours} hours old."
    if machine.clock() - made_at > OLD_BACKUP:
        return [wrong(told, "Make one now, and look why the nightly one did not: journalctl -u ekko-backup")]
    return [good(told)]


async def check_clock(machine: Machine) -> list[Finding]:
    """The clock does not stand before what was kept last."""
    newest = await machine.read(newest_moment)
    if newest > machine.clock() + ALLOWED:
        minutes = (newest - machine.clock()) // 60_000
        told = f"The clock stands {minutes} minutes before what was kept last."
        return [
            wrong(
                told, "Set the clock (timedatectl), then start Ekko again: it decides when things are erased."
            )
        ]
    return [good("The clock stands after what was kept last.")]
