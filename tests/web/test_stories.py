"""Stories: what stands for a theme, in whose words, and that it goes when somebody says no."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from collector import intake
from collector.keeping.journal import open_journal, read_journals
from collector.keeping.replaying import replay
from collector.store import counts_anew, heard, released, stories, wishes
from collector.store.counted import Cell, Cells
from collector.store.front import Store, Tx
from collector.store.sqlite import SqliteStore
from nlp.reader import Reader
from tests.both_engines import store
from tests.keeping.village import holds
from tests.web.cast import Cast, Person
from tests.web.voices import say, sender

__all__ = ["store"]
AT = "/desk/stories/glad-elg"
CANARY = "kanarifugltrill"
LAN = "Et LAN på biblioteket hver måned"


async def choose(
    leader: Person, wish_id: str, shown: str, do: str = "release", words: str = "", tag: str = "gaming"
) -> int:
    form = {"tag": tag, "shown": shown, "do": do, "words": words}
    return (await leader.post(f"{AT}/{wish_id}", form)).status_code


async def told(person: Person, code: str = "glad-elg", **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await person.read(f"/desk/summary/{code}", **asked))["stories"]
    return found


async def five_more(cast: Cast, tag: str = "gaming", **more: Any) -> None:
    for n in range(5):
        await say(cast, f"noe helt annet nummer {n}", tag, **more)


async def test_a_stranger_and_a_group_choose_nothing(cast: Cast) -> None:
    assert (await cast.stranger().get(AT)).status_code == 401
    assert (await (await cast.sign_in("youth")).get(AT)).status_code == 403


async def test_words_stand_after_their_senders_yes_and_a_leaders(cast: Cast) -> None:
    wish = await say(cast, LAN)
    await five_more(cast)
    leader, project = await cast.sign_in("leader"), await cast.sign_in("project")
    assert await told(project) == []
    assert await choose(leader, wish, LAN) == 303
    (story,) = await told(project)
    assert (story["said"], story["by"], story["n"], story["tag"]) == (LAN, "quote", 5, "gaming")
    assert LAN in (await project.get("/desk/summary/glad-elg")).text


async def test_only_who_may_read_the_wishes_gets_their_ids(cast: Cast) -> None:
    wish = await say(cast, LAN)
    await five_more(cast)
    leader = await cast.sign_in("leader")
    await choose(leader, wish, LAN)
    assert (await told(leader))[0]["wishes"] == [wish]
    for role in ("project", "youth"):
        person = await cast.sign_in(role)  # type: ignore[arg-type]
        assert (await told(person))[0]["wishes"] == []
        assert wish not in (await person.get("/desk/summary/glad-elg")).text


@pytest.mark.parametrize("may_show", [None, False])
async def test_without_a_yes_no_leader_can_show_the_words(cast: Cast, may_show: bool | None) -> None:
    wish = await say(cast, LAN, may_show=may_show)
    leader = await cast.sign_in("leader")
    assert await choose(leader, wish, LAN) == 409
    assert await told(leader) == []
    assert await choose(leader, wish, LAN, "retell", f"  {LAN}!") == 422
    assert await choose(leader, wish, LAN, "retell", f"En sa: {LAN}, altså.") == 422
    assert await choose(leader, wish, LAN, "retell", "") == 422
    assert (
        await choose(leader, wish, LAN, "retell", "Noen vil møtes og spille. Ring Kari på 900 12 345.") == 303
    )
    (story,) = await told(leader)
    assert (story["by"], story["said"]) == (
        "paraphrase",
        "Noen vil møtes og spille. Ring [navn] på [telefon].",
    )
    assert "omskrevet av en leder" in (await leader.get("/desk/summary/glad-elg")).text


async def test_a_no_takes_the_words_away_everywhere_at_once(cast: Cast) -> None:
    talk = await sender(cast)
    wish = await say(cast, LAN, talk=talk)
    await five_more(cast)
    leader, project = await cast.sign_in("leader"), await cast.sign_in("project")
    await choose(leader, wish, LAN)
    await cast.store.write(lambda tx: wishes.let_show(tx, wish, talk, False))
    for person in (leader, project):
        assert await told(person) == []
        for path in ("/desk/summary/glad-elg", "/desk/summary/all"):
            assert LAN not in (await person.get(path)).text
    await cast.store.write(lambda tx: wishes.let_show(tx, wish, talk, True))
    assert await told(leader) == [], "a new yes is not the leader's"


async def test_a_word_that_is_hidden_later_takes_the_release_along(cast: Cast) -> None:
    wish = await say(cast, LAN)
    leader = await cast.sign_in("leader")
    await choose(leader, wish, LAN)
    cast.clock.now += 1000
    await leader.post(f"/desk/queue/{wish}/hide", {"at": 3, "seen": await cast.seen(leader, wish)})
    assert await told(leader) == []
    await leader.post(f"/desk/queue/{wish}/undo")
    assert (await cast.find(wish)).text == LAN
    assert await told(leader) == []
    assert not await cast.store.read(lambda tx: released.is_released(tx, wish))


@pytest.mark.parametrize("state", ["held", "not-a-wish", "wait"])
async def test_what_is_approved_no_more_stands_no_more(cast: Cast, state: str) -> None:
    wish = await say(cast, LAN)
    leader = await cast.sign_in("leader")
    await choose(leader, wish, LAN)
    await cast.decide(leader, wish, "hold" if state == "held" else state)
    assert await told(leader) == []


async def test_a_case_is_never_suggested_and_never_stands(cast: Cast) -> None:
    case = await cast.case(LAN)
    leader, duty = await cast.sign_in("leader"), await cast.sign_in("duty")
    assert await choose(leader, case, LAN, tag="hangout") == 404
    await duty.post(f"/desk/cases/{case}", {"decision": "false-alarm"})
    await cast.decide(leader, case, "approve")
    assert (await leader.read(AT, tag="hangout"))["suggested"] == []
    assert await choose(leader, case, LAN, "retell", "Noe annet", tag="hangout") == 409


async def test_a_retelling_goes_with_the_words_that_it_retells(cast: Cast, tmp_path: Path) -> None:
    talk = await sender(cast)
    wish = await say(cast, LAN, talk=talk)
    leader = await cast.sign_in("leader")
    await choose(leader, wish, LAN, "retell", f"Noen vil {CANARY}.")
    embedded = isinstance(cast.store, SqliteStore)
    assert holds(tmp_path, CANARY) is embedded
    await cast.store.write(lambda tx: intake.erase(tx, wish, talk, cast.clock()), erases=True)
    assert await told(leader) == []
    assert not holds(tmp_path, CANARY)
    assert await cast.store.read(lambda tx: tx.all("SELECT * FROM stories")) == []


@pytest.mark.parametrize("do", ["release", "retell"])
async def test_new_words_of_the_sender_take_what_stood_away(cast: Cast, do: str) -> None:
    wish = await say(cast, LAN)
    leader = await cast.sign_in("leader")
    await choose(leader, wish, LAN, do, "Noen vil spille sammen.")
    assert len(await told(leader)) == 1
    reading = Reader().read("Et LAN på skolen")
    await cast.store.write(lambda tx: intake.add_words(tx, cast.seal, wish, reading, "raw", anew=True))
    await cast.decide(leader, wish, "approve")
    assert (await cast.find(wish)).state == "approved"
    assert await told(leader) == []
    assert not await cast.store.read(lambda tx: released.is_released(tx, wish))


async def test_each_step_is_undone_and_stands_in_the_log(cast: Cast) -> None:
    wish = await say(cast, LAN)
    leader = await cast.sign_in("leader")
    for do, words in (("release", ""), ("retell", "Noen vil spille sammen."), ("skip", "")):
        assert await choose(leader, wish, LAN, do, words) == 303
        assert [each["id"] for each in (await leader.read(AT, tag="gaming"))["suggested"]] == []
        assert (await leader.post(f"{AT}/{wish}/back", {"tag": "gaming"})).status_code == 303
        assert [each["id"] for each in (await leader.read(AT, tag="gaming"))["suggested"]] == [wish]
        assert await told(leader) == []
    assert (await leader.post(f"{AT}/{wish}/back", {"tag": "gaming"})).status_code == 409
    rows = await cast.store.read(
        lambda tx: tx.all("SELECT what FROM audit WHERE about = :id ORDER BY place", id=wish)
    )
    steps = [row["what"] for row in rows][1:]
    assert steps == ["release", "story-back", "story-retold", "story-back", "story-skipped", "story-back"]


async def test_of_two_leaders_the_second_sees_what_the_wish_says_now(cast: Cast) -> None:
    wish = await say(cast, LAN)
    leader = await cast.sign_in("leader")
    assert await choose(leader, wish, "Andre ord") == 409
    assert await choose(leader, wish, LAN, tag="dance") == 404
    assert await told(leader) == []


async def test_suggestions_cover_the_theme_with_one_of_each_sender(cast: Cast) -> None:
    eager = await sender(cast)
    for n in range(6):
        await say(cast, f"FIFA-turnering i hallen, nummer {n}", talk=eager)
    dungeon = await say(cast, "Dungeons and Dragons etter skolen")
    quiet = await say(cast, "et stille rom med gamle konsoller")
    leader = await cast.sign_in("leader")
    found = (await leader.read(AT, tag="gaming"))["suggested"]
    assert len(found) == 3
    assert {dungeon, quiet} < {each["id"] for each in found}
    assert found == (await leader.read(AT, tag="gaming"))["suggested"], "the same from the same"


@pytest.mark.parametrize("told_of", [{"school": "Nes skole"}, {"age": "16-19"}, {"names": ("Vika",)}])
async def test_who_is_one_of_few_is_not_suggested_and_not_shown(cast: Cast, told_of: dict[str, Any]) -> None:
    wish = await say(cast, LAN, **told_of)
    for n in range(3):
        await say(cast, f"noe annet {n}", "dance", **told_of)
    leader = await cast.sign_in("leader")
    assert (await leader.read(AT, tag="gaming"))["suggested"] == []
    await choose(leader, wish, LAN)
    assert await told(leader) == []
    await say(cast, "den femte", "dance", **told_of)
    assert [each["said"] for each in await told(leader)] == [LAN]


async def test_others_see_no_story_of_a_theme_that_few_wished_for(cast: Cast) -> None:
    wish = await say(cast, LAN)
    await five_more(cast, "dance")
    leader, project = await cast.sign_in("leader"), await cast.sign_in("project")
    await choose(leader, wish, LAN)
    assert [each["said"] for each in await told(leader)] == [LAN]
    assert await told(project) == []


async def test_a_story_is_of_its_round_and_its_municipality_alone(cast: Cast) -> None:
    there = await say(cast, LAN, place=cast.there)
    stranger = await cast.sign_in("leader", cast.there)
    form = {"tag": "gaming", "shown": LAN, "do": "release"}
    assert (await stranger.post(f"/desk/stories/rask-rev/{there}", form)).status_code == 303
    leader = await cast.sign_in("leader")
    assert await told(leader, "all") == []
    assert (await leader.post(f"{AT}/{there}", form)).status_code == 404
    assert [each["said"] for each in await told(stranger, "all")] == [LAN]


async def test_a_period_and_a_place_show_their_own_stories(cast: Cast) -> None:
    wish = await say(cast, LAN, names=("Vika",))
    for n in range(4):
        await say(cast, f"mer {n}", names=("Vika",))
    await cast.store.write(
        lambda tx: tx.run(
            "INSERT INTO places (municipality_id, name) VALUES (:id, 'Vika')", id=cast.here.municipality.id
        )
    )
    await cast.store.write(
        lambda tx: tx.run(
            "INSERT INTO places (municipality_id, name) VALUES (:id, 'Nes')", id=cast.here.municipality.id
        )
    )
    leader = await cast.sign_in("leader")
    await choose(leader, wish, LAN)
    assert len(await told(leader, place="Vika")) == 1
    assert await told(leader, place="Nes") == []
    assert len(await told(leader, first="2026-01-01", last="2026-12-31")) == 1
    assert await told(leader, first="2025-01-01", last="2025-12-31") == []


async def test_an_empty_round_says_so(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    page = (await leader.get(AT)).text
    assert "Ingen godkjente ønsker har en merkelapp ennå." in page
    assert "Ingen historier er valgt ut ennå." in (await leader.get("/desk/summary/glad-elg")).text


async def test_what_a_leader_took_back_stays_away_from_an_old_copy(cast: Cast, tmp_path: Path) -> None:
    if not isinstance(cast.store, SqliteStore):
        pytest.skip("the bytes of an embedded database")
    wish = await say(cast, LAN)
    leader = await cast.sign_in("leader")
    await choose(leader, wish, LAN, "retell", f"Noen vil {CANARY}.")
    assert holds(tmp_path, CANARY)
    kept = await cast.store.read(lambda tx: stories.find(tx, wish))
    assert kept is not None
    journal = open_journal(tmp_path / "journal", cast.seal)
    await leader.post(f"{AT}/{wish}/back", {"tag": "gaming"})
    assert not holds(tmp_path, CANARY)

    def as_before(tx: Tx) -> None:
        tx.run("DELETE FROM stories")
        stories.put(tx, kept["id"], cast.here.municipality.id, wish, "gaming", "retold", CANARY, "", 0)
        tx.buried.clear()

    await cast.store.write(as_before)
    journal.append([stories_erased(kept["id"])], cast.clock())
    remembered = read_journals([journal.path], cast.seal)
    done = await cast.store.write(lambda tx: replay(tx, remembered, None), erases=True)  # type: ignore[arg-type]
    assert done == {"story": 1}
    assert await cast.store.read(lambda tx: stories.find(tx, wish)) is None
    assert not holds(tmp_path, CANARY)


def stories_erased(story_id: str) -> Any:
    from collector.store.erased import Erased

    return Erased("story", story_id)


async def test_what_is_heard_is_what_the_wishes_say(cast: Cast, store: Store) -> None:
    talk = await sender(cast, school="Nes skole")
    first = await say(cast, "LAN", talk=talk, names=("Vika", "Nes"))
    await say(cast, "mer LAN", talk=talk, names=("Vika",))
    other = await sender(cast, age="13-15")
    await say(cast, "dans", "dance", talk=other)
    await say(cast, "venter", state="waiting", school="Nes skole")

    def who_spoke(cells: Cells) -> dict[Cell, int]:
        return {cell: n for cell, n in cells.items() if cell.what.startswith(("senders", "heard"))}

    async def agree() -> dict[str, dict[str, int]]:
        round_id = cast.here.asked.id
        here = cast.here.municipality.id
        kept = await store.read(partial(counts_anew.kept_here, municipality_id=here))
        made = await store.read(partial(counts_anew.cells_here, municipality_id=here))
        assert who_spoke(kept) == who_spoke(made)
        return (await store.read(partial(heard.figures_of, round_ids=[round_id])))[round_id]

    assert await agree() == {
        "all": {"all": 2},
        "school": {"Nes skole": 1},
        "age": {"13-15": 1},
        "place": {"Vika": 1, "Nes": 1},
    }
    await store.write(lambda tx: intake.erase(tx, first, talk, cast.clock()), erases=True)
    assert (await agree())["place"] == {"Vika": 1}
    leader = await cast.sign_in("leader")
    for wish in [each.id for each in await store.read(lambda tx: wishes.wishes_of_talk(tx, other))]:
        await cast.decide(leader, wish, "hold")
    assert "age" not in await agree()
