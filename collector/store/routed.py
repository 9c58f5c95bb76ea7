"""Statements about what the rules of groups ask of a wish, and how far routing anew has come."""

from collections.abc import Iterable, Sequence

from collector.model import Wish
from collector.store.front import Tx


def put_places(tx: Tx, wish_id: str, places: Iterable[str]) -> None:
    """Let these be the places that a wish names, and no others."""
    tx.run("DELETE FROM wish_places WHERE wish_id = :id", id=wish_id)
    tx.many(
        "INSERT INTO wish_places (wish_id, place) VALUES (:id, :place)",
        [{"id": wish_id, "place": place} for place in sorted(places)],
    )


def places_of(tx: Tx, wishes: Sequence[Wish]) -> dict[str, set[str]]:
    """Read which places some wishes name."""
    found: dict[str, set[str]] = {}
    statement = "SELECT wish_id AS id, place AS value FROM wish_places WHERE wish_id"
    for wish_id, place in _among(tx, statement, {wish.id for wish in wishes}):
        found.setdefault(wish_id, set()).add(place)
    return found


def ages_of(tx: Tx, wishes: Sequence[Wish]) -> dict[str, str]:
    """Read which age was told in the talks of some wishes, by talk."""
    statement = "SELECT id, age_band AS value FROM talks WHERE age_band IS NOT NULL AND id"
    return dict(_among(tx, statement, {wish.talk_id for wish in wishes if wish.talk_id}))


def schools_of(tx: Tx, wishes: Sequence[Wish]) -> dict[str, str]:
    """Read which school was told in the talks of some wishes, by talk."""
    statement = "SELECT id, school AS value FROM talks WHERE school IS NOT NULL AND id"
    return dict(_among(tx, statement, {wish.talk_id for wish in wishes if wish.talk_id}))


def _among(tx: Tx, statement: str, ids: set[str]) -> list[tuple[str, str]]:
    if not ids:
        return []
    names = {f"id{place}": each for place, each in enumerate(sorted(ids))}
    marks = ", ".join(f":{name}" for name in names)
    return [(row["id"], row["value"]) for row in tx.all(f"{statement} IN ({marks})", **names)]


def route_again(tx: Tx, municipality_id: str) -> None:
    """Remember that what stands in a municipality is to be routed anew, from the first on."""
    tx.run(
        """INSERT INTO to_route_again (municipality_id, passed) VALUES (:id, '')
        ON CONFLICT (municipality_id) DO UPDATE SET passed = ''""",
        id=municipality_id,
    )


def left(tx: Tx) -> dict[str, str]:
    """Tell in which municipalities there is more to route anew, and past which wish it has come."""
    rows = tx.all("SELECT municipality_id, passed FROM to_route_again ORDER BY municipality_id")
    return {row["municipality_id"]: row["passed"] for row in rows}


def take_turn(tx: Tx, municipality_id: str) -> str | None:
    """Take the next step of a municipality's routing; of two who do, the second waits and then sees."""
    row = tx.one(
        "UPDATE to_route_again SET passed = passed WHERE municipality_id = :id RETURNING passed",
        id=municipality_id,
    )
    return str(row["passed"]) if row else None


def note_passed(tx: Tx, municipality_id: str, passed: str) -> None:
    """Note how far it has come."""
    tx.run(
        "UPDATE to_route_again SET passed = :passed WHERE municipality_id = :id",
        id=municipality_id,
        passed=passed,
    )


def all_done(tx: Tx, municipality_id: str) -> None:
    """Note that all of it is routed anew."""
    tx.run("DELETE FROM to_route_again WHERE municipality_id = :id", id=municipality_id)
