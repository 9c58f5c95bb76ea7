"""The chat in a browser: a plain form that works without JavaScript, and arrives piece by piece with it.

One rule: nothing is kept and no cookie set before the first message is sent.
"""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.alarm import cries_for_help, needs_card
from bot.channels.webchat.answered import answered_routes
from bot.channels.webchat.became import became_routes
from bot.channels.webchat.by_words import by_words_routes
from bot.channels.webchat.classes import class_routes
from bot.channels.webchat.door import Door, TooQuick
from bot.channels.webchat.figures_wall import figures_wall_routes
from bot.channels.webchat.news import news_routes
from bot.channels.webchat.offline import offline_routes
from bot.channels.webchat.receipts import receipt_routes
from bot.channels.webchat.signposts import Signposts, signpost_of
from bot.helpcard import Helpline, lines_on_card
from bot.host import Host
from bot.live import Live
from bot.problems import Refused
from bot.speech import View
from bot.turn import Came
from collector import rounding
from collector.codes import tidy
from collector.ids import new_secret
from collector.messengers import Lost, lost_lately
from collector.model import Round
from collector.store import rounds
from collector.store.front import StoreProblem, Tx
from collector.web.doors import public
from collector.web.packing import packed
from collector.web.show import READY_LANGUAGES, Pages, language_of

CHANNEL = "webchat"
TELEGRAM = "telegram"
COOKIE = "__Host-ekko-talk"
COOKIE_DAYS = 30
STATUS = {
    "refused.no_round": 404,
    "refused.closed": 410,
    "refused.shut": 403,
    "refused.class": 403,
    "refused.too_long": 413,
    "refused.again": 409,
    "refused.busy": 503,
    "slow.wait": 429,
}

Text = Annotated[str, Form()]


def chat_routes(
    host: Host, pages: Pages, helplines: tuple[Helpline, ...], door: Door, live: Live
) -> APIRouter:
    """Make every page that a young person meets."""
    signposts = Signposts(host.store, tidy)
    router = APIRouter(dependencies=[Depends(public), Depends(signposts)])
    chat = Chat(host, pages, helplines, door)
    router.get("/")(chat.front)
    router.get("/c")(chat.find)
    router.get("/c/{code}")(chat.look)
    router.post("/c/{code}")(chat.turn)
    router.post("/c/{code}/done")(chat.done)
    router.get("/help")(chat.help)
    router.include_router(offline_routes(pages, chat.page, reading_language))
    router.include_router(receipt_routes(host, chat.page, reading_language, door))
    router.include_router(by_words_routes(host, chat.page, reading_language, tidy, door))
    router.include_router(class_routes(host, chat.page, reading_language, door))
    router.include_router(news_routes(host, live, heard_by_cookie, chat.news, chat.look))
    router.include_router(answered_routes(host, chat.page, reading_language, tidy))
    router.include_router(became_routes(host, chat.page, reading_language, tidy))
    router.include_router(figures_wall_routes(host, chat.page, reading_language, tidy))
    return router


class Chat:
    """The pages of the talk."""

    def __init__(self, host: Host, pages: Pages, helplines: tuple[Helpline, ...], door: Door) -> None:
        self.host = host
        self.pages = pages
        self.helplines = helplines
        self.door = door

    async def front(self, request: Request) -> Response:
        """Ask for the code on the poster."""
        return packed(request, self.page(request, "chat/front.html", {}))

    async def find(self, request: Request, code: str = "", see: str = "") -> Response:
        """Lead from the code, however it was typed, to its page or to its answers; ask for one that lacks."""
        if not tidy(code):
            return await self.front(request)
        way = f"/c/{tidy(code)}" + ("/answers" if see == "answers" else "")
        return RedirectResponse(way, 303)

    async def help(self, request: Request) -> Response:
        """Show the help card on a page of its own."""
        return packed(request, self.page(request, "chat/help.html", {}))

    async def look(self, request: Request, code: str) -> Response:
        """Show the talk as it stands, or as it begins."""
        token = request.cookies.get(COOKIE)
        try:
            view = await self.host.look(came(request, code, token), link="/r/") if token else None
            if view is not None:
                return self._talk(request, view)
            view, lost = await self._opening(request, code)
            return packed(request, self._talk(request, view, lost=lost))
        except Refused as refused:
            meant = await self._meant(code) if refused.key == "refused.no_round" else None
            return self._refuse(request, code, refused.key, meant=meant)

    async def turn(
        self,
        request: Request,
        code: str,
        key: Text,
        said: Text = "",
        chose: Annotated[str | None, Form()] = None,
    ) -> Response:
        """Take one turn; the words stay in the box until they are on disk."""
        cookie = request.cookies.get(COOKIE)
        token = cookie or self.host.seal.fingerprint(f"cookie:{key}:{said}")
        language = reading_language(request)
        event = came(request, code, token, key=key, said=said, chose=chose, language=language)
        try:
            whole = cookie is not None and not arrives_in_pieces(request)
            async with self.door.open(request, event):
                view = await self.host.turn(event, link="/r/", whole=whole)
        except Refused as refused:
            return self._refuse(request, code, refused.key, said)
        except TooQuick as quick:
            return self._slow_down(request, code, quick.seconds, said, key, chose)
        except StoreProblem:
            return self._refuse(request, code, "refused.busy", said, key, chose)
        answer = self._talk(request, view, said if chose is not None else "")
        keep_cookie(answer, token)
        return answer

    async def done(self, request: Request, code: str) -> Response:
        """Clear the screen and end the cookie; what was sent stays kept."""
        if token := request.cookies.get(COOKIE):
            await self.host.leave(came(request, code, token))
        answer = self.page(request, "chat/done.html", {"code": tidy(code)})
        answer.headers["Clear-Site-Data"] = '"storage"'
        answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
        return answer

    def news(self, request: Request, view: View) -> Response:
        """Show what was answered since the page was drawn, as a piece of it."""
        return self.page(request, "chat/news.html", {"talk": as_data(view)}, language=view.language)

    def page(
        self, request: Request, template: str, data: dict[str, Any], status: int = 200, language: str = ""
    ) -> Response:
        """Show a page, always with the help card on it."""
        language = language or reading_language(request)
        here = signpost_of(request)
        card = [each._asdict() for each in lines_on_card(self.helplines, here.watch)]
        shown = {**data, "card": card, "place": asdict(here)}
        return self.pages.show(request, template, shown, language=language, status=status)

    async def _opening(self, request: Request, code: str) -> tuple[View, Lost | None]:
        """Show how a talk begins, and whether what was written elsewhere may be lost."""
        now = self.host.clock()

        def find(tx: Tx) -> tuple[Round | None, Lost | None]:
            asked = rounds.find_round(tx, tidy(code))
            return asked, lost_lately(tx, asked.municipality.id, TELEGRAM, now) if asked else None

        asked, lost = await self.host.store.read(find)
        if asked is None:
            raise Refused("refused.no_round")
        self.host.refuse_alone(asked)
        return self.host.opening(reading_language(request), asked), lost

    async def _meant(self, code: str) -> str | None:
        """Find the round that somebody most likely meant, who slipped while typing."""
        now = self.host.clock()
        return await self.host.store.read(lambda tx: rounding.suggest(tx, code, now))

    def _talk(self, request: Request, view: View, said: str = "", lost: Lost | None = None) -> Response:
        data = {"asked": about(view), "talk": as_data(view), "key": new_secret(), "said": said, "lost": lost}
        template = "chat/turn.html" if arrives_in_pieces(request) else "chat/talk.html"
        return self.page(request, template, data, language=view.language)

    def _refuse(
        self,
        request: Request,
        code: str,
        why: str,
        said: str = "",
        key: str = "",
        chose: str | None = None,
        meant: str | None = None,
    ) -> Response:
        card_first = needs_card(self.host.reader, said)
        if why == "refused.again":
            said = ""  # it is kept, and whoever goes back on a shared screen must not read it
        return self._hand_back(request, code, why, said, key, chose, card_first=card_first, meant=meant)

    def _slow_down(
        self, request: Request, code: str, seconds: int, said: str, key: str, chose: str | None
    ) -> Response:
        """Refuse what came too soon, with little work: there may be much of it."""
        card_first = cries_for_help(said)
        answer = self._hand_back(
            request, code, "slow.wait", said, key, chose, card_first=card_first, seconds=seconds
        )
        answer.headers["Retry-After"] = str(seconds)
        return answer

    def _hand_back(
        self, request: Request, code: str, why: str, said: str, key: str, chose: str | None, **more: Any
    ) -> Response:
        said = said.encode("utf-8", "replace").decode()  # half a character cannot be sent back
        data = {"code": tidy(code), "why": why, "said": said, "key": key or new_secret(), "chose": chose}
        template = "chat/notice.html" if arrives_in_pieces(request) else "chat/refused.html"
        rest = {"seconds": 0, "meant": None}
        return self.page(request, template, {**rest, **data, **more}, STATUS.get(why, 422))


def came(request: Request, code: str, token: str, **more: Any) -> Came:
    """Name what came in; the same words with the same key are the same event, other words are another."""
    said, chose = more.get("said") or "", more.get("chose")
    key = f"{CHANNEL}:{token}:{more.pop('key', '')}:{chose}:{said if chose is None else ''}"
    print_of_key = request.app.state.house.seal.fingerprint(key)
    return Came(key=print_of_key, channel=CHANNEL, who=token, round_code=tidy(code), **more)


def heard_by_cookie(request: Request, code: str) -> Came | None:
    """Name who looks, where the cookie says so."""
    token = request.cookies.get(COOKIE)
    return came(request, code, token) if token else None


def arrives_in_pieces(request: Request) -> bool:
    """Tell whether the page is there already and only what is new is asked for."""
    return "hx-request" in request.headers


def keep_cookie(answer: Response, token: str) -> None:
    """Set the one cookie there is."""
    days = COOKIE_DAYS * 24 * 60 * 60
    answer.set_cookie(COOKIE, token, max_age=days, path="/", secure=True, httponly=True, samesite="lax")


def reading_language(request: Request) -> str:
    """Choose the language to read in."""
    return asked_language(request) or language_of(request)


def asked_language(request: Request) -> str | None:
    """Find the language that was asked for in the address."""
    language = request.query_params.get("lang")
    return language if language in READY_LANGUAGES else None


def about(view: View) -> dict[str, Any]:
    """Tell a page which round this is."""
    asked = view.asked
    if asked is None:
        return {}
    return {
        "code": asked.code,
        "name": asked.name,
        "example": asked.municipality.is_example,
        "languages": list(asked.languages),
    }


def as_data(view: View) -> dict[str, Any]:
    """Turn a view into what a template or JSON shows."""
    return {
        "bubbles": [
            {
                "by": each.by,
                "text": each.text,
                "turn": each.turn,
                "status": each.status,
                "link": each.link,
                "words": each.words,
                "answer": each.answer,
                "place": each.place,
            }
            for each in view.bubbles
        ],
        "buttons": [{"value": each.value, "label": each.label} for each in view.buttons],
        "turn": view.turn,
        "ask": view.ask,
        "concern": view.concern,
        "newest": view.newest,
    }
