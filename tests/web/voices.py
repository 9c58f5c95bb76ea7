"""Young people who told something of themselves: wishes with a talk, a school, an age, a place and a yes."""

from typing import Any

from collector import intake
from collector.ids import new_id
from collector.model import Tag, Wish, WishState
from collector.store import routed, talks, wishes
from collector.store.front import Tx
from tests.web.cast import Cast, Place


async def sender(cast: Cast, place: Place | None = None, school: str = "", age: str = "") -> str:
    """Somebody who talks, and what she tells of herself."""
    cast.clock.now += 1000
    place, talk_id = place or cast.here, new_id(cast.clock())

    def work(tx: Tx) -> None:
        talks.add_talk(
            tx,
            id=talk_id,
            municipality_id=place.municipality.id,
            round_id=place.asked.id,
            channel="web",
            who=f"who-{talk_id}",
            receipt=f"receipt-{talk_id}",
            handle=None,
            now=cast.clock(),
        )
        if school:
            talks.note_school(tx, talk_id, school)
        if age:
            talks.note_age(tx, talk_id, age)

    await cast.store.write(work)
    return talk_id


async def say(
    cast: Cast,
    text: str,
    tag: str = "gaming",
    *,
    talk: str = "",
    may_show: bool | None = True,
    state: WishState = "approved",
    place: Place | None = None,
    names: tuple[str, ...] = (),
    language: str = "nb",
    **told: Any,
) -> str:
    """Let somebody wish for something; `names` are the places in her words."""
    talk = talk or await sender(cast, place, **told)
    cast.clock.now += 1000
    where = place or cast.here
    wish = Wish(
        new_id(cast.clock()),
        where.municipality.id,
        where.asked.id,
        talk,
        "webchat",
        language,
        text,
        "waiting",
        True,
        cast.clock(),
        tags=(Tag("activity", tag, 0.9),),
    )

    def work(tx: Tx) -> None:
        intake.receive(tx, cast.seal, where.asked, wish, f"raw {text}", None)
        routed.put_places(tx, wish.id, names)
        if may_show is not None:
            wishes.let_show(tx, wish.id, talk, may_show)

    await cast.store.write(work)
    if state != "waiting":
        leader = await cast.sign_in("leader", where, "Godkjenn-Gerd")
        answer = await cast.decide(leader, wish.id, "approve" if state == "approved" else "hold")
        assert answer.status_code == 303, answer.text
    return wish.id
