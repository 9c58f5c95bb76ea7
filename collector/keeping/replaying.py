"""Does over what was erased, in a database that an old copy brought back.

One rule: each is done as it was done the first time, and doing it over once more changes nothing.
"""

from collections import Counter
from collections.abc import Callable

from collector import forgetting, hiding, intake
from collector.keeping.journal import Line, Remembered
from collector.keeping.lines import Lines
from collector.store import (
    group_words,
    links,
    mailings,
    notes,
    parts,
    passkeys,
    people,
    providers,
    published,
    pull_keys,
    released,
    retention,
    stories,
    stuck,
    talks,
    wishes,
)
from collector.store.front import Tx


def replay(tx: Tx, remembered: Remembered, lines: Lines) -> Counter[str]:
    """Erase it all again, and tell how much of each kind was still there."""
    done: Counter[str] = Counter()
    for line in remembered.lines:
        over = KINDS.get(line.erased.kind)
        if over is not None and over(tx, line, lines):
            done[line.erased.kind] += 1
    tx.buried.clear()  # it is all in the journal that it came from
    return done


def _wish(tx: Tx, line: Line, lines: Lines) -> bool:
    wish = wishes.find_wish(tx, line.erased.id)
    if wish is None:
        return False
    if wish.talk_id is not None:
        for each in parts.ids_with(tx, wish.id):
            lines.forget_wish(tx, wish.talk_id, each)
    return intake.erase(tx, wish.id, wish.talk_id, line.at)


def _talk(tx: Tx, line: Line, lines: Lines) -> bool:
    if talks.find_by_id(tx, line.erased.id) is None:
        return False
    forgetting.forget(tx, line.erased.id, line.at)
    return True


def _raw(tx: Tx, line: Line, lines: Lines) -> bool:
    _forget_words(tx, line, lines)
    return retention.erase_raw(tx, line.erased.id) > 0


def _words(tx: Tx, line: Line, lines: Lines) -> bool:
    _forget_words(tx, line, lines)
    return retention.erase_words(tx, line.erased.id) > 0


def _forget_words(tx: Tx, line: Line, lines: Lines) -> None:
    wish = wishes.find_wish(tx, line.erased.id)
    if wish is not None and wish.talk_id is not None:
        lines.forget_words(tx, wish.talk_id, wish.id)


def _contact(tx: Tx, line: Line, lines: Lines) -> bool:
    return retention.erase_contact(tx, line.erased.id) > 0


def _handle(tx: Tx, line: Line, lines: Lines) -> bool:
    row = talks.find_by_id(tx, line.erased.id)
    if row is None or row["touched_at"] > line.at:
        return False  # it came back with what she wrote later, and she is to be answered
    return retention.erase_handle(tx, line.erased.id) > 0


def _lines(tx: Tx, line: Line, lines: Lines) -> bool:
    row = talks.find_by_id(tx, line.erased.id)
    if row is None or row["touched_at"] > line.at:
        return False
    if row["emptied_at"] is not None and row["emptied_at"] >= row["touched_at"]:
        return False  # it was empty in the copy, too, and nobody wrote in it since
    lines.forget_words(tx, line.erased.id)
    return retention.note_emptied(tx, line.erased.id, line.at) > 0


def _mailing(tx: Tx, line: Line, lines: Lines) -> bool:
    return mailings.end_again(tx, line.erased.id, line.at)


def _staff(tx: Tx, line: Line, lines: Lines) -> bool:
    people.end_staff(tx, line.erased.id, line.at)
    return True


def _comment(tx: Tx, line: Line, lines: Lines) -> bool:
    return group_words.drop_comment(tx, line.erased.id) > 0


def _story(tx: Tx, line: Line, lines: Lines) -> bool:
    return stories.drop_by_id(tx, line.erased.id) > 0


def _note(tx: Tx, line: Line, lines: Lines) -> bool:
    return notes.drop_note(tx, line.erased.id) > 0


def _passkey(tx: Tx, line: Line, lines: Lines) -> bool:
    return passkeys.drop_passkey(tx, line.erased.id)


def _provider(tx: Tx, line: Line, lines: Lines) -> bool:
    return providers.drop_provider(tx, line.erased.id)


def _hidden(tx: Tx, line: Line, lines: Lines) -> bool:
    wish_id, length, at = line.erased.id.split(":")
    return hiding.hide_over(tx, wish_id, int(length), int(at))


def _stuck(tx: Tx, line: Line, lines: Lines) -> bool:
    return stuck.drop_stuck(tx, line.erased.id)


def _quote(tx: Tx, line: Line, lines: Lines) -> bool:
    published.take_out(tx, line.erased.id)
    return released.withdraw(tx, line.erased.id) > 0


def _link(tx: Tx, line: Line, lines: Lines) -> bool:
    staff_id, made_at = line.erased.id.split(":")
    return links.unlink_again(tx, staff_id, int(made_at))


def _learn(tx: Tx, line: Line, lines: Lines) -> bool:
    row = talks.find_by_id(tx, line.erased.id)
    if row is None or row["touched_at"] > line.at or not row["may_learn"]:
        return False  # whoever wrote later said what holds now
    talks.let_learn(tx, row["id"], False)
    return True


def _show(tx: Tx, line: Line, lines: Lines) -> bool:
    wish = wishes.find_wish(tx, line.erased.id)
    row = talks.find_by_id(tx, wish.talk_id) if wish and wish.talk_id else None
    if wish is None or row is None or row["touched_at"] > line.at or not wish.may_show:
        return False
    wishes.let_show(tx, wish.id, row["id"], False)
    return True


def _pull_key(tx: Tx, line: Line, lines: Lines) -> bool:
    return pull_keys.end_again(tx, line.erased.id, line.at)


KINDS: dict[str, Callable[[Tx, Line, Lines], bool]] = {
    "wish": _wish,
    "talk": _talk,
    "raw": _raw,
    "words": _words,
    "contact": _contact,
    "handle": _handle,
    "lines": _lines,
    "staff": _staff,
    "mailing": _mailing,
    "comment": _comment,
    "story": _story,
    "note": _note,
    "passkey": _passkey,
    "provider": _provider,
    "hidden": _hidden,
    "stuck": _stuck,
    "quote": _quote,
    "pull-key": _pull_key,
    "link": _link,
    "learn": _learn,
    "show": _show,
}
