"""How a leader answers in the tests of the bot: by the desk's own rules, with or without its pages."""

from collector import answering, review
from collector.answering import Carry, carry_nowhere
from collector.desk import Desk
from collector.ids import new_id
from collector.model import AnswerStatus, Staff, Wish
from collector.store import people, rounds, wishes
from collector.store.front import Store, Tx
from tests.bot.fields import CODE
from tests.conftest import Clock


class Leader:
    """Somebody who approves and answers; each deed a second after the last."""

    def __init__(self, store: Store, clock: Clock, carry: Carry = carry_nowhere) -> None:
        self.store = store
        self.clock = clock
        self.carry = carry
        self.staff: Staff | None = None

    def desk(self, tx: Tx) -> Desk:
        asked = rounds.find_round(tx, CODE)
        assert asked is not None
        if self.staff is None:
            self.staff = Staff(new_id(self.clock()), asked.municipality.id, "Kari Leder", "leader")
            people.add_staff(tx, self.staff, self.clock())
        return Desk(self.staff, asked.municipality, session="", csrf="", seen_at=self.clock())

    async def answers(
        self, wish: Wish, status: AnswerStatus = "happening", text: str = "Vi åpner fredag."
    ) -> str:
        """Answer a wish, approving it first where nobody has; return the answer's id."""
        self.clock.now += 1000

        def work(tx: Tx) -> str:
            desk, now = self.desk(tx), self.clock()
            found = wishes.find_wish(tx, wish.id)
            assert found is not None
            if found.state != "approved":
                review.decide(tx, desk, wish.id, "approve", review.seen_as(found), now)
            written = answering.draft(status, text)
            answering.give(tx, desk, wish.id, written, answering.stands(found), now, self.carry)
            standing = wishes.find_wish(tx, wish.id)
            assert standing is not None
            return answering.stands(standing)

        return await self.store.write(work)

    async def holds_back(self, wish: Wish) -> None:
        """Hold back a wish that was approved."""
        self.clock.now += 1000

        def work(tx: Tx) -> None:
            found = wishes.find_wish(tx, wish.id)
            assert found is not None
            review.decide(tx, self.desk(tx), wish.id, "hold", review.seen_as(found), self.clock())

        await self.store.write(work)

    async def takes_back(self, wish: Wish, answer_id: str) -> None:
        """Take an answer back."""
        self.clock.now += 1000
        await self.store.write(
            lambda tx: answering.take_back(tx, self.desk(tx), wish.id, answer_id, self.clock(), self.carry)
        )
