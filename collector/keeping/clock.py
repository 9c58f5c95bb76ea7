"""Judges whether the clock can be believed before anything is erased by it.

One rule: a clock that says something odd erases nothing. One that stands behind what was kept is wrong; one
that has jumped may be right after a pause, and is believed after an even day, or by a person's word.
"""

from typing import Literal

from collector.store import upkeep
from collector.store.front import Tx

Verdict = Literal["right", "behind", "jumped"]
DAY = 24 * 60 * 60 * 1000
AT_ODDS = 10 * 60 * 1000
"""So much may two machines' clocks differ, or one be set right, without anything being wrong."""


def judge(tx: Tx, now: int) -> Verdict:
    """Judge the clock by what was kept last and by when it was looked at last."""
    seen, jumped = upkeep.noted(tx, upkeep.CLOCK_SEEN), upkeep.noted(tx, upkeep.CLOCK_JUMPED)
    if now + AT_ODDS < max(upkeep.newest_moment(tx), seen.at if seen else 0):
        return "behind"
    if seen is not None and now - seen.at > DAY:
        return "jumped"
    return "jumped" if jumped is not None and now - jumped.at < DAY else "right"


def look(tx: Tx, now: int, *, is_right: bool = False) -> Verdict:
    """Judge the clock, unless somebody says that it is right, and remember when it was looked at."""
    verdict: Verdict = "right" if is_right else judge(tx, now)
    seen = upkeep.noted(tx, upkeep.CLOCK_SEEN)
    if verdict == "right":
        upkeep.unnote(tx, upkeep.CLOCK_JUMPED)
    elif verdict == "jumped" and seen is not None and now - seen.at > DAY:
        upkeep.note(tx, upkeep.CLOCK_JUMPED, now)
    if verdict != "behind":
        upkeep.note(tx, upkeep.CLOCK_SEEN, now)
    return verdict
