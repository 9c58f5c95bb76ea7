"""An answer that a group wrote: a leader sends it, changes it or gives it back, and nobody gets it before."""

from typing import Any

import pytest

from tests.both_engines import store
from tests.web.cast import Cast, Person
from tests.web.young import found_group, in_inbox

__all__ = ["store"]  # a fixture that pytest finds by its name
WORDS = "Vi åpner rommet på fredag."


async def drafted(cast: Cast, youth: Person, **form: str) -> tuple[str, str]:
    """A draft that waits: its line and its wish."""
    wish_id = await cast.wish(state="approved")
    line = await in_inbox(cast, await found_group(cast, youth), wish_id)
    answer = await youth.post(f"/desk/inbox/{line}/answer", {"status": "happening", "text": WORDS, **form})
    assert answer.status_code == 303, answer.text
    return line, wish_id


async def form_of(leader: Person, line: str) -> dict[str, Any]:
    """What the leader's page sends, untouched."""
    data = await leader.read(f"/desk/drafts/{line}")
    return {"seen": data["written"]["seen"], "stands": data["stands"], **data["draft"]}


async def answers_to(cast: Cast, wish_id: str) -> list[str]:
    rows = await cast.store.read(
        lambda tx: tx.all("SELECT text FROM answers WHERE wish_id = :id", id=wish_id)
    )
    return [row["text"] for row in rows]


async def test_a_draft_reaches_nobody_before_a_leader_sends_it(cast: Cast) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    line, wish_id = await drafted(cast, youth)
    assert await answers_to(cast, wish_id) == []
    assert (await youth.read("/desk/inbox", pile="taken"))["wishes"][0]["id"] == line, "it is taken up"
    (waits,) = (await leader.read("/desk/drafts"))["drafts"]
    assert (waits["id"], waits["text"]) == (line, WORDS)
    assert (await leader.post(f"/desk/drafts/{line}", await form_of(leader, line))).status_code == 303
    assert await answers_to(cast, wish_id) == [WORDS]
    assert (await leader.read("/desk/drafts"))["drafts"] == []
    seen = await youth.read(f"/desk/inbox/{line}")
    assert (seen["draft"]["state"], seen["wish"]["status"]) == ("released", "done")
    assert seen["wish"]["answered"] == {"status": "happening", "text": WORDS}


async def test_a_draft_sent_twice_is_one_answer(cast: Cast) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    line, wish_id = await drafted(cast, youth)
    form = await form_of(leader, line)
    await leader.post(f"/desk/drafts/{line}", form)
    assert (await leader.post(f"/desk/drafts/{line}", form)).status_code == 404
    assert len(await answers_to(cast, wish_id)) == 1


async def test_a_leader_changes_a_draft_before_it_is_sent(cast: Cast) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    line, wish_id = await drafted(cast, youth)
    look = {"status": "done", "text": "Det er klart nå."}
    page = await leader.post(f"/desk/drafts/{line}/look", look)
    assert "Det er klart nå." in page.text
    await leader.post(f"/desk/drafts/{line}", await form_of(leader, line) | look)
    assert await answers_to(cast, wish_id) == ["Det er klart nå."]


async def test_a_no_without_why_is_not_taken_from_a_group_either(cast: Cast) -> None:
    youth = await cast.sign_in("youth")
    wish_id = await cast.wish(state="approved")
    line = await in_inbox(cast, await found_group(cast, youth), wish_id)
    answer = await youth.post(f"/desk/inbox/{line}/answer", {"status": "no", "text": ""})
    assert answer.status_code == 422
    assert await cast.store.read(lambda tx: tx.all("SELECT * FROM group_drafts")) == []


async def test_what_may_point_at_a_person_is_said_to_the_leader_before_it_is_sent(cast: Cast) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    line, wish_id = await drafted(cast, youth, text="Ring Kari på 900 12 345")
    form = await form_of(leader, line)
    assert (await leader.post(f"/desk/drafts/{line}", form)).status_code == 200
    assert await answers_to(cast, wish_id) == []
    await leader.post(f"/desk/drafts/{line}", form | {"despite": "yes"})
    assert len(await answers_to(cast, wish_id)) == 1


async def test_a_draft_that_is_given_back_is_with_the_group_with_why(cast: Cast) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    line, wish_id = await drafted(cast, youth)
    seen = (await form_of(leader, line))["seen"]
    assert (await leader.post(f"/desk/drafts/{line}/back", {"seen": seen, "reason": " "})).status_code == 422
    await leader.post(f"/desk/drafts/{line}/back", {"seen": seen, "reason": "Skriv når det er."})
    draft = (await youth.read(f"/desk/inbox/{line}"))["draft"]
    assert (draft["state"], draft["reason"], draft["text"]) == ("returned", "Skriv når det er.", WORDS)
    await youth.post(f"/desk/inbox/{line}/answer", {"status": "happening", "text": "Fredag klokka 18."})
    await leader.post(f"/desk/drafts/{line}", await form_of(leader, line))
    assert await answers_to(cast, wish_id) == ["Fredag klokka 18."]


async def test_a_leader_does_not_send_what_the_group_has_changed_meanwhile(cast: Cast) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    line, wish_id = await drafted(cast, youth)
    form = await form_of(leader, line)
    cast.clock.now += 1
    await youth.post(f"/desk/inbox/{line}/answer", {"status": "happening", "text": "Ny tekst."})
    answer = await leader.post(f"/desk/drafts/{line}", form)
    assert (answer.status_code, "Ny tekst." in answer.text) == (409, True)
    assert await answers_to(cast, wish_id) == []


async def test_a_leader_does_not_answer_past_another(cast: Cast) -> None:
    youth, leader, other = [await cast.sign_in(role) for role in ("youth", "leader", "admin")]
    line, wish_id = await drafted(cast, youth)
    form = await form_of(leader, line)
    await other.post(f"/desk/answer/{wish_id}", {"status": "done", "text": "Alt klart.", "seen": ""})
    assert (await leader.post(f"/desk/drafts/{line}", form)).status_code == 409
    assert await answers_to(cast, wish_id) == ["Alt klart."]


@pytest.mark.parametrize("what", ["hold", "wait"])
async def test_a_draft_to_a_wish_that_is_no_longer_approved_waits_for_nobody(cast: Cast, what: str) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    line, wish_id = await drafted(cast, youth)
    await cast.decide(leader, wish_id, what)
    assert (await leader.read("/desk/drafts"))["drafts"] == []
    assert (await leader.get(f"/desk/drafts/{line}")).status_code == 404


async def test_a_leader_sees_at_the_wish_what_the_group_did(cast: Cast) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    line, wish_id = await drafted(cast, youth)
    page = (await leader.get(f"/desk/answer/{wish_id}")).text
    assert f"/desk/drafts/{line}" in page
    assert "tatt opp for mindre enn en dag siden" in page
