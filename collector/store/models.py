"""Statements about the tagger's models: their files in parts, and which of them is live.

One rule: a model is known by the hash of its card, which holds the hashes of its files; so whoever reads one
can tell whether it is what was written. An empty name is the model that ships with the program.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from collector.store.front import Tx

PART = 256 * 1024
"""So many bytes in a row: a copy of the tables holds a page of them in memory at a time."""


class Pointer(NamedTuple):
    """Which model is live, and which was before it."""

    live: str
    before: str


def put_model(tx: Tx, card: str, version: str, files: Mapping[str, bytes], now: int) -> None:
    """Keep a model; one that is here already stays as it is."""
    if tx.run(
        "INSERT INTO models (card, version, made_at) VALUES (:card, :version, :now) ON CONFLICT DO NOTHING",
        card=card,
        version=version,
        now=now,
    ):
        tx.many(
            "INSERT INTO model_parts (card, file, place, body) VALUES (:card, :file, :place, :body)",
            [
                {"card": card, "file": name, "place": place, "body": body[at : at + PART]}
                for name, body in files.items()
                for place, at in enumerate(range(0, len(body), PART))
            ],
        )


def has_model(tx: Tx, card: str) -> bool:
    """Tell whether a model is here."""
    return tx.one("SELECT card FROM models WHERE card = :card", card=card) is not None


def find_model(tx: Tx, card: str) -> tuple[str, dict[str, bytes]] | None:
    """Read a model: the program that it fits, and its files."""
    row = tx.one("SELECT version FROM models WHERE card = :card", card=card)
    if row is None:
        return None
    files: dict[str, bytearray] = {}
    for part in tx.all(
        "SELECT file, body FROM model_parts WHERE card = :card ORDER BY file, place", card=card
    ):
        files.setdefault(part["file"], bytearray()).extend(bytes(part["body"]))
    return row["version"], {name: bytes(body) for name, body in files.items()}


def pointer(tx: Tx) -> Pointer | None:
    """Read which model is live, or None where no model of anybody's making ever was."""
    row = tx.one("SELECT live, before FROM live_model WHERE one = 1")
    return Pointer(row["live"], row["before"]) if row else None


def point(tx: Tx, to: Pointer, now: int) -> None:
    """Let a model be live."""
    tx.run(
        """INSERT INTO live_model (one, live, before, at) VALUES (1, :live, :before, :now)
        ON CONFLICT (one) DO UPDATE SET live = excluded.live, before = excluded.before, at = excluded.at""",
        live=to.live,
        before=to.before,
        now=now,
    )


def begin_to_point(tx: Tx, to: Pointer, now: int) -> None:
    """Let what one machine reads with be what all do, where nothing is said yet."""
    tx.run(
        """INSERT INTO live_model (one, live, before, at) VALUES (1, :live, :before, :now)
        ON CONFLICT (one) DO NOTHING""",
        live=to.live,
        before=to.before,
        now=now,
    )


def drop_models(tx: Tx, but: Iterable[str]) -> int:
    """Let go of the models that nobody can make live any more; tell how many those were."""
    kept = set(but)
    found = [row["card"] for row in tx.all("SELECT card FROM models")]
    return sum(
        tx.run("DELETE FROM models WHERE card = :card", card=card) for card in found if card not in kept
    )
