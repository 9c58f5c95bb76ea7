"""The class's page: one agreed answer, how many were there, and how they agreed.

One rule: the code of a class shows what became of its answer, never the answer itself.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.alarm import needs_card
from bot.channels.webchat.door import Door, TooQuick
from bot.class_answers import ClassAnswers, Sent
from bot.host import Host
from bot.problems import Refused
from bot.turn import Came
from collector.class_answers import SOURCE, Opened
from collector.codes import tidy
from collector.finding import seconds_left
from collector.ids import new_secret
from collector.model import AGREED_HOW
from collector.store.front import StoreProblem

ShowPage = Callable[..., Response]
Text = Annotated[str, Form()]
STATUS = {
    "class.unknown": 404,
    "class.shut": 429,
    "class.answered": 409,
    "refused.closed": 410,
    "refused.shut": 403,
    "refused.too_long": 413,
    "refused.busy": 503,
    "slow.wait": 429,
}
FINAL = ("refused.closed", "refused.shut", "class.answered")
"""Here the form is gone: what was written stands to be copied."""


def class_routes(host: Host, page: ShowPage, language_for: Callable[[Request], str], door: Door) -> APIRouter:
    """Make the three routes."""
    router = APIRouter()
    pages = ClassPages(host, page, language_for, door)
    router.get("/k")(pages.find)
    router.get("/k/{code}")(pages.look)
    router.post("/k/{code}")(pages.send)
    return router


class ClassPages:
    """The pages of classes."""

    def __init__(
        self, host: Host, page: ShowPage, language_for: Callable[[Request], str], door: Door
    ) -> None:
        self.host = host
        self.page = page
        self.language_for = language_for
        self.door = door
        self.answers = ClassAnswers(host)

    async def find(self, request: Request, code: str = "") -> Response:
        """Ask for the class's code, or lead to its page."""
        if tidy(code):
            return RedirectResponse(f"/k/{tidy(code)}?lang={self.language_for(request)}", 303)
        return self._ask(request, "", "")

    async def look(self, request: Request, code: str) -> Response:
        """Show the form, and what became of what the class sent before."""
        try:
            return self._show(request, await self.answers.open(code))
        except Refused as refused:
            return self._ask(request, tidy(code), refused.key)
        except StoreProblem:
            return self._ask(request, tidy(code), "refused.busy")

    async def send(
        self,
        request: Request,
        code: str,
        key: Text,
        said: Text = "",
        present: Text = "",
        agreed: Text = "",
    ) -> Response:
        """Take the class's answer; what is refused stands in the form."""
        sent, opened = Sent(said, present.strip()[:9], agreed[:20], key), None
        try:
            opened = await self.answers.open(code)
            async with self.door.open(request, self._came(opened, sent)):
                concern = await self.answers.answer(opened, sent)
            opened = await self.answers.open(code)
        except Refused as refused:
            return self._hand_back(request, opened, code, sent, refused.key)
        except TooQuick as quick:
            return self._hand_back(request, opened, code, sent, "slow.wait", quick.seconds)
        except StoreProblem:
            return self._hand_back(request, opened, code, sent, "refused.busy")
        return self._show(request, opened, did="concern.kept" if concern else "class.received")

    def _came(self, opened: Opened, sent: Sent) -> Came:
        key = self.host.seal.fingerprint(f"class:{opened.group.id}:{sent.key}:{sent.said}")
        return Came(key, SOURCE, opened.group.id, opened.asked.code, said=sent.said)

    def _ask(
        self, request: Request, code: str, why: str, sent: Sent | None = None, seconds: int = 0
    ) -> Response:
        said = sent.said.encode("utf-8", "replace").decode() if sent else ""
        card_first = needs_card(self.host.reader, said)
        data = {"code": code, "why": why, "said": said, "card_first": card_first, "seconds": seconds}
        answer = self.page(request, "chat/class_code.html", data, STATUS.get(why, 200))
        if why == "class.shut":
            answer.headers["Retry-After"] = str(seconds_left(self.host.clock()))
        return answer

    def _hand_back(
        self, request: Request, opened: Opened | None, code: str, sent: Sent, why: str, seconds: int = 0
    ) -> Response:
        if opened is None:
            return self._ask(request, tidy(code), why, sent)
        answer = self._show(request, opened, sent, why=why, seconds=seconds)
        if seconds:
            answer.headers["Retry-After"] = str(seconds)
        return answer

    def _show(
        self,
        request: Request,
        opened: Opened,
        sent: Sent | None = None,
        *,
        did: str = "",
        why: str = "",
        seconds: int = 0,
    ) -> Response:
        asked = opened.asked
        language = asked.language_for(self.language_for(request))
        typed = sent or Sent("", str(opened.group.headcount), "", new_secret())
        said = typed.said.encode("utf-8", "replace").decode()  # half a character cannot be sent back
        data = {
            "code": opened.group.code,
            "name": opened.group.name,
            "round": asked.name,
            "example": asked.municipality.is_example,
            "languages": list(asked.languages),
            "question": self.host.speech.question(asked, language, begins=True),
            "open": asked.municipality.takes_wishes and asked.is_open(self.host.clock()),
            "sent": as_sent(self.host, opened, language),
            "said": said,
            "present": typed.present,
            "agreed": typed.agreed,
            "hows": list(AGREED_HOW),
            "key": typed.key,
            "did": did,
            "why": why,
            "seconds": seconds,
            "final": why in FINAL,
            "card_first": did == "concern.kept" or (bool(why) and needs_card(self.host.reader, said)),
        }
        return self.page(
            request, "chat/class.html", data, STATUS.get(why, 422) if why else 200, language=language
        )


def as_sent(host: Host, opened: Opened, language: str) -> dict[str, Any] | None:
    """Tell what became of the newest answer, without a word of it, nor whether the duty adult has it."""
    if not opened.sent:
        return None
    newest, wish = opened.sent[0], opened.wish
    state = "waiting" if wish is None or wish.flagged else wish.state
    return {
        "at": newest.at,
        "present": newest.present,
        "status": host.speech.texts.say(f"status.{state}", language),
        "answer": host.speech.show_answer(wish, language) if wish and not wish.flagged else "",
        "times": newest.place,
    }
