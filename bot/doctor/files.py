"""Checks of the files: who can read the key and the data, and whether the disk has room."""

from pathlib import Path

from bot.doctor.finding import Finding, good, look, wrong
from bot.doctor.machine import Machine
from bot.settings import Settings
from collector.sealing import KeyProblem, read_key

OTHERS = 0o077
GB = 1_000_000_000
TOO_LITTLE = GB // 10


async def check_key_file(machine: Machine) -> list[Finding]:
    """The key is there, apart from the data, for its owner alone, and not the example's with real people."""
    path, data = machine.settings.key_path, machine.settings.data
    try:
        seal = read_key(path)
    except KeyProblem as problem:
        return [
            wrong(str(problem), "Bring the key back from where its copy lies, or make one with `ekko key`.")
        ]
    found = []
    if path.stat().st_mode & OTHERS:
        found.append(wrong("Others on this machine can read the key.", f"chmod 600 {path}"))
    if data in path.parents:
        found.append(
            wrong("The key lies in the data folder.", "Move it elsewhere; name it in EKKO_KEY_FILE.")
        )
    if seal.example and machine.is_real:
        found.append(
            wrong(
                "This is the key of the made-up example, and a real municipality has its data here.",
                "Begin in a new, empty database, with a key of its own: `ekko key FILE`.",
            )
        )
    return found or [good("The key is there, apart from the data, and for its owner alone.")]


async def check_data_folder(machine: Machine) -> list[Finding]:
    """Nobody else on the machine can look at what is kept."""
    data = machine.settings.data
    if not data.is_dir():
        return [
            wrong("The data folder is not there.", "Make it as EKKO_DATA says, for Ekko's own user alone.")
        ]
    if not data.stat().st_mode & OTHERS:
        return [good("The data folder is for its owner alone.")]
    if any(each.stat().st_mode & OTHERS for each in files_of(machine.settings)):
        return [
            wrong(
                "Others on this machine can read what is kept.",
                f"chmod 700 {data}; chmod 600 {data}/ekko.db*",
            )
        ]
    return [look("Others on this machine can see which files there are.", f"chmod 700 {data}")]


async def check_disk(machine: Machine) -> list[Finding]:
    """There is room for twice what is kept, and never less than 1 GB."""
    free = machine.room(machine.settings.data)
    size = sum(each.stat().st_size for each in files_of(machine.settings))
    told = f"{in_words(free)} are free; the database takes {in_words(size)}."
    do = "Make room, or move EKKO_DATA to a larger disk: a full one keeps no wish."
    if free < TOO_LITTLE:
        return [wrong(told, do)]
    if free < max(GB, 2 * size):
        return [look(told, do)]
    return [good(told)]


async def check_env_file(machine: Machine) -> list[Finding]:
    """A file with the settings may hold tokens and passwords."""
    rights = rights_of(Path(".env"))
    if rights & 0o007:
        finding = wrong if machine.is_real else look
        return [finding("Others on this machine can read .env, where tokens stand.", "chmod 640 .env")]
    return [good("Others on this machine cannot read .env." if rights else "There is no file .env here.")]


def rights_of(path: Path) -> int:
    """Read who may do what with a file, or 0 where there is none."""
    return path.stat().st_mode & 0o777 if path.is_file() else 0


def files_of(settings: Settings) -> list[Path]:
    """List an embedded database's files; where a server keeps the data there are none."""
    kind, _, rest = settings.database_url.partition("://")
    file = Path("/" + rest.lstrip("/"))
    return sorted(file.parent.glob(f"{file.name}*")) if kind == "sqlite" else []


def in_words(size: int) -> str:
    """Write a number of bytes as people read it.

    >>> in_words(2_400_000_000), in_words(300_000), in_words(0)
    ('2.4 GB', '0.3 MB', '0.0 MB')
    """
    return f"{size / GB:.1f} GB" if size >= GB else f"{size / 1_000_000:.1f} MB"
