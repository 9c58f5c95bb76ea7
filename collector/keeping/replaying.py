"""Does over what was erased, in a database that an old copy brought back.

One rule: each is done as it was done the first time, and doing it over once more changes nothing.
"""

from collections import Counter
from collections.abc import Callable

from collector import forgetting, hiding, intake
from collector.keeping.journal import Line, Remembered
from collector.keeping.lines import Lines
from collector.store import group_words, parts, passkeys, people, providers, retention, talks, wishes
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
    return retention.erase_handle(tx, line.erased.id) > 0


def _lines(tx: Tx, line: Line, lines: Lines) -> bool:
    row = talks.find_by_id(tx, line.erased.id)
    if row is None or row["touched_at"] > line.at or row["emptied_at"] is not None:
        return False
    lines.forget_words(tx, line.erased.id)
    return retention.note_emptied(tx, line.erased.id, line.at) > 0


def _staff(tx: Tx, line: Line, lines: Lines) -> bool:
    people.end_staff(tx, line.erased.id, line.at)
    return True


def _comment(tx: Tx, line: Line, lines: Lines) -> bool:
    return group_words.drop_comment(tx, line.erased.id) > 0


def _passkey(tx: Tx, line: Line, lines: Lines) -> bool:
    return passkeys.drop_passkey(tx, line.erased.id)


def _provider(tx: Tx, line: Line, lines: Lines) -> bool:
    return providers.drop_provider(tx, line.erased.id)


def _hidden(tx: Tx, line: Line, lines: Lines) -> bool:
    wish_id, length, at = line.erased.id.split(":")
    return hiding.hide_over(tx, wish_id, int(length), int(at))


KINDS: dict[str, Callable[[Tx, Line, Lines], bool]] = {
    "wish": _wish,
    "talk": _talk,
    "raw": _raw,
    "words": _words,
    "contact": _contact,
    "handle": _handle,
    "lines": _lines,
    "staff": _staff,
    "comment": _comment,
    "passkey": _passkey,
    "provider": _provider,
    "hidden": _hidden,
}
