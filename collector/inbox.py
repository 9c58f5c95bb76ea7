"""The young people's group's own inbox: read, take up, pass on, give back, comment, propose a tag, rank.

One rule: whoever is in a group sees less than staff do. A wish's words are shown only where its sender said
that they may be, and never who, from where, how old or exactly when; a case never comes here at all.
"""

from dataclasses import replace
from typing import Any

from collector import ranking, review, ruling
from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.group import PILES, Group, Line, LineStatus
from collector.grouping import NotFit, days_since
from collector.ids import new_id
from collector.model import Wish
from collector.review import names_of
from collector.store import decisions, group_words, groups, inbox, wishes
from collector.store.front import Tx
from collector.telling import week_of
from nlp.clean import clean
from nlp.masking.mask import mask

PAGE = 20
LONGEST = 500
MOST_COMMENTS = 100
MOVES: dict[str, tuple[tuple[LineStatus, ...], LineStatus]] = {
    "take": (("new", "done"), "taken"),
    "put-back": (("taken",), "new"),
    "finish": (("new", "taken"), "done"),
}
"""What a group does with a wish itself: from where, and to where."""


def look(
    tx: Tx, desk: Desk, now: int, group_id: str = "", status: LineStatus = "new", after: str = ""
) -> dict[str, Any]:
    """Open one pile of one group's inbox."""
    mine = groups.groups_of_member(tx, desk.staff.id)
    group = next((each for each in mine if not group_id or each.id == group_id), None)
    if group_id and group is None:
        raise OutOfReach
    found = inbox.pile(tx, group.id, status, after, PAGE + 1) if group else []
    return {
        "groups": [as_named(each) for each in mine],
        "group": as_named(group) if group else None,
        "pile": status,
        "piles": {each: inbox.count_pile(tx, group.id, each) for each in PILES} if group else {},
        "most_counted": inbox.MOST_COUNTED,
        "wishes": [as_seen(line, wish, now) for line, wish in found[:PAGE]],
        "more_after": found[PAGE - 1][0].id if len(found) > PAGE else None,
    }


def as_named(group: Group) -> dict[str, str]:
    """Name a group."""
    return {"id": group.id, "name": group.name}


def as_seen(line: Line, wish: Wish, now: int) -> dict[str, Any]:
    """Make what a group sees of a wish: its words where they may be shown, and what it is about."""
    answer = wish.answer
    return {
        "id": line.id,
        "words": wish.text if wish.may_show else None,
        "language": wish.language,
        "tags": names_of(tag for tag in wish.tags if tag.given),
        "week": week_of(wish.received_at),
        "status": line.status,
        "days": days_since(line.moved_at, now),
        "answered": {"status": answer.status, "text": answer.text} if answer else None,
    }


def open_one(tx: Tx, desk: Desk, line_id: str, now: int) -> dict[str, Any]:
    """Open one wish, with what the group said of it."""
    line, wish = find(tx, desk, line_id)
    here = {group.id: group for group in groups.groups_here(tx, desk.municipality.id)}
    draft = group_words.find_draft(tx, line.id)
    return {
        "wish": as_seen(line, wish, now),
        "group": as_named(here[line.group_id]),
        "came_from": here[line.came_from].name if line.came_from in here else None,
        "others": [as_named(group) for group in here.values() if group.id != line.group_id],
        "comments": comments_at(tx, desk, line),
        "proposed": group_words.tags_proposed(tx, line.id),
        "draft": draft_as_seen(draft) if draft else None,
        "my_rank": ranking.rank_of(tx, line.group_id, desk.staff.id, line.id),
    }


def comments_at(tx: Tx, desk: Desk, line: Line) -> list[dict[str, Any]]:
    """List what was said at a line, by whom, and what is one's own."""
    names = groups.names_of_staff(tx, desk.municipality.id)
    return [
        {
            "id": row["id"],
            "by": names.get(row["staff_id"]),
            "text": row["text"],
            "mine": row["staff_id"] == desk.staff.id,
        }
        for row in group_words.comments_of(tx, line.id)
    ]


def draft_as_seen(draft: group_words.Drafted) -> dict[str, str]:
    """Make what a group sees of its draft."""
    return {"state": draft.state, "status": draft.status, "text": draft.text, "reason": draft.reason}


def move(tx: Tx, desk: Desk, line_id: str, what: str, now: int) -> None:
    """Take a wish up, put it back, or be done with it; what another member did first stands."""
    line = take(tx, desk, line_id)[0]
    before, after = MOVES[what]
    if line.status == after:
        return
    if line.status not in before:
        raise DecidedAlready
    _put(tx, desk, replace(line, status=after, moved_at=now), f"group-{what}", now)


def pass_on(tx: Tx, desk: Desk, line_id: str, group_id: str, now: int) -> None:
    """Pass a wish on to another group of the municipality."""
    line, wish = take(tx, desk, line_id)
    other = groups.find_group(tx, desk.municipality.id, group_id)
    if other is None or other.id == line.group_id:
        raise OutOfReach
    lines = {each.group_id: each for each in inbox.lines_of_wishes(tx, [wish.id])[wish.id]}
    new = Line(new_id(now), other.id, wish.id, True, "new", "passed", line.group_id, "", now, now)
    ruling.put(tx, lines.get(other.id), new)
    _put(tx, desk, replace(line, status="passed", moved_at=now), "group-passed", now)


def give_back(tx: Tx, desk: Desk, line_id: str, reason: str, now: int) -> None:
    """Give a wish back to the leaders, with why."""
    line, why = take(tx, desk, line_id)[0], read_words(reason)
    _put(tx, desk, replace(line, status="returned", reason=why, moved_at=now), "group-returned", now)


def comment(tx: Tx, desk: Desk, line_id: str, text: str, now: int) -> None:
    """Say something about a wish to the group and the leaders."""
    line, words = take(tx, desk, line_id)[0], read_words(text)
    said = group_words.comments_of(tx, line.id)
    if said and (said[-1]["staff_id"], said[-1]["text"]) == (desk.staff.id, words):
        return  # a double tap
    if len(said) >= MOST_COMMENTS:
        raise NotFit("inbox.why.comments")
    group_words.add_comment(tx, new_id(now), line.id, desk.staff.id, words, now)


def take_comment_back(tx: Tx, desk: Desk, line_id: str, comment_id: str) -> None:
    """Erase what one said oneself. The caller writes with `erases=True`."""
    line = take(tx, desk, line_id)[0]
    if not any(each["id"] == comment_id and each["mine"] for each in comments_at(tx, desk, line)):
        raise OutOfReach
    group_words.drop_comment(tx, comment_id)


def propose_tag(tx: Tx, desk: Desk, line_id: str, tag: str, now: int) -> None:
    """Propose what else a wish is about; a leader decides."""
    line, wish = take(tx, desk, line_id)
    if not review.may_choose(tx, desk, tag):
        raise OutOfReach
    if all(each.id != tag for each in wish.tags if each.given):
        group_words.propose_tag(tx, desk.municipality.id, line.id, tag, desk.staff.id, now)


def rank(tx: Tx, desk: Desk, line_id: str, place: int) -> None:
    """Let a wish that the group works on be one's first, second or third, or none of them."""
    line = take(tx, desk, line_id)[0]
    if line.status != "taken":
        raise DecidedAlready
    group_words.put_rank(tx, line.group_id, desk.staff.id, place, line.id)


def read_words(text: str) -> str:
    """Read what somebody in a group wrote, with names and numbers hidden before anything is kept.

    >>> read_words(" Ring Kari på 900 12 345 ")
    'Ring [navn] på [telefon]'
    """
    text = clean(text)
    if not text:
        raise NotFit("inbox.why.empty")
    if len(text) > LONGEST:
        raise NotFit("inbox.why.long")
    return mask(text).text


def find(tx: Tx, desk: Desk, line_id: str) -> tuple[Line, Wish]:
    """Find a line of one's own group, and its wish."""
    line = inbox.find_for_member(tx, desk.staff.id, line_id)
    wish = wishes.find_wish(tx, line.wish_id) if line else None
    if line is None or wish is None or wish.municipality_id != desk.municipality.id:
        raise OutOfReach
    return line, wish


def take(tx: Tx, desk: Desk, line_id: str) -> tuple[Line, Wish]:
    """Take a line to do something with, so that of two who do, the second waits and then sees."""
    wishes.hold_still(tx, find(tx, desk, line_id)[0].wish_id)
    return find(tx, desk, line_id)


def _put(tx: Tx, desk: Desk, line: Line, what: str, now: int) -> None:
    inbox.put_line(tx, line)
    inbox.count_groups(tx, line.wish_id)
    here, details = desk.municipality.id, {"group": line.group_id}
    decisions.add_decision(tx, new_id(now), here, desk.staff.id, line.wish_id, what, details, now)
