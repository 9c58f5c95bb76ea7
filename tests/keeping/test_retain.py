"""The clock: what has had its time goes, byte for byte and once, and a clock that is odd erases nothing."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
import pytest_asyncio
from rich.console import Console

from bot.clearing import keep_clearing
from bot.host import Host
from bot.lines import TalkLines
from bot.record import open_record
from bot.retaining import retain as command
from bot.retaining import told
from bot.settings import Settings
from bot.speech import Speech
from collector.beginning import WEEK_MS
from collector.keeping.clock import AT_ODDS, judge, look
from collector.keeping.journal import read_journals
from collector.keeping.retaining import DUE, Report, Times, retain, would_go
from collector.sealing import Seal, make_key, read_key
from collector.store import begun, cases, contacts, talks
from collector.store.front import Row, Store, Tx
from collector.store.keys import check_key
from collector.store.opening import open_store
from collector.store.sqlite import SqliteStore
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.bot.fields import CODE, say
from tests.both_engines import store
from tests.conftest import Clock
from tests.keeping.village import CANARY, NOW, Village, holds, village
from tests.web.cast import found_place

__all__ = ["store"]
DAY = 24 * 60 * 60 * 1000


@dataclass
class Clearing:
    """A village, and the clock that erases there."""

    village: Village
    lines: TalkLines

    async def at(self, now: int, **options: bool) -> Report:
        return await retain(self.village.kept, self.lines, now, clock_is_right=True, **options)  # type: ignore[arg-type]

    async def rows(self, sql: str, **values: object) -> list[Row]:
        return await self.village.store.read(lambda tx: tx.all(sql, **values))

    async def change(self, sql: str, **values: object) -> None:
        await self.village.store.write(lambda tx: tx.run(sql, **values))


@pytest.fixture
def clearing(store: Store, seal: Seal, data: Path) -> Clearing:
    return Clearing(village(store, seal, data), TalkLines(seal))


async def test_raw_words_go_after_their_time_and_masked_words_tags_and_counts_stay(
    clearing: Clearing,
) -> None:
    first, second, third = await clearing.village.settle(wishes=3)
    await clearing.change(
        "UPDATE wishes SET decided_at = :at, state = 'approved' WHERE id IN (:a, :b)",
        at=NOW,
        a=first,
        b=second,
    )
    stood = await clearing.rows("SELECT * FROM counts ORDER BY what, name")
    assert (await clearing.at(NOW + 180 * DAY - 1)).erased["raw"] == 0
    report = await clearing.at(NOW + 180 * DAY + 5)
    assert report.erased["raw"] == 2
    assert report.unread == 1, "one has waited for a leader for too long"
    kept = await clearing.rows("SELECT id, raw, text FROM wishes ORDER BY id")
    assert [row["raw"] is None for row in kept] == [True, True, False]
    assert all(CANARY in row["text"] for row in kept)
    assert await clearing.rows("SELECT * FROM counts ORDER BY what, name") == stood
    assert third == kept[2]["id"]
    assert (await clearing.at(NOW + 180 * DAY + 5)).erased.total() == 0, "twice is once"


async def test_every_word_of_a_closed_case_goes_and_the_case_stays(clearing: Clearing, data: Path) -> None:
    first, second = await clearing.village.settle(wishes=2, state="case")
    await clearing.village.store.write(lambda tx: cases.close_case(tx, first, "followed-up", None, NOW))
    assert (await clearing.at(NOW + 30 * DAY - 1)).erased["words"] == 0
    assert (await clearing.at(NOW + 30 * DAY)).erased["words"] == 1
    texts = {row["id"]: row["text"] for row in await clearing.rows("SELECT id, text FROM wishes")}
    assert texts[first] == ""
    assert CANARY in texts[second], "nobody has decided about it"
    (case,) = await clearing.rows("SELECT decision, level FROM cases WHERE wish_id = :id", id=first)
    assert dict(case) == {"decision": "followed-up", "level": "concern"}
    assert (await clearing.at(NOW + 30 * DAY)).erased.total() == 0


@pytest.mark.parametrize(
    ("ended", "quiet_for", "goes"),
    [
        (None, 364 * DAY, False),
        (None, 365 * DAY, True),
        (30 * DAY - 1, 40 * DAY, False),
        (30 * DAY, 40 * DAY, True),
        (40 * DAY, DAY - 1, False),
    ],
)
async def test_where_to_answer_is_kept_for_as_long_as_an_answer_may_come(
    clearing: Clearing, ended: int | None, quiet_for: int, goes: bool
) -> None:
    """The last line: whoever wrote a moment ago gets her answer first."""
    await clearing.village.settle(wishes=2)
    now = NOW + 400 * DAY
    await clearing.change("UPDATE rounds SET closes_at = :at", at=now - ended if ended is not None else None)
    await clearing.change("UPDATE talks SET touched_at = :at", at=now - quiet_for)
    assert (await clearing.at(now)).erased["handle"] == int(goes)
    kept = await clearing.rows("SELECT id FROM talks WHERE handle IS NOT NULL")
    assert len(kept) == int(not goes)


async def test_what_serves_nobody_any_more_goes_too(clearing: Clearing) -> None:
    await clearing.village.settle(wishes=1)
    old, later = NOW, NOW + 91 * DAY

    def leave(tx: Tx) -> None:
        (talk,) = tx.all("SELECT id, municipality_id FROM talks")
        here = talk["municipality_id"]
        talks.add_turn(tx, "old", talk["id"], 1, old)
        talks.add_turn(tx, "new", talk["id"], 2, later)
        begun.note(tx, "old", talk["id"], old)
        begun.note(tx, "new", talk["id"], later - WEEK_MS + 1)  # it counts in her week still
        tx.run(
            "INSERT INTO staff (id, municipality_id, name, role, made_at) VALUES ('s', :id, 'K', 'admin', 1)",
            id=here,
        )
        for token, ends in (("old", old), ("new", later + DAY)):
            tx.run(
                """INSERT INTO invitations (token, municipality_id, name, role, made_at, ends_at)
                VALUES (:token, :id, 'K', 'admin', 1, :ends)""",
                token=token,
                id=here,
                ends=ends,
            )
            tx.run(
                """INSERT INTO sessions (token, staff_id, made_at, seen_at, ends_at)
                VALUES (:token, 's', 1, :ends, :ends)""",
                token=token,
                ends=ends,
            )
            tx.run(
                "INSERT INTO link_codes (code, staff_id, ends_at) VALUES (:code, 's', :ends)",
                code=token,
                ends=ends,
            )

    await clearing.village.store.write(leave)
    await clearing.at(later)
    for table, key in (
        ("turns", "event_key"),
        ("invitations", "token"),
        ("sessions", "token"),
        ("link_codes", "code"),
        ("begun_by_us", "id"),
    ):
        assert [row[key] for row in await clearing.rows(f"SELECT {key} FROM {table}")] == ["new"], table


async def test_times_of_another_municipality_are_its_own(clearing: Clearing) -> None:
    (wish,) = await clearing.village.settle(wishes=1)
    await clearing.change("UPDATE wishes SET decided_at = :at WHERE id = :id", at=NOW, id=wish)
    longer = retain(
        clearing.village.kept,
        clearing.lines,
        NOW + 200 * DAY,
        clock_is_right=True,
        times=lambda tx, here: Times(raw_days=300),
    )
    assert (await longer).erased["raw"] == 0


async def test_a_dry_run_counts_what_would_go_and_changes_nothing(clearing: Clearing) -> None:
    ids = await clearing.village.settle(wishes=3)
    await clearing.change("UPDATE wishes SET decided_at = :at WHERE id <> :id", at=NOW, id=ids[0])
    before = await clearing.rows("SELECT * FROM wishes ORDER BY id")
    report = await would_go(clearing.village.kept, NOW + 200 * DAY, clock_is_right=True)
    assert report.erased == {"raw": 2, "words": 0, "contact": 0, "handle": 0, "lines": 3}
    assert await clearing.rows("SELECT * FROM wishes ORDER BY id") == before
    assert "Would go:\n  2 wishes without their raw words" in told(report, NOW, dry_run=True)


async def test_what_went_is_listed_so_that_no_backup_brings_it_back(clearing: Clearing, seal: Seal) -> None:
    ours = clearing.village
    first, second = await ours.settle(wishes=2, state="case")
    await ours.tell_how_to_reach(second)
    await ours.store.write(lambda tx: cases.close_case(tx, first, "followed-up", None, NOW))
    await ours.store.write(lambda tx: contacts.erase_from(tx, second, NOW))
    await clearing.change("UPDATE wishes SET decided_at = :at WHERE id = :id", at=NOW, id=second)
    await clearing.at(NOW + 400 * DAY)
    listed = {line.erased for line in read_journals([ours.journal.path], seal).lines}
    assert {kind for kind, _ in listed} == {"begun", *DUE}
    assert {id for kind, id in listed if kind in {"words", "raw", "contact"}} == {first, second}  # noqa: A001


# A whole talk, as the bot keeps it


@dataclass
class House:
    """A host on a database of its own, with the words that somebody wrote there."""

    host: Host
    folder: Path
    clock: Clock

    async def record(self) -> str:
        (row,) = await self.host.store.read(lambda tx: tx.all("SELECT * FROM talks"))
        return repr(open_record(self.host.seal, row["id"], row["version"], row["state"]))

    async def retain(self, now: int) -> Report:
        return await retain(self.host.store, TalkLines(self.host.seal), now, clock_is_right=True)


@pytest_asyncio.fixture
async def house(
    data: Path, seal: Seal, reader: Reader, texts: Catalogue, clock: Clock
) -> AsyncIterator[House]:
    store = SqliteStore(data / "ekko.db")
    await store.write(lambda tx: check_key(tx, seal))
    await found_place(store, "Eksempelvik", CODE, clock())
    host = Host(store, seal, reader, Speech(texts), clock)
    await host.turn(say("et rom for kanarifugl"))
    yield House(host, data, clock)
    store.close()


async def test_with_the_raw_words_go_the_lines_of_the_talk_and_the_talk_still_opens(house: House) -> None:
    assert "kanarifugl" in await house.record()
    await house.host.store.write(lambda tx: tx.run("UPDATE wishes SET decided_at = :at", at=house.clock()))
    house.clock.now += 181 * DAY
    await house.host.store.write(lambda tx: tx.run("UPDATE talks SET touched_at = :at", at=house.clock()))
    assert (await house.retain(house.clock())).erased == {
        kind: int(kind == "raw")
        for kind in (
            *("raw", "turn", "invitation", "link code", "press", "stuck", "gap", "message"),
            "message we began",
        )
    } | {"turn": 1}
    assert "kanarifugl" not in await house.record()
    assert (await house.host.turn(say("hjelp", key="later"))).bubbles


async def test_what_was_written_in_a_quiet_talk_goes_and_its_wish_is_still_there(house: House) -> None:
    assert (await house.retain(house.clock() + 180 * DAY)).erased["lines"] == 1
    assert "kanarifugl" not in await house.record()
    assert (await house.retain(house.clock() + 180 * DAY)).erased.total() == 0
    (wish,) = await house.host.store.read(lambda tx: tx.all("SELECT text FROM wishes"))
    assert "kanarifugl" in wish["text"]
    house.clock.now += 181 * DAY
    await house.host.turn(say("eit rom til med kanarifugl", key="again"))
    assert (await house.retain(house.clock() + 180 * DAY)).erased["lines"] == 1, "she wrote again"


async def test_what_has_had_its_time_is_in_no_file(clearing: Clearing, data: Path) -> None:
    if not isinstance(clearing.village.store, SqliteStore):
        return
    ids = await clearing.village.settle(wishes=40, state="case")
    for each in ids:
        await clearing.village.store.write(
            partial(cases.close_case, wish_id=each, decision="followed-up", staff_id=None, now=NOW)
        )
    folder = clearing.village.store._path.parent
    assert holds(folder)
    await clearing.at(NOW + 30 * DAY)
    assert not holds(folder)


async def test_one_talk_that_cannot_be_read_does_not_stop_the_others(
    clearing: Clearing, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = await clearing.village.settle(wishes=2)
    await clearing.change(
        "UPDATE talks SET state = :state WHERE id = (SELECT talk_id FROM wishes WHERE id = :id)",
        state=b"x" * 40,
        id=first,
    )
    await clearing.change("UPDATE wishes SET decided_at = :at", at=NOW)
    assert (await clearing.at(NOW + 180 * DAY)).erased["raw"] == 2
    assert "cannot be read" in caplog.text
    assert second not in caplog.text


# The clock itself


async def test_a_clock_behind_what_was_kept_last_erases_nothing(clearing: Clearing) -> None:
    await clearing.village.settle(wishes=1)
    verdict = partial(look, now=NOW - AT_ODDS - 1)
    assert await clearing.village.store.write(verdict) == "behind"
    assert await clearing.village.store.write(lambda tx: look(tx, NOW - AT_ODDS)) == "right"


async def test_a_clock_that_jumped_is_believed_after_a_day_of_going_evenly(clearing: Clearing) -> None:
    await clearing.village.settle(wishes=1)
    hour = 60 * 60 * 1000

    async def verdicts(start: int, hours: int) -> list[str]:
        return [await clearing.village.store.write(partial(look, now=start + n * hour)) for n in range(hours)]

    assert set(await verdicts(NOW, 5)) == {"right"}
    later = NOW + 4 * hour + DAY + 1
    assert await verdicts(later, 25) == ["jumped"] * 24 + ["right"]
    again = later + 24 * hour + DAY + 1
    assert await verdicts(again, 1) == ["jumped"]
    assert await clearing.village.store.write(lambda tx: look(tx, again, is_right=True)) == "right"
    assert await verdicts(again + hour, 3) == ["right"] * 3


async def test_a_clock_that_stepped_back_erases_nothing_until_it_has_caught_up(clearing: Clearing) -> None:
    await clearing.village.settle(wishes=1)
    await clearing.village.store.write(lambda tx: look(tx, NOW + 10 * DAY, is_right=True))
    assert await clearing.village.store.read(lambda tx: judge(tx, NOW + 9 * DAY)) == "behind"
    assert await clearing.village.store.read(lambda tx: judge(tx, NOW + 10 * DAY)) == "right"


async def test_summer_time_begins_and_ends_without_anybody_noticing(clearing: Clearing) -> None:
    await clearing.village.settle(wishes=1)
    autumn = 1_792_890_000_000  # the hour that comes twice, 25 October 2026
    for n in range(48):
        verdict = await clearing.village.store.write(partial(look, now=autumn + n * 30 * 60 * 1000))
        assert verdict == "right"


class Enough(Exception):
    """Ends what goes on for ever."""


async def run_for(house: House, hours: int) -> None:
    left = hours

    async def pause(seconds: float) -> None:
        nonlocal left
        house.clock.now += int(seconds * 1000)
        left -= 1
        if not left:
            raise Enough

    with pytest.raises(Enough):
        await keep_clearing(house.host.store, TalkLines(house.host.seal), house.clock, pause)


async def test_while_ekko_serves_it_is_done_each_night_by_itself(house: House) -> None:
    await house.host.store.write(lambda tx: look(tx, house.clock() + 181 * DAY, is_right=True))
    house.clock.now += 181 * DAY
    await run_for(house, 24)
    assert "kanarifugl" not in await house.record()


async def test_while_ekko_serves_with_an_odd_clock_nothing_goes_and_the_log_says_so(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await run_for(house, 2)
    house.clock.now += 181 * DAY  # as if a year were dialled
    await run_for(house, 23)
    assert "kanarifugl" in await house.record()
    assert "which is jumped" in caplog.text
    await run_for(house, 26)
    assert "kanarifugl" not in await house.record()


# The command


async def test_the_command_says_plainly_what_went_and_refuses_an_odd_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    make_key(settings.key_path)
    store = open_store(settings.database_url)
    ours = village(store, read_key(settings.key_path), settings.data)
    ids = await ours.settle(wishes=2)
    await store.write(lambda tx: tx.run("UPDATE wishes SET decided_at = :at", at=NOW))

    async def type_it(now: int, *, dry_run: bool = False, is_right: bool = False) -> str:
        monkeypatch.setattr("bot.retaining.clock", lambda: now)
        out = StringIO()
        try:
            await command(settings, Console(file=out), dry_run=dry_run, clock_is_right=is_right)
        except SystemExit as end:
            return f"{end.code}: {out.getvalue()}"
        return out.getvalue()

    assert "Nothing has had its time." in await type_it(NOW + DAY)
    assert (await type_it(NOW)).startswith("1: The clock is behind")
    assert (await type_it(NOW + 200 * DAY, dry_run=True)).startswith("1: The clock has jumped")
    assert (await type_it(NOW + 200 * DAY)).startswith("1: The clock has jumped")
    said = await type_it(NOW + 200 * DAY, is_right=True)
    assert "2 wishes without their raw words" in said
    assert not any(word in said for word in (CANARY, *ids))
    assert json.dumps(said)
    store.close()
