"""The page of the second look, and own tags by name: from the stranger to the one who answers twice."""

import pytest
import pytest_asyncio

from collector.model import Role, Tag
from collector.store import learning
from collector.store.front import Tx
from collector.texts import read_catalogue
from collector.web.app import make_app
from collector.web.show import Pages
from nlp.examples import Example
from tests.web.cast import JSON, Cast, Person
from tests.web.conftest import TEXTS

PAGE = "/desk/learning"
NAMES = {"nb": "Seiling", "en": "Sailing"}


async def correct(cast: Cast, person: Person, text: str, *tags: str) -> str:
    """A wish that somebody corrected and approved."""
    wish_id = await cast.wish(text)
    cast.clock.now += 1000
    form = {"tag": list(tags), "then": "approve", "seen": await cast.seen(person, wish_id)}
    assert (await person.post(f"/desk/queue/{wish_id}/tags", form)).status_code == 303
    cast.clock.now += 1000
    return wish_id


@pytest_asyncio.fixture
async def ola(cast: Cast) -> Person:
    """A second person, after Kari has corrected two wishes."""
    kari = await cast.sign_in("leader", name="Kari")
    for text in ("Vi vil danse", "Vi vil synge"):
        await correct(cast, kari, text, "dance", "weekly")
    return await cast.sign_in("leader", name="Ola")


async def test_one_correction_after_the_other_is_shown_and_answered(cast: Cast, ola: Person) -> None:
    assert "Andre har rettet 2 ønsker." in (await ola.get(PAGE)).text
    assert (await ola.post(PAGE)).status_code == 303
    shown = []
    for place in (1, 2):
        page = (await ola.get(PAGE)).text
        assert f"Nummer {place} av 2" in page
        assert "Dans" in page
        assert "Gaming" in page
        wish = (await ola.read(PAGE))["wish"]
        shown.append(wish["text"])
        assert (await ola.post(f"{PAGE}/{wish['id']}", {"verdict": "right"})).status_code == 303
    assert set(shown) == {"Vi vil danse", "Vi vil synge"}
    assert "2 av 2 stemmer" in (await ola.get(PAGE)).text


async def test_too_many_wrong_ones_are_told_and_a_new_look_is_offered(cast: Cast, ola: Person) -> None:
    await ola.post(PAGE)
    for verdict in ("right", "wrong"):
        wish = (await ola.read(PAGE))["wish"]
        await ola.post(f"{PAGE}/{wish['id']}", {"verdict": verdict})
    page = (await ola.get(PAGE)).text
    assert "1 av 2 stemmer, og 2 må stemme" in page
    assert "Se på 2 tilfeldige" in page


async def test_an_answer_counts_once_and_only_for_what_was_drawn(cast: Cast, ola: Person) -> None:
    stranger_to_it = await cast.wish("ikke trukket ut")
    await ola.post(PAGE)
    first = (await ola.read(PAGE))["wish"]["id"]
    assert (await ola.post(f"{PAGE}/{first}", {"verdict": "right"})).status_code == 303
    for wish_id in (first, stranger_to_it):
        again = await ola.post(f"{PAGE}/{wish_id}", {"verdict": "wrong"})
        assert again.status_code == 409
        assert "Ingenting ble overskrevet" in again.text
    assert (await ola.read(PAGE))["right"] == 1


async def test_a_program_is_told_where_it_stands(cast: Cast, ola: Person) -> None:
    answer = await ola.post(PAGE, headers=JSON)
    assert (answer.status_code, answer.json()["left"]) == (200, 2)


async def test_an_answer_that_is_none_is_refused(cast: Cast, ola: Person) -> None:
    await ola.post(PAGE)
    wish_id = (await ola.read(PAGE))["wish"]["id"]
    assert (await ola.post(f"{PAGE}/{wish_id}", {"verdict": "maybe"})).status_code == 400
    assert (await ola.read(PAGE))["left"] == 2


async def test_whoever_corrected_has_nothing_to_look_at(cast: Cast) -> None:
    kari = await cast.sign_in("leader", name="Kari")
    await correct(cast, kari, "Vi vil danse", "dance")
    assert "Ingen andre har rettet noe ennå" in (await kari.get(PAGE)).text


async def test_another_municipalitys_corrections_are_not_shown(cast: Cast, ola: Person) -> None:
    siv = await cast.sign_in("leader", cast.there, name="Siv")
    await siv.post(PAGE)
    data = await siv.read(PAGE)
    assert (data["changes"], data["wish"]) == (0, None)


@pytest.mark.parametrize(("role", "is_there"), [("leader", True), ("admin", True), ("duty", False)])
async def test_the_queue_leads_there_only_whoever_may_go(cast: Cast, role: Role, is_there: bool) -> None:
    person = await cast.sign_in(role)
    assert (f'href="{PAGE}"' in (await person.get("/desk/queue")).text) is is_there


def keep_own_tag(tx: Tx) -> None:
    learning.keep_own_tag(tx, "x-seiling", NAMES, [Example("nb", frozenset({"x-seiling"}), "jolle")], 1)


@pytest_asyncio.fixture
async def sailors(cast: Cast) -> Cast:
    """The same place, started anew after the tagger was taught a tag of its own."""
    await cast.store.write(keep_own_tag)
    names = await cast.store.read(learning.own_names)
    texts = read_catalogue(TEXTS)
    texts.call_tags(names)
    cast.app = make_app(cast.store, cast.seal, cast.clock, Pages(texts=texts))
    return cast


async def test_an_own_tag_goes_by_its_name_in_queue_wish_and_summary(sailors: Cast) -> None:
    wish_id = await sailors.wish("vi vil seile", Tag("activity", "x-seiling", 0.9))
    leader = await sailors.sign_in("leader")
    for path in ("/desk/queue", f"/desk/queue/{wish_id}/tags"):
        page = (await leader.get(path)).text
        assert "Seiling" in page
    await sailors.decide(leader, wish_id, "approve")
    summary = await leader.get("/desk/summary/glad-elg")
    assert "Seiling" in summary.text
    assert [cell["id"] for cell in (await leader.read("/desk/summary/glad-elg"))["activities"]] == [
        "x-seiling"
    ]
    assert "Seiling" in (await leader.get("/desk/summary/glad-elg/chart.svg")).text


async def test_an_own_tag_without_a_name_goes_by_its_id(cast: Cast) -> None:
    await cast.wish("vi vil ro", Tag("activity", "x-roing", 0.9))
    assert "x-roing" in (await (await cast.sign_in("leader")).get("/desk/queue")).text


async def test_a_leader_gives_an_own_tag_and_none_that_does_not_exist(sailors: Cast) -> None:
    leader = await sailors.sign_in("leader")
    wish_id = await sailors.wish("vi vil seile")
    form = {"do": "add", "seen": await sailors.seen(leader, wish_id)}
    assert (await leader.post(f"/desk/queue/{wish_id}/tag", form | {"tag": "x-roing"})).status_code == 404
    assert (await leader.post(f"/desk/queue/{wish_id}/tag", form | {"tag": "x-seiling"})).status_code == 303
    form = {"tag": ["x-seiling", "x-roing", "dance"], "seen": await sailors.seen(leader, wish_id)}
    await leader.post(f"/desk/queue/{wish_id}/tags", form)
    tags = {(tag.kind, tag.id) for tag in (await sailors.find(wish_id)).tags}
    assert tags == {("activity", "x-seiling"), ("activity", "dance")}
