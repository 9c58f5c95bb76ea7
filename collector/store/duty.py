"""Statements about who has duty: for each municipality one adult, and one who steps in."""

from collector.store.front import Row, Tx


def put_person(tx: Tx, municipality_id: str, place: int, name: str, mail: str, now: int) -> None:
    """Let somebody have a place, instead of whoever had it."""
    tx.run(
        """INSERT INTO duty_people (municipality_id, place, name, mail, since_at)
        VALUES (:municipality_id, :place, :name, :mail, :now)
        ON CONFLICT (municipality_id, place)
        DO UPDATE SET name = excluded.name, mail = excluded.mail, since_at = excluded.since_at""",
        municipality_id=municipality_id,
        place=place,
        name=name,
        mail=mail,
        now=now,
    )


def take_away(tx: Tx, municipality_id: str, place: int) -> None:
    """Let nobody have a place."""
    tx.run(
        "DELETE FROM duty_people WHERE municipality_id = :id AND place = :place",
        id=municipality_id,
        place=place,
    )


def people_on_duty(tx: Tx, municipality_id: str) -> list[Row]:
    """List those who have a place, the duty adult first."""
    return tx.all(
        "SELECT place, name, mail, since_at FROM duty_people WHERE municipality_id = :id ORDER BY place",
        id=municipality_id,
    )
