"""How the loop asks Telegram: which updates it names as kept, and how long it waits when nobody answers."""

import asyncio

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe

from bot.channels.youth_telegram.polling import LONGEST_PAUSE, GetRawUpdates, Polling
from bot.channels.youth_telegram.updates import Raw


class Line:
    """A Telegram that answers each call with the next of these, and then hangs up for good."""

    def __init__(self, *answers: list[Raw] | Exception) -> None:
        self.answers = list(answers)
        self.offsets: list[int | None] = []

    async def __call__(self, method: GetRawUpdates, request_timeout: int) -> list[Raw]:
        self.offsets.append(method.offset)
        if not self.answers:
            raise asyncio.CancelledError
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def heard(self) -> None:
        """What is noted of it is tested elsewhere."""

    async def lost(self, error: Exception) -> None:
        """And so is what is said of it."""


async def pauses_of(line: Line) -> list[float]:
    """Ask until it hangs up; list how long was waited between."""
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    async def take(update: Raw) -> None:
        await asyncio.sleep(0)

    with pytest.raises(asyncio.CancelledError):
        await Polling(line, take, line, pause).run()  # type: ignore[arg-type]  # as much of both as is asked
    return waited


async def test_after_a_quiet_while_the_next_call_names_no_number() -> None:
    line = Line([{"update_id": 900}], [], [{"update_id": 5}])
    await pauses_of(line)
    assert line.offsets == [None, 901, None, 6]


async def test_it_waits_longer_each_time_and_never_more_than_a_minute() -> None:
    line = Line(*[TelegramNetworkError(GetMe(), "no route")] * 8)
    assert await pauses_of(line) == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE]
