"""The list of all checks, in the order in which they are told, and how they are run."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from bot.doctor import database, files, going_out, messengers, moments, people, tagger
from bot.doctor.finding import Finding, wrong
from bot.doctor.machine import Machine

Look = Callable[[Machine], Awaitable[list[Finding]]]


class Check(NamedTuple):
    """One thing that is looked at; most of what is kept can only be looked at in an open store."""

    name: str
    look: Look
    reads_what_is_kept: bool = False


CHECKS = (
    Check("address", going_out.check_address),
    Check("key file", files.check_key_file),
    Check("data folder", files.check_data_folder),
    Check("settings file", files.check_env_file),
    Check("disk", files.check_disk),
    Check("database", database.check_database),
    Check("key", database.check_key_fits, True),
    Check("figures", database.check_figures, True),
    Check("inboxes", database.check_inboxes, True),
    Check("search", database.check_search, True),
    Check("published", database.check_published, True),
    Check("log", database.check_log, True),
    Check("clock", moments.check_clock, True),
    Check("backup", moments.check_backup, True),
    Check("tagger", tagger.check_model),
    Check("second reader", tagger.check_second_reader),
    Check("read again", tagger.check_read_again, True),
    Check("alerts", people.check_alerts, True),
    Check("test mail", going_out.check_test_mail, True),
    Check("cases", people.check_cases, True),
    Check("messages", going_out.check_outgoing, True),
    Check("telegram", messengers.check_messengers, True),
    Check("helplines", people.check_helplines),
    Check("certificate", going_out.check_certificate),
    Check("people", people.check_approvals),
)


async def examine(machine: Machine) -> list[tuple[str, Finding]]:
    """Run every check that can be run; those that cannot are left out, since `database` says why."""
    found = []
    for check in CHECKS:
        if check.reads_what_is_kept and machine.store is None:
            continue
        found += [(check.name, finding) for finding in await _look(check, machine)]
    return found


async def _look(check: Check, machine: Machine) -> list[Finding]:
    try:
        return await check.look(machine)
    except Exception as error:  # one check that fails hides no other
        told = f"This could not be looked at ({type(error).__name__})."
        return [wrong(told, "Run it as the user that Ekko runs as; if it stays so, report it.")]
