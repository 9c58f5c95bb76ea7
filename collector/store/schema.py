"""Numbered changes to the tables, each run once, in order, in a transaction, on both engines.

One rule: a change that has landed is never edited; the next one mends it. Types are those that both
engines take: TEXT, BIGINT (also for moments and yes/no), DOUBLE PRECISION and BYTEA.
"""

from collections.abc import Sequence
from typing import NamedTuple

from collector.store.changes import answers_that_say as answers
from collector.store.changes import (
    counting,
    mailings,
    models,
    one_road,
    outlines,
    published,
    search,
    splits,
    telegram,
    two_bots,
    voices,
)
from collector.store.changes import until_the_first_rounds as early
from collector.store.changes import until_the_whole_desk as desk
from collector.store.changes.change import Change
from collector.store.front import StoreBroken, Tx

__all__ = ["CHANGES", "Change", "Looked", "bring_up_to_date"]


class Looked(NamedTuple):
    """What a look into a database found, which changed nothing in it.

    `schema` is the number of its newest change, 0 where there is none; `damage` what its engine finds broken.
    """

    schema: int
    damage: str = ""


CHANGES: tuple[Change, ...] = (
    early.THE_FIRST_HOUSE,
    early.MORE_ABOUT_A_WISH,
    early.WHO_IS_TOLD,
    early.RECEIPT_WORDS,
    early.ANSWERS,
    early.READ_AGAIN,
    early.A_MUNICIPALITYS_RECORD,
    early.LOOKED_AFTER,
    early.ROUNDS_OF_PEOPLE,
    desk.WHO_DID_WHAT,
    desk.ASKED_FOR_THE_SCHOOL,
    desk.YOUNG_PEOPLES_GROUPS,
    desk.LEARNT_AT_THE_DESK,
    desk.HOW_PEOPLE_SIGN_IN,
    desk.WHAT_CAME_OF_IT,
    desk.LEADERS_AT_ONE_QUEUE,
    search.WORDS_TO_SEARCH,
    splits.SPLIT_IN_PARTS,
    counting.ANY_PART_COUNTED,
    published.TOLD_AND_PUBLISHED,
    voices.IN_THEIR_WORDS,
    mailings.MAILED_ON_A_DAY,
    telegram.MESSENGERS,
    two_bots.AT_ITS_PACE,
    one_road.HEARD_WITH_THE_REST,
    answers.ANSWERS_THAT_SAY,
    models.MODELS_IN_THE_STORE,
    outlines.ON_THE_MAP,
)

TABLE_OF_CHANGES = """CREATE TABLE IF NOT EXISTS schema_changes (
    number BIGINT PRIMARY KEY, name TEXT NOT NULL)"""


def bring_up_to_date(tx: Tx, changes: Sequence[Change] = CHANGES) -> int:
    """Run the changes that this database lacks and return its number; refuse one from the future.

    The caller holds the engine's lock, so two processes that start at once do it one after the other.
    """
    tx.run(TABLE_OF_CHANGES)
    row = tx.one("SELECT MAX(number) AS number FROM schema_changes")
    have = (row["number"] if row else None) or 0
    newest = changes[-1].number
    if have > newest:
        raise StoreBroken(
            f"This database was made by a newer Ekko (schema {have}); this one knows up to {newest}. "
            "Start the newer version, or restore a backup from before the update."
        )
    for change in [each for each in changes if each.number > have]:
        for statement in change.statements:
            tx.run(statement)
        tx.run(
            "INSERT INTO schema_changes (number, name) VALUES (:number, :name)",
            number=change.number,
            name=change.name,
        )
    return newest
