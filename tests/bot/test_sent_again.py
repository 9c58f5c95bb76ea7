"""An old form that a browser's way back sends again: answered kindly in every step, and nothing is doubled.

One rule: the steps are the program's own, by the ways of `test_every_state`.
"""

import re
from html import unescape

import httpx
import pytest
from fastapi import FastAPI

from bot.record import open_record
from collector.model import Round
from collector.sealing import Seal
from collector.store.front import Row, Store
from tests.bot.fields import wishes_kept
from tests.bot.test_every_state import WAYS, prepare
from tests.bot.test_fairness import CHAT, CRY, phone_at

pytestmark = pytest.mark.usefixtures("asked")
Form = dict[str, str]
KEPT = ("wishes", "talks", "turns", "cases", "contacts", "decisions", "outgoing")


async def everything(store: Store) -> dict[str, list[Row]]:
    """All that is kept of people's words."""
    return await store.read(
        lambda tx: {name: [dict(row) for row in tx.all(f"SELECT * FROM {name}")] for name in KEPT}
    )


def form_for(page: str, said: str) -> Form:
    """The form that a browser without JavaScript sends from a page: some words, or a tapped (*) button."""
    key = re.search(r'name="key" id="key" value="([^"]+)"', page)
    assert key is not None
    if not said.startswith("* "):
        return {"key": key[1], "said": said}
    buttons = re.findall(r'name="chose" value="([^"]*)">([^<]*)<', page)
    value = next(value for value, label in buttons if unescape(label) == said[2:])
    return {"key": key[1], "said": "", "chose": value}


def shown(page: httpx.Response) -> str:
    """What a page says, without the key that each page has anew."""
    return re.sub(r'(name="key"[^>]* value=")[^"]*', r"\1", page.text)


async def walk(phone: httpx.AsyncClient, *said: str) -> list[tuple[Form, httpx.Response]]:
    """Send each form from the page that answered the one before."""
    page, sent = (await phone.get(CHAT)).text, []
    for each in said:
        form = form_for(page, each)
        sent.append((form, await phone.post(CHAT, data=form)))
        page = sent[-1][1].text
    return sent


@pytest.mark.parametrize("step", WAYS)
async def test_every_old_form_sent_again_shows_the_talk_and_changes_nothing(
    app: FastAPI, store: Store, asked: Round, seal: Seal, step: str
) -> None:
    await store.write(prepare(step, asked))
    async with phone_at(app) as phone:
        sent = await walk(phone, *WAYS[step])
        before = await everything(store)
        for form, answered in reversed(sent):
            again = await phone.post(CHAT, data=form)
            assert again.status_code == 200
            if form is sent[-1][0] and len(sent) > 1:
                assert shown(again) == shown(answered), "the same form has the same answer"
            for line in re.findall(r'<div class="line (?:bot|you)">.*?</div>', answered.text):
                assert line in again.text or "ikke leve" in sent[0][0]["said"]
        assert await everything(store) == before
        (row,) = await store.read(lambda tx: tx.all("SELECT id, version, state FROM talks"))
        assert open_record(seal, row["id"], row["version"], row["state"]).talk.step == step


@pytest.mark.parametrize("step", WAYS)
async def test_a_page_from_the_history_can_still_be_written_on_and_its_old_button_is_told_of_kindly(
    app: FastAPI, store: Store, asked: Round, step: str
) -> None:
    """A browser that kept the page shows it with its old key and its old buttons."""
    await store.write(prepare(step, asked))
    async with phone_at(app) as phone:
        page = (await phone.get(CHAT)).text
        sent = await walk(phone, *WAYS[step])
        kept = len(await wishes_kept(store))
        old = form_for(sent[0][1].text, "x")["key"]
        tapped = await phone.post(CHAT, data={"key": old, "chose": "no-such-button"})
        assert (tapped.status_code, "Den knappen gjelder ikke lenger" in tapped.text) == (200, True)
        assert len(await wishes_kept(store)) == kept
        written = await phone.post(CHAT, data=form_for(page, "en dansegruppe på torsdager"))
        assert written.status_code == 200
        raw = [row["raw"] for row in (await everything(store))["wishes"]]
        assert len(raw) >= kept


async def test_what_was_erased_stays_erased_when_its_form_is_sent_again(app: FastAPI, store: Store) -> None:
    async with phone_at(app) as phone:
        sent = await walk(phone, "sjakk med kanarifugl", "slett", "* Ja, slett")
        for form, _ in sent:
            again = await phone.post(CHAT, data=form)
            assert "Slettet. Det er borte for godt." in again.text
            assert "kanarifugl" not in again.text
    assert await wishes_kept(store) == []


@pytest.mark.parametrize("words", ["sjakk med kanarifugl", CRY])
async def test_after_done_the_first_form_says_that_it_is_kept_and_shows_no_words(
    app: FastAPI, store: Store, words: str
) -> None:
    async with phone_at(app) as phone:
        ((form, _),) = await walk(phone, words)
        await phone.post(f"{CHAT}/done")
        again = await phone.post(CHAT, data=form)
    assert again.status_code == 409
    assert "Dette er sendt og tatt vare på fra før." in again.text
    assert "Ikke sendt ennå" not in again.text
    assert words not in again.text
    assert ('<div class="card-line">' in again.text) == (words == CRY)
    assert len(await wishes_kept(store)) == 1


async def test_a_receipts_forms_sent_again_have_the_same_answer(app: FastAPI, store: Store) -> None:
    async with phone_at(app) as phone:
        ((_, answered),) = await walk(phone, "sjakk")
        found = re.search(r'href="(/r/[^"]+)"', answered.text)
        assert found is not None
        (wish,) = await wishes_kept(store)
        words = {"wish": wish.id, "key": "k", "said": "dans"}
        first, again = [await phone.post(f"{found[1]}/words", data=words) for _ in range(2)]
        assert shown(first) == shown(again)
        (wish,) = await wishes_kept(store)
        first, again = [await phone.post(f"{found[1]}/erase", data={"wish": wish.id}) for _ in range(2)]
        assert "Slettet. Det er borte for godt." in first.text
        assert "Det ønsket er ikke her nå." in again.text
    assert await wishes_kept(store) == []
