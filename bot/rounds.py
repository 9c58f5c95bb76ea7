"""`ekko round`: rounds made, listed, changed and closed from the prompt.

One rule: what is said here is what the leaders' page says; both go through `collector/rounding.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from bot.inviting import find_municipality
from bot.problems import BadRequest
from bot.settings import Settings
from bot.wiring import TEXTS, clock
from collector import rounding
from collector.codes import tidy
from collector.desk import DecidedAlready
from collector.here import day_of
from collector.model import ASKABLE, OFFERED, Municipality, Round, RoundKind
from collector.rounding import NotYet, Plan
from collector.store import municipalities, rounds
from collector.store.front import Tx
from collector.store.opening import open_store
from collector.texts import read_catalogue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for at the prompt; None where nothing was said about it."""

    name: str | None = None
    code: str | None = None
    first_day: str | None = None
    last_day: str | None = None
    languages: str | None = None
    asks: str | None = None
    question: Sequence[str] | None = None
    for_whom: Sequence[str] | None = None
    kind: RoundKind = "open"

    def on(self, plan: Plan) -> Plan:
        """Put what was said over a plan that stands."""
        return replace(
            plan,
            name=_or(self.name, plan.name),
            code=_or(self.code, plan.code),
            first_day=_or(self.first_day, plan.first_day),
            last_day=_or(self.last_day, plan.last_day),
            languages=_or(read_names(self.languages, OFFERED), plan.languages),
            asks=_or(read_names(self.asks, ASKABLE), plan.asks),
            question={**(plan.question or {}), **read_words(self.question)},
            for_whom={**(plan.for_whom or {}), **read_words(self.for_whom)},
        )


async def new(settings: Settings, municipality: str, wanted: Wanted, console: Console) -> None:
    """Make a round."""

    def work(tx: Tx) -> Round:
        here, now = find_municipality(tx, municipality), clock()
        plan = replace(wanted.on(rounding.begin_plan(tx, here, now)), kind=wanted.kind)
        return rounding.open_round(tx, here, plan, now)

    asked = await _write(settings, work)
    console.print(f"{asked.name} has the code {asked.code}.", highlight=False, markup=False)
    tell(settings, asked, console)


async def show(settings: Settings, municipality: str, console: Console) -> None:
    """List the rounds of a municipality."""
    found = await _write(settings, lambda tx: rounds.rounds_of(tx, find_municipality(tx, municipality).id))
    if not found:
        console.print("There is no round yet. Make one with: ekko round new")
    for asked in found:
        line = f"{asked.code}  {rounding.state_of(asked, clock())}  {days(asked)}  {asked.name}"
        console.print(line, highlight=False, markup=False, soft_wrap=True)


async def change(settings: Settings, code: str, wanted: Wanted, console: Console) -> None:
    """Change a round."""

    def work(tx: Tx) -> Round:
        stands, now = _find(tx, code), clock()
        frozen = (wanted.code, wanted.asks, wanted.question, wanted.for_whom)
        if any(each is not None for each in frozen) and rounds.has_begun(tx, stands.id):
            raise BadRequest(
                f"Somebody has written in {stands.code} already: its code and what it asks stand. "
                "Its name, days and languages can change. For other questions: ekko round new"
            )
        plan = wanted.on(rounding.plan_of(stands))
        return rounding.change_round(tx, stands.municipality, stands.code, plan, stands.version, now)

    tell(settings, await _write(settings, work), console)


async def close(settings: Settings, code: str, console: Console) -> None:
    """Close a round."""

    def work(tx: Tx) -> Round:
        asked = _find(tx, code)
        return rounding.close_round(tx, asked.municipality, asked.code, clock())

    asked = await _write(settings, work)
    console.print(f"{asked.code} is over. What came in stays.", highlight=False, markup=False)


async def poster(
    settings: Settings, code: str, out: Path, size: str, language: str, console: Console
) -> None:
    """Write a round's poster to a file."""
    from collector.reports.poster import LANGUAGES, SIZES, make_poster

    if language not in LANGUAGES:
        raise BadRequest(f"There is no poster in {language}. There are: {', '.join(LANGUAGES)}.")
    paper = next((each for each in SIZES if each == size.lower()), None)
    if paper is None:
        raise BadRequest(f"There is no size {size}. There are: {', '.join(SIZES)}.")

    def find(tx: Tx) -> tuple[Round, bytes | None]:
        asked = _find(tx, code)
        return asked, municipalities.read_logo(tx, asked.municipality.id)

    asked, logo = await _write(settings, find)
    if asked.kind == "class":
        raise BadRequest(f"{asked.code} is a class round: print the cards with its classes' codes instead.")
    file = make_poster(read_catalogue(*TEXTS), asked, settings.public_address, paper, language, logo)
    write(out, file)
    console.print(f"The poster of {asked.code} is in {out}.", highlight=False, markup=False, soft_wrap=True)


def write(out: Path, file: bytes) -> None:
    """Write a file, or say that it cannot be."""
    try:
        out.write_bytes(file)
    except OSError:
        raise BadRequest(f"{out} cannot be written. Choose another file with -o.") from None


def tell(settings: Settings, asked: Round, console: Console) -> None:
    """Say where a round is found and when."""
    words = "One answer from each class: make the classes on its page." if asked.kind == "class" else ""
    here: Municipality = asked.municipality
    shut = "" if here.takes_wishes else f"{here.name} is not open, so nothing is taken yet."
    print(f"{settings.public_address}/c/{asked.code}")
    for line in filter(None, (f"Open {days(asked)}.", words, shut)):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def days(asked: Round) -> str:
    """Write the days of a round."""
    last = day_of(asked.closes_at - 1) if asked.closes_at else "no last day"
    return f"{day_of(asked.opens_at)} to {last}"


def read_words(written: Sequence[str] | None) -> dict[str, str]:
    """Read words by their language.

    >>> read_words(["nb=Hva savner du?"])
    {'nb': 'Hva savner du?'}
    """
    found = {}
    for each in written or ():
        language, sign, words = each.partition("=")
        if not sign or language not in OFFERED:
            raise BadRequest(f"Write the language first, one of {', '.join(OFFERED)}: nb=Hva savner du?")
        found[language] = words
    return found


def read_names(written: str | None, known: Sequence[str]) -> tuple[str, ...] | None:
    """Read a list of names that we know.

    >>> read_names("where, age", ASKABLE), read_names(None, ASKABLE)
    (('where', 'age'), None)
    """
    if written is None:
        return None
    names = tuple(dict.fromkeys(written.replace(",", " ").split()))
    if unknown := [name for name in names if name not in known]:
        raise BadRequest(f"There is no {', '.join(unknown)}. There are: {', '.join(known)}.")
    return names


def _or(said: T | None, stands: T) -> T:
    return stands if said is None else said


def _find(tx: Tx, code: str) -> Round:
    asked = rounds.find_round(tx, tidy(code))
    if asked is None:
        raise BadRequest(f"There is no round with the code {code}.")
    return asked


async def _write(settings: Settings, work: Callable[[Tx], T]) -> T:
    store = open_store(settings.database_url)
    try:
        return await store.write(work)
    except NotYet as problem:
        raise BadRequest(in_words(problem)) from None
    except DecidedAlready:
        raise BadRequest("Somebody changed this round just now. Look at it, and try again.") from None
    finally:
        store.close()


def in_words(problem: NotYet) -> str:
    """Say in English what keeps a plan from being a round."""
    texts = read_catalogue(*TEXTS)
    return " ".join(texts.say(why, "en") for why in problem.wrong.values())
