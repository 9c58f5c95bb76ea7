"""Every step against every event, in any order."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs.book import BOOK
from bot.dialogs.contact import is_an_answer
from bot.dialogs.drawing import draw
from bot.dialogs.effects import AddTo, Keep, KeepContact, MayShow, Say, ShowHelpCard
from bot.dialogs.engine import Book, BrokenDialog, Move, go, stay, step
from bot.dialogs.events import Asked, Chose, Entered, Event, Existing, Said, Understood, Word
from bot.dialogs.follow_ups import ADDING, ASKABLE
from bot.dialogs.talk import START, Talk, UnreadableTalk
from bot.dialogs.words import WORDS, YES, bare_words, word_asked_for

DRAWING = Path(__file__).parents[2] / "docs" / "conversations.md"
TAGS = st.lists(st.sampled_from(("gaming", "dance", "band")), max_size=3, unique=True).map(tuple)
UNDERSTOOD = st.builds(
    Understood, TAGS, TAGS, st.booleans(), st.sampled_from((None, None, None, "concern", "concern-now"))
)
TEXTS = st.one_of(
    st.text(max_size=30), st.sampled_from(("ja", "nei", "hjelp", "slett", "stopp", "mine", "språk", "yes"))
)
CHOICES = st.sampled_from(
    (
        *("yes", "no", "other", "again", "keep", "erase", "gaming", "nn", "en", "w1", "nonsense"),
        *("skip", "enough", "cost", "weekly", "fits", "fits-not", "13-15", "do-not-show", "show", "do-not"),
        *("contact", "no-contact"),
    )
)
ASKS = st.lists(st.sampled_from(ASKABLE), unique=True).map(tuple)
EXISTS = st.none() | st.builds(Existing, st.just("e1"), st.text(min_size=1, max_size=9))
WISH_IDS = st.integers(1, 10**6).map(lambda number: f"w{number}")
EVENTS = st.one_of(
    st.builds(Said, TEXTS, UNDERSTOOD, WISH_IDS, st.none() | UNDERSTOOD, EXISTS, ASKS),
    st.builds(Chose, CHOICES),
)


def begin() -> Talk:
    return BOOK.turn(Talk(), Entered())[0]


@given(st.lists(EVENTS, max_size=25))
def test_any_talk_goes_on_whatever_comes_and_survives_json(events: list[Event]) -> None:
    talk = begin()
    for event in events:
        talk, effects = BOOK.turn(Talk.from_json(talk.to_json()), event)
        assert talk.step in BOOK.steps
        assert effects, "something is always answered"


@given(st.lists(EVENTS, max_size=15), st.integers(0, 3), EVENTS)
def test_a_wish_erased_from_outside_leaves_a_talk_that_goes_on(
    events: list[Event], which: int, event: Event
) -> None:
    talk = begin()
    for each in events:
        talk, _ = BOOK.turn(talk, each)
    for wish_id in talk.wishes[which : which + 1]:
        talk = talk.without(wish_id)
        assert wish_id not in (*talk.wishes, talk.at_hand)
        assert not talk.offers_choice(wish_id)
    after, effects = BOOK.turn(talk, event)
    assert effects
    assert {choice.value for choice in after.offers if choice.key == "choice.erase_this"} <= set(after.wishes)


@given(st.lists(EVENTS, max_size=10), st.sampled_from(sorted(WORDS["help"])))
def test_help_is_one_word_away_in_every_state(events: list[Event], word: str) -> None:
    talk = begin()
    for event in events:
        talk, _ = BOOK.turn(talk, event)
    after, effects = BOOK.turn(talk, Said(word.upper() + "!", Understood(), "w0"))
    assert effects == (ShowHelpCard(),)
    assert after == talk, "the talk goes on where it was"


@given(st.lists(EVENTS, max_size=10))
def test_stop_always_ends_the_talk(events: list[Event]) -> None:
    talk = begin()
    for event in events:
        talk, _ = BOOK.turn(talk, event)
    assert BOOK.turn(talk, Said("stopp", Understood(), "w0"))[0].step == "stopped"


@given(st.lists(EVENTS, max_size=10), st.sampled_from(("concern", "concern-now")))
def test_a_concern_shows_the_card_first_and_is_kept_in_every_state(events: list[Event], level: str) -> None:
    talk = begin()
    for event in events:
        talk, _ = BOOK.turn(talk, event)
    said = Said("noe vondt", Understood(concern=level), "w0")
    after, effects = BOOK.turn(talk, said)
    assert after.concern
    if is_an_answer(talk, said):
        assert effects[:2] == (ShowHelpCard(), KeepContact(talk.contact_for))
        assert after.step == talk.back
    else:
        assert effects[:2] == (ShowHelpCard(), Keep("w0"))
        assert (after.step, after.contact_for) == ("contact.offer", "w0")


@given(st.lists(EVENTS, max_size=15), EVENTS)
def test_how_to_reach_somebody_is_only_kept_after_a_concern_and_never_as_a_wish(
    events: list[Event], event: Event
) -> None:
    talk = begin()
    for each in events:
        talk, _ = BOOK.turn(talk, each)
    before = talk
    talk, effects = BOOK.turn(talk, event)
    for kept in [effect for effect in effects if isinstance(effect, KeepContact)]:
        assert before.concern
        assert before.asks_how_to_reach
        assert isinstance(event, Said)
        assert kept.wish_id in talk.wishes
        assert Keep(event.wish_id) not in effects
    assert not talk.asks_how_to_reach or talk.concern


@pytest.mark.parametrize("level", ["concern", "concern-now"])
@pytest.mark.parametrize("step", ["contact.offer", "contact.write"])
def test_no_old_yes_is_a_yes_to_an_adult(step: str, level: str) -> None:
    talk, _ = BOOK.turn(begin(), Said("gaming", Understood(("gaming",)), "w1"))
    talk, _ = BOOK.turn(talk, Said("noe vondt", Understood(concern=level), "w2"))
    if step == "contact.write":
        talk, _ = BOOK.turn(talk, Chose("contact"))
    assert talk.step == step
    after, effects = BOOK.turn(talk, Chose("yes"))
    assert effects[0] == Say("choice.gone")
    assert after.step == step


def test_a_number_for_an_adult_is_no_wish_when_the_wish_it_was_for_is_gone() -> None:
    talk, _ = BOOK.turn(begin(), Said("noe vondt", Understood(concern="concern"), "w1"))
    talk, _ = BOOK.turn(talk, Chose("contact"))
    after, effects = BOOK.turn(talk.without("w1"), Said("900 12 345", Understood(), "w2"))
    assert effects[0] == Say("contact.gone")
    assert after.step == "wish.ask"
    assert after.wishes == ()


def test_a_talk_that_an_older_version_wrote_down_goes_on() -> None:
    written = json.loads(Talk(step="wish.ask", wishes=("w1",)).to_json())
    del written["contact_for"], written["back"]
    assert Talk.from_json(json.dumps(written)) == Talk(step="wish.ask", wishes=("w1",))


@given(st.lists(EVENTS, min_size=1, max_size=25))
def test_no_words_are_dropped_without_an_answer_that_says_so(events: list[Event]) -> None:
    """What is neither kept nor an answer to the question at hand is answered with its own sentence."""
    talk = begin()
    for event in events:
        before = talk
        talk, effects = BOOK.turn(talk, event)
        if isinstance(event, Said) and not word_asked_for(event.text):
            kept = Keep(event.wish_id) in effects
            kept |= any(AddTo(before.at_hand, event.wish_id, anew) in effects for anew in (True, False))
            kept |= any(isinstance(effect, KeepContact) for effect in effects)
            told = any(isinstance(effect, Say) for effect in effects)
            answers = {"wish.confirm", "mine.sure", "wish.ask", "contact.offer", "contact.write", *ADDING}
            assert kept or (told and before.step in answers)


@given(st.lists(EVENTS, max_size=25))
def test_words_are_added_only_to_a_wish_of_this_talk(events: list[Event]) -> None:
    talk = begin()
    for event in events:
        before = talk
        talk, effects = BOOK.turn(talk, event)
        for effect in effects:
            if isinstance(effect, AddTo):
                assert effect.wish_id in before.wishes
                assert before.step in ADDING


@given(st.lists(EVENTS, max_size=25))
def test_nothing_is_shown_to_others_before_a_yes_and_never_asked_of_one_who_is_not_ok(
    events: list[Event],
) -> None:
    talk, said_yes = begin(), False
    for event in events:
        asked_now = talk.step == "ask.show"
        before = talk
        talk, effects = BOOK.turn(talk, event)
        said_yes = (
            said_yes
            or (asked_now and event == Chose("show"))
            or (asked_now and isinstance(event, Said) and bare_words(event.text) in YES)
        )
        assert said_yes or not any(isinstance(effect, MayShow) and effect.may for effect in effects)
        if before.concern and before.step != "ask.show":
            assert Say("ask.show") not in effects


def test_every_word_works_in_every_state_and_no_spelling_means_two_things() -> None:
    spellings = [spelling for spellings in WORDS.values() for spelling in spellings]
    assert len(spellings) == len(set(spellings))
    for word, own in WORDS.items():
        for spelling in own:
            assert word_asked_for(f"  {spelling.upper()} !") == word


@pytest.mark.parametrize("name", sorted(BOOK.steps))
@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_step_answers_every_word(name: str, word: Word) -> None:
    talk = Talk(step=name, wishes=("w1", "w2"), at_hand="w1", taken_as=("gaming",))
    _, effects = BOOK.turn(talk, Asked(word))
    assert effects


@pytest.mark.parametrize(
    "text", ["hjelp til lekser", "stopp mobbing med teater", "slett fjell", "stepp", "hjelm", "slott"]
)
def test_a_wish_that_begins_like_a_word_is_a_wish(text: str) -> None:
    assert word_asked_for(text) is None


def test_a_step_that_leads_where_it_did_not_say_is_found_out() -> None:
    @step("there")
    def there(talk: Talk, event: Event) -> Move:
        return stay(talk)

    @step(START)
    def silent(talk: Talk, event: Event) -> Move:
        return go(talk, "there")

    with pytest.raises(BrokenDialog, match="without saying so"):
        Book((silent, there), there, there).turn(Talk(), Entered())


def test_a_circle_is_found_out() -> None:
    @step(START, "other")
    def first(talk: Talk, event: Event) -> Move:
        return go(talk, "other")

    @step("other", START)
    def other(talk: Talk, event: Event) -> Move:
        return go(talk, START)

    with pytest.raises(BrokenDialog, match="circle"):
        Book((first, other), other, other).turn(Talk(), Entered())


@pytest.mark.parametrize("written", ["", "{}", "[]", '{"step": 1}', "null"])
def test_a_talk_that_cannot_be_read_says_so_without_its_words(written: str) -> None:
    with pytest.raises(UnreadableTalk, match=r"^A kept talk could not be read\.$"):
        Talk.from_json(written)


def test_a_step_that_a_newer_version_took_away_leads_back_to_the_question() -> None:
    talk, effects = BOOK.turn(Talk(step="gone.since"), Said("sjakk", Understood(), "w1"))
    assert Keep("w1") in effects
    assert talk.step in BOOK.steps


def test_the_drawing_in_the_docs_is_the_code() -> None:
    drawn = re.search(r"```mermaid\n(.*?)```", DRAWING.read_text("utf-8"), re.DOTALL)
    assert drawn is not None
    assert drawn[1] == draw(BOOK), "run `make docs`"


def test_nobody_is_led_astray_by_a_button_of_yesterday() -> None:
    talk, effects = BOOK.turn(begin(), Chose("yes"))
    assert effects[0] == Say("choice.gone")
    assert talk.step == "wish.ask"
