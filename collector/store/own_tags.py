"""Statements about the tags that leaders make: whose they are, what teaches them, and who got them when.

One rule: a tag that a leader made belongs to one municipality, and no statement here shows it to another; one
that came by the `ekko train` command has no row in own_tags and is everybody's.
"""

from collections.abc import Iterable, Mapping

from collector.store.front import Row, Tx

FIT = """w.state IN ('waiting', 'approved') AND w.text <> ''
    AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.wish_id = w.id)
    AND NOT EXISTS (SELECT 1 FROM wish_tags f WHERE f.wish_id = w.id AND f.kind = 'flag'
        AND (f.given = 1 OR f.tag IN ('concern-now', 'concern', 'abusive')))"""
"""What an own tag may be made of or given to: nothing flagged, held back, or ever with the duty adult."""


def add_tag(tx: Tx, tag: str, municipality_id: str, staff_id: str, now: int) -> None:
    """Keep a new tag of one municipality."""
    tx.run(
        """INSERT INTO own_tags (tag, municipality_id, made_by, made_at)
        VALUES (:tag, :municipality_id, :staff_id, :now)""",
        tag=tag,
        municipality_id=municipality_id,
        staff_id=staff_id,
        now=now,
    )


def name_tag(tx: Tx, tag: str, names: Mapping[str, str], now: int) -> None:
    """Put other names in place of those a tag had."""
    tx.run("DELETE FROM own_names WHERE tag = :tag", tag=tag)
    tx.many(
        "INSERT INTO own_names (tag, language, name, made_at) VALUES (:tag, :language, :name, :now)",
        [{"tag": tag, "language": each, "name": name, "now": now} for each, name in sorted(names.items())],
    )


def names_of(tx: Tx, tag: str) -> dict[str, str]:
    """Read what a tag is called, by language."""
    rows = tx.all("SELECT language, name FROM own_names WHERE tag = :tag", tag=tag)
    return {row["language"]: row["name"] for row in rows}


def tags_here(tx: Tx, municipality_id: str) -> list[Row]:
    """List a municipality's own tags, the oldest first."""
    return tx.all(f"{ONE} ORDER BY o.made_at, o.tag", id=municipality_id)


def find_tag(tx: Tx, municipality_id: str, tag: str) -> Row | None:
    """Find one of a municipality's own tags."""
    return tx.one(f"{ONE} AND o.tag = :tag", id=municipality_id, tag=tag)


ONE = """SELECT o.tag, o.made_by, o.made_at, o.ended_at, s.name AS maker FROM own_tags o
    LEFT JOIN staff s ON s.id = o.made_by WHERE o.municipality_id = :id"""


def makers(tx: Tx) -> dict[str, str]:
    """Name who made each tag that is in use, wherever that was."""
    rows = tx.all(
        "SELECT o.tag, s.name FROM own_tags o JOIN staff s ON s.id = o.made_by WHERE o.ended_at IS NULL"
    )
    return {row["tag"]: row["name"] for row in rows}


def names_here(tx: Tx, municipality_id: str) -> dict[str, dict[str, str]]:
    """Read the names of the own tags that may be given in a municipality, by language."""
    names: dict[str, dict[str, str]] = {}
    for row in tx.all(
        """SELECT n.tag, n.language, n.name FROM own_names n LEFT JOIN own_tags o ON o.tag = n.tag
        WHERE o.tag IS NULL OR (o.municipality_id = :id AND o.ended_at IS NULL)
        ORDER BY n.tag, n.language""",
        id=municipality_id,
    ):
        names.setdefault(row["tag"], {})[row["language"]] = row["name"]
    return names


def not_given_here(tx: Tx, municipality_id: str) -> frozenset[str]:
    """Name the tags that nobody gives in a municipality: those of others, and those that are ended."""
    rows = tx.all(
        "SELECT tag FROM own_tags WHERE municipality_id <> :id OR ended_at IS NOT NULL", id=municipality_id
    )
    return frozenset(row["tag"] for row in rows)


def set_ended(tx: Tx, tag: str, staff_id: str | None, now: int | None) -> bool:
    """End a tag, or with nobody let it begin again; tell whether that was anything new."""
    is_now = "IS NOT NULL" if staff_id is None else "IS NULL"
    touched = tx.run(
        f"UPDATE own_tags SET ended_by = :by, ended_at = :now WHERE tag = :tag AND ended_at {is_now}",
        by=staff_id,
        now=now,
        tag=tag,
    )
    return touched == 1


def add_examples(tx: Tx, municipality_id: str, tag: str, wish_ids: Iterable[str]) -> int:
    """Keep which wishes are examples of a tag: those of them that are here and fit; tell how many are new."""
    before = count_examples(tx, tag)
    tx.many(
        f"""INSERT INTO tag_examples (tag, wish_id)
        SELECT CAST(:tag AS TEXT), w.id FROM wishes w
        WHERE w.id = :wish_id AND w.municipality_id = :id AND {FIT}
        ON CONFLICT (tag, wish_id) DO NOTHING""",
        [{"tag": tag, "wish_id": each, "id": municipality_id} for each in wish_ids],
    )
    return count_examples(tx, tag) - before


def drop_examples(tx: Tx, tag: str, wish_ids: Iterable[str]) -> None:
    """Let wishes be examples of a tag no more."""
    tx.many(
        "DELETE FROM tag_examples WHERE tag = :tag AND wish_id = :wish_id",
        [{"tag": tag, "wish_id": each} for each in wish_ids],
    )


def count_examples(tx: Tx, tag: str) -> int:
    """Count the wishes that a tag is made of."""
    row = tx.one("SELECT COUNT(*) AS n FROM tag_examples WHERE tag = :tag", tag=tag)
    return int(row["n"]) if row else 0


def examples(tx: Tx, unasked: str) -> list[Row]:
    """List the examples of every tag that is in use, without those that may not be learnt from."""
    return tx.all(
        f"""SELECT e.tag, w.id, w.text, w.language, w.talk_id, w.source, w.round_id
        FROM tag_examples e JOIN own_tags o ON o.tag = e.tag JOIN wishes w ON w.id = e.wish_id
        LEFT JOIN talks k ON k.id = w.talk_id
        WHERE o.ended_at IS NULL AND {FIT}
        AND (COALESCE(k.may_learn, 0) = 1 OR (w.source <> :unasked AND COALESCE(k.channel, '') <> :unasked))
        ORDER BY e.tag, e.wish_id""",
        unasked=unasked,
    )


def examples_of(tx: Tx, tag: str) -> list[Row]:
    """List what one tag is made of."""
    return tx.all(
        f"""SELECT w.id, w.text FROM tag_examples e JOIN wishes w ON w.id = e.wish_id
        WHERE e.tag = :tag AND {FIT} ORDER BY e.wish_id""",
        tag=tag,
    )


def candidates(tx: Tx, municipality_id: str, tag: str, before: str, limit: int) -> list[Row]:
    """List the newest wishes before one that have not got a tag; the other half of each page is quick too."""
    parts = " UNION ALL ".join(
        f"""SELECT * FROM (SELECT w.id, w.text, w.language, w.state, w.received_at FROM wishes w
        WHERE w.municipality_id = :id AND w.state = '{state}' AND w.id < :before AND {FIT}
        AND NOT EXISTS (SELECT 1 FROM wish_tags t WHERE t.wish_id = w.id AND t.tag = :tag AND t.given = 1)
        ORDER BY w.id DESC LIMIT :limit) AS {state}_ones"""
        for state in ("waiting", "approved")
    )
    return tx.all(
        f"SELECT * FROM ({parts}) AS both_states ORDER BY id DESC LIMIT :limit",
        id=municipality_id,
        tag=tag,
        before=before,
        limit=limit,
    )


def fit_here(tx: Tx, municipality_id: str, wish_id: str) -> str | None:
    """Read the masked text of a wish that is here and may have a tag of one's own."""
    row = tx.one(
        f"SELECT w.text FROM wishes w WHERE w.id = :wish_id AND w.municipality_id = :id AND {FIT}",
        wish_id=wish_id,
        id=municipality_id,
    )
    return row["text"] if row else None


def add_run(tx: Tx, run_id: str, tag: str, staff_id: str, now: int) -> None:
    """Keep that somebody lets old wishes have a tag."""
    tx.run(
        "INSERT INTO tag_runs (id, tag, staff_id, at) VALUES (:id, :tag, :staff_id, :now)",
        id=run_id,
        tag=tag,
        staff_id=staff_id,
        now=now,
    )


def add_to_run(tx: Tx, run_id: str, wish_ids: Iterable[str]) -> None:
    """Keep which wishes got it."""
    tx.many(
        "INSERT INTO tag_run_wishes (run_id, wish_id) VALUES (:run_id, :wish_id)",
        [{"run_id": run_id, "wish_id": each} for each in wish_ids],
    )


def last_run(tx: Tx, tag: str) -> Row | None:
    """Find the last time that old wishes got a tag, if it was not undone, and how many of them are left."""
    return tx.one(
        """SELECT r.id, r.at, s.name AS by_name,
            (SELECT COUNT(*) FROM tag_run_wishes w WHERE w.run_id = r.id) AS n
        FROM tag_runs r LEFT JOIN staff s ON s.id = r.staff_id
        WHERE r.tag = :tag AND r.undone_at IS NULL ORDER BY r.id DESC LIMIT 1""",
        tag=tag,
    )


def wishes_of_run(tx: Tx, run_id: str) -> list[str]:
    """List the wishes that got a tag then."""
    rows = tx.all("SELECT wish_id FROM tag_run_wishes WHERE run_id = :id ORDER BY wish_id", id=run_id)
    return [row["wish_id"] for row in rows]


def note_undone(tx: Tx, run_id: str, staff_id: str, now: int) -> bool:
    """Keep that it was undone; tell whether it stood until then."""
    touched = tx.run(
        "UPDATE tag_runs SET undone_by = :by, undone_at = :now WHERE id = :id AND undone_at IS NULL",
        by=staff_id,
        now=now,
        id=run_id,
    )
    return touched == 1


def approved_with(tx: Tx, municipality_id: str, tag: str) -> int:
    """Read from the kept figures how many approved wishes have a tag."""
    row = tx.one(
        """SELECT SUM(c.n) AS n FROM counts c JOIN rounds r ON r.id = c.round_id
        WHERE r.municipality_id = :id AND c.what = 'activity' AND c.name = :tag""",
        id=municipality_id,
        tag=tag,
    )
    return int(row["n"] or 0) if row else 0


def in_catalogue(tx: Tx, municipality_id: str, tag: str) -> int:
    """Count the things in the catalogue that answer to a tag."""
    rows = tx.all("SELECT tags FROM catalogue WHERE municipality_id = :id", id=municipality_id)
    return sum(tag in row["tags"].split() for row in rows)
