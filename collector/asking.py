"""Whom to ask for what nothing answers: what ships with Ekko for every activity, and what people changed.

One rule: it names skills and kinds of organisations; who that is here is for leaders to write, and no
person's name or number is needed.
"""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from collector.desk import Desk, OutOfReach
from collector.store import asking, audit, own_tags
from collector.store.asking import Asking
from collector.store.front import Tx
from nlp.clean import clean
from nlp.tags import ACTIVITIES

SHIPPED = Path(__file__).parent / "whom_to_ask.tsv"
LANGUAGES = ("nb", "nn", "en")
ORGANISATIONS = (
    *("culture-school", "youth-club", "ukm", "public-library", "volunteers", "sports", "outdoors", "bands"),
    *("school", "museum", "health"),
)
LONGEST = 160


class NotFit(Exception):
    """What was written cannot be kept; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Proposal(NamedTuple):
    """The skill to ask for, in each language, and the kinds of organisation to ask, the likeliest first."""

    skill: dict[str, str]
    ask: tuple[str, ...]


@cache
def proposals() -> dict[str, Proposal]:
    """Read what ships with Ekko.

    >>> proposals()["dance"].ask
    ('culture-school', 'sports', 'ukm')
    """
    lines = SHIPPED.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {
        tag: Proposal(dict(zip(LANGUAGES, said, strict=True)), tuple(ask.split())) for tag, ask, *said in rows
    }


def whom(tag: str, here: dict[str, Asking]) -> dict[str, Any]:
    """Say whom to ask about a tag: as people here wrote it, else as it ships; of an own tag nobody knows yet.

    >>> whom("x-seiling", {})
    {'skill': {}, 'ask': [], 'contact': '', 'ours': False}
    """
    own = here.get(tag)
    if own:
        said = dict.fromkeys(LANGUAGES, own.skill) if own.skill else {}
        return {"skill": said, "ask": list(own.ask), "contact": own.contact, "ours": True}
    proposal = proposals().get(tag, Proposal({}, ()))
    return {"skill": dict(proposal.skill), "ask": list(proposal.ask), "contact": "", "ours": False}


def look(tx: Tx, desk: Desk, tag: str) -> dict[str, Any]:
    """Open whom to ask about one tag."""
    find(tx, desk, tag)
    return {"tag": tag, "organisations": list(ORGANISATIONS), "longest": LONGEST} | whom(
        tag, asking.asked_here(tx, desk.municipality.id)
    )


def find(tx: Tx, desk: Desk, tag: str) -> None:
    """See that a tag is one of nlp's activities, or of this municipality's own."""
    if tag not in ACTIVITIES and tag not in own_tags.names_here(tx, desk.municipality.id):
        raise OutOfReach


def read(tag: str, skill: str, ask: list[str], contact: str) -> Asking:
    """Read what a leader wrote.

    >>> read("dance", " noen som  kan hiphop ", ["ukm", "dance"], "").skill
    'noen som kan hiphop'
    """
    skill, contact = (" ".join(clean(each).split()) for each in (skill, contact))
    if not skill:
        raise NotFit("asking.why.skill")
    if max(len(skill), len(contact)) > LONGEST:
        raise NotFit("asking.why.long")
    return Asking(tag, skill, tuple(each for each in ORGANISATIONS if each in ask), contact)


def keep(tx: Tx, desk: Desk, written: Asking, now: int) -> None:
    """Let this be whom to ask here."""
    find(tx, desk, written.tag)
    asking.put(tx, desk.municipality.id, written, desk.staff.id, now)
    audit.append(tx, desk.municipality.id, desk.staff.id, "asking-kept", written.tag, now)


def back(tx: Tx, desk: Desk, tag: str, now: int) -> None:
    """Let it be again what ships with Ekko."""
    find(tx, desk, tag)
    if asking.drop(tx, desk.municipality.id, tag):
        audit.append(tx, desk.municipality.id, desk.staff.id, "asking-back", tag, now)
