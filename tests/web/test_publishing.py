"""Published summaries: what others see is what was looked at, numbered, and stays as it was."""

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from collector import intake
from collector.keeping.journal import Line, Remembered
from collector.keeping.replaying import replay
from collector.publishing import damaged
from collector.store import released, wishes
from collector.store.erased import Erased
from collector.store.front import Tx
from tests.both_engines import store
from tests.keeping.village import holds
from tests.web.approving import approve
from tests.web.cast import JSON, Cast, Person
from tests.web.test_noting import do, write

__all__ = ["store"]
CANARY = "kanarifuglbinge"


async def preview(person: Person, **asked: str) -> Any:
    return await person.read("/desk/published/new", **({"code": "glad-elg"} | asked))


async def publish(person: Person, **asked: str) -> int:
    """Look, and publish what was looked at."""
    seen = (await preview(person, **asked))["seen"]
    answer = await person.post("/desk/published/new", {"code": "glad-elg", "seen": seen, **asked})
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].removeprefix("/desk/published/").partition("?")[0])


async def quote(cast: Cast, wish_id: str) -> None:
    """Its sender said yes and a leader released it."""

    def work(tx: Tx) -> None:
        tx.run("UPDATE wishes SET may_show = 1 WHERE id = :id", id=wish_id)
        released.release(tx, wish_id, cast.here.municipality.id, "s", cast.clock())

    await cast.store.write(work)


async def test_a_stranger_sees_nothing_that_is_published_at_the_desk(cast: Cast) -> None:
    number = await cast.published()
    for path in ("/desk/published", f"/desk/published/{number}", "/desk/published/new"):
        assert (await cast.stranger().get(path)).status_code == 401


async def test_what_is_published_is_what_was_looked_at_and_stays_as_it_was(cast: Cast) -> None:
    await approve(cast, 23, "gaming")
    await approve(cast, 9, "dance", language="nn")
    leader = await cast.sign_in("leader")
    looked = await preview(leader)
    assert (await publish(leader), looked["told"]["approved"]) == (1, 20)  # thirty would tell of nynorsk
    project = await cast.sign_in("project")
    before = await project.read("/desk/published/1")
    assert before["told"] == looked["told"]
    assert before["told"]["figures"]["activity"] == [{"id": "gaming", "n": 20}]  # dance is nine
    await approve(cast, 30, "dance")
    assert (await project.read("/desk/published/1"))["told"] == before["told"]
    assert await publish(leader) == 2
    page = (await project.get("/desk/published/1")).text
    assert ">Gaming</th><td>20</td>" in page
    assert "Dans" not in page


async def test_nothing_under_ten_can_be_published(cast: Cast) -> None:
    await approve(cast, 9, "gaming")
    leader = await cast.sign_in("leader")
    looked = await preview(leader)
    assert (looked["empty"], looked["told"]["approved"]) == (True, None)
    answer = await leader.post("/desk/published/new", {"code": "glad-elg", "seen": looked["seen"]})
    assert answer.status_code == 409
    assert "færre enn ti" in answer.text
    assert (await leader.read("/desk/published"))["published"] == []


async def test_what_changed_since_it_was_looked_at_is_looked_at_again(cast: Cast) -> None:
    await approve(cast, 12, "gaming")
    leader = await cast.sign_in("leader")
    seen = (await preview(leader))["seen"]
    await approve(cast, 12, "gaming")
    answer = await leader.post("/desk/published/new", {"code": "glad-elg", "seen": seen})
    assert (answer.status_code, "endret seg" in answer.text) == (409, True)


async def test_the_same_is_not_published_twice(cast: Cast) -> None:
    await approve(cast, 12, "gaming")
    leader = await cast.sign_in("leader")
    await publish(leader)
    await approve(cast, 3, "gaming")  # nothing that anybody is told
    looked = await preview(leader)
    assert looked["same_as"] == 1
    answer = await leader.post("/desk/published/new", {"code": "glad-elg", "seen": looked["seen"]})
    assert answer.status_code == 409


async def test_two_who_publish_at_once_get_a_number_each(cast: Cast) -> None:
    await approve(cast, 12, "gaming")
    await approve(cast, 12, "gaming", place=cast.there)
    here, there = await cast.sign_in("leader"), await cast.sign_in("leader", cast.there)
    numbers = await asyncio.gather(publish(here), publish(here, code="all"), publish(there, code="rask-rev"))
    assert (sorted(numbers[:2]), numbers[2]) == ([1, 2], 1)


async def test_any_two_pictures_differ_in_every_figure_by_ten_or_not_at_all(cast: Cast) -> None:
    leader, found = await cast.sign_in("leader"), []
    for n, tag in ((11, "gaming"), (4, "dance"), (7, "dance"), (1, "gaming"), (9, "band")):
        await approve(cast, n, tag)
        for code in ("glad-elg", "all"):
            if (await preview(leader, code=code))["same_as"] is None:
                found.append(await publish(leader, code=code))
    told = [(await leader.read(f"/desk/published/{number}"))["told"]["figures"] for number in found]
    cells = [{(kind, row["id"]): row["n"] for kind in each for row in each[kind]} for each in told]
    for one in cells:
        for other in cells:
            assert all((one.get(key, 0) - other.get(key, 0)) % 10 == 0 for key in one | other)
    assert len(found) >= 4


async def test_one_that_is_taken_back_says_why_and_shows_nothing(cast: Cast) -> None:
    await approve(cast, 12, "gaming")
    leader, youth = await cast.sign_in("leader"), await cast.sign_in("youth")
    number = await publish(leader)
    assert (await leader.post(f"/desk/published/{number}/withdraw", {"why": "  "})).status_code == 422
    for _ in range(2):
        answer = await leader.post(f"/desk/published/{number}/withdraw", {"why": "Feil <b>periode</b>"})
        assert answer.status_code == 303
    page = (await youth.get(f"/desk/published/{number}")).text
    assert "Feil &lt;b&gt;periode" in page
    assert "Gaming" not in page
    assert (await publish(leader)) == number + 1  # the same may be published again


def break_body(body: str, tx: Tx) -> None:
    tx.run("UPDATE published SET body = :body", body=body)


async def test_one_that_was_changed_past_ekko_is_said_and_not_shown(cast: Cast) -> None:
    await approve(cast, 12, "gaming")
    leader = await cast.sign_in("leader")
    number = await publish(leader)
    assert await cast.store.read(lambda tx: damaged(tx, cast.here.municipality.id)) == []
    for broken in ('{"half', '{"of":{}}'):
        await cast.store.write(partial(break_body, broken))
        page = await leader.get(f"/desk/published/{number}")
        assert page.status_code == 200
        assert "ikke lenger slik det ble publisert" in page.text
        assert "Skadet" in (await leader.get("/desk/published")).text
        assert (await leader.read(f"/desk/published/{number}"))["told"] is None
    assert await cast.store.read(lambda tx: damaged(tx, cast.here.municipality.id)) == [number]


async def test_words_stand_only_after_both_said_yes_and_only_where_they_are_wanted(cast: Cast) -> None:
    ids = await approve(cast, 12, "gaming", text=f"{CANARY} til alle")
    leader = await cast.sign_in("leader")
    assert (await preview(leader, stories="yes"))["stories"] == []
    await quote(cast, ids[0])
    assert (await preview(leader))["stories"] == []
    (said,) = (await preview(leader, stories="yes"))["stories"]
    assert (said["tag"], said["said"], said["by"]) == ("gaming", f"{CANARY} til alle", "quote")


async def published_words(cast: Cast, leader: Person) -> tuple[int, str]:
    """Something published with the words of a wish in it."""
    await approve(cast, 12, "gaming")
    (wish_id,) = await approve(cast, 1, "gaming", text=f"{CANARY} til alle")
    await quote(cast, wish_id)
    number = await publish(leader, stories="yes")
    assert CANARY in (await leader.get(f"/desk/published/{number}")).text
    return number, wish_id


async def test_an_erased_wish_leaves_the_words_of_what_was_published_and_the_figures_stay(
    cast: Cast, tmp_path: Path
) -> None:
    leader = await cast.sign_in("leader")
    number, wish_id = await published_words(cast, leader)
    before = (await leader.read(f"/desk/published/{number}"))["told"]
    await cast.store.write(lambda tx: intake.erase(tx, wish_id, None, cast.clock()), erases=True)
    after = await leader.read(f"/desk/published/{number}")
    assert (after["told"], after["stories"], after["taken_out"], after["whole"]) == (before, [], 1, True)
    assert not holds(tmp_path, CANARY)


@pytest.mark.parametrize("how", ["taken back", "held back"])
async def test_words_that_are_taken_back_leave_what_was_published(cast: Cast, how: str) -> None:
    leader = await cast.sign_in("leader")
    number, wish_id = await published_words(cast, leader)
    if how == "held back":
        assert (await cast.decide(leader, wish_id, "hold")).status_code == 303
    else:
        await cast.store.write(lambda tx: released.withdraw(tx, wish_id))
    after = await leader.read(f"/desk/published/{number}")
    assert (after["stories"], after["taken_out"], after["whole"]) == ([], 1, True)


async def test_taking_words_out_of_a_damaged_one_does_not_mend_it(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    number, wish_id = await published_words(cast, leader)
    await cast.store.write(lambda tx: tx.run("UPDATE published SET at = at + 1"))
    await cast.store.write(lambda tx: released.withdraw(tx, wish_id))
    assert (await leader.read(f"/desk/published/{number}"))["whole"] is False


async def test_an_old_copy_does_not_bring_words_back_that_were_taken_out(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    number, wish_id = await published_words(cast, leader)
    remembered = Remembered((Line(cast.clock(), Erased("quote", wish_id)),), 0)
    done = await cast.store.write(lambda tx: replay(tx, remembered, None))  # type: ignore[arg-type]
    assert done == {"quote": 1}
    assert (await leader.read(f"/desk/published/{number}"))["stories"] == []
    assert await cast.store.read(lambda tx: wishes.find_wish(tx, wish_id)) is not None


async def test_it_is_read_where_its_round_is_no_more(cast: Cast) -> None:
    await approve(cast, 12, "gaming")
    leader = await cast.sign_in("leader")
    number, (_, key) = await publish(leader), await cast.pull_key()

    def erase_round(tx: Tx) -> None:
        for table in ("standing", "counts", "told", "wishes", "wish_numbers"):
            tx.run(f"DELETE FROM {table}")
        tx.run("DELETE FROM rounds WHERE code = 'glad-elg'")

    await cast.store.write(erase_round)
    assert (await leader.read(f"/desk/published/{number}"))["told"]["approved"] == 10
    assert (await leader.client.get("/desk/published/new?code=glad-elg", headers=JSON)).status_code == 404
    pulled = await cast.stranger(Authorization=f"Bearer {key}").get("/api/published/glad-elg.json")
    assert json.loads(pulled.text)["approved"] == 10


async def test_every_name_and_number_is_shown_as_text(cast: Cast) -> None:
    await approve(cast, 12, "gaming")
    evil = "<script>alert(1)</script>"
    await cast.store.write(lambda tx: tx.run("UPDATE rounds SET name = :name", name=evil))
    leader = await cast.sign_in("leader")
    number = await publish(leader)
    for path in ("/desk/published", f"/desk/published/{number}", "/desk/published/new?code=glad-elg"):
        assert evil not in (await leader.get(path)).text


async def test_everybody_sees_a_round_move_in_tens_and_only_when_ten_came(cast: Cast) -> None:
    stranger, seen = cast.stranger(), []
    for _ in range(8):
        await approve(cast, 4, "gaming")
        await approve(cast, 1, "dance")
        told = (await stranger.read("/figures/glad-elg"))["told"]
        seen.append((told["approved"], told["figures"]["activity"]))
    assert [n for n, _ in seen] == [None, 10, 10, 20, 20, 30, 30, 40]
    assert seen[1][1] == []  # eight and two
    assert seen[5][1] == [{"id": "gaming", "n": 20}]
    assert "anonym" not in (await stranger.get("/figures/glad-elg")).text.lower()
    assert (await stranger.get("/figures/finnes-ikke")).status_code == 404


async def test_what_everybody_sees_now_and_what_is_published_are_the_same_figures(cast: Cast) -> None:
    await approve(cast, 17, "gaming")
    leader = await cast.sign_in("leader")
    await publish(leader)
    live = (await cast.stranger().read("/figures/glad-elg"))["told"]
    assert (await leader.read("/desk/published/1"))["told"] == live


async def write_notes(cast: Cast) -> Person:
    """The group wrote a line that stands and one that is struck."""
    await approve(cast, 12, "gaming")
    project = await cast.sign_in("project")
    for words in (f"{CANARY} er dyrt (#3)", "noe vi strøk"):
        assert await write(project, words) == 303
    await act_on(project, 1, "strike")
    return project


async def act_on(person: Person, place: int, what: str) -> None:
    line = (await person.read("/desk/summary/glad-elg"))["notes"]["believe"][place]
    assert await do(person, line["id"], what) == 303


async def test_what_the_group_noted_is_published_only_where_somebody_chooses_it(cast: Cast) -> None:
    await write_notes(cast)
    leader = await cast.sign_in("leader")
    assert (await preview(leader))["notes"] == {}
    plain = await publish(leader)
    looked = await preview(leader, notes="yes")
    assert looked["notes"] == {"believe": [f"{CANARY} er dyrt"]}, "nothing that was struck, and no number"
    number = await publish(leader, notes="yes")
    assert CANARY in (await leader.get(f"/desk/published/{number}")).text
    assert CANARY not in (await leader.get(f"/desk/published/{plain}")).text
    assert (await preview(leader, notes="yes", first="2026-09-01"))["notes"] == {}


async def test_a_line_that_the_group_erases_leaves_what_was_published(cast: Cast) -> None:
    project = await write_notes(cast)
    leader = await cast.sign_in("leader")
    number = await publish(leader, notes="yes")
    await act_on(project, 0, "strike")
    assert CANARY in (await leader.get(f"/desk/published/{number}")).text, (
        "what is published stands as it was"
    )
    await act_on(project, 0, "drop")
    page = (await leader.get(f"/desk/published/{number}")).text
    assert CANARY not in page
    assert (await leader.read(f"/desk/published/{number}"))["taken_out"] == 1
    assert (await leader.read(f"/desk/published/{number}"))["whole"]
