"""What the pages are made of that others wrote: Designsystemet's CSS and htmx, and axe for the tests.

One rule: package-lock.json says what is fetched, designsystemet.txt which parts are used; this only does it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

from tools import stamp
from tools.commands import NotReady, run
from tools.node import npm
from tools.places import ASSETS, BUILT, BUILT_FOR_TESTS

PARTS = ASSETS / "designsystemet.txt"
MODULES = ASSETS / "node_modules"
DESIGN = MODULES / "@digdir" / "designsystemet-css"
COPIES = {
    MODULES / "htmx.org" / "dist" / "htmx.min.js": BUILT / "htmx.min.js",
    MODULES / "axe-core" / "axe.min.js": BUILT_FOR_TESTS / "axe.min.js",
}
PICTURE_WITHIN = re.compile(r'url\("data:image/svg\+xml;charset=utf-8,([^"]*)"\)')
ADVICE = "Nothing is broken: fix the cause (most often the network) and run the same command again."


class PageAssets:
    name = "Page assets"

    def __init__(self) -> None:
        self.lock_key = stamp.key_of(ASSETS / "package.json", ASSETS / "package-lock.json")
        self.key = stamp.key_of(self.lock_key, PARTS, Path(__file__))

    def is_ready(self) -> bool:
        results = [BUILT / "ds.css", *COPIES.values()]
        return stamp.is_fresh(BUILT / ".ready", self.key) and all(result.is_file() for result in results)

    def make_ready(self) -> str:
        fetch(self.lock_key)
        for source, target in COPIES.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        BUILT.mkdir(parents=True, exist_ok=True)
        sheet, pictures = with_pictures_beside(design_css())
        for name, text in {**pictures, "ds.css": sheet}.items():
            (BUILT / name).write_text(text, encoding="utf-8")
        stamp.put(BUILT / ".ready", self.key)
        return ""


def fetch(key: str) -> None:
    if not stamp.is_fresh(MODULES / ".ready", key):
        run([*npm(), "ci", "--prefix", ASSETS, "--ignore-scripts", "--no-audit", "--no-fund"], ADVICE)
        stamp.put(MODULES / ".ready", key)


def design_css() -> str:
    """The theme and the chosen parts in one file, each part in the cascade layer its own index puts it in."""
    package = json.loads((DESIGN / "package.json").read_text(encoding="utf-8"))
    notice = f"/* {package['name']} {package['version']}, (c) Digdir, licence {package['license']} */"
    theme = (DESIGN / "dist" / "theme" / "designsystemet.css").read_text(encoding="utf-8")
    sheets = ["@layer ds.theme, ds.base, ds.components;", theme, *map(in_its_layer, chosen_parts())]
    return "\n".join([notice, *sheets]) + "\n"


def with_pictures_beside(sheet: str) -> tuple[str, dict[str, str]]:
    """Lay each picture that the sheet carries as a data: address beside it; our policy refuses it there."""
    pictures: dict[str, str] = {}

    def laid(found: re.Match[str]) -> str:
        picture = unquote(found[1])
        name = f"ds-{hashlib.sha256(picture.encode()).hexdigest()[:8]}.svg"
        pictures[name] = picture
        return f'url("{name}")'

    return PICTURE_WITHIN.sub(laid, sheet), pictures


def chosen_parts() -> list[tuple[str, str]]:
    lines = (line.split("#")[0].split() for line in PARTS.read_text(encoding="utf-8").splitlines())
    return [(words[0], words[1]) for words in lines if words]


def in_its_layer(part: tuple[str, str]) -> str:
    layer, name = part
    source: Path = DESIGN / "dist" / "src" / f"{name}.css"
    if not source.is_file():
        raise NotReady(f"Designsystemet has no part called `{name}`: correct that line in {PARTS}.")
    return f"@layer ds.{layer}{{{source.read_text(encoding='utf-8').strip()}}}"
