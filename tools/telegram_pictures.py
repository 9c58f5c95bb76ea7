"""Draws what a young person sees on Telegram, of the program's own messages: run by `make pictures`.

One rule: the words and buttons are what the bot really sends. The bubbles are our own drawing: no messenger's
looks and no messenger's mark.
"""

import asyncio
import tempfile
from html import escape
from pathlib import Path

from playwright.async_api import ViewportSize

from bot.channels.youth_telegram.answers import AGAIN, Answers
from bot.channels.youth_telegram.message import CHANNEL, Message
from bot.example import CODE
from bot.host import Host
from bot.speech import Speech, View
from bot.turn import Came
from bot.wiring import TEXTS, clock
from collector.ids import new_id
from collector.model import Municipality, Round
from collector.sealing import Seal
from collector.store import municipalities, rounds
from collector.store.front import Tx
from collector.store.sqlite import SqliteStore
from collector.texts import read_catalogue
from nlp.ready import ready
from tests.machine.browser import open_browser
from tools.few_colours import shrink
from tools.pictures import PICTURES
from tools.places import ROOT

ADDRESS = "https://ekko.example.no"
HERE = PICTURES / "telegram"
NARROW: ViewportSize = {"width": 390, "height": 100}
WISH = "et sted der vi kan lage spill sammen"
STYLE = """
body { margin: 0; padding: 16px; background: #eef2f0; font: 16px/1.4 system-ui, sans-serif; color: #16201c; }
.bot, .you { max-width: 84%; padding: 10px 14px; margin: 0 0 6px; }
.bot, .you { white-space: pre-wrap; overflow-wrap: anywhere; }
.bot { background: #fff; border: 1px solid #cfd8d3; border-radius: 4px 14px 14px 14px; }
.you { background: #1f5c4a; color: #fff; border-radius: 14px 4px 14px 14px; }
.you { margin-left: auto; width: fit-content; }
.keys { display: grid; grid-template-columns: 1fr 1fr; gap: 6px; max-width: 92%; margin-bottom: 14px; }
.keys span { background: #dbe7e1; border-radius: 8px; padding: 9px 6px; text-align: center; font-size: 14px; }
"""


class Chat:
    """One young person's talk with the bot, as messages."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._answers = Answers(host, CODE, ADDRESS)
        self._number = 0

    async def does(self, said: str | None = None, chose: str | None = None) -> list[Message]:
        """Write or tap, and return what the bot sends."""
        self._number += 1
        sent: list[str] = []
        came = Came(str(self._number), CHANNEL, "1", CODE, said=said, chose=chose, handle="1", stays=True)

        def deliver(view: View) -> list[str]:
            sent.extend(self._answers.write(view, came))
            return sent

        await self._host.turn(came, link=f"{ADDRESS}/r/", deliver=deliver)
        return [Message.from_json(each) for each in sent]


def bubbles(messages: list[Message]) -> str:
    """Draw what the bot says, and the buttons under it."""
    drawn = ""
    for each in messages:
        keys = "".join(f"<span>{escape(label)}</span>" for label, _ in each.buttons)
        drawn += f'<p class="bot">{escape(each.text)}</p>' + (
            f'<div class="keys">{keys}</div>' if keys else ""
        )
    return drawn


def you(words: str) -> str:
    """Draw what the young person writes or taps."""
    return f'<p class="you">{escape(words)}</p>'


async def talk(folder: Path) -> dict[str, str]:
    """Take a talk and draw each part of it."""
    store = SqliteStore(folder / "ekko.db")
    texts = read_catalogue(*TEXTS)
    host = Host(store, Seal(bytes(range(32))), ready(ROOT / ".models"), Speech(texts), clock)
    await store.write(found)
    chat = Chat(host)
    drawn = {"start": you("Start") + bubbles(await chat.does(chose=AGAIN))}
    drawn["wish"] = you(WISH) + bubbles(await chat.does(said=WISH))
    drawn["help"] = you("hjelp") + bubbles(await chat.does(said="hjelp"))
    drawn["mine"] = you("mine ønsker") + bubbles(await chat.does(said="mine ønsker"))
    store.close()
    return drawn


def found(tx: Tx) -> None:
    """Found a municipality with a round, switched on."""
    municipality = Municipality(new_id(1), "Eksempelvik", is_example=True, is_open=False)
    rounds.add_municipality(tx, municipality, 1)
    rounds.add_round(tx, Round(new_id(1), municipality, CODE, "Hva ønsker du deg her?", 1, None), 1)
    for name, value in {"telegram-by": "Eksempelrådgiver", "telegram-day": "2026-09-01"}.items():
        municipalities.put_fact(tx, municipality.id, name, value, "", 1)


async def draw() -> None:
    """Draw every picture."""
    with tempfile.TemporaryDirectory() as name:
        drawn = await talk(Path(name))
    async with open_browser() as browser:
        context = await browser.new_context(viewport=NARROW, device_scale_factor=2, color_scheme="light")
        page = await context.new_page()
        for name, body in drawn.items():
            await page.set_content(f"<html lang=nb><style>{STYLE}</style><body>{body}</body></html>")
            blank = await browser.new_page()
            kept = await shrink(blank, await page.screenshot(full_page=True))
            (HERE / f"{name}.png").write_bytes(kept)
            await blank.close()


if __name__ == "__main__":
    asyncio.run(draw())
