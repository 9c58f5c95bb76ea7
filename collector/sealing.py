"""Keeps raw words, reply handles and contact details unreadable without the key.

One rule: the key never lies in the data folder, and what is sealed for one place opens at no other.
"""

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
EXAMPLE_MARK = "EXAMPLE-KEY-NOT-FOR-REAL-PEOPLE"


class KeyProblem(Exception):
    """The key is missing, malformed or another one than what was sealed with."""


class Seal:
    """Seals, opens and makes pseudonyms, each with a key of its own drawn from the one master key."""

    def __init__(self, master: bytes, *, example: bool = False) -> None:
        if len(master) != 32:
            raise KeyProblem("The key must be 32 bytes. Make one with: ekko key FILE")
        self.example = example
        self._aead = AESGCM(_derive(master, b"seal"))
        self._names = _derive(master, b"pseudonym")
        self._tokens = _derive(master, b"token")
        self._backups = _derive(master, b"backup")
        self._words = _derive(master, b"search")

    def seal(self, words: str | bytes, place: str) -> bytes:
        """Seal words for one place, such as «wish.raw:01abc»."""
        plain = words.encode("utf-8") if isinstance(words, str) else words
        nonce = os.urandom(NONCE)
        return nonce + self._aead.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Open what was sealed for this very place."""
        try:
            return self._aead.decrypt(bytes(sealed[:NONCE]), bytes(sealed[NONCE:]), place.encode())
        except InvalidTag:
            raise KeyProblem(
                f"What is kept at {place.split(':')[0]} was sealed with another key. "
                "Start with the key that this data was made with (EKKO_KEY_FILE)."
            ) from None

    def pseudonym(self, municipality_id: str, outside_name: str) -> str:
        """Name somebody so that two municipalities cannot tell that it is the same person."""
        told = f"{municipality_id}\x00{outside_name}".encode("utf-8", "surrogatepass")
        return hmac.new(self._names, told, hashlib.sha256).hexdigest()

    def fingerprint(self, token: str) -> str:
        """Keep a token by this and never by itself."""
        return hmac.new(self._tokens, token.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def word(self, municipality_id: str, word: str) -> int:
        """Make the number that a word is searched by: without the key nobody can tell which word it was."""
        told = f"{municipality_id}\x00{word}".encode("utf-8", "surrogatepass")
        return int.from_bytes(hmac.digest(self._words, told, "sha256")[:8], signed=True)

    def backup_key(self, salt: bytes) -> bytes:
        """Draw the key of one backup: each has its own, so that no two ever share a nonce."""
        return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"ekko backup file").derive(self._backups)

    @property
    def mark(self) -> str:
        """Name the key in public: whoever reads it learns which key is needed and nothing of the key."""
        return hmac.new(self._backups, b"which key", hashlib.sha256).hexdigest()[:16]


def make_key(path: Path, *, example: bool = False) -> None:
    """Write a fresh key that only its owner can read; never over an old one."""
    line = urlsafe_b64encode(secrets.token_bytes(32)).decode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyProblem(f"There is a key in {path} already, and it was left as it is.") from None
    except OSError:
        raise KeyProblem(f"No key can be written to {path}. Choose another folder (EKKO_KEY_FILE).") from None
    with os.fdopen(handle, "w") as file:
        file.write(f"{EXAMPLE_MARK}\n{line}\n" if example else f"{line}\n")


def read_key(path: Path) -> Seal:
    """Read a key file, or say in one sentence what is wrong with it."""
    try:
        lines = path.read_text("ascii").split()
    except UnicodeDecodeError:
        raise KeyProblem(
            f"{path} is no key that Ekko made. Bring back the right file (EKKO_KEY_FILE)."
        ) from None
    except OSError:
        raise KeyProblem(
            f"No key could be read from {path}. EKKO_KEY_FILE names the file (see .env.example); "
            "make a new one with: ekko key FILE"
        ) from None
    try:
        return Seal(urlsafe_b64decode(lines[-1]), example=lines[0] == EXAMPLE_MARK)
    except (IndexError, ValueError, KeyProblem):
        raise KeyProblem(
            f"{path} is no key that Ekko made. Bring back the right file (EKKO_KEY_FILE)."
        ) from None


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ekko " + purpose).derive(master)
