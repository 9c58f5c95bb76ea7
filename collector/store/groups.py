"""Statements about young people's groups: who is in one, which rules send wishes to it, and where rounds are.

One rule: whoever has ended, or has another role by now, is no member, whatever is written here.
"""

import json
from collections.abc import Iterable

from collector.group import Group, Rule
from collector.store.front import Row, Tx

MEMBER = """group_members m JOIN staff s ON s.id = m.staff_id
    JOIN youth_groups g ON g.id = m.group_id AND g.municipality_id = s.municipality_id
    AND s.role = 'youth' AND s.ended_at IS NULL AND g.ended_at IS NULL"""


def add_group(tx: Tx, group: Group, now: int) -> None:
    """Keep a new group."""
    tx.run(
        """INSERT INTO youth_groups (id, municipality_id, name, place, made_at)
        VALUES (:id, :here, :name, :place, :now)""",
        id=group.id,
        here=group.municipality_id,
        name=group.name,
        place=group.place,
        now=now,
    )


def change_group(tx: Tx, group_id: str, name: str, place: str) -> None:
    """Call a group something else, or let it be of another place."""
    tx.run(
        "UPDATE youth_groups SET name = :name, place = :place WHERE id = :id",
        id=group_id,
        name=name,
        place=place,
    )


def end_group(tx: Tx, group_id: str, now: int) -> None:
    """Let a group be no more: no rule sends anything to it, and nobody is in it."""
    tx.run("UPDATE youth_groups SET ended_at = :now WHERE id = :id", id=group_id, now=now)
    tx.run("DELETE FROM group_rules WHERE group_id = :id", id=group_id)
    tx.run("DELETE FROM group_members WHERE group_id = :id", id=group_id)


def groups_here(tx: Tx, municipality_id: str) -> list[Group]:
    """List a municipality's groups by name."""
    rows = tx.all(
        """SELECT id, municipality_id, name, place FROM youth_groups
        WHERE municipality_id = :id AND ended_at IS NULL ORDER BY name, id""",
        id=municipality_id,
    )
    return [read_group(row) for row in rows]


def find_group(tx: Tx, municipality_id: str, group_id: str) -> Group | None:
    """Find a group of this municipality."""
    row = tx.one(
        """SELECT id, municipality_id, name, place FROM youth_groups
        WHERE id = :id AND municipality_id = :here AND ended_at IS NULL""",
        id=group_id,
        here=municipality_id,
    )
    return read_group(row) if row else None


def read_group(row: Row) -> Group:
    """Make the noun from a row."""
    return Group(row["id"], row["municipality_id"], row["name"], row["place"])


def groups_of_member(tx: Tx, staff_id: str) -> list[Group]:
    """List the groups that somebody is in."""
    rows = tx.all(
        f"""SELECT g.id, g.municipality_id, g.name, g.place FROM {MEMBER}
        WHERE m.staff_id = :id ORDER BY g.name, g.id""",
        id=staff_id,
    )
    return [read_group(row) for row in rows]


def members_of(tx: Tx, group_id: str) -> list[Row]:
    """List who is in a group."""
    return tx.all(
        f"SELECT s.id, s.name FROM {MEMBER} WHERE m.group_id = :id ORDER BY s.name, s.id", id=group_id
    )


def put_members(tx: Tx, group_id: str, staff_ids: Iterable[str]) -> None:
    """Let these be in a group, and nobody else."""
    tx.run("DELETE FROM group_members WHERE group_id = :id", id=group_id)
    tx.many(
        "INSERT INTO group_members (group_id, staff_id) VALUES (:id, :staff)",
        [{"id": group_id, "staff": each} for each in sorted(set(staff_ids))],
    )


def youth_here(tx: Tx, municipality_id: str) -> list[Row]:
    """List those who may be in a group."""
    return tx.all(
        """SELECT id, name FROM staff WHERE municipality_id = :id AND role = 'youth' AND ended_at IS NULL
        ORDER BY name, id""",
        id=municipality_id,
    )


def names_of_staff(tx: Tx, municipality_id: str) -> dict[str, str]:
    """Name everybody who works here; who has ended is not named any more."""
    rows = tx.all(
        "SELECT id, name FROM staff WHERE municipality_id = :id AND ended_at IS NULL", id=municipality_id
    )
    return {row["id"]: row["name"] for row in rows}


def rules_here(tx: Tx, municipality_id: str) -> list[Rule]:
    """List the rules of a municipality, the oldest first."""
    rows = tx.all(
        "SELECT id, group_id, tags, places, ages FROM group_rules WHERE municipality_id = :id ORDER BY id",
        id=municipality_id,
    )
    parts = ("tags", "places", "ages")
    return [
        Rule(row["id"], row["group_id"], *(tuple(json.loads(row[part])) for part in parts)) for row in rows
    ]


def put_rule(tx: Tx, municipality_id: str, rule: Rule, now: int) -> None:
    """Keep a rule, new or changed."""
    tx.run(
        """INSERT INTO group_rules (id, municipality_id, group_id, tags, places, ages, made_at)
        VALUES (:id, :here, :group_id, :tags, :places, :ages, :now)
        ON CONFLICT (id) DO UPDATE SET tags = excluded.tags, places = excluded.places,
            ages = excluded.ages""",
        id=rule.id,
        here=municipality_id,
        group_id=rule.group_id,
        tags=json.dumps(rule.tags),
        places=json.dumps(rule.places, ensure_ascii=False),
        ages=json.dumps(rule.ages),
        now=now,
    )


def drop_rule(tx: Tx, rule_id: str) -> None:
    """Take a rule away."""
    tx.run("DELETE FROM group_rules WHERE id = :id", id=rule_id)


def round_places(tx: Tx, municipality_id: str) -> dict[str, str]:
    """Tell where each round is held, by its id; those of everywhere are not named."""
    rows = tx.all(
        """SELECT p.round_id, p.place FROM round_places p JOIN rounds r ON r.id = p.round_id
        WHERE r.municipality_id = :id""",
        id=municipality_id,
    )
    return {row["round_id"]: row["place"] for row in rows}


def put_round_place(tx: Tx, round_id: str, place: str) -> None:
    """Say where a round is held; an empty place is everywhere."""
    tx.run("DELETE FROM round_places WHERE round_id = :id", id=round_id)
    if place:
        tx.run("INSERT INTO round_places (round_id, place) VALUES (:id, :place)", id=round_id, place=place)


def places_known(tx: Tx, municipality_id: str) -> list[str]:
    """List every place that somebody here has a name for: recorded, a school, of a group, of a round."""
    rows = tx.all(
        """SELECT name FROM places WHERE municipality_id = :id
        UNION SELECT name FROM schools WHERE municipality_id = :id
        UNION SELECT place FROM youth_groups WHERE municipality_id = :id AND ended_at IS NULL AND place <> ''
        UNION SELECT p.place FROM round_places p JOIN rounds r ON r.id = p.round_id
            WHERE r.municipality_id = :id ORDER BY 1""",
        id=municipality_id,
    )
    return [row["name"] for row in rows]
