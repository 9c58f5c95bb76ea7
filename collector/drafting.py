"""Lets a young people's group write an answer, and a leader release it, change it or give it back.

One rule: nothing that a group wrote reaches anybody before a leader sent it, and then it is an answer of the
municipality's like any other, by way of `collector.answering`.
"""

from dataclasses import replace
from typing import Any

from collector import answering, inbox, review
from collector.answering import Carry, Draft
from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.group import Line
from collector.grouping import PAGE, days_since
from collector.ids import new_id
from collector.store import decisions, group_words, groups, queue, wishes
from collector.store import inbox as lines
from collector.store.front import Tx
from collector.store.group_words import Drafted


def write(tx: Tx, desk: Desk, line_id: str, written: Draft, now: int) -> None:
    """Keep a group's draft for the leaders; a wish that somebody writes an answer to is taken up."""
    line, _ = inbox.take(tx, desk, line_id)
    before = group_words.find_draft(tx, line.id)
    if before and (before.state, before.status, before.text) == ("waiting", written.status, written.text):
        return  # a double tap
    if line.status != "taken":
        inbox.move(tx, desk, line_id, "take", now)
    draft = Drafted(line.id, "waiting", written.status, written.text, desk.staff.id, "", new_id(now), now)
    group_words.put_draft(tx, desk.municipality.id, draft)


def look(tx: Tx, desk: Desk, now: int, after: str = "") -> dict[str, Any]:
    """List the drafts that wait for a leader, and the tags that groups propose."""
    rows = group_words.drafts_waiting(tx, desk.municipality.id, after, PAGE + 1)
    proposed = group_words.proposals_here(tx, desk.municipality.id, PAGE)
    texts = _texts_at(tx, {row["line_id"] for row in (*rows, *proposed)})
    return {
        "drafts": [
            {"id": row["line_id"], "group": row["name"], "status": row["status"], "text": row["text"]}
            | {"days": days_since(row["at"], now), "wish": texts[row["line_id"]]}
            for row in rows[:PAGE]
        ],
        "more_after": rows[PAGE - 1]["line_id"] if len(rows) > PAGE else None,
        "proposals": [
            {"id": row["line_id"], "tag": row["tag"], "group": row["name"], "wish": texts[row["line_id"]]}
            for row in proposed
        ],
    }


def _texts_at(tx: Tx, line_ids: set[str]) -> dict[str, str]:
    found = lines.with_wishes(tx, lines.find_lines(tx, sorted(line_ids)))
    return {line.id: wish.text for line, wish in found}


def open_one(tx: Tx, desk: Desk, line_id: str, now: int) -> dict[str, Any]:
    """Open a draft beside its wish."""
    line, draft = find(tx, desk, line_id)
    opened = answering.open_one(tx, desk, line.wish_id)
    group = groups.find_group(tx, desk.municipality.id, line.group_id)
    return {
        "id": line.id,
        "group": group.name if group else "",
        "wish": opened["wish"],
        "answers": opened["answers"],
        "stands": opened["stands"],
        "written": {"status": draft.status, "text": draft.text, "seen": draft.version},
        "days_waiting": days_since(draft.at, now),
        "comments": inbox.comments_at(tx, desk, line),
    }


def release(
    tx: Tx, desk: Desk, line_id: str, written: Draft, seen: str, stands: str, now: int, carry: Carry
) -> None:
    """Send a group's answer, as it is or as the leader changed it; the wish is through for the group."""
    line, draft = take(tx, desk, line_id, seen)
    answering.give(tx, desk, line.wish_id, written, stands, now, carry)
    sent = draft._replace(state="released", status=written.status, text=written.text, version=new_id(now))
    group_words.put_draft(tx, desk.municipality.id, sent)
    lines.put_line(tx, replace(line, status="done", moved_at=now))
    _note(tx, desk, line, "draft-released", now)


def give_back(tx: Tx, desk: Desk, line_id: str, seen: str, reason: str, now: int) -> None:
    """Give a draft back to its group, with why."""
    line, draft = take(tx, desk, line_id, seen)
    back = draft._replace(state="returned", reason=inbox.read_words(reason), version=new_id(now))
    group_words.put_draft(tx, desk.municipality.id, back)
    _note(tx, desk, line, "draft-returned", now)


def answer_proposal(tx: Tx, desk: Desk, line_id: str, tag: str, *, give: bool, now: int) -> None:
    """Give a wish the tag that a group proposed, or say no to it."""
    line = lines.find_line(tx, desk.municipality.id, line_id)
    if line is None:
        raise OutOfReach
    wishes.hold_still(tx, line.wish_id)
    if not group_words.drop_proposed(tx, line_id, tag):
        raise DecidedAlready
    wish = queue.find_for_review(tx, desk.municipality.id, line.wish_id)
    if give and wish is not None:
        review.put_tag(tx, desk, wish.id, tag, True, review.seen_as(wish), now)


def find(tx: Tx, desk: Desk, line_id: str) -> tuple[Line, Drafted]:
    """Find a draft that waits for a leader here."""
    line = lines.find_line(tx, desk.municipality.id, line_id)
    draft = group_words.find_draft(tx, line_id) if line else None
    if line is None or draft is None or draft.state != "waiting":
        raise OutOfReach
    return line, draft


def take(tx: Tx, desk: Desk, line_id: str, seen: str) -> tuple[Line, Drafted]:
    """Take a draft to decide about, if it is still the one that was shown."""
    wishes.hold_still(tx, find(tx, desk, line_id)[0].wish_id)
    line, draft = find(tx, desk, line_id)
    if draft.version != seen:
        raise DecidedAlready
    return line, draft


def _note(tx: Tx, desk: Desk, line: Line, what: str, now: int) -> None:
    here, details = desk.municipality.id, {"group": line.group_id}
    decisions.add_decision(tx, new_id(now), here, desk.staff.id, line.wish_id, what, details, now)
