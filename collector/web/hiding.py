"""The page on which a leader touches a word of a wish to hide it: each word is a button, no script needed."""

from typing import Any

from fastapi import APIRouter, Request, Response

from collector import hiding, review
from collector.desk import Desk
from collector.ids import new_id
from collector.store.front import Tx
from collector.web import fields
from collector.web.house import house_of
from collector.web.queue import REVIEWERS, AskedPlace, SentForm, act, where
from collector.web.show import show_page

router = APIRouter()


@router.get("/desk/queue/{wish_id}/hide")
async def choose_word(
    request: Request, wish_id: fields.WishId, place: AskedPlace, desk: Desk = REVIEWERS
) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> dict[str, Any]:
        wish = review.show_one(tx, desk, wish_id)
        return {"wish": wish, "parts": parts_of(wish["text"])}

    data = await house.store.read(work)
    return show_page(request, "hide.html", data | where(place) | {"press": new_id(house.clock())})


@router.post("/desk/queue/{wish_id}/hide")
async def hide(
    request: Request,
    wish_id: fields.WishId,
    form: SentForm,
    at: fields.At,
    seen: fields.Seen,
    desk: Desk = REVIEWERS,
) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> None:
        hiding.hide(tx, house.seal, desk, review.take(tx, desk, wish_id, seen), at, house.clock())

    return await act(request, desk, form, work, "hide", wish_id, stay=True, erases=True)


def parts_of(text: str) -> list[dict[str, Any]]:
    """Cut a text into its words, each with its place, and what stands between them.

    >>> [(part["text"], part["at"]) for part in parts_of("Spør Kari!")]
    [('Spør', 0), (' ', None), ('Kari', 5), ('!', None)]
    """
    parts: list[dict[str, Any]] = []
    end = 0
    for each in hiding.words_of(text):
        parts += [{"text": text[end : each.at], "at": None}] if each.at > end else []
        parts.append({"text": each.word, "at": each.at})
        end = each.at + len(each.word)
    return parts + ([{"text": text[end:], "at": None}] if end < len(text) else [])
