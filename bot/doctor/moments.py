"""Checks of moments: how old the last good backup is, and whether the clock can be believed."""

from bot.doctor.finding import Finding, good, look, wrong
from bot.doctor.machine import Machine
from collector.keeping.standing import standing
from collector.store.upkeep import newest_moment

HOUR = 60 * 60 * 1000
ALLOWED = 5 * 60_000
"""Machines that share a database may differ by so much."""


async def check_backup(machine: Machine) -> list[Finding]:
    """A backup that was read back is not older than a day."""
    found = await machine.read(standing)
    if found.made_at is None:
        bad = wrong if machine.is_real else look
        return [
            bad("No backup was ever made and read back.", "Run `ekko backup`; docs/keeping.md has a timer.")
        ]
    hours = (machine.clock() - found.made_at) // HOUR
    told = f"The last good backup is {hours} hours old."
    if found.failed_last:
        told += " The last try failed."
    if found.failed_last or found.is_overdue(machine.clock()):
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
