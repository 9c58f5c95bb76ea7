"""A small Telegram on this machine: as much of the Bot API over real HTTP as both libraries use.

One rule: it does what Telegram's own documentation says. Updates come again until an offset acknowledges
them, `allowed_updates` is heeded, and a bot that somebody has blocked is answered 403.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Json = dict[str, Any]
Post = Callable[[str, str, Json], Awaitable[int]]
LONGEST = 4096
"""A message may have so many units of UTF-16; an emoji is two."""
PATIENCE = 90
"""No test waits so long but for something that will never come."""


class FakeApi:
    """Every bot's updates, and all that was asked of Telegram."""

    def __init__(self) -> None:
        self.address = ""
        self.calls: list[tuple[str, Json]] = []
        self.sent: list[Json] = []
        self.blocked: set[int] = set()
        self.offsets: list[int | None] = []
        self.polled: set[str] = set()
        self.edited: list[Json] = []
        self.webhooks: dict[str, Json] = {}
        self.post: Post | None = None
        """How updates are brought where a webhook is set; until there is a way, they wait."""
        self.hook_error = ""
        """What went wrong last when an update was brought."""
        self.hook_error_at = 1
        self.brought: list[int] = []
        self._bringing: set[asyncio.Task[None]] = set()
        self._updates: dict[str, list[Json]] = defaultdict(list)
        self._answers: dict[str, deque[web.Response | None]] = defaultdict(deque)
        self._changed = asyncio.Condition()
        self._released = asyncio.Event()
        self._number = 0

    async def add(self, token: str, kind: str, event: Json, update_id: int | None = None) -> Json:
        """Let an update happen; returns it, so that a test can send it again."""
        self._number += 1
        update = {"update_id": update_id or 1000 + self._number, kind: event}
        await self.repeat(token, update)
        return update

    async def repeat(self, token: str, *updates: Json) -> None:
        """Let updates come that came before, or several at once."""
        async with self._changed:
            self._updates[token] += updates
            self._changed.notify_all()
        self._bring_each(token, updates)

    def _bring_each(self, token: str, updates: Sequence[Json]) -> None:
        """Bring updates to a webhook all at once, as Telegram does over many wires."""
        if token not in self.webhooks:
            return
        for update in updates:
            task = asyncio.create_task(self._bring(token, update))
            self._bringing.add(task)
            task.add_done_callback(self._bringing.discard)

    async def _bring(self, token: str, update: Json) -> None:
        """Bring one, again and again until it is taken."""
        while (post := self.post) is not None and (hook := self.webhooks.get(token)) is not None:
            status = await post(hook["url"], hook["secret_token"], update)
            async with self._changed:
                self.brought.append(status)
                if status == 200:
                    self._updates[token].remove(update)
                self._changed.notify_all()
            if status == 200:
                return
            await asyncio.sleep(0.02)

    def answer_next(self, method: str, *statuses: int, retry_after: int = 0, description: str = "no") -> None:
        """Answer the next calls of a method with these errors; status 0 hangs until the server closes."""
        for status in statuses:
            wrong = {"ok": False, "error_code": status, "description": description}
            wrong |= {"parameters": {"retry_after": retry_after}} if retry_after else {}
            self._answers[method].append(web.json_response(wrong, status=status) if status else None)

    async def until(self, holds: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait until something holds, looking anew after each call."""
        async with asyncio.timeout(patience), self._changed:
            await self._changed.wait_for(lambda: bool(holds()))

    def forget_waiting(self, token: str) -> None:
        """Let every update be brought that waits."""
        self._updates[token].clear()

    async def until_acknowledged(self, token: str) -> None:
        """Wait until every update was acknowledged."""
        await self.until(lambda: not self._updates[token])

    def sent_to(self, chat: int) -> list[Json]:
        """List the messages that reached a chat."""
        return [message for message in self.sent if message["chat_id"] == chat]

    def texts_to(self, chat: int) -> list[str]:
        """List the words that reached a chat."""
        return [message["text"] for message in self.sent_to(chat)]

    def asked(self, method: str) -> list[Json]:
        """List what was asked by one method."""
        return [params for name, params in self.calls if name == method]

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one call."""
        method, params = request.match_info["method"], read(await request.post())
        async with self._changed:
            self.calls.append((method, params))
            self._changed.notify_all()
        if self._answers[method]:
            if (answer := self._answers[method].popleft()) is None:
                await self._released.wait()
            return answer or web.Response(status=503)
        return await self._do(method, request.match_info["token"], params)

    async def _do(self, method: str, token: str, params: Json) -> web.Response:
        if method == "getUpdates":
            return ok(await self._next_updates(token, params))
        if method == "getMe":
            return ok(
                {"id": int(token.split(":")[0]), "is_bot": True, "first_name": "Ekko", "username": "ekko_bot"}
            )
        if method in ("setWebhook", "deleteWebhook", "getWebhookInfo"):
            return ok(self._hook(method, token, params))
        if method == "editMessageText":
            return await self._edit(params)
        if method != "sendMessage":
            return ok(True)
        if len(params["text"].encode("utf-16-le")) > 2 * LONGEST:
            wrong = {"ok": False, "error_code": 400, "description": "Bad Request: message is too long"}
            return web.json_response(wrong, status=400)
        if params["chat_id"] in self.blocked:
            wrong = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
            return web.json_response(wrong, status=403)
        return ok(await self._keep(params))

    def _hook(self, method: str, token: str, params: Json) -> Any:
        """Set, take away or tell of a webhook."""
        if method == "getWebhookInfo":
            url = self.webhooks.get(token, {}).get("url", "")
            waiting = len(self._updates[token])
            last = (
                {"last_error_date": self.hook_error_at, "last_error_message": self.hook_error}
                if self.hook_error
                else {}
            )
            return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting} | last
        self.webhooks.pop(token, None)
        if method == "setWebhook":
            self.webhooks[token] = params
            self._bring_each(token, self._updates[token])
        return True

    async def _edit(self, params: Json) -> web.Response:
        """Let a message say something else, where it is there."""
        async with self._changed:
            self.edited.append(params)
            for message in self.sent:
                if message["message_id"] == params["message_id"]:
                    message |= {"text": params["text"], "reply_markup": params.get("reply_markup")}
                    self._changed.notify_all()
                    return ok(True)
            self._changed.notify_all()
        wrong = {"ok": False, "error_code": 400, "description": "Bad Request: message to edit not found"}
        return web.json_response(wrong, status=400)

    async def _keep(self, params: Json) -> Json:
        async with self._changed:
            self._number += 1
            self.sent.append({**params, "message_id": self._number})
            self._changed.notify_all()
        return {
            "message_id": self._number,
            "date": 1,
            "chat": private(params["chat_id"]),
            "text": params["text"],
        }

    async def _next_updates(self, token: str, params: Json) -> list[Json]:
        offset, allowed = params.get("offset"), params.get("allowed_updates") or []
        async with self._changed:
            self.offsets.append(offset)
            self.polled.add(token)
            waiting = self._updates[token]
            if offset is not None:
                waiting[:] = [each for each in waiting if each["update_id"] >= offset]
            if allowed:
                waiting[:] = [each for each in waiting if set(allowed) & set(each)]
            self._changed.notify_all()
            try:
                async with asyncio.timeout(params.get("timeout", 0)):
                    await self._changed.wait_for(lambda: waiting or self._released.is_set())
            except TimeoutError:
                return []
            return waiting[: params.get("limit", 100)]

    async def close(self) -> None:
        """Let go of everybody who waits."""
        self._released.set()
        async with self._changed:
            self._changed.notify_all()


def read(form: Any) -> Json:
    """Read a call's parameters: those that are JSON as what they are."""
    return {name: value if name == "text" else as_json(value) for name, value in form.items()}


def as_json(value: str) -> Any:
    """Read a value as JSON where it is some."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def ok(result: Any) -> web.Response:
    """Answer as Telegram does when all is well."""
    return web.json_response({"ok": True, "result": result})


def private(chat: int) -> Json:
    """Describe somebody's chat, with more of a profile than anybody should keep."""
    return {"id": chat, "type": "private", "first_name": "Kanarifugl", "username": "kanarifugl"}


@asynccontextmanager
async def serve() -> AsyncIterator[FakeApi]:
    """Serve a fresh Telegram on a free port of this machine."""
    api = FakeApi()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", api.handle)
    runner = web.AppRunner(app, shutdown_timeout=1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    api.address = f"http://{host}:{port}"
    try:
        yield api
    finally:
        await api.close()
        await runner.cleanup()
