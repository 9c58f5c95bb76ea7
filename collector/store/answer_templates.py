"""Statements about the words that a municipality uses again when it answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from collector.model import AnswerStatus
from collector.store.front import Tx
from collector.store.sendings import write_texts


@dataclass(frozen=True, slots=True)
class Template:
    """Words to use again, in each language that somebody wrote them in."""

    id: str
    name: str
    status: AnswerStatus
    texts: Mapping[str, str]


def put_template(tx: Tx, municipality_id: str, template: Template, now: int) -> None:
    """Keep a template; one of the same name gives way to it."""
    tx.run(
        """INSERT INTO answer_templates (id, municipality_id, name, status, texts, made_at)
        VALUES (:id, :municipality_id, :name, :status, :texts, :now)
        ON CONFLICT (municipality_id, name)
        DO UPDATE SET status = excluded.status, texts = excluded.texts""",
        id=template.id,
        municipality_id=municipality_id,
        name=template.name,
        status=template.status,
        texts=write_texts(template.texts),
        now=now,
    )


def templates_of(tx: Tx, municipality_id: str) -> list[Template]:
    """List a municipality's templates, by name."""
    rows = tx.all(
        "SELECT * FROM answer_templates WHERE municipality_id = :id ORDER BY name", id=municipality_id
    )
    return [Template(row["id"], row["name"], row["status"], json.loads(row["texts"])) for row in rows]


def drop_template(tx: Tx, municipality_id: str, template_id: str) -> int:
    """Take a template away."""
    return tx.run(
        "DELETE FROM answer_templates WHERE id = :id AND municipality_id = :municipality_id",
        id=template_id,
        municipality_id=municipality_id,
    )
