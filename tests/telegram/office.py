"""Where staff work in these tests: they are hired, make codes and link their chats."""

from dataclasses import dataclass

from collector import linking, signin
from collector.desk import Desk
from collector.ids import new_id
from collector.model import Role, Round, Staff
from collector.sealing import Seal
from collector.store import people
from collector.store.front import Store
from tests.conftest import Clock


@dataclass(frozen=True)
class Office:
    """Where staff sign in and make their codes."""

    store: Store
    seal: Seal
    clock: Clock
    asked: Round

    async def hires(self, role: Role = "leader") -> Desk:
        """Let somebody begin to work here."""
        staff = Staff(new_id(self.clock()), self.asked.municipality.id, "Leder", role)
        await self.store.write(lambda tx: people.add_staff(tx, staff, self.clock()))
        return Desk(staff, self.asked.municipality, session="", csrf="", seen_at=self.clock())

    async def code(self, desk: Desk) -> str:
        """Make a code on the signed-in page."""
        return await self.store.write(lambda tx: signin.make_link_code(tx, self.seal, desk, self.clock()))

    async def links(self, desk: Desk, chat: int) -> None:
        """Link a chat without the bot."""
        code = await self.code(desk)
        await self.store.write(lambda tx: linking.link(tx, self.seal, code, chat, self.clock()))

    async def linked(self) -> int:
        """Count the linked chats."""
        return len(await self.store.read(lambda tx: tx.all("SELECT staff_id FROM staff_telegram")))
