"""Writes what is to be shown as the bodies of Telegram messages, and reads them back to send them.

One rule: a body is plain text with buttons under it. Nothing in it is ever read as HTML or Markdown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.youth_telegram.message import Message
from bot.speech import Bubble, Button, View

LONGEST = 2000
"""Telegram takes 4096 units of UTF-16, where one emoji may be two; so many characters always fit."""
IN_A_ROW = 2


class Tap(CallbackData, prefix="t"):
    """What a button sends: the choice, and the turn it was offered in, so that an old one is known as old."""

    turn: int
    value: str


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """Lay a message's buttons out, two in a row."""
    if not message.buttons:
        return None
    keys = [InlineKeyboardButton(text=label, callback_data=data) for label, data in message.buttons]
    rows = [keys[place : place + IN_A_ROW] for place in range(0, len(keys), IN_A_ROW)]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def write_bodies(
    view: View, opening: Sequence[str], card: str, above: Sequence[str] = (), mends: int | None = None
) -> list[str]:
    """Write a view as messages: the help card first, alone and whole; the buttons under the last one.

    What `mends` an earlier message keeps what stood `above` the question in it, and takes its place.
    """
    said = in_words(view)
    texts = join([*above, *said]) if mends is not None else []
    if len(texts) != 1:  # it does not fit there any more
        texts, mends = join([*opening, *said]), None
    buttons = tuple((button.label, Tap(turn=view.turn, value=button.value).pack()) for button in view.buttons)
    messages = [Message(text) for text in [*([card] if card else []), *texts]]
    messages[-1:] = [replace(last, buttons=buttons, mends=mends) for last in messages[-1:]]
    return [message.to_json() for message in messages]


def has_card(view: View) -> bool:
    """Tell whether the help card is to be shown."""
    return any(bubble.by == "card" for bubble in view.bubbles)


def in_words(view: View) -> list[str]:
    """Write each bubble as text; what the young person wrote stands in the chat already."""
    numbers = iter(numbers_of(view.bubbles, view.buttons))
    return [as_text(bubble, numbers) for bubble in view.bubbles if bubble.by not in ("you", "card")]


def as_text(bubble: Bubble, numbers: Iterable[str]) -> str:
    """Write one bubble as text.

    >>> as_text(Bubble("mine", "gaming", status="Mottatt"), iter(["2. "]))
    '2. gaming\\n(Mottatt)'
    """
    if bubble.by == "mine":
        status = f"\n({bubble.status})" if bubble.status else ""
        answer = f"\n{bubble.answer}" if bubble.answer else ""
        return f"{next(iter(numbers), '')}{bubble.text}{status}{answer}"
    return "\n".join(part for part in (bubble.text, bubble.link, bubble.words) if part)


def numbers_of(bubbles: Sequence[Bubble], buttons: Sequence[Button]) -> list[str]:
    """Find the number that each wish goes by on the button that erases it; one wish alone has none."""
    shown = sum(bubble.by == "mine" for bubble in bubbles)
    if shown < 2:
        return []
    return ["".join(filter(str.isdigit, button.label)) + ". " for button in buttons[:shown]]


def join(pieces: Iterable[str]) -> list[str]:
    """Join what belongs together into as few messages as it fits in.

    >>> join(["a" * 1500, "b" * 1500, "c"]) == ["a" * 1500, "b" * 1500 + "\\n\\nc"]
    True
    """
    texts: list[str] = []
    for piece in (part for whole in pieces for part in cut(whole)):
        if texts and len(texts[-1]) + len(piece) + 2 <= LONGEST:
            texts[-1] += f"\n\n{piece}"
        else:
            texts.append(piece)
    return texts


def cut(piece: str) -> list[str]:
    """Cut what is too long for one message."""
    return [piece[place : place + LONGEST] for place in range(0, len(piece), LONGEST)]
