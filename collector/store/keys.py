"""Statements about the key: a sealed word that only the right key opens."""

from collector.sealing import Seal
from collector.store.front import Tx

PLACE = "key.check"


def check_key(tx: Tx, seal: Seal) -> None:
    """Refuse a key that this data was not made with; a new database takes the first one it is given."""
    tx.run(
        "INSERT INTO key_checks (name, sealed) VALUES ('first', :sealed) ON CONFLICT (name) DO NOTHING",
        sealed=seal.seal("ekko", PLACE),
    )
    (row,) = tx.all("SELECT sealed FROM key_checks WHERE name = 'first'")
    seal.open(row["sealed"], PLACE)


def key_fits(tx: Tx, seal: Seal) -> None:
    """Refuse a key that this data was not made with, and change nothing; an empty database takes any."""
    row = tx.one("SELECT sealed FROM key_checks WHERE name = 'first'")
    if row is not None:
        seal.open(row["sealed"], PLACE)
