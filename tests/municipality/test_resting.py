"""Quiet hours and holidays hold back what we begin ourselves: the leaders' counts of the day."""

import pytest

from collector import linking, recording, signin
from collector.sealing import Seal
from collector.store.front import Tx
from tests.municipality.town import Town

HOUR = 60 * 60 * 1000


async def told(town: Town, seal: Seal, now: int) -> int:
    return len(await town.store.read(lambda tx: linking.untold(tx, seal, now)))


@pytest.fixture
async def leader(bare: Town, seal: Seal) -> Town:
    """A leader who asked for the day's counts yesterday; it is thirteen minutes past four."""
    lars = await bare.hire("Lars", "leader")

    def tie(tx: Tx) -> None:
        desk = signin.find_desk(tx, seal, signin.open_session(tx, seal, lars, bare.clock()), bare.clock())
        assert desk is not None
        code = signin.make_link_code(tx, seal, desk, bare.clock())
        linking.link(tx, seal, code, 4711, bare.clock())

    await bare.store.write(tie)
    bare.clock.now += 24 * HOUR
    return bare


async def test_without_quiet_hours_the_counts_come(leader: Town, seal: Seal) -> None:
    assert await told(leader, seal, leader.clock()) == 1


async def test_in_quiet_hours_they_wait_until_these_are_over(leader: Town, seal: Seal) -> None:
    await leader.record(quiet_from="16:00", quiet_to="18:00")
    assert await told(leader, seal, leader.clock()) == 0
    assert await told(leader, seal, leader.clock() + 2 * HOUR) == 1


async def test_on_a_holiday_they_do_not_come(leader: Town, seal: Seal) -> None:
    rows = [{"name": "Høstferie", "from": "2026-09-22", "to": "2026-09-25"}]
    await leader.store.write(
        lambda tx: recording.save_list(tx, leader.id, "holidays", rows, None, leader.pen)
    )
    assert await told(leader, seal, leader.clock()) == 0
    assert await told(leader, seal, leader.clock() + 4 * 24 * HOUR) == 1
