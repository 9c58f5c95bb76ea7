"""The files that pages are made of: style, script and pictures, served by ourselves alone.

One rule: a name with a fingerprint of its content never changes, so a phone fetches it once.
"""

import gzip
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

OWN = Path(__file__).parent / "assets" / "own"
BUILT = Path(__file__).parent / "assets" / "built"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
FOREVER = "public, max-age=31536000, immutable"
LINK = re.compile(r'url\("([\w-]+\.\w+)"\)')


class AssetMissing(Exception):
    """A page names a file that is not there; most often the set-up has not been run."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to send, and the name that its content gives it."""

    name: str
    type: str
    body: bytes
    packed: bytes


class Assets:
    """Every file of some folders, read once."""

    def __init__(self, *folders: Path) -> None:
        files = {
            file.name: file for folder in folders if folder.is_dir() for file in sorted(folder.iterdir())
        }
        self._known: dict[str, Asset] = {}
        for name in sorted(files, key=lambda name: name.endswith(".css")):  # style links to the others
            if files[name].suffix in TYPES:
                self._known[name] = self._read(files[name])
        self._by_print = {asset.name: asset for asset in self._known.values()}

    def path(self, name: str) -> str:
        """Give the address of a file by its plain name."""
        if name not in self._known:
            raise AssetMissing(
                f"No page asset is called {name}. Run `make run` or `make test`, which fetch them."
            )
        return f"/assets/{self._known[name].name}"

    def find(self, name: str) -> Asset | None:
        """Find a file by the name with its fingerprint."""
        return self._by_print.get(name)

    def names(self) -> Iterable[str]:
        """List the plain names."""
        return self._known

    def _read(self, file: Path) -> Asset:
        body = file.read_bytes()
        if file.suffix == ".css":
            body = LINK.sub(lambda found: f'url("{self.path(found[1])}")', body.decode()).encode()
        name = f"{file.stem}.{hashlib.sha256(body).hexdigest()[:12]}{file.suffix}"
        return Asset(name, TYPES[file.suffix], body, gzip.compress(body, 9, mtime=0))
