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
    place: str = ""
    days: str = ""
    age: str = ""
    price: str = ""
    link: str = ""

    @property
    def text(self) -> str:
        """What a young person is told of it.

        >>> Entry("1", "Sjakk", "Vi lærer deg det.", ()).text
        'Sjakk. Vi lærer deg det.'
        >>> Entry("1", "Kor", "", (), place="Kirka", days="onsdager kl. 17", price="gratis").text
        'Kor. Kirka, onsdager kl. 17, gratis.'
        """
        details = ", ".join(filter(None, (self.place, self.days, self.age, self.price)))
        said = (each for each in (self.name, self.about, details) if each)
        ended = (each if each.endswith((".", "!", "?")) else f"{each}." for each in said)
        return " ".join(filter(None, (*ended, self.link)))


def add_entry(tx: Tx, municipality_id: str, entry: Entry, now: int) -> None:
    """Keep a new entry; its name must be no other's."""
    tx.run(
        """INSERT INTO catalogue (id, municipality_id, name, about, tags, until, place, days, age, price,
            link, made_at)
        VALUES (:id, :municipality_id, :name, :about, :tags, :until, :place, :days, :age, :price,
            :link, :now)""",
        municipality_id=municipality_id,
        now=now,
        **_columns(entry),
    )


def change_entry(tx: Tx, municipality_id: str, entry: Entry) -> int:
    """Let an entry be what is told of it now."""
    return tx.run(
        """UPDATE catalogue SET name = :name, about = :about, tags = :tags, until = :until, place = :place,
            days = :days, age = :age, price = :price, link = :link
        WHERE id = :id AND municipality_id = :municipality_id""",
        municipality_id=municipality_id,
        **_columns(entry),
    )


def entries_of(tx: Tx, municipality_id: str) -> list[Entry]:
    """List everything that a municipality has put there, by name."""
    rows = tx.all("SELECT * FROM catalogue WHERE municipality_id = :id ORDER BY name", id=municipality_id)
    return [_read(row) for row in rows]


def find_entry(tx: Tx, municipality_id: str, entry_id: str) -> Entry | None:
    """Find one of a municipality's entries."""
    row = tx.one(
        "SELECT * FROM catalogue WHERE id = :id AND municipality_id = :municipality_id",
        id=entry_id,
        municipality_id=municipality_id,
    )
    return _read(row) if row else None


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


def _columns(entry: Entry) -> dict[str, str | None]:
    more = {name: getattr(entry, name) for name in ("place", "days", "age", "price", "link")}
    base = {"id": entry.id, "name": entry.name, "about": entry.about, "until": entry.until}
    return {**base, "tags": " ".join(entry.tags), **more}


def _read(row: Row) -> Entry:
    more = {name: row[name] for name in ("place", "days", "age", "price", "link")}
    return Entry(row["id"], row["name"], row["about"], tuple(row["tags"].split()), row["until"], **more)
