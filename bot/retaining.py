"""`ekko retain`: erases what has had its time, and says plainly what went."""

from rich.console import Console

from bot.lines import TalkLines
from bot.opening import open_kept
from bot.settings import Settings
from bot.wiring import clock
from collector.here import moment_of
from collector.keeping.retaining import Report, would_go
from collector.keeping.retaining import retain as erase_all_due
from collector.sealing import read_key
from collector.store.keys import check_key

IN_WORDS = {
    "raw": "wishes without their raw words; the masked ones stay",
    "words": "wishes of closed cases without any words",
    "contact": "contact details",
    "handle": "places to answer on Telegram",
    "lines": "quiet talks without what was written in them",
    "turn": "old keys of events",
    "invitation": "old sign-in links",
    "link code": "old Telegram codes",
    "press": "old presses of a leader's buttons",
    "stuck": "messages from Telegram that could not be taken",
    "gap": "old times without Telegram",
    "message we began": "old lines of who was written to",
    "message": "messages that could not be brought",
}
WHY_NOT = {
    "behind": (
        "The clock is behind what was kept last, so nothing is erased. It says {now}. Set it right first."
    ),
    "jumped": (
        "The clock has jumped by more than a day since it was looked at, so nothing is erased. It says "
        "{now}. If that is right, nothing need be done: erasing goes on in a day. Or give --clock-is-right."
    ),
}


async def retain(settings: Settings, console: Console, *, dry_run: bool, clock_is_right: bool) -> None:
    """Erase it, or say what would go."""
    seal = read_key(settings.key_path)
    store = open_kept(settings, seal)
    now = clock()
    try:
        await store.write(lambda tx: check_key(tx, seal))
        if dry_run:
            report = await would_go(store, now, clock_is_right=clock_is_right)
        else:
            report = await erase_all_due(store, TalkLines(seal), now, clock_is_right=clock_is_right)
    finally:
        store.close()
    console.print(told(report, now, dry_run=dry_run), highlight=False, soft_wrap=True)
    if report.clock != "right":
        raise SystemExit(1)


def told(report: Report, now: int, *, dry_run: bool) -> str:
    """Say what went, kind by kind."""
    if report.clock != "right":
        return WHY_NOT[report.clock].format(now=moment_of(now))
    went = [f"  {n:,} {IN_WORDS[kind]}" for kind, n in report.erased.items() if n]
    head = "Would go:" if dry_run else "Erased for good:"
    lines = [head, *went] if went else ["Nothing has had its time."]
    if report.unread:
        lines.append(
            f"{report.unread:,} wishes have waited for a leader for longer than that; their words stay."
        )
    return "\n".join(lines)
