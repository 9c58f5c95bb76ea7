"""Statements about a municipality's own sign-ins, and who somebody is to each of them.

One rule: who somebody is there is kept as a pseudonym, and what is dropped is buried.
"""

from collector.model import Provider, ProviderKind, Staff
from collector.store.erased import bury
from collector.store.front import Row, Tx
from collector.store.people import read_staff

COLUMNS = "id, municipality_id, kind, issuer, client_id, roles, acr, amr"


def put_provider(tx: Tx, provider: Provider, secret: bytes, by: str, now: int) -> None:
    """Keep a sign-in instead of the one of its kind, whose id it keeps."""
    tx.run(
        f"""INSERT INTO providers ({COLUMNS}, secret, set_by, set_at)
        VALUES (:id, :municipality_id, :kind, :issuer, :client_id, :roles, :acr, :amr, :secret, :by, :now)
        ON CONFLICT (municipality_id, kind) DO UPDATE SET issuer = excluded.issuer,
            client_id = excluded.client_id, roles = excluded.roles, acr = excluded.acr, amr = excluded.amr,
            secret = excluded.secret, set_by = excluded.set_by, set_at = excluded.set_at""",
        id=provider.id,
        municipality_id=provider.municipality_id,
        kind=provider.kind,
        issuer=provider.issuer,
        client_id=provider.client_id,
        roles=" ".join(provider.roles),
        acr=" ".join(provider.acr),
        amr=" ".join(provider.amr),
        secret=secret,
        by=by,
        now=now,
    )


def find_provider(tx: Tx, provider_id: str) -> Provider | None:
    """Find one by its id."""
    row = tx.one(f"SELECT {COLUMNS} FROM providers WHERE id = :id", id=provider_id)
    return read_provider(row) if row else None


def find_of_kind(tx: Tx, municipality_id: str, kind: ProviderKind) -> Provider | None:
    """Find a municipality's sign-in of one kind."""
    return next((each for each in providers_of(tx, municipality_id) if each.kind == kind), None)


def providers_of(tx: Tx, municipality_id: str) -> list[Provider]:
    """List a municipality's sign-ins."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM providers WHERE municipality_id = :id ORDER BY kind", id=municipality_id
    )
    return [read_provider(row) for row in rows]


def everywhere(tx: Tx) -> list[Row]:
    """List every sign-in here with its municipality's name: what the page for signing in offers."""
    return tx.all(
        """SELECT p.id, p.kind, m.name FROM providers p JOIN municipalities m ON m.id = p.municipality_id
        ORDER BY m.name, p.kind"""
    )


def secret_of(tx: Tx, provider_id: str) -> bytes | None:
    """Read the sealed secret."""
    row = tx.one("SELECT secret FROM providers WHERE id = :id", id=provider_id)
    return bytes(row["secret"]) if row else None


def drop_provider(tx: Tx, provider_id: str) -> bool:
    """Let nobody in that way any more: who was known to it is not, and who came by it is out."""
    bury(tx, "provider", provider_id)
    tx.run(
        """DELETE FROM sessions WHERE EXISTS (SELECT 1 FROM providers p JOIN staff s
            ON s.municipality_id = p.municipality_id
            WHERE p.id = :id AND s.id = sessions.staff_id AND p.kind = sessions.way)""",
        id=provider_id,
    )
    tx.run("DELETE FROM outside_names WHERE provider_id = :id", id=provider_id)
    return tx.run("DELETE FROM providers WHERE id = :id", id=provider_id) == 1


def find_known(tx: Tx, provider_id: str, who: str) -> Staff | None:
    """Find the one who is known to a sign-in by this pseudonym, while they work here."""
    row = tx.one(
        """SELECT s.id AS staff_id, s.municipality_id, s.name AS staff_name, s.role
        FROM outside_names o JOIN staff s ON s.id = o.staff_id
        WHERE o.who = :who AND o.provider_id = :provider_id AND s.ended_at IS NULL""",
        who=who,
        provider_id=provider_id,
    )
    return read_staff(row) if row else None


def that_know(tx: Tx, staff_id: str) -> list[Row]:
    """List the sign-ins that know somebody."""
    return tx.all(
        """SELECT p.id, p.kind FROM outside_names o JOIN providers p ON p.id = o.provider_id
        WHERE o.staff_id = :id ORDER BY p.kind""",
        id=staff_id,
    )


def bind(tx: Tx, provider_id: str, staff_id: str, who: str, now: int) -> None:
    """Let somebody be known to a sign-in by this pseudonym and no other."""
    tx.run(
        "DELETE FROM outside_names WHERE provider_id = :provider_id AND (staff_id = :staff_id OR who = :who)",
        provider_id=provider_id,
        staff_id=staff_id,
        who=who,
    )
    tx.run(
        """INSERT INTO outside_names (who, staff_id, provider_id, made_at)
        VALUES (:who, :staff_id, :provider_id, :now)""",
        who=who,
        staff_id=staff_id,
        provider_id=provider_id,
        now=now,
    )


def read_provider(row: Row) -> Provider:
    """Make the noun from a row."""
    return Provider(
        row["id"],
        row["municipality_id"],
        row["kind"],
        row["issuer"],
        row["client_id"],
        tuple(row["roles"].split()),
        tuple(row["acr"].split()),
        tuple(row["amr"].split()),
    )
