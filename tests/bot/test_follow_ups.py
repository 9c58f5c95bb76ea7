"""What is said after a wish belongs to it, on both engines: words, tapped answers, a yes to showing it."""

from dataclasses import replace

import pytest

from bot.host import Host
from bot.turn import Came
from collector import catalogue, review
from collector.catalogue_file import read_file
from collector.desk import Desk
from collector.ids import new_id
from collector.model import Round, Staff, Wish
from collector.sealing import Seal
from collector.store import catalogue as kept_catalogue
from collector.store import counts, municipalities, people, rounds
from collector.store.front import Store, Tx
from tests.bot.fields import CODE, say, wishes_kept
from tests.both_engines import store as store
from tests.conftest import Clock

pytestmark = pytest.mark.usefixtures("asked")


def tap(value: str, key: str) -> Came:
    return Came(key, "webchat", "somebody", CODE, chose=value)


def approve_for(tx: Tx, asked: Round, wish: Wish, now: int) -> None:
    """Let a leader of the round approve a wish."""
    staff = Staff(new_id(now), asked.municipality.id, "Leder", "leader")
    desk = Desk(staff, asked.municipality, session="", csrf="", seen_at=now)
    people.add_staff(tx, staff, now)
    review.decide(tx, desk, wish.id, "approve", review.seen_as(wish), now)


async def test_words_that_answer_a_question_become_part_of_the_wish(
    host: Host, store: Store, seal: Seal, asked: Round
) -> None:
    await host.turn(say("LAN for alle", key="a"))
    await host.turn(tap("yes", "b"))
    await host.turn(say("bussen går ikke hjem etter klokka ni", key="c"))
    (wish,) = await wishes_kept(store)
    assert wish.text.splitlines() == ["LAN for alle", "bussen går ikke hjem etter klokka ni"]
    assert {tag.id for tag in wish.tags if tag.given} >= {"gaming", "transport"}
    raw = await store.read(lambda tx: tx.one("SELECT raw FROM wishes"))
    assert raw is not None
    assert seal.open(raw["raw"], f"wish.raw:{wish.id}").decode() == wish.text
    figures = await store.read(lambda tx: (counts.figures_of(tx, asked.id), counts.recount(tx, asked.id)))
    assert figures[0] == figures[1]


async def test_a_vague_wish_becomes_what_was_told_of_it(host: Host, store: Store) -> None:
    await host.turn(say("noe gøy", key="a"))
    view = await host.turn(say("sjonglere med ildfakler og gå på line", key="b"))
    assert any("Stemmer det?" in bubble.text for bubble in view.bubbles)
    (wish,) = await wishes_kept(store)
    assert "new-circus" in {tag.id for tag in wish.tags if tag.given}


async def test_what_is_added_when_a_leader_has_decided_is_a_wish_of_its_own(
    host: Host, store: Store, asked: Round, clock: Clock
) -> None:
    await host.turn(say("LAN for alle", key="a"))
    await host.turn(tap("yes", "b"))
    (wish,) = await wishes_kept(store)
    await store.write(lambda tx: approve_for(tx, asked, wish, clock()))
    clock.now += 1000
    await host.turn(say("bussen går ikke", key="c"))
    first, second = await wishes_kept(store)
    assert (first.text, first.state, second.text) == ("LAN for alle", "approved", "bussen går ikke")
    await host.turn(say("mine ønsker", key="d"))
    await host.turn(tap(second.id, "e"))
    await host.turn(tap("erase", "f"))
    shown = await host.look(say("", key="g"))
    assert shown is not None
    assert all("bussen" not in bubble.text for bubble in shown.bubbles), "its line went with it"


async def test_a_tapped_answer_stands_beside_what_was_read(host: Host, store: Store) -> None:
    await host.turn(say("LAN for alle", key="a"))
    await host.turn(tap("yes", "b"))
    await host.turn(tap("cost", "c"))
    (wish,) = await wishes_kept(store)
    assert ("cost", "sender") in {(tag.id, tag.by) for tag in wish.tags}


async def test_only_a_yes_lets_words_be_shown_and_it_can_be_taken_back(host: Host, store: Store) -> None:
    for place, event in enumerate((say("LAN for alle"), tap("yes", ""), tap("skip", ""))):
        await host.turn(replace(event, key=f"k{place}"))
    assert [wish.may_show for wish in await wishes_kept(store)] == [None]
    await host.turn(tap("show", "yes"))
    await host.turn(say("dans hver uke", key="more"))
    assert [wish.may_show for wish in await wishes_kept(store)] == [True, True], "for all written here"
    await host.turn(say("mine ønsker", key="mine"))
    await host.turn(tap("do-not-show", "back"))
    assert [wish.may_show for wish in await wishes_kept(store)] == [False, False]


async def test_the_round_chooses_what_is_asked_and_the_age_is_a_band(
    host: Host, store: Store, asked: Round
) -> None:
    await store.write(lambda tx: rounds.let_ask(tx, asked.id, ("age",)))
    await host.turn(say("LAN for alle", key="a"))
    await host.turn(tap("yes", "b"))
    view = await host.turn(tap("do-not", "c"))
    assert [button.value for button in view.buttons] == ["10-12", "13-15", "16-19", "skip"]
    await host.turn(tap("13-15", "d"))
    row = await store.read(lambda tx: tx.one("SELECT age_band FROM talks"))
    assert row == {"age_band": "13-15"}


async def test_the_school_is_one_that_is_recorded_and_goes_with_the_last_wish(
    host: Host, store: Store, asked: Round
) -> None:
    school = {"name": "Fjordvik skole", "grade_from": 1, "grade_to": 10, "pupils": 210}

    def ask_for_it(tx: Tx) -> None:
        rounds.let_ask(tx, asked.id, ("school",))
        municipalities.put_list(tx, asked.municipality.id, "schools", [school])

    async def noted() -> object:
        return await store.read(lambda tx: tx.all("SELECT school FROM talks"))

    await store.write(ask_for_it)
    await host.turn(say("LAN for alle", key="a"))
    await host.turn(tap("yes", "b"))
    view = await host.turn(tap("do-not", "c"))
    assert [button.label for button in view.buttons] == ["Fjordvik skole", "Hopp over"]
    view = await host.turn(say("fjorvik skule", key="d"))
    assert await noted() == [{"school": "Fjordvik skole"}]
    assert len(await wishes_kept(store)) == 1, "its name is no wish"
    for place, event in enumerate((say("slett"), tap("erase", ""))):
        view = await host.turn(replace(event, key=f"k{place}"))
    assert await noted() == [{"school": None}]
    assert await wishes_kept(store) == []


async def test_where_no_school_is_recorded_it_is_not_asked(host: Host, store: Store, asked: Round) -> None:
    await store.write(lambda tx: rounds.let_ask(tx, asked.id, ("school",)))
    await host.turn(say("LAN for alle", key="a"))
    await host.turn(tap("yes", "b"))
    view = await host.turn(tap("do-not", "c"))
    assert [button.value for button in view.buttons] == ["enough"]


def listed(text: str) -> list[kept_catalogue.Entry]:
    return read_file(text.encode(), {"gaming": "gaming"}).entries


async def test_what_exists_is_told_and_whether_it_fits_is_noted(
    host: Host, store: Store, asked: Round, clock: Clock
) -> None:
    entries = listed("name;about;tags\nSpillkveld;På klubben hver onsdag.;gaming\n")
    await store.write(lambda tx: catalogue.take_in(tx, asked.municipality.id, entries, clock()))
    await host.turn(say("LAN for alle", key="a"))
    view = await host.turn(tap("yes", "b"))
    assert any("Spillkveld. På klubben hver onsdag." in bubble.text for bubble in view.bubbles)
    await host.turn(tap("fits-not", "c"))
    (entry,) = await store.read(lambda tx: kept_catalogue.entries_of(tx, asked.municipality.id))
    fits = await store.read(lambda tx: kept_catalogue.fits_of(tx, asked.municipality.id))
    assert fits == {entry.id: (0, 1)}


async def test_an_erased_wish_takes_its_answers_with_it(
    host: Host, store: Store, asked: Round, clock: Clock
) -> None:
    entries = listed("name,about,tags\nSpillkveld,På klubben.,gaming\n")
    await store.write(lambda tx: catalogue.take_in(tx, asked.municipality.id, entries, clock()))
    for place, event in enumerate((say("LAN for alle"), tap("yes", ""), tap("fits", ""), say("slett"))):
        await host.turn(replace(event, key=f"k{place}"))
    await host.turn(tap("erase", "gone"))
    assert await store.read(lambda tx: kept_catalogue.fits_of(tx, asked.municipality.id)) == {}


async def test_a_cry_that_only_two_messages_make_opens_a_case(host: Host, store: Store) -> None:
    await host.turn(say("noe gøy", key="a"))
    view = await host.turn(say("jeg vil ikke leve lenger", key="b"))
    assert view.bubbles[1].by == "card"
    assert {wish.state for wish in await wishes_kept(store)} == {"waiting", "case"}


async def test_a_leader_approves_only_the_words_that_she_saw(host: Host, store: Store) -> None:
    await host.turn(say("LAN for alle", key="a"))
    await host.turn(tap("yes", "b"))
    (wish,) = await wishes_kept(store)
    await host.turn(say("spør Kari Hansen i 9B", key="c"))
    (fuller,) = await wishes_kept(store)
    assert review.seen_as(wish) != review.seen_as(fuller)


async def test_what_the_sender_said_of_the_tags_stands_when_words_are_added(host: Host, store: Store) -> None:
    await host.turn(say("LAN for alle", key="a"))
    await host.turn(tap("no", "b"))
    await host.turn(tap("other", "c"))
    await host.turn(say("det er for dyrt med bussen til LAN", key="d"))
    (wish,) = await wishes_kept(store)
    assert [tag.id for tag in wish.tags if tag.kind == "activity" and tag.given] == []
    assert {tag.id for tag in wish.tags if tag.kind == "barrier" and tag.given} & {"cost", "transport"}


async def test_when_words_became_a_wish_of_their_own_the_questions_are_about_that_one(
    host: Host, store: Store, asked: Round, clock: Clock
) -> None:
    await host.turn(say("noe gøy", key="a"))
    (first,) = await wishes_kept(store)
    await store.write(lambda tx: approve_for(tx, asked, first, clock()))
    clock.now += 1000
    await host.turn(say("sjonglere på line i nysirkus", key="b"))
    await host.turn(tap("no", "c"))
    await host.turn(tap("other", "d"))
    _, second = await wishes_kept(store)
    assert [tag.id for tag in second.tags if tag.kind == "activity" and tag.given] == []


async def test_a_yes_to_another_question_lets_nothing_be_shown(
    host: Host, store: Store, asked: Round
) -> None:
    await store.write(lambda tx: rounds.let_ask(tx, asked.id, ()))
    await host.turn(say("LAN for alle", key="a"))
    await host.turn(tap("yes", "b"))
    await host.turn(tap("yes", "from another tab"))
    assert [wish.may_show for wish in await wishes_kept(store)] == [None]
