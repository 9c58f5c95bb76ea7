"""Tells what was found: a line for each check, or JSON for programs."""

import json
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.doctor.checks import examine
from bot.doctor.finding import Finding, How, wrong
from bot.doctor.machine import open_machine
from bot.settings import BadSettings, read_settings

Found = list[tuple[str, Finding]]
SAID: dict[How, tuple[str, str]] = {
    "good": ("good", "green"),
    "look": ("look at this", "yellow"),
    "wrong": ("wrong", "bold red"),
}


async def doctor(out: TextIO, *, as_json: bool, mails: bool, asks_address: bool) -> bool:
    """Look at everything, say what was found, and tell whether nothing is wrong."""
    try:
        settings = read_settings()
    except BadSettings as problem:
        found = [("settings", wrong(str(problem), "Nothing else can be looked at before that."))]
    else:
        async with open_machine(settings, mails=mails, asks_address=asks_address) as machine:
            found = await examine(machine)
    (tell_programs if as_json else tell_people)(found, out)
    return all(finding.how != "wrong" for _, finding in found)


def tell_people(found: Found, out: TextIO) -> None:
    """Write a line for each, and under it what to do."""
    console = Console(file=out)
    for name, (how, what, do) in found:
        said, style = SAID[how]
        line = Text.assemble((f"{said:<13}", style), f"{name:<14}", what)
        console.print(line, soft_wrap=True, highlight=False)
        if do:
            console.print(Text(f"{'':<27}-> {do}"), soft_wrap=True, highlight=False)
    counted = {how: sum(each.how == how for _, each in found) for how in SAID}
    told = f"{counted['good']} good, {counted['look']} to look at, {counted['wrong']} wrong."
    console.print(f"\n{told}", highlight=False)


def tell_programs(found: Found, out: TextIO) -> None:
    """Write one JSON object."""
    checks = [{"check": name, **finding._asdict()} for name, finding in found]
    json.dump({"well": all(each["how"] != "wrong" for each in checks), "checks": checks}, out, indent=2)
    out.write("\n")
