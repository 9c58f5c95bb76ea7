"""What a municipality has decided about messengers, how it goes there, and what could not be taken.

One rule: a token switches nothing on. Somebody in the municipality has to have said yes, by name and day.
"""

from typing import Any, NamedTuple

from collector import municipality
from collector.desk import Desk, OutOfReach
from collector.ids import new_id
from collector.store import messengers, municipalities, stuck
from collector.store.front import Tx

SWITCHES = {"telegram": ("telegram-by", "telegram-day")}
"""The facts that switch a messenger on; the web needs none."""
GAP_MS = 10 * 60 * 1000
"""So long without an answer is worth writing down; what is shorter is a hiccup."""
DAY_MS = 24 * 60 * 60 * 1000
LOST_AFTER_MS = DAY_MS
"""After so long a messenger throws away what it could not bring us."""
TOLD_DAYS = 14
"""So long after it the web tells of a time from which messages may be lost."""
SHOWN = 50


class Lost(NamedTuple):
    """A time in which what was written to us may have been thrown away; one that lasts has no end yet."""

    since: int
    until: int | None


class NotOurs(Exception):
    """A bot speaks for another municipality than the one that it is set up for."""


class BotAlready(Exception):
    """Another municipality here has a bot there; what waits for it would go out by this one."""


def is_on(tx: Tx, municipality_id: str, channel: str) -> bool:
    """Tell whether young people may write there."""
    needed = SWITCHES.get(channel, ())
    facts = municipalities.facts_of(tx, municipality_id) if needed else {}
    return all(facts.get(name) for name in needed)


def take_on(tx: Tx, bot: str, municipality_id: str, channel: str, way: str) -> None:
    """Keep whose a bot is; one that is another municipality's stays that, and no other comes beside it."""
    known = messengers.find_messenger(tx, bot)
    if known is not None and known["municipality_id"] != municipality_id:
        raise NotOurs
    others = [each for each in messengers.all_messengers(tx) if each["channel"] == channel]
    if any(each["municipality_id"] != municipality_id for each in others):
        raise BotAlready
    messengers.put_messenger(tx, bot, municipality_id, channel, way)


def note_heard(tx: Tx, bot: str, now: int, elapsed: int | None = None) -> int:
    """Note that the messenger answered, and write down a gap that is over; tell how long it was.

    `elapsed` is how long it was by a clock that never steps; without it, the time of day has to do.
    """
    known = messengers.find_messenger(tx, bot)
    if known is None:
        return 0
    silent = elapsed if elapsed is not None else now - (known["heard_at"] or now)
    if silent >= GAP_MS:
        messengers.add_gap(
            tx,
            id=new_id(now),
            municipality_id=known["municipality_id"],
            channel=known["channel"],
            began_at=now - silent,
            ended_at=now,
        )
    messengers.note_heard(tx, bot, now)
    return max(silent, 0)


def lost_lately(tx: Tx, municipality_id: str, channel: str, now: int) -> Lost | None:
    """Find a time, now or lately, from which messages to a municipality that is on there may be lost."""
    if not is_on(tx, municipality_id, channel):
        return None
    heard = max((bot["heard_at"] or 0 for bot in messengers.messengers_of(tx, municipality_id)), default=0)
    if heard and now - heard >= LOST_AFTER_MS:
        return Lost(heard, None)
    found = messengers.long_gaps(tx, municipality_id, channel, LOST_AFTER_MS, now - TOLD_DAYS * DAY_MS)
    return Lost(found[0]["began_at"], found[0]["ended_at"]) if found else None


def look(tx: Tx, desk: Desk) -> dict[str, Any]:
    """Describe how it goes on messengers in a desk's municipality."""
    here = desk.municipality.id
    bots = messengers.messengers_of(tx, here)
    return {
        "is_on": is_on(tx, here, "telegram"),
        "bots": [{name: bot[name] for name in ("way", "heard_at", "trouble", "trouble_at")} for bot in bots],
        "stuck": [
            {name: row[name] for name in ("id", "kind", "error", "tries", "at")}
            | {"again": bool(row["again"]), "is_whole": bool(row["is_whole"])}
            for row in stuck.list_stuck(tx, here, SHOWN)
        ],
        "gaps": [
            {
                "began_at": row["began_at"],
                "ended_at": row["ended_at"],
                "lost": row["ended_at"] - row["began_at"] >= LOST_AFTER_MS,
            }
            for row in messengers.gaps_of(tx, here, SHOWN)
        ],
    }


def try_again(tx: Tx, desk: Desk, stuck_id: str, now: int) -> None:
    """Ask the bot to try once more what it could not take."""
    if not stuck.ask_again(tx, desk.municipality.id, stuck_id):
        raise OutOfReach
    municipality.note(tx, desk.municipality.id, desk.staff.id, "stuck-again", now)


def drop(tx: Tx, desk: Desk, stuck_id: str, now: int) -> None:
    """Forget for good what could not be taken. The caller writes with `erases=True`."""
    if stuck.find_stuck(tx, desk.municipality.id, stuck_id) is None:
        raise OutOfReach
    stuck.drop_stuck(tx, stuck_id)
    municipality.note(tx, desk.municipality.id, desk.staff.id, "stuck-dropped", now)
