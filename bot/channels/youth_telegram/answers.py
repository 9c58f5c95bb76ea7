"""Writes the answer to a turn: what a new talk begins with, the help card, and what the turn said.

One rule: whoever meets the bot reads first what it is, who reads, Telegram's own age terms and the way to
the web.
"""

from dataclasses import replace

from bot.channels.youth_telegram.bodies import has_card, in_words, write_bodies
from bot.helpcard import card_in_words, read_helplines
from bot.host import Host
from bot.speech import View
from bot.turn import Came
from collector.model import Round
from collector.signpost import signpost_for
from collector.store.front import StoreProblem

LOOKS_EVERY_MS = 1000
AGAIN = "again"
"""What /start chooses: the button of a talk that rests, and no button anywhere else."""


class Answers:
    """What one bot says, in every language."""

    def __init__(self, host: Host, round_code: str, address: str) -> None:
        self._host = host
        self._texts = host.speech.texts
        self._helplines = read_helplines()
        self._web_chat = f"{address}/c/{round_code}"
        self._round_code = round_code
        self._watch = ""
        self._looked_at = -LOOKS_EVERY_MS

    async def look_up(self) -> None:
        """Find the municipality's own number for the help card; where that fails, the last one stands."""
        now = self._host.clock()
        if abs(now - self._looked_at) < LOOKS_EVERY_MS:
            return
        self._looked_at = now
        try:
            found = await self._host.store.read(lambda tx: signpost_for(tx, self._round_code))
        except StoreProblem:
            return
        self._watch = found.watch

    def write(self, view: View, came: Came, mends: int | None = None) -> list[str]:
        """Write the bodies of an answer; whoever starts need not hear that no such button stands.

        Where a tap corrects what was understood, the answer takes the place of the question it was asked.
        """
        gone = self._texts.say("choice.gone", view.language) if came.chose == AGAIN else None
        shown = replace(view, bubbles=tuple(bubble for bubble in view.bubbles if bubble.text != gone))
        opening = self.opening(view.language, view.asked) if view.turn == 1 else []
        card = self.card(view.language) if has_card(view) else ""
        if view.mends is None or mends is None:
            return write_bodies(shown, opening, card)
        first = self.opening(view.language, view.asked) if view.mends.turn == 1 else []
        return write_bodies(shown, opening, card, [*first, *in_words(view.mends)], mends)

    def opening(self, language: str, asked: Round | None = None) -> list[str]:
        """Say what every talk begins with, then what Telegram is; the question comes with the answer."""
        *said, _question = (bubble.text for bubble in self._host.opening(language, asked).bubbles)
        for_whom = asked.own_words(language).for_whom if asked else ""
        terms = self._texts.say("telegram.terms", language, link=self._web_chat)
        return [*said, *filter(None, [for_whom]), terms]

    @property
    def web_chat(self) -> str:
        """Name the address of the chat on the web."""
        return self._web_chat

    def card(self, language: str) -> str:
        """Write the help card."""
        return card_in_words(self._helplines, self._texts, language, self._watch)
