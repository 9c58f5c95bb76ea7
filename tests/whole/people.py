"""A leader at work, over HTTP: signs in by a link, looks through the queue, decides, reads the summary."""

import re
from collections import Counter
from html import unescape
from typing import Any

import httpx

from collector.review import SHOWN

CODE = "glad-elg"
Wish = dict[str, Any]


class Leader:
    """Somebody who signed in; the cookie is carried by hand, since it is only for HTTPS."""

    def __init__(self, web: httpx.Client, link: str) -> None:
        self._web = web
        looked = web.get(link)
        assert looked.status_code == 200, "looking at the link changes nothing and uses nothing up"
        came_in = web.post(link)
        assert (came_in.status_code, came_in.headers["location"]) == (303, "/desk")
        self._cookie = {"Cookie": came_in.headers["set-cookie"].partition(";")[0]}

    def read(self, path: str, **params: str) -> Any:
        """Read a screen's data."""
        headers = {**self._cookie, "Accept": "application/json"}
        answer = self._web.get(path, params=params, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def summary(self) -> dict[str, dict[str, int]]:
        """The figures of the example's round, as {of what: {name: n}}."""
        found = self.read(f"/desk/summary/{CODE}")
        figures = {what: found[what] for what in ("activities", "languages", "sources")}
        named = {what: {cell["id"]: cell["n"] for cell in cells} for what, cells in figures.items()}
        return {**named, "totals": {name: cell["n"] for name, cell in found["totals"].items()}}

    def wishes(self) -> list[Wish]:
        """Every wish there is, whatever became of it, page after page."""
        return [wish for state in SHOWN for wish in self._pile(state)]

    def texts(self) -> Counter[str]:
        """How often each text is there."""
        return Counter(wish["text"] for wish in self.wishes())

    def find(self, words: str) -> Wish:
        """The one wish with these words."""
        (wish,) = [wish for wish in self.wishes() if wish["text"] == words]
        return wish

    def decide(self, wish: Wish, what: str) -> httpx.Response:
        """Press a button in the queue."""
        form = {"csrf": self._token(f"/desk/queue?wish={wish['id']}"), "what": what, "seen": wish["seen"]}
        return self._web.post(f"/desk/queue/{wish['id']}", data=form, headers=self._cookie)

    def answer(self, wish: Wish, status: str, text: str) -> httpx.Response:
        """Answer an approved wish."""
        at = f"/desk/answer/{wish['id']}"
        form = {"csrf": self._token(at), "status": status, "text": text}
        return self._web.post(at, data=form, headers=self._cookie)

    def _token(self, path: str) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self._web.get(path, headers=self._cookie).text)
        assert found is not None
        return unescape(found[1])

    def _pile(self, state: str) -> list[Wish]:
        found: list[Wish] = []
        after: str | None = ""
        while after is not None:
            page = self.read("/desk/queue", show=state, after=after)
            found += [page["wish"], *page["next"]] if page["wish"] else []
            after = page["more_after"]
        return found
