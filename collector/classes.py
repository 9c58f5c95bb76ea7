"""The classes of a class round: made from a list, and looked over by leaders.

One rule: a class keeps its code for as long as its round lasts, whatever list comes later.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from collector import rounding
from collector.desk import Desk, OutOfReach
from collector.ids import new_id
from collector.model import ClassAnswer, Round, SchoolClass, Wish
from collector.receipt_words import draw
from collector.store import classes, rounds, wishes
from collector.store.front import Tx
from nlp.clean import clean

MOST = 200
"""So many classes have the largest schools of the country, several times over."""
LONGEST_NAME = 20
MOST_PUPILS = 99
LINE = re.compile(r"(?P<name>.*?)[\s,;:]+(?P<headcount>\d{1,3})")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


class BadList(Exception):
    """A list of classes that cannot be read; `key` names the sentence that says why, `line` where."""

    def __init__(self, key: str, line: int = 0) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


def read_list(written: str) -> list[tuple[str, int]]:
    """Read classes with their headcounts, a line each, as typed or as a spreadsheet saves them.

    >>> read_list("klasse;elever\\n8A; 24\\n8B 22\\n\\n10 C,19")
    [('8A', 24), ('8B', 22), ('10 C', 19)]
    """
    found: dict[str, int] = {}
    lines = [(number, line.strip().strip('"')) for number, line in enumerate(clean(written).split("\n"), 1)]
    for number, line in lines:
        read = LINE.fullmatch(line.replace('"', ""))
        if not line or (number == 1 and not any(letter.isdigit() for letter in line)):
            continue  # the names of a spreadsheet's columns
        if read is None:
            raise BadList("classes.wrong.line", number)
        name, headcount = read["name"].strip(), int(read["headcount"])
        if not 0 < len(name) <= LONGEST_NAME or not 0 < headcount <= MOST_PUPILS:
            raise BadList("classes.wrong.line", number)
        if name in found:
            raise BadList("classes.wrong.twice", number)
        found[name] = headcount
    if not found or len(found) > MOST:
        raise BadList("classes.wrong.none" if not found else "classes.wrong.many")
    return list(found.items())


def make_classes(tx: Tx, desk: Desk, code: str, listed: Iterable[tuple[str, int]], now: int) -> None:
    """Keep the classes of a round: new ones get a code, those that are there keep theirs."""
    asked = class_round(tx, desk, code)
    known = {each.name: each for each in classes.classes_of(tx, asked.id)}
    listed = list(listed)
    if len(known.keys() | {name for name, _ in listed}) > MOST:
        raise BadList("classes.wrong.many")
    for name, headcount in listed:
        group = known.get(name)
        spelt = group.code if group else "-".join(draw())
        group_id = group.id if group else new_id(now)
        classes.put_class(tx, SchoolClass(group_id, asked.id, spelt, name, headcount), now)
        now += 1  # ids sort by time, so the list stays in its order


def class_round(tx: Tx, desk: Desk, code: str) -> Round:
    """Find a class round of the asker's municipality."""
    asked = rounding.find_round(tx, desk.municipality, code)
    if asked.kind != "class":
        raise OutOfReach
    return asked


def look(tx: Tx, desk: Desk, code: str) -> dict[str, Any]:
    """Tell which classes have answered, and which have not yet."""
    asked = class_round(tx, desk, code)
    sent: dict[str, list[ClassAnswer]] = {}
    for answer in classes.answers_in_round(tx, asked.id):
        sent.setdefault(answer.class_id, []).append(answer)
    listed = [as_listed(tx, each, sent.get(each.id, [])) for each in classes.classes_of(tx, asked.id)]
    answered = [each for each in listed if each["sent"]]
    return {
        "round": {"code": asked.code, "name": asked.name},
        "answered": answered,
        "waiting": [each for each in listed if not each["sent"]],
        "all": len(listed),
        "present": sum(each["sent"][0]["present"] for each in answered),
    }


def as_listed(tx: Tx, group: SchoolClass, sent: list[ClassAnswer]) -> dict[str, Any]:
    """Make what leaders see of a class."""
    return {
        "name": group.name,
        "code": group.code,
        "headcount": group.headcount,
        "sent": [as_sent(tx, each) for each in sent],
    }


def as_sent(tx: Tx, answer: ClassAnswer) -> dict[str, Any]:
    """Make what leaders see of an answer: masked words, and none where the duty adult has them."""
    wish = wishes.find_wish(tx, answer.wish_id) if answer.wish_id else None
    return {
        "at": answer.at,
        "present": answer.present,
        "agreed": answer.agreed,
        "text": answer.earlier or _readable(wish),
        "with_duty": wish is not None and wish.flagged,
    }


def write_codes(tx: Tx, desk: Desk, code: str, address: str) -> str:
    """Write the codes as CSV, with nothing that a spreadsheet would take for a formula."""
    asked = class_round(tx, desk, code)
    out = StringIO()
    lines = csv.writer(out)
    lines.writerows(_rows(classes.classes_of(tx, asked.id), address))
    return out.getvalue()


def to_hand_out(tx: Tx, desk: Desk, code: str) -> tuple[Round, list[SchoolClass]]:
    """Read what stands on the printed list of codes."""
    asked = class_round(tx, desk, code)
    return asked, classes.classes_of(tx, asked.id)


def round_of(tx: Tx, group: SchoolClass) -> Round:
    """Find the round that a class belongs to."""
    asked = rounds.find_by_id(tx, group.round_id)
    if asked is None:
        raise OutOfReach
    return asked


def safe_cell(words: str) -> str:
    """Keep a cell from being taken for a formula.

    >>> safe_cell("=1+1"), safe_cell("8B")
    ("'=1+1", '8B')
    """
    return f"'{words}" if words.startswith(DANGEROUS) else words


def _rows(found: Iterable[SchoolClass], address: str) -> Iterator[tuple[str, ...]]:
    yield "class", "pupils", "code", "address"
    for each in found:
        yield safe_cell(each.name), str(each.headcount), each.code, f"{address}/k/{each.code}"


def _readable(wish: Wish | None) -> str:
    return "" if wish is None or wish.flagged else wish.text
