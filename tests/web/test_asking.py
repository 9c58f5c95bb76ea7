"""What nothing answers, what must be asked for, and of whom."""

import pytest

from collector.asking import LANGUAGES, ORGANISATIONS, proposals
from collector.model import Tag
from collector.texts import Catalogue
from collector.web.show import Pages
from nlp.tags import ACTIVITIES
from tests.both_engines import store
from tests.web.cast import JSON, Cast

__all__ = ["store"]


async def dance(cast: Cast) -> None:
    await cast.wish("Vi vil danse", Tag("activity", "dance"), state="approved")


def test_every_activity_has_a_skill_in_every_language_and_somebody_to_ask(pages: Pages) -> None:
    texts: Catalogue = pages.texts
    assert set(proposals()) == set(ACTIVITIES)
    for tag, proposal in proposals().items():
        assert set(proposal.skill) == set(LANGUAGES), tag
        assert all(len(said) > 5 and said == said.strip(" .") for said in proposal.skill.values()), tag
        assert proposal.ask, tag
        assert set(proposal.ask) <= set(ORGANISATIONS), tag
    for kind in ORGANISATIONS:
        assert all(f"organisation.{kind}" in texts.keys(language) for language in LANGUAGES), kind


async def test_where_nobody_wrote_down_what_exists_that_is_said_once(cast: Cast) -> None:
    await dance(cast)
    leader = await cast.sign_in("leader")
    data = await leader.read("/desk/summary/glad-elg")
    assert (data["nothing_answers"], data["catalogue_empty"]) == ([], True)
    page = (await leader.get("/desk/summary/glad-elg")).text
    assert "Ingen har skrevet ned hva som finnes her." in page
    assert 'href="/desk/here"' in page
    assert "Spør etter" not in page
    await cast.entry(until="2020-01-01")
    assert (await leader.read("/desk/summary/glad-elg"))["catalogue_empty"] is True, "it was over long ago"


async def test_what_nothing_answers_says_which_skill_to_ask_for_and_of_whom(cast: Cast) -> None:
    await dance(cast)
    await cast.entry()
    leader = await cast.sign_in("leader")
    (unmet,) = (await leader.read("/desk/summary/glad-elg"))["nothing_answers"]
    assert (unmet["id"], unmet["n"], unmet["ask"]) == ("dance", 1, ["culture-school", "sports", "ukm"])
    page = (await leader.get("/desk/summary/glad-elg")).text
    assert "Spør etter noen som kan lære bort dans." in page
    assert "Spør hos: kulturskolen, idrettslaget og UKM." in page
    await cast.entry(name="Danseskolen", tags=("dance",))
    assert (await leader.read("/desk/summary/glad-elg"))["nothing_answers"] == []


async def test_others_see_no_small_figure_beside_it(cast: Cast) -> None:
    await dance(cast)
    for n in range(4):
        await cast.wish(f"LAN {n}", state="approved")
    await cast.entry()
    project = await cast.sign_in("project")
    assert (await project.read("/desk/summary/glad-elg"))["nothing_answers"] == []
    assert "/desk/asking/" not in (await project.get("/desk/summary/glad-elg")).text


async def test_leaders_change_whom_they_ask_and_take_it_back(cast: Cast) -> None:
    await dance(cast)
    await cast.entry()
    leader = await cast.sign_in("leader")
    form = {"skill": "noen <b>som</b> kan hiphop", "ask": ["ukm", "hest"], "contact": "Nes kulturskole"}
    assert (await leader.post("/desk/asking/dance", form)).status_code == 303
    page = (await leader.get("/desk/summary/glad-elg")).text
    assert "Spør etter noen &lt;b&gt;som&lt;/b&gt; kan hiphop." in page
    assert "Spør hos: Nes kulturskole og UKM." in page
    there = await cast.sign_in("leader", cast.there)
    assert (await there.read("/desk/asking/dance"))["ours"] is False
    assert (await leader.post("/desk/asking/dance/back")).status_code == 303
    assert "noen som kan lære bort dans" in (await leader.get("/desk/summary/glad-elg")).text
    rows = await cast.store.read(lambda tx: tx.all("SELECT what, about FROM audit ORDER BY place"))
    assert [(row["what"], row["about"]) for row in rows] == [
        ("asking-kept", "dance"),
        ("asking-back", "dance"),
    ]


@pytest.mark.parametrize(("wrong", "why"), [({"skill": "  "}, "skill"), ({"contact": "x" * 161}, "long")])
async def test_what_cannot_be_kept_is_said_why_and_stays_in_the_form(
    cast: Cast, wrong: dict[str, str], why: str
) -> None:
    leader = await cast.sign_in("leader")
    form = {"skill": "hiphop", "ask": ["ukm"], **wrong}
    answer = await leader.post("/desk/asking/dance", form, JSON)
    assert (answer.status_code, answer.json()["wrong"]) == (422, f"asking.why.{why}")
    assert (await leader.read("/desk/asking/dance"))["ours"] is False
    assert (await leader.post("/desk/asking/dance", form)).status_code == 422


async def test_a_tag_of_ones_own_waits_for_a_leaders_words(cast: Cast) -> None:
    tag = await cast.own_tag(cast.here)
    leader = await cast.sign_in("leader")
    assert (await leader.read(f"/desk/asking/{tag}"))["skill"] == {}
    assert "egen merkelapp" in (await leader.get(f"/desk/asking/{tag}")).text
    assert (await leader.post(f"/desk/asking/{tag}", {"skill": "en kokk"})).status_code == 303
    assert (await leader.read(f"/desk/asking/{tag}"))["skill"]["nb"] == "en kokk"
    assert (await leader.get("/desk/asking/cost")).status_code == 404
