"""`ekko end`: whoever stops working here is out at once, in every way there was in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from rich.console import Console

from bot.ending import end
from bot.problems import BadRequest
from bot.settings import Settings
from bot.wiring import clock
from collector import linking, signin
from collector.ids import new_id
from collector.model import Municipality, Role, Staff
from collector.sealing import Seal, make_key, read_key
from collector.store import people, rounds
from collector.store.front import Store, Tx
from collector.store.opening import open_store

CHAT = 90001
QUIET = Console(quiet=True)


@dataclass
class Office:
    """A store that `ekko end` opens for itself, and who works in two municipalities."""

    settings: Settings
    store: Store
    seal: Seal
    here: Municipality
    there: Municipality

    async def employ(self, place: Municipality, name: str, role: Role = "leader") -> str:
        """Let somebody work and be signed in; return the session."""
        staff = Staff(new_id(clock()), place.id, name, role)

        def work(tx: Tx) -> str:
            people.add_staff(tx, staff, clock())
            return signin.open_session(tx, self.seal, staff, clock())

        return await self.store.write(work)

    async def is_in(self, session: str) -> bool:
        """Tell whether a session is answered."""
        return await self.store.read(lambda tx: signin.find_desk(tx, self.seal, session, clock())) is not None

    async def invite(self, name: str) -> str:
        """Make a link for somebody."""
        return await self.store.write(
            lambda tx: signin.make_invitation(tx, self.seal, self.here, name, "duty", clock())
        )


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    make_key(settings.key_path)
    store = open_store(settings.database_url)
    here, there = (
        Municipality(new_id(clock()), name, is_example=True, is_open=False)
        for name in ("Eksempelvik", "Annendal")
    )
    for each in (here, there):
        await store.write(lambda tx: rounds.add_municipality(tx, each, clock()))  # noqa: B023
    yield Office(settings, store, read_key(settings.key_path), here, there)
    store.close()


async def test_whoever_ends_is_out_in_every_role_here_and_nobody_else_is(office: Office) -> None:
    out = [await office.employ(office.here, "Kari", role) for role in ("leader", "admin")]
    stay = [await office.employ(office.here, "Ola"), await office.employ(office.there, "Kari")]
    await end(office.settings, "eksempelvik", "Kari", QUIET)
    assert [await office.is_in(session) for session in out + stay] == [False, False, True, True]


async def test_a_link_that_was_never_used_leads_nowhere_any_more(office: Office) -> None:
    karis, olas = await office.invite("Kari"), await office.invite("Ola")
    await end(office.settings, "Eksempelvik", "Kari", QUIET)
    with pytest.raises(signin.InvitationSpent):
        await office.store.write(lambda tx: signin.accept(tx, office.seal, karis, clock()))
    assert await office.store.write(lambda tx: signin.accept(tx, office.seal, olas, clock()))


async def test_the_chat_of_whoever_ends_is_forgotten(office: Office) -> None:
    session = await office.employ(office.here, "Kari")

    def link(tx: Tx) -> None:
        desk = signin.find_desk(tx, office.seal, session, clock())
        assert desk is not None
        linking.link(tx, office.seal, signin.make_link_code(tx, office.seal, desk, clock()), CHAT, clock())

    await office.store.write(link)
    await end(office.settings, "Eksempelvik", "Kari", QUIET)
    assert await office.store.read(lambda tx: tx.all("SELECT staff_id FROM staff_telegram")) == []


@pytest.mark.parametrize("name", ["Nils", "Kari"])
async def test_a_name_that_nobody_has_here_changes_nothing_and_is_not_repeated(
    office: Office, name: str
) -> None:
    session = await office.employ(office.there, "Kari")
    with pytest.raises(BadRequest, match="nothing is changed") as refused:
        await end(office.settings, "Eksempelvik", name, QUIET)
    assert name not in str(refused.value)
    assert await office.is_in(session)
