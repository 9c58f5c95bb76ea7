"""A round as it is met in the chat, and as it is made at the prompt."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from rich.console import Console

from bot import asking
from bot import rounds as commands
from bot.host import Host
from bot.problems import BadRequest
from bot.rounds import Wanted
from bot.settings import Settings
from collector import rounding
from collector.model import ASKABLE, OFFERED, OwnWords, Round
from collector.rounding import Plan
from collector.store import rounds
from collector.store.front import Store
from tests.bot.fields import CODE, say, wishes_kept
from tests.bot.test_catalogue import here
from tests.conftest import Clock

FOR_WHOM = "For deg som går på ungdomsskolen."
QUESTION = "Hva savner du på klubben?"
WORDS = {"nb": QUESTION, "en": "What do you miss at the club?"}


@pytest_asyncio.fixture
async def phone(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://localhost") as client:
        yield client


@pytest.fixture
def own(store: Store, asked: Round, clock: Clock) -> Round:
    """A round with a question of its own, in two languages."""
    whom = {"nb": FOR_WHOM, "en": "For you at school."}
    plan = Plan("Klubben", "lur-panda", "2026-09-21", languages=("nb", "en"), question=WORDS, for_whom=whom)
    return asyncio.run(store.write(lambda tx: rounding.open_round(tx, asked.municipality, plan, clock())))


async def test_the_rounds_own_question_is_what_the_chat_asks(phone: httpx.AsyncClient, own: Round) -> None:
    page = (await phone.get("/c/lur-panda", headers={"accept-language": "nb"})).text
    assert f"{FOR_WHOM}\n{QUESTION}" in page
    assert "Hva skulle du ønske fantes" not in page
    await phone.post("/c/lur-panda", data={"key": "a", "said": "dans og turn"})
    sent = await phone.get("/c/lur-panda")
    assert QUESTION in sent.text


async def test_the_chat_speaks_only_the_rounds_languages(phone: httpx.AsyncClient, own: Round) -> None:
    page = (await phone.get("/c/lur-panda", headers={"accept-language": "nn"})).text
    assert '<html lang="nb"' in page
    assert "lang=en" in page
    assert "lang=nn" not in page
    chosen = (await phone.post("/c/lur-panda", data={"key": "a", "said": "språk"})).text
    assert "English" in chosen
    assert "Nynorsk" not in chosen


async def test_what_a_leader_sees_beforehand_is_what_the_chat_says(
    phone: httpx.AsyncClient, host: Host, own: Round
) -> None:
    page = (await phone.get("/c/lur-panda", headers={"accept-language": "en"})).text
    for line in host.opening_words(own, "en"):
        assert line.replace("'", "&#39;") in page


@pytest.mark.parametrize("typed", ["Glad Elg", "glad-elg.", "GLAD  elg"])
async def test_a_code_is_found_however_it_was_typed(
    phone: httpx.AsyncClient, asked: Round, typed: str
) -> None:
    found = await phone.get("/c", params={"code": typed})
    assert found.headers["location"] == f"/c/{CODE}"


@pytest.mark.parametrize("typed", ["gladelg", "Glad-Elk", "glad-leg", "gladd elg"])
async def test_a_slip_of_the_finger_gets_one_clear_suggestion(
    phone: httpx.AsyncClient, asked: Round, typed: str
) -> None:
    page = await phone.get("/c", params={"code": typed}, follow_redirects=True)
    assert page.status_code == 404
    assert "Mente du «glad-elg»?" in page.text
    assert f'href="/c/{CODE}?lang=nb"' in page.text


async def test_a_round_that_is_over_or_far_from_what_was_typed_is_not_suggested(
    phone: httpx.AsyncClient, asked: Round, store: Store, clock: Clock
) -> None:
    assert "Mente du" not in (await phone.get("/c/rask-rev")).text
    await store.write(lambda tx: rounds.close_round(tx, asked.id, clock()))
    assert "Mente du" not in (await phone.get("/c/gladelg")).text


async def test_without_a_code_it_is_asked_for(phone: httpx.AsyncClient) -> None:
    page = await phone.get("/c")
    assert page.status_code == 200
    assert 'name="code"' in page.text


@pytest.mark.parametrize("pieces", [{}, {"hx-request": "true"}])
async def test_words_written_while_the_round_closes_stay_and_are_told_to_be_unsent(
    phone: httpx.AsyncClient, store: Store, asked: Round, clock: Clock, pieces: dict[str, str]
) -> None:
    await phone.get(f"/c/{CODE}")
    await store.write(lambda tx: rounding.close_round(tx, asked.municipality, CODE, clock()))
    page = await phone.post(f"/c/{CODE}", data={"key": "k", "said": "et sted å øve"}, headers=pieces)
    assert page.status_code == 410
    assert "Det du skrev, er ikke sendt" in page.text
    assert pieces or "et sted å øve</textarea>" in page.text  # in pieces, the box is left as it is
    assert await wishes_kept(store) == []


async def test_a_round_that_has_not_begun_takes_nothing(
    phone: httpx.AsyncClient, own: Round, clock: Clock
) -> None:
    clock.now = own.opens_at - 1
    assert (await phone.post("/c/lur-panda", data={"key": "k", "said": "dans"})).status_code == 410


def test_a_form_offers_what_the_chat_can_ask_and_speak() -> None:
    from bot.dialogs import follow_ups
    from bot.dialogs.book import SPOKEN

    assert (ASKABLE, OFFERED) == (follow_ups.ASKABLE, SPOKEN)


def settings_of(tmp_path: Path) -> tuple[Settings, StringIO, Console]:
    out = StringIO()
    return here(tmp_path), out, Console(file=out)


async def test_a_round_is_made_listed_changed_and_closed_at_the_prompt(
    store: Store, asked: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, out, console = settings_of(tmp_path)
    own = ["nb=Hva savner du?"]
    wanted = Wanted("Våren", "lur-panda", "2027-01-10", "2027-02-01", "nb", "where age", own)
    await commands.new(settings, "eksempelvik", wanted, console)
    assert "/c/lur-panda" in capsys.readouterr().out
    await commands.change(settings, "Lur Panda", Wanted(last_day="", name="Vinteren"), console)
    await commands.show(settings, "Eksempelvik", console)
    assert "lur-panda  coming  2027-01-10 to no last day  Vinteren" in out.getvalue()
    made = await store.read(lambda tx: rounds.find_round(tx, "lur-panda"))
    assert made is not None
    assert (made.asks, made.words) == (("where", "age"), (OwnWords("nb", "Hva savner du?"),))
    await commands.close(settings, CODE, console)
    assert "glad-elg is over" in out.getvalue()


async def test_the_prompt_says_what_is_wrong_and_changes_nothing(
    store: Store, asked: Round, host: Host, tmp_path: Path
) -> None:
    settings, _, console = settings_of(tmp_path)
    with pytest.raises(BadRequest, match="too like"):
        await commands.new(settings, "Eksempelvik", Wanted("Våren", "glad-elk"), console)
    with pytest.raises(BadRequest, match="There is no klingon"):
        await commands.new(settings, "Eksempelvik", Wanted("Våren", languages="klingon"), console)
    with pytest.raises(BadRequest, match="language first"):
        await commands.new(settings, "Eksempelvik", Wanted("Våren", question=["Hva?"]), console)
    with pytest.raises(BadRequest, match="no round with the code"):
        await commands.close(settings, "feil-kode", console)
    await host.turn(say("dans"))
    with pytest.raises(BadRequest, match="its code and what it asks stand"):
        await commands.change(settings, CODE, Wanted(asks="age"), console)
    with pytest.raises(BadRequest, match="what was asked stands"):
        await asking.choose(settings, CODE, "age", console)
    stands = await store.read(lambda tx: rounds.find_round(tx, CODE))
    assert stands == replace(asked, version=0)


async def test_a_poster_is_written_or_it_is_said_why_not(asked: Round, tmp_path: Path) -> None:
    settings, out, console = settings_of(tmp_path)
    file = tmp_path / "plakat.pdf"
    await commands.poster(settings, "Glad Elg", file, "A3", "nn", console)
    assert file.read_bytes().startswith(b"%PDF")
    assert "The poster of glad-elg" in out.getvalue()
    for code, paper, language, into in (
        ("feil-kode", "a4", "nb", file),
        (CODE, "a5", "nb", file),
        (CODE, "a4", "sv", file),
        (CODE, "a4", "nb", tmp_path),
    ):
        with pytest.raises(BadRequest, match=r"There is no|cannot be written"):
            await commands.poster(settings, code, into, paper, language, console)
