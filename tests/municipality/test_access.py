"""Who has access: ended at once and everywhere, and never so that nobody is left who lets others in."""

import asyncio

import pytest

from collector import access, linking, signin
from collector.access import LastAdmin
from collector.desk import Desk, OutOfReach
from collector.model import Staff
from collector.sealing import Seal
from collector.store import people
from collector.store.front import Tx
from tests.municipality.town import Town, found_town

CHAT = 4711


async def sign_in(town: Town, seal: Seal, staff: Staff) -> str:
    return await town.store.write(lambda tx: signin.open_session(tx, seal, staff, town.clock()))


async def desk_of(town: Town, seal: Seal, session: str) -> Desk | None:
    return await town.store.read(lambda tx: signin.find_desk(tx, seal, session, town.clock()))


async def at_work(town: Town, seal: Seal, staff: Staff) -> Desk:
    desk = await desk_of(town, seal, await sign_in(town, seal, staff))
    assert desk is not None
    return desk


async def test_whoever_is_ended_is_out_everywhere_in_the_same_transaction(bare: Town, seal: Seal) -> None:
    anne, lars = await bare.hire("Anne", "admin"), await bare.hire("Lars", "leader")
    admin = await at_work(bare, seal, anne)
    sessions = [await sign_in(bare, seal, lars) for _ in range(3)]
    his = await desk_of(bare, seal, sessions[0])
    assert his is not None

    def tie(tx: Tx) -> tuple[str, str]:
        code = signin.make_link_code(tx, seal, his, bare.clock())
        linking.link(tx, seal, code, CHAT, bare.clock())
        spare = signin.make_link_code(tx, seal, his, bare.clock())
        return spare, signin.make_invitation(tx, seal, his.municipality, "Lars", "leader", bare.clock())

    spare, invitation = await bare.store.write(tie)
    await bare.store.write(lambda tx: access.end(tx, admin, lars.id, bare.clock()))
    assert [await desk_of(bare, seal, each) for each in sessions] == [None] * 3
    assert await bare.store.read(lambda tx: linking.find_linked(tx, seal, CHAT, bare.clock())) is None
    left = await bare.store.read(
        lambda tx: [tx.all(f"SELECT * FROM {t}") for t in ("staff_telegram", "link_codes")]
    )
    assert left == [[], []]
    with pytest.raises(linking.NoSuchCode):
        await bare.store.write(lambda tx: linking.link(tx, seal, spare, CHAT, bare.clock()))
    with pytest.raises(signin.InvitationSpent):
        await bare.store.write(lambda tx: signin.accept(tx, seal, invitation, bare.clock()))


async def test_a_new_role_holds_from_the_next_page_on_and_no_old_link_leads_back(
    bare: Town, seal: Seal
) -> None:
    anne, lars = await bare.hire("Anne", "admin"), await bare.hire("Lars", "leader")
    admin, session = await at_work(bare, seal, anne), await sign_in(bare, seal, lars)
    invitation = await bare.store.write(
        lambda tx: access.invite(tx, seal, admin, "Lars", "leader", bare.clock())
    )
    await bare.store.write(lambda tx: access.change_role(tx, admin, lars.id, "youth", bare.clock()))
    now = await desk_of(bare, seal, session)
    assert now is not None
    assert (now.staff.role, now.may_review) == ("youth", False)
    with pytest.raises(signin.InvitationSpent):
        await bare.store.write(lambda tx: signin.accept(tx, seal, invitation, bare.clock()))


async def test_the_last_admin_can_neither_be_ended_nor_demoted(bare: Town, seal: Seal) -> None:
    anne, arne = await bare.hire("Anne", "admin"), await bare.hire("Arne", "admin")
    admin = await at_work(bare, seal, anne)
    await bare.store.write(lambda tx: access.end(tx, admin, arne.id, bare.clock()))
    with pytest.raises(LastAdmin):
        await bare.store.write(lambda tx: access.end(tx, admin, anne.id, bare.clock()))
    with pytest.raises(LastAdmin):
        await bare.store.write(lambda tx: access.change_role(tx, admin, anne.id, "leader", bare.clock()))
    await bare.store.write(lambda tx: access.change_role(tx, admin, anne.id, "admin", bare.clock()))


async def test_of_two_admins_who_end_each_other_at_once_one_stays(bare: Town, seal: Seal) -> None:
    pair = [await bare.hire(name, "admin") for name in ("Anne", "Arne")]
    desks = [await at_work(bare, seal, each) for each in pair]

    async def end(desk: Desk, other: Staff) -> type[Exception] | None:
        try:
            await bare.store.write(lambda tx: access.end(tx, desk, other.id, bare.clock()))
        except (LastAdmin, OutOfReach) as problem:
            return type(problem)
        return None

    ended = await asyncio.gather(end(desks[0], pair[1]), end(desks[1], pair[0]))
    left = await bare.store.read(lambda tx: people.count_roles(tx, bare.id))
    assert left == {"admin": 1}
    assert sorted(each is None for each in ended) == [False, True]


async def test_whoever_lost_her_own_access_ends_nobody_elses(bare: Town, seal: Seal) -> None:
    staff = [await bare.hire(name, "admin") for name in ("Anne", "Arne", "Aud")]
    desks = [await at_work(bare, seal, each) for each in staff]
    await bare.store.write(lambda tx: access.end(tx, desks[0], staff[1].id, bare.clock()))
    with pytest.raises(OutOfReach):
        await bare.store.write(lambda tx: access.end(tx, desks[1], staff[2].id, bare.clock()))


async def test_nobody_elsewhere_can_be_ended_from_here(bare: Town, seal: Seal) -> None:
    there = await found_town(bare.store, bare.clock, "Annendal", "rask-rev")
    lars = await there.hire("Lars", "leader")
    admin = await at_work(bare, seal, await bare.hire("Anne", "admin"))
    with pytest.raises(OutOfReach):
        await bare.store.write(lambda tx: access.end(tx, admin, lars.id, bare.clock()))


async def test_of_when_somebody_was_here_the_day_is_kept_and_nothing_finer(bare: Town, seal: Seal) -> None:
    lars, anne = await bare.hire("Lars", "leader"), await bare.hire("Anne", "admin")
    admin = await at_work(bare, seal, anne)

    async def seen() -> dict[str, str]:
        shown = await bare.store.read(lambda tx: access.look(tx, admin, bare.clock()))
        return {each["name"]: each["seen_day"] for each in shown["people"]}

    assert await seen() == {"Lars": None, "Anne": "2026-09-21"}
    his = await at_work(bare, seal, lars)
    bare.clock.now += signin.DAY
    await bare.store.write(lambda tx: signin.note_seen(tx, his, bare.clock()))
    assert await seen() == {"Lars": "2026-09-22", "Anne": "2026-09-21"}
    bare.clock.now -= 9 * signin.DAY
    await bare.store.write(lambda tx: signin.note_seen(tx, his, bare.clock()))
    assert (await seen())["Lars"] == "2026-09-22"
