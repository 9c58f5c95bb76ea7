"""Statements about learning: what reviewers taught, who looked at it again, and a municipality's own tags.

One rule: a wish that was ever with the duty adult, or came by a channel that is learnt from only with a yes
and has none, is never handed out; nor is anything but the masked text.
"""

from collections.abc import Sequence

from collector.store.front import Row, Tx
from nlp.examples import Example

Only = Sequence[str] | None
"""The wishes that are asked for, or None for all."""


def approved(tx: Tx, municipality_id: str, unasked: str, only: Only = None) -> list[Row]:
    """List the approved wishes of a municipality that may be learnt from, the oldest first."""
    among, names = _among(only)
    return tx.all(
        f"""SELECT w.id, w.round_id, w.talk_id, w.source, w.language, w.text, w.decided_by, w.decided_at
        {LEARNABLE} {among} ORDER BY w.id""",
        id=municipality_id,
        unasked=unasked,
        **names,
    )


def tags_of_approved(tx: Tx, municipality_id: str, unasked: str, only: Only = None) -> list[Row]:
    """List what each of them is about."""
    among, names = _among(only)
    return tx.all(
        f"""SELECT t.wish_id, t.tag, t.tagged_by
        FROM wish_tags t JOIN (SELECT w.id {LEARNABLE} {among}) AS learnable ON learnable.id = t.wish_id
        WHERE t.given = 1 AND t.kind <> 'flag'""",
        id=municipality_id,
        unasked=unasked,
        **names,
    )


def decisions_about(tx: Tx, municipality_id: str, only: Only = None) -> list[Row]:
    """List what was decided about approved wishes, in order, and by whom."""
    among, names = _among(only)
    return tx.all(
        f"""SELECT d.wish_id, d.details, d.at, d.staff_id, d.what
        FROM decisions d JOIN wishes w ON w.id = d.wish_id
        WHERE w.municipality_id = :id AND w.state = 'approved' {among} ORDER BY d.wish_id, d.id""",
        id=municipality_id,
        **names,
    )


def approved_ids(tx: Tx, municipality_id: str, newest: int | None = None) -> list[str]:
    """Name the approved wishes of a municipality, the newest first: so many, or all."""
    rows = tx.all(
        f"""SELECT id FROM wishes WHERE municipality_id = :id AND state = 'approved'
        ORDER BY id DESC {"LIMIT :newest" if newest else ""}""",
        id=municipality_id,
        **({"newest": newest} if newest else {}),
    )
    return [row["id"] for row in rows]


def _among(only: Only) -> tuple[str, dict[str, str]]:
    if only is None:
        return "", {}
    names = {f"w{place}": each for place, each in enumerate(only)}
    return f"AND w.id IN ({', '.join(f':{name}' for name in names) or 'NULL'})", names


def names_of_staff(tx: Tx, municipality_id: str) -> dict[str, str]:
    """Read what everybody who works or worked here is called."""
    rows = tx.all("SELECT id, name FROM staff WHERE municipality_id = :id", id=municipality_id)
    return {row["id"]: row["name"] for row in rows}


LEARNABLE = """FROM wishes w LEFT JOIN talks k ON k.id = w.talk_id
    WHERE w.municipality_id = :id AND w.state = 'approved' AND w.decided_by IS NOT NULL
    AND (COALESCE(k.may_learn, 0) = 1 OR (w.source <> :unasked AND COALESCE(k.channel, '') <> :unasked))
    AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.wish_id = w.id)
    AND NOT EXISTS (SELECT 1 FROM wish_tags f WHERE f.wish_id = w.id AND f.kind = 'flag'
        AND f.tag IN ('concern-now', 'concern', 'abusive'))"""


def add_look(
    tx: Tx, look_id: str, municipality_id: str, staff_id: str, wish_ids: Sequence[str], now: int
) -> None:
    """Keep which wishes somebody is to look at again."""
    tx.run(
        """INSERT INTO looks (id, municipality_id, staff_id, asked, made_at)
        VALUES (:id, :municipality_id, :staff_id, :asked, :now)""",
        id=look_id,
        municipality_id=municipality_id,
        staff_id=staff_id,
        asked=len(wish_ids),
        now=now,
    )
    tx.many(
        "INSERT INTO looked_at (look_id, wish_id, place) VALUES (:look_id, :wish_id, :place)",
        [{"look_id": look_id, "wish_id": each, "place": place} for place, each in enumerate(wish_ids)],
    )


def looks_of(tx: Tx, municipality_id: str) -> list[Row]:
    """List every look of a municipality, the newest first."""
    return tx.all(
        """SELECT id, staff_id, asked, made_at FROM looks
        WHERE municipality_id = :id ORDER BY id DESC""",
        id=municipality_id,
    )


def looked_at(tx: Tx, municipality_id: str) -> list[Row]:
    """List every wish that was to be looked at again, in order, with the answer where there is one."""
    return tx.all(
        """SELECT a.look_id, a.wish_id, a.is_right FROM looked_at a JOIN looks l ON l.id = a.look_id
        WHERE l.municipality_id = :id ORDER BY a.look_id, a.place""",
        id=municipality_id,
    )


def answer(tx: Tx, look_id: str, wish_id: str, *, is_right: bool) -> bool:
    """Keep an answer, once; tell whether it was asked for and not answered before."""
    touched = tx.run(
        """UPDATE looked_at SET is_right = :is_right
        WHERE look_id = :look_id AND wish_id = :wish_id AND is_right IS NULL""",
        look_id=look_id,
        wish_id=wish_id,
        is_right=int(is_right),
    )
    return touched == 1


def keep_own_tag(tx: Tx, tag: str, names: dict[str, str], examples: Sequence[Example], now: int) -> None:
    """Keep a tag of one's own, its names and its examples, in place of what it was before."""
    tx.run("DELETE FROM own_examples WHERE own_tag = :tag", tag=tag)
    tx.run("DELETE FROM own_names WHERE tag = :tag", tag=tag)
    tx.many(
        "INSERT INTO own_names (tag, language, name, made_at) VALUES (:tag, :language, :name, :now)",
        [{"tag": tag, "language": each, "name": name, "now": now} for each, name in sorted(names.items())],
    )
    tx.many(
        """INSERT INTO own_examples (own_tag, place, language, tags, text)
        VALUES (:own_tag, :place, :language, :tags, :text)""",
        [
            {
                "own_tag": tag,
                "place": place,
                "language": each.language,
                "tags": ",".join(sorted(each.tags)),
                "text": each.text,
            }
            for place, each in enumerate(examples)
        ],
    )


def own_names(tx: Tx) -> dict[str, dict[str, str]]:
    """Read the names of every tag of one's own, by language."""
    names: dict[str, dict[str, str]] = {}
    for row in tx.all("SELECT tag, language, name FROM own_names ORDER BY tag, language"):
        names.setdefault(row["tag"], {})[row["language"]] = row["name"]
    return names


def own_examples(tx: Tx) -> dict[str, list[Example]]:
    """Read the examples of every tag of one's own."""
    found: dict[str, list[Example]] = {}
    for row in tx.all("SELECT own_tag, language, tags, text FROM own_examples ORDER BY own_tag, place"):
        tags = frozenset(filter(None, row["tags"].split(",")))
        found.setdefault(row["own_tag"], []).append(Example(row["language"], tags, row["text"]))
    return found
