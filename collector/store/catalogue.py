"""Statements about what exists already: the municipality's own list of what young people can do."""

from dataclasses import dataclass

from collector.store.front import Row, Tx


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is there already: its name, a line about it, and the tags it answers to."""

    id: str
    name: str
    about: str
    tags: tuple[str, ...]
    until: str | None = None
    """The last day it is there, where that is known."""

    @property
    def text(self) -> str:
        """What a young person is told of it.

        >>> Entry("1", "Sjakk", "På biblioteket, torsdager.", ()).text
        'Sjakk. På biblioteket, torsdager.'
        """
        return f"{self.name}. {self.about}"


def put_entry(tx: Tx, municipality_id: str, entry: Entry, now: int) -> None:
    """Keep an entry; one of the same name gives way to it and keeps its id."""
    tx.run(
        """INSERT INTO catalogue (id, municipality_id, name, about, tags, until, made_at)
        VALUES (:id, :municipality_id, :name, :about, :tags, :until, :now)
        ON CONFLICT (municipality_id, name)
        DO UPDATE SET about = excluded.about, tags = excluded.tags, until = excluded.until""",
        id=entry.id,
        municipality_id=municipality_id,
        name=entry.name,
        about=entry.about,
        tags=" ".join(entry.tags),
        until=entry.until,
        now=now,
    )


def entries_of(tx: Tx, municipality_id: str) -> list[Entry]:
    """List everything that a municipality has put there, by name."""
    rows = tx.all("SELECT * FROM catalogue WHERE municipality_id = :id ORDER BY name", id=municipality_id)
    return [_read(row) for row in rows]


def drop_entry(tx: Tx, municipality_id: str, name: str) -> int:
    """Take one entry away."""
    return tx.run(
        "DELETE FROM catalogue WHERE municipality_id = :id AND name = :name", id=municipality_id, name=name
    )


def note_fit(tx: Tx, wish_id: str, talk_id: str, entry_id: str, fits: bool) -> None:
    """Note whether an entry is what was wished for; only of a wish of that talk, while both are there."""
    tx.run(
        """INSERT INTO fits (wish_id, entry_id, fits)
        SELECT w.id, c.id, :fits FROM wishes w
        JOIN catalogue c ON c.municipality_id = w.municipality_id
        WHERE w.id = :wish_id AND w.talk_id = :talk_id AND c.id = :entry_id
        ON CONFLICT (wish_id, entry_id) DO UPDATE SET fits = excluded.fits""",
        fits=int(fits),
        wish_id=wish_id,
        talk_id=talk_id,
        entry_id=entry_id,
    )


def fits_of(tx: Tx, municipality_id: str) -> dict[str, tuple[int, int]]:
    """Count for each entry how many said that it fits, and that it does not."""
    rows = tx.all(
        """SELECT f.entry_id, SUM(f.fits) AS yes, SUM(1 - f.fits) AS no FROM fits f
        JOIN catalogue c ON c.id = f.entry_id WHERE c.municipality_id = :id GROUP BY f.entry_id""",
        id=municipality_id,
    )
    return {row["entry_id"]: (int(row["yes"]), int(row["no"])) for row in rows}


def _read(row: Row) -> Entry:
    return Entry(row["id"], row["name"], row["about"], tuple(row["tags"].split()), row["until"])
