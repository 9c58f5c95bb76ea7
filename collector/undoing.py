"""Takes back steps with a wish, the latest first: each kind of step knows how it is undone.

One rule: one takes back one's own steps alone, and only while nobody came after.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from collector import hiding, review, splitting
from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.model import Wish
from collector.sealing import Seal
from collector.store import decisions
from collector.store.front import Row, Tx

Undo = Callable[[Tx, Desk, Wish, Row, int], None]


def undo(tx: Tx, seal: Seal, desk: Desk, wish_id: str, now: int) -> None:
    """Take back one's own latest step with a wish, and with all that went with it in the same press."""
    wish, step = review.find_own_step(tx, desk, wish_id)
    take_back(tx, seal, desk, wish, step, now)
    if step["batch"] is None:
        return
    for other_id in decisions.wishes_of_batch(tx, desk.municipality.id, step["batch"]):
        with suppress(DecidedAlready, OutOfReach):  # somebody came after, or it is gone: that stands
            other, latest = review.find_own_step(tx, desk, other_id)
            if other_id != wish_id and latest["batch"] == step["batch"]:
                take_back(tx, seal, desk, other, latest, now)


def take_back(tx: Tx, seal: Seal, desk: Desk, wish: Wish, step: Row, now: int) -> None:
    """Take back one step with one wish."""
    kinds: dict[str, Undo] = {hiding.STEP: partial(_hide, seal), splitting.STEP: partial(_split, seal)}
    if step["what"] in kinds:
        kinds[step["what"]](tx, desk, wish, step, now)
    elif step["what"] in review.UNDOABLE:
        review.put_back(tx, desk, wish, step, now)
    else:
        raise DecidedAlready


def _hide(seal: Seal, tx: Tx, desk: Desk, wish: Wish, step: Row, now: int) -> None:
    hiding.show_again(tx, seal, desk, wish, step, now)


def _split(seal: Seal, tx: Tx, desk: Desk, wish: Wish, step: Row, now: int) -> None:
    splitting.join(tx, seal, desk, wish, step, now)
