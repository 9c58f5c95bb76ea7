"""Lets a leader give one answer to many wishes: choose them, see it as each reads it, and send it on its way.

One rule: a leader sends to those that stood on the page and to nobody else; `telling_many` then tells them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collector import filling, telling, telling_many
from collector.answering import LONGEST, NEEDS_WORDS, NoAnswer
from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.ids import new_id
from collector.model import ANSWER_STATUSES, AnswerStatus, Round, Wish
from collector.recording import print_of
from collector.review import as_shown
from collector.store import answer_templates, audit, queue, rounds, sendings
from collector.store.answer_templates import Template
from collector.store.front import Tx
from collector.store.sendings import Chosen, Sending
from collector.telling_many import LANGUAGES, spoken
from collector.texts import Catalogue
from nlp.clean import clean
from nlp.masking.mask import mask

MOST = 1_000
"""So many wishes get one answer at a time."""
SHOWN = 10
LAST = 10
TEMPLATES = 100
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """Which wishes are meant: about a tag, from a round, and with this status, or with no answer yet."""

    tag: str = ""
    code: str = ""
    had: str = ""
    corrects: str = ""
    """The sending whose answer was wrong: those to whom it still stands are meant, and nobody else."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One answer for many before it is sent, and what in it may point at a person."""

    status: AnswerStatus
    texts: Mapping[str, str]
    hidden: tuple[str, ...]


def draft(status: str, typed: Mapping[str, str]) -> Draft:
    """Read what a leader wrote in each language.

    >>> draft("done", {"nb": " {hva} er her. ", "nn": ""}).texts
    {'nb': '{hva} er her.'}
    """
    known = next((each for each in ANSWER_STATUSES if each == status), None)
    cleaned = {language: clean(typed.get(language, "")) for language in LANGUAGES}
    texts = {language: text for language, text in cleaned.items() if text}
    if known is None:
        raise NoAnswer("answering.needs-status")
    if not texts and known in NEEDS_WORDS:
        raise NoAnswer(f"answering.needs-words.{known}")
    if texts and LANGUAGES[0] not in texts:
        raise NoAnswer("many.needs-first")
    if any(filling.wrong_blanks(text) for text in texts.values()):
        raise NoAnswer("many.wrong-blank")
    if any(filling.length_filled(text) > LONGEST for text in texts.values()):
        raise NoAnswer("many.too-long")
    hidden = (each for text in texts.values() for each in mask(filling.BLANK.sub("", text)).hidden)
    return Draft(known, texts, tuple(dict.fromkeys(hidden)))


def look(tx: Tx, desk: Desk, choice: Choice) -> dict[str, Any]:
    """Show which wishes are meant, those that waited longest first, and what else helps to choose."""
    here = desk.municipality.id
    named = rounds.rounds_of(tx, here)
    meant = choose(tx, desk, choice)
    names = {each.id: each.name for each in named}
    return {
        "choice": as_chosen(choice),
        "corrected": follow(tx, desk, choice.corrects) if choice.corrects else None,
        "rounds": [{"code": each.code, "name": each.name} for each in named],
        "n": min(len(meant), MOST),
        "more": len(meant) > MOST,
        "most": MOST,
        "wishes": [as_shown(each, names) for each in _found(tx, desk, meant[:SHOWN])],
        "seen": seen_as(meant),
        "templates": [as_kept(each) for each in answer_templates.templates_of(tx, here)],
        "last": [as_followed(each) for each in sendings.last_sendings(tx, here, LAST)],
    }


def choose(tx: Tx, desk: Desk, choice: Choice) -> list[Chosen]:
    """Name the wishes that are meant, and one more than can be answered at a time where there are more."""
    if choice.corrects:
        follow(tx, desk, choice.corrects)
        return sendings.choose_told(tx, desk.municipality.id, MOST + 1, choice.corrects)
    asked = _round(tx, desk, choice.code) if choice.code else None
    return sendings.choose(
        tx,
        desk.municipality.id,
        MOST + 1,
        tag=choice.tag,
        round_id=asked.id if asked else "",
        had=choice.had,
    )


def seen_as(meant: Sequence[Chosen]) -> str:
    """Make a mark of who is meant, so that nobody is told who was not on the page."""
    return print_of([each.id for each in meant[:MOST]])


def preview(
    tx: Tx, desk: Desk, texts: Catalogue, choice: Choice, written: Draft, now: int
) -> list[dict[str, str]]:
    """Say it as the first to be told in each language will read it; keep nothing."""
    first: dict[str, Chosen] = {}
    for each in choose(tx, desk, choice)[:MOST]:
        first.setdefault(spoken(each.language), each)
    told = []
    for wish in _found(tx, desk, list(first.values())):
        answer = telling_many.answer_for(tx, texts, written.status, written.texts, wish, desk.staff.id, now)
        language = spoken(wish.language)
        told.append({"language": language, "words": telling.tell(texts, answer, wish, language)})
    return sorted(told, key=lambda each: LANGUAGES.index(each["language"]))


def begin(tx: Tx, desk: Desk, choice: Choice, written: Draft, seen: str, now: int) -> str:
    """Keep who is to be told what, if they are those that the leader saw; return the sending's id."""
    meant = choose(tx, desk, choice)[:MOST]
    if not meant or seen_as(meant) != seen:
        raise DecidedAlready
    sending = Sending(
        new_id(now),
        desk.municipality.id,
        desk.staff.id,
        written.status,
        written.texts,
        _had(tx, desk, choice),
        len(meant),
        0,
        0,
        now,
        None,
    )
    if (same := _sent_already(tx, sending)) is not None:
        return same
    sendings.add_sending(tx, sending, [each.id for each in meant])
    audit.append(tx, desk.municipality.id, desk.staff.id, "answer-many", sending.id, now)
    return sending.id


def as_chosen(choice: Choice) -> dict[str, str]:
    """Make what the page says of who is meant."""
    return {"tag": choice.tag, "code": choice.code, "had": choice.had, "corrects": choice.corrects}


def follow(tx: Tx, desk: Desk, sending_id: str) -> dict[str, Any]:
    """Show how far a sending came."""
    sending = sendings.find_sending(tx, desk.municipality.id, sending_id)
    if sending is None:
        raise OutOfReach
    return as_followed(sending)


def keep_template(tx: Tx, desk: Desk, name: str, written: Draft, now: int) -> None:
    """Keep words to use again."""
    name = " ".join(clean(name).split())[:LONGEST_NAME]
    kept = answer_templates.templates_of(tx, desk.municipality.id)
    if not name:
        raise NoAnswer("many.needs-name")
    if len(kept) >= TEMPLATES and name not in {each.name for each in kept}:
        raise NoAnswer("many.too-many-templates")
    template = Template(new_id(now), name, written.status, written.texts)
    answer_templates.put_template(tx, desk.municipality.id, template, now)


def drop_template(tx: Tx, desk: Desk, template_id: str) -> None:
    """Take a template away."""
    if not answer_templates.drop_template(tx, desk.municipality.id, template_id):
        raise OutOfReach


def as_kept(template: Template) -> dict[str, Any]:
    """Make what a leader sees of a template."""
    texts = dict(template.texts)
    return {"id": template.id, "name": template.name, "status": template.status, "texts": texts}


def as_followed(sending: Sending) -> dict[str, Any]:
    """Make what a leader sees of a sending; who erased the wish meanwhile is among those passed by."""
    done = sending.done_at is not None
    return {
        "id": sending.id,
        "status": sending.status,
        "text": sending.texts.get(LANGUAGES[0], ""),
        "texts": {language: sending.texts.get(language, "") for language in LANGUAGES},
        "chosen": sending.chosen,
        "given": sending.given,
        "passed": sending.chosen - sending.given - sending.unsent if done else sending.passed,
        "unsent": sending.unsent,
        "stopped": done and sending.unsent > 0,
        "done": done,
        "at": sending.made_at,
    }


def _sent_already(tx: Tx, sending: Sending) -> str | None:
    """Find the very same that is on its way: a double tap."""
    for each in sendings.last_sendings(tx, sending.municipality_id, LAST):
        if each.done_at is None and (each.status, each.texts, each.had, each.chosen, each.staff_id) == (
            sending.status,
            sending.texts,
            sending.had,
            sending.chosen,
            sending.staff_id,
        ):
            return each.id
    return None


def _had(tx: Tx, desk: Desk, choice: Choice) -> str:
    """Tell which status those who are meant have now."""
    if not choice.corrects:
        return choice.had
    return str(follow(tx, desk, choice.corrects)["status"])


def _round(tx: Tx, desk: Desk, code: str) -> Round:
    asked = rounds.find_round(tx, code)
    if asked is None or asked.municipality.id != desk.municipality.id:
        raise OutOfReach
    return asked


def _found(tx: Tx, desk: Desk, meant: Sequence[Chosen]) -> list[Wish]:
    found = (queue.find_for_review(tx, desk.municipality.id, each.id) for each in meant)
    return [each for each in found if each is not None]
