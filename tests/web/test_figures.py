"""/metrics: figures for a program that shows the token, and for nobody else; /health for a load balancer."""

import re
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI

from bot.host import Host
from bot.problems import Refused
from bot.speech import Speech
from bot.turn import Came
from bot.wiring import join
from collector.sealing import Seal
from collector.store.front import Store, StoreBusy, Tx
from collector.store.keys import check_key
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.both_engines import store
from tests.conftest import Clock
from tests.web.cast import Cast

__all__ = ["store"]

TOKEN = "t" * 40
CANARY = "kanarifuglsang"
LABELS = {"channel": {"webchat"}, "why": {"refused.too_long", "refused.no_round"}, "le": None}
"""The only labels, and what they may say; the bounds of a histogram are its own."""


@pytest.fixture
def host(store: Store, seal: Seal, reader: Reader, texts: Catalogue, clock: Clock) -> Host:
    return Host(store, seal, reader.fast, Speech(texts), clock)


@pytest.fixture
def app(host: Host, store: Store, seal: Seal, texts: Catalogue, clock: Clock) -> FastAPI:
    """The whole app, with a token for its figures."""
    return join(store, seal, clock, texts, host, metrics_token=TOKEN)


def came(key: str, said: str, code: str = "glad-elg") -> Came:
    return Came(key, "webchat", f"somebody {key}", code, said=said)


async def figures(cast: Cast) -> dict[str, float]:
    answer = await cast.stranger(Authorization=f"Bearer {TOKEN}").get("/metrics")
    assert answer.status_code == 200
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.mark.parametrize(
    "shown", ["", "Bearer", f"Bearer {TOKEN}x", f"Bearer {TOKEN[1:]}", f"Basic {TOKEN}", "Bearer \xe6"]
)
async def test_without_the_very_token_nobody_sees_a_figure(cast: Cast, shown: str) -> None:
    answer = await cast.stranger(**({"Authorization": shown.encode("latin-1")} if shown else {})).get(
        "/metrics"
    )  # type: ignore[dict-item]
    assert (answer.status_code, "ekko_" in answer.text) == (401, False)


async def test_a_session_opens_no_figures(cast: Cast) -> None:
    assert (await (await cast.sign_in("admin")).get("/metrics")).status_code == 401


async def test_where_no_token_is_set_there_is_no_such_page(
    host: Host, store: Store, seal: Seal, texts: Catalogue, clock: Clock
) -> None:
    app = join(store, seal, clock, texts, host)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://ekko.test") as client:
        for shown in ("Bearer ", f"Bearer {TOKEN}"):
            assert (await client.get("/metrics", headers={"Authorization": shown})).status_code == 404


async def test_turns_are_counted_as_they_went(cast: Cast, host: Host) -> None:
    await host.turn(came("a", f"sjakk {CANARY}"))
    await host.turn(came("b", "gaming"))
    with pytest.raises(Refused):
        await host.turn(came("c", "x" * 5000))
    with pytest.raises(Refused):
        await host.turn(came("d", "dans", code=CANARY))
    found = await figures(cast)
    assert found['ekko_turns_total{channel="webchat"}'] == 2
    assert found['ekko_turns_refused_total{why="refused.too_long"}'] == 1
    assert found['ekko_turns_refused_total{why="refused.no_round"}'] == 1
    assert found["ekko_turn_seconds_count"] == 2
    assert found["ekko_store_answers"] == 1
    assert found["ekko_store_commits_total"] >= 2


async def test_what_waits_is_counted_with_its_age(cast: Cast) -> None:
    await cast.case()
    await cast.case(place=cast.there)
    cast.clock.now += 60_000
    found = await figures(cast)
    assert (found["ekko_cases_untaken"], found["ekko_oldest_case_seconds"]) == (2, 61)
    assert found["ekko_messages_waiting"] == found["ekko_messages_given_up"] == 0
    assert found["ekko_texts_to_read_again"] == found["ekko_open_pages"] == 0


async def test_no_figure_names_anybody_a_round_or_a_place(cast: Cast, host: Host) -> None:
    await host.turn(came("a", f"sjakk {CANARY}"))
    for refused in (came("b", "x" * 5000), came("c", "dans", code=CANARY)):
        with pytest.raises(Refused):
            await host.turn(refused)
    told = str(await figures(cast))
    for name in (CANARY, "glad-elg", "Eksempelvik", cast.here.asked.id, cast.here.municipality.id):
        assert name not in told
    for label, value in re.findall(r'(\w+)="([^"]*)"', told):
        allowed = LABELS[label]
        assert allowed is None or value in allowed


async def test_a_store_that_does_not_answer_leaves_the_other_figures(
    cast: Cast, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "read", busy)
    found = await figures(cast)
    assert found["ekko_store_answers"] == 0
    assert "ekko_cases_untaken" not in found
    assert "ekko_open_pages" in found


async def test_health_is_well_only_where_the_store_answers_and_the_key_fits(
    cast: Cast, store: Store, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.write(lambda tx: check_key(tx, seal))
    assert (await cast.stranger().get("/health")).status_code == 200
    await store.write(lambda tx: tx.run("DELETE FROM key_checks"))
    await store.write(lambda tx: check_key(tx, Seal(bytes(32))))
    other_key = await cast.stranger().get("/health")
    monkeypatch.setattr(store, "read", busy)
    away = await cast.stranger().get("/health")
    assert [other_key.status_code, away.status_code] == [503, 503]
    assert other_key.json() == away.json() == {"database": "not ok"}


async def busy(work: Callable[[Tx], object]) -> object:
    raise StoreBusy(CANARY)
