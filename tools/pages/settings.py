"""docs/settings.md: every setting, with the words of .env.example and what the program does without it."""

import re
from pathlib import Path
from typing import NamedTuple

from bot.settings import Settings, data_folder
from tools.places import ROOT

EXPLAINED = ROOT / ".env.example"
FOR_EXAMPLE = "For example:"
LINE = re.compile(r"# (EKKO_[A-Z_]+)=(.*)")
HEAD = """# Settings

Made from `bot/settings.py` and `.env.example` by `make docs`; do not edit.

Each is read from the environment, or from a file called `.env` in the folder where Ekko is started; the
environment wins. A setting that cannot be used is named at the start, and Ekko does not start with it.

| setting | without it |
|---|---|
"""


class Explained(NamedTuple):
    """What .env.example says about one setting or a few that belong together."""

    words: str
    lines: tuple[tuple[str, str], ...]

    @property
    def are_examples(self) -> bool:
        """Tell whether its lines are only examples; else they are what holds without them."""
        return self.words.endswith(FOR_EXAMPLE)


def names() -> list[str]:
    """Name every setting as it stands in the environment."""
    return [f"EKKO_{name.upper()}" for name in Settings.model_fields]


def explained(text: str) -> list[Explained]:
    """Read .env.example: paragraphs of comment, each ending in the lines of its settings."""
    return [_read(part) for part in text.split("\n\n") if LINE.search(part)]


def settings() -> str:
    """Write down every setting."""
    parts = explained(EXPLAINED.read_text("utf-8"))
    without = what_holds()
    table = "".join(f"| [`{name}`](#{name.lower()}) | {without[name]} |\n" for name in names())
    return HEAD + table + "".join(_section(part) for part in parts)


def what_holds() -> dict[str, str]:
    """Say for each setting what the program does when nobody set it."""
    bare = Settings.model_construct(data=Path("EKKO_DATA"))
    home = data_folder().relative_to(Path.home())
    told = {
        "EKKO_DATA": f"`~/{home}`",
        "EKKO_DATABASE": f"`{bare.database_url.replace('EKKO_DATA', '<EKKO_DATA>')}`",
        "EKKO_KEY_FILE": f"`{str(bare.key_path).replace('EKKO_DATA', '<EKKO_DATA>')}`",
        "EKKO_BACKUPS": "none: `ekko backup FOLDER` says where",
        "EKKO_MAIL_SERVER": "none: no mail goes out",
        "EKKO_MAIL_FROM": "`ekko@` and the name in `EKKO_ADDRESS`",
        "EKKO_ADDRESS": f"`{bare.public_address.replace(str(bare.port), '<EKKO_PORT>')}`",
    }
    return {name: told.get(name) or _default(name) for name in names()}


def _default(name: str) -> str:
    default = Settings.model_fields[name.removeprefix("EKKO_").lower()].default
    nothing = "off" if name.endswith("_TOKEN") else "none"
    return f"`{default}`" if default not in (None, "") else nothing


def _read(part: str) -> Explained:
    lines = part.splitlines()
    words = " ".join(line.removeprefix("#").strip() for line in lines if not LINE.fullmatch(line))
    found = [LINE.fullmatch(line) for line in lines]
    return Explained(words, tuple((each[1], each[2]) for each in found if each))


def _section(part: Explained) -> str:
    heads = "".join(f"\n## {name}\n" for name in dict.fromkeys(name for name, _ in part.lines))
    shown = "".join(f"{name}={value}\n" for name, value in part.lines if value)
    code = f"\n```sh\n{shown}```\n" if shown else ""
    return f"{heads}\n{part.words}\n{code}"
