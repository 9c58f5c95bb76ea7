"""Asks what else is worth knowing about a wish: what stops you, where, how often, and what may be shown.

One rule: every question can be skipped, and whatever is written instead of tapped belongs to the wish.
"""

from dataclasses import dataclass, replace

from bot.dialogs.effects import AddTo, Choice, Describe, Effect, Fits, MayShow, OfAge, Offer, Say
from bot.dialogs.engine import Move, Step, go, stay, step
from bot.dialogs.events import Chose, Entered, Event, Said
from bot.dialogs.talk import Talk
from bot.dialogs.words import NO, SKIP, YES, bare_words

SKIPPED = Choice("skip", "choice.skip")
MAY_WE = Offer((Choice("show", "ask.show.yes"), Choice("do-not", "ask.show.no")))
"""Values of their own: a yes to another question, from another tab, is no yes to this."""
AGES = ("10-12", "13-15", "16-19")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask about a wish, and the tags that can be tapped as an answer."""

    name: str
    tags: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Its buttons; skipping is always the last."""
        return (*(Choice(tag, f"ask.{self.name}.{tag}") for tag in self.tags), SKIPPED)


BARRIERS = Question("barriers", ("cost", "transport", "hours", "space", "equipment", "alone"))
WHERE = Question("where")
HOW_OFTEN = Question("how-often", ("weekly", "drop-in", "one-off", "course", "camp"))
FOLLOW_UPS = (BARRIERS, WHERE, HOW_OFTEN)
ABOUT_HER = ("age", "school")
ASKABLE = (*(question.name for question in FOLLOW_UPS), *ABOUT_HER)
"""What a round may want to know; «exists» and «show» are asked whenever there is reason to."""
_STEPS = tuple(f"ask.{name}" for name in (*ASKABLE, "exists", "show"))
ADDING = frozenset(("wish.vague", *_STEPS))
"""In these steps what is written belongs to the wish at hand."""
AFTER_A_WISH = ("wish.ask", *_STEPS)
"""Where a talk may go on when a wish is told."""


def questions_about(talk: Talk, said: Said) -> tuple[str, ...]:
    """Choose what to ask: what exists first, then what the round asks and the words do not tell already."""
    told: dict[str, object] = {
        "barriers": said.understood.barriers,
        "how-often": said.understood.forms,
        "age": talk.age,
        "school": talk.school or not said.schools,
    }
    wanted = [name for name in said.asks if not told.get(name)]
    exists = ["exists"] if said.exists else []
    shown = ["show"] if talk.may_show is None and not talk.concern else []
    in_order = (*exists, *wanted, *shown)
    return tuple(sorted(in_order, key=lambda name: name in ABOUT_HER))  # first what is about the wish


def go_on(talk: Talk, *effects: Effect) -> Move:
    """Ask the next question about the wish at hand, or for another wish."""
    if not talk.questions:
        return go(talk, "wish.ask", *effects)
    first, *rest = talk.questions
    return go(replace(talk, questions=tuple(rest)), f"ask.{first}", *effects)


def without_details(talk: Talk) -> Talk:
    """Ask no more about the wish itself, where its answer is there already or nothing was understood."""
    return replace(talk, questions=tuple(name for name in talk.questions if name in ("show", *ABOUT_HER)))


def add(talk: Talk, said: Said) -> Move:
    """Add words to the wish at hand; they may have become another wish's meanwhile, and are kept as one."""
    return go_on(talk, AddTo(talk.at_hand, said.wish_id), Say("ask.noted"))


def _asking(question: Question) -> Step:
    @step(f"ask.{question.name}", *AFTER_A_WISH)
    def hear(talk: Talk, event: Event) -> Move:
        match event:
            case Entered():
                return stay(talk, Say(f"ask.{question.name}"), Offer(question.choices))
            case Chose(SKIPPED.value):
                return go_on(talk)
            case Chose(tag):
                return go_on(talk, Describe(talk.at_hand, tag), Say("ask.noted"))
            case Said(text) if bare_words(text) in SKIP | NO:
                return go_on(talk, Say("ask.skipped"))
            case Said():
                return add(talk, event)
        return stay(talk)

    return hear


@step("ask.exists", *AFTER_A_WISH)
def exists(talk: Talk, event: Event) -> Move:
    """Tell of something that is there already, and ask whether it is what was wished for."""
    answers = (Choice("fits", "ask.exists.fits"), Choice("fits-not", "ask.exists.fits-not"), SKIPPED)
    match event:
        case Entered() if talk.exists is None:
            return go_on(talk)
        case Entered():
            about = talk.exists.text if talk.exists else ""
            return stay(talk, Say("ask.exists", about=about), Offer(answers))
        case Chose("fits"):
            return _fits(talk, True)
        case Chose("fits-not"):
            return _fits(talk, False)
        case Said(text) if bare_words(text) in YES:
            return _fits(talk, True)
        case Said(text) if bare_words(text) in NO:
            return _fits(talk, False)
        case Said(text) if bare_words(text) not in SKIP:
            return add(talk, event)
    return go_on(talk, Say("ask.skipped"))


def _fits(talk: Talk, fits: bool) -> Move:
    found = (Fits(talk.at_hand, talk.exists.id, fits),) if talk.exists else ()
    if fits:
        return go_on(without_details(talk), *found, Say("ask.exists.good"))
    return go_on(talk, *found, Say("ask.noted"))


@step("ask.show", *AFTER_A_WISH)
def show(talk: Talk, event: Event) -> Move:
    """Ask whether all that is written here may be shown to others; it can be taken back."""
    match event:
        case Entered():
            return stay(
                talk,
                Say("ask.show"),
                Offer((Choice("show", "ask.show.yes"), Choice("do-not", "ask.show.no"))),
            )
        case Chose("show"):
            return _show(talk, True)
        case Chose():
            return _show(talk, False)
        case Said(text) if bare_words(text) in YES:
            return _show(talk, True)
        case Said(text) if bare_words(text) in SKIP | NO:
            return _show(talk, False)
        case Said():
            return add(talk, event)
    return stay(talk)


def _show(talk: Talk, may: bool) -> Move:
    said = "ask.show.thanks" if may else "ask.show.not"
    return go_on(replace(talk, may_show=may), MayShow(talk.wishes, may), Say(said))


@step("ask.age", *AFTER_A_WISH)
def age(talk: Talk, event: Event) -> Move:
    """Ask how old somebody is, in bands, where the round asks at all."""
    match event:
        case Entered():
            return stay(
                talk, Say("ask.age"), Offer((*(Choice(band, f"ask.age.{band}") for band in AGES), SKIPPED))
            )
        case Chose(SKIPPED.value):
            return go_on(replace(talk, age=SKIPPED.value))
        case Chose(band):
            return go_on(replace(talk, age=band), OfAge(band), Say("ask.noted"))
        case Said(text) if bare_words(text) in SKIP | NO:
            return go_on(replace(talk, age=SKIPPED.value), Say("ask.skipped"))
        case Said():
            return add(talk, event)
    return stay(talk)


STEPS = (*(_asking(question) for question in FOLLOW_UPS), exists, show, age)
