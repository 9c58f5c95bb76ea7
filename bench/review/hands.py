"""The hands of somebody at a page: every click and every key is counted, and the machine's own time."""

import time
from dataclasses import dataclass, field

from playwright.async_api import Locator, Page


@dataclass
class Hands:
    """Clicks and presses on one page."""

    page: Page
    clicks: int = 0
    keys: int = 0
    began: float = field(default_factory=time.perf_counter)

    async def click(self, what: Locator) -> None:
        """Click once."""
        self.clicks += 1
        await what.click()

    async def press(self, key: str) -> None:
        """Press one key; a chord is one press."""
        self.keys += 1
        await self.page.keyboard.press(key)

    async def type(self, words: str) -> None:
        """Press a key for each letter."""
        self.keys += len(words)
        await self.page.keyboard.type(words)

    @property
    def actions(self) -> int:
        """All that the hands did."""
        return self.clicks + self.keys

    @property
    def seconds(self) -> float:
        """Since they began."""
        return time.perf_counter() - self.began
