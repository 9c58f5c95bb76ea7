"""Review by buttons: one wish at a time, where the municipality has said yes to that.

One rule: a press decides only about the wish as it was shown, once; afterwards its words are taken out of the
chat.
"""

from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest

from bot.channels.staff_telegram.leaders import Context
from bot.channels.staff_telegram.saying import NO_PREVIEW, Button, Saying, as_written
from collector import quick_review
from collector.desk import DecidedAlready, OutOfReach
from collector.linking import Linked
from collector.quick_review import Next, NotAllowedHere

DOES = {"a": "approve", "h": "hold"}
LABELS = {"approve": "staff.telegram.approve", "hold": "staff.telegram.hold"}
DONE = {"approve": "staff.telegram.did.approve", "hold": "staff.telegram.did.hold"}
SKIP = "s"
PRESS = r"^(?:next|s:[us]?[0-9a-z]{26}|[ah]:[0-9a-z]{26}:[0-9a-f]{16})$"
"""What our own buttons send; whatever else comes is nobody's."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message to show: its text, whose words stand in it, and its buttons."""

    text: str
    quote: str = ""
    rows: tuple[tuple[Button, ...], ...] = ()


class Reviewing:
    """Shows wishes and takes presses."""

    def __init__(self, saying: Saying) -> None:
        self._saying = saying

    async def next(self, update: Update, context: Context) -> None:
        """Show the next wish that waits, in a message of its own."""
        message = update.effective_message
        if message is None:
            return
        linked = await self._saying.find(message.chat.id)
        if linked is None:
            await self._saying.send(
                context.bot, message.chat.id, self._saying.say("staff.telegram.how_to_link")
            )
            return
        shown = await self._next(linked, "")
        await self._saying.send(context.bot, linked.chat, shown.text, *shown.rows, quote=shown.quote)

    async def press(self, update: Update, context: Context) -> None:
        """Take a press: decide or skip, and put the next wish in the place of this one."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        linked = await self._saying.find(query.message.chat.id)
        if linked is None:
            await self._put(query, Shown(self._saying.say("staff.telegram.how_to_link")))
            return
        what, _, about = (query.data or "").partition(":")
        said = await self._decide(linked, DOES[what], about) if what in DOES else ""
        if what == "next":
            await query.answer()
            await self.next(update, context)
            return
        shown = await self._next(linked, about.partition(":")[0])  # what was skipped does not come right back
        await self._put(
            query, Shown(f"{said}\n\n{shown.text}" if said else shown.text, shown.quote, shown.rows)
        )

    async def _decide(self, linked: Linked, what: str, about: str) -> str:
        saying, now, (wish_id, _, seen) = self._saying, self._saying.clock(), about.partition(":")
        key = DONE[what]
        try:
            await saying.store.write(
                lambda tx: quick_review.decide(tx, linked.desk, wish_id, what, seen, now)
            )
        except (DecidedAlready, OutOfReach):
            key = "staff.telegram.did.already"
        except NotAllowedHere:
            return ""
        return saying.say(key, linked.language)

    async def _next(self, linked: Linked, after: str) -> Shown:
        saying, now, language = self._saying, self._saying.clock(), linked.language
        queue: Button = (saying.say("staff.telegram.open_queue", language), f"{saying.address}/desk/queue")
        try:
            found = await saying.store.write(lambda tx: quick_review.next_wish(tx, linked.desk, after, now))
        except NotAllowedHere:
            return Shown(f"{saying.say('staff.telegram.not_here', language)}\n{queue[1]}", rows=((queue,),))
        if found.wish is None:
            return Shown(saying.say("staff.telegram.none_left", language))
        return self._show(found, language)

    def _show(self, found: Next, language: str) -> Shown:
        saying, wish, quote = self._saying, found.wish or {}, found.text
        link = f"{saying.address}/desk/queue?wish={wish['id']}"
        opens: Button = (saying.say("staff.telegram.open", language), link)
        skips = (
            [(saying.say("staff.telegram.skip", language), f"{SKIP}:{found.skip_after}")]
            if found.skip_after
            else []
        )
        left = saying.say("staff.telegram.left", language, number=found.left)
        if not quote:
            text = f"{left}\n{saying.say('staff.telegram.on_the_page', language)}\n{link}"
            return Shown(text, rows=((opens, *skips),))
        tags = [saying.texts.name("tag", tag["id"], language) for tag in wish["tags"]]
        about = (
            saying.texts.listed(tags, language) if tags else saying.say("staff.telegram.no_tags", language)
        )
        mark = f"{wish['id']}:{wish['seen']}"
        decides = tuple((saying.say(LABELS[what], language), f"{key}:{mark}") for key, what in DOES.items())
        return Shown(f"{left}\n{quote}\n{about}", quote, (decides, (opens, *skips)))

    async def _put(self, query: CallbackQuery, shown: Shown) -> None:
        """Put something in the place of a message; a second press that comes to the same changes nothing."""
        await query.answer()
        if not isinstance(query.message, Message):
            return  # it is too old to be changed: /next shows anew
        try:
            await query.edit_message_text(
                shown.text,
                entities=as_written(shown.text, shown.quote),
                link_preview_options=NO_PREVIEW,
                reply_markup=self._saying.keyboard(shown.rows),
            )
        except BadRequest as refusal:
            if "not modified" not in str(refusal).lower():
                raise
