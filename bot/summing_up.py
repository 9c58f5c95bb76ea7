"""`ekko summary`: what the summary's page says, at the prompt or as a file.

One rule: it is summed up as a leader sees it, or, where that is asked for, as those who may not read wishes.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from bot.inviting import find_municipality
from bot.problems import BadRequest
from bot.rounds import write
from bot.settings import Settings
from bot.summary_shown import show
from bot.wiring import TEXTS, clock
from collector.codes import tidy
from collector.desk import Desk, OutOfReach
from collector.here import day_of
from collector.model import Municipality, Round, Staff
from collector.reports.paper.parts import Paper
from collector.reports.paper.pdf import make_pdf
from collector.reports.paper.whole import LANGUAGES, NothingToShow, make_paper
from collector.reports.paper.word import make_docx
from collector.reports.paper.words import Words
from collector.reports.rows import make_csv
from collector.reports.sheet import write_sheets
from collector.reports.told_back import TooFew, make_page, make_wall_poster
from collector.store import municipalities, rounds
from collector.store.front import Tx
from collector.store.learning import own_names
from collector.store.opening import open_store
from collector.summary import outside, whole
from collector.summary.listing import wishes_of
from collector.summary.slices import ALL, NoSuchSlice, find_slice
from collector.texts import Catalogue, read_catalogue

T = TypeVar("T")
TO_THE_SCREEN = ("", "json", "csv")
"""What may be written to the screen; all else needs a file's name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for at the prompt."""

    code: str
    forms: tuple[str, ...] = ()
    place: str = ""
    first: str = ""
    last: str = ""
    municipality: str = ""
    guarded: bool = False
    language: str = "nb"
    out: Path | None = None

    @property
    def form(self) -> str:
        """Tell the one form that was asked for."""
        return self.forms[0] if self.forms else ""


async def sum_up(settings: Settings, wanted: Wanted, console: Console) -> None:
    """Sum up, and write it where it was asked for."""
    refuse_what_cannot_be(wanted)
    texts = read_catalogue(*TEXTS)
    made = await _read(settings, lambda tx: _make(tx, texts, settings, wanted), texts)
    if isinstance(made, Paper):
        return show(made, Console())
    if wanted.out is None:
        sys.stdout.write(made.decode("utf-8-sig"))
        return None
    write(wanted.out, made)
    console.print(f"It is in {wanted.out}.", highlight=False, markup=False, soft_wrap=True)
    return None


def refuse_what_cannot_be(wanted: Wanted) -> None:
    """Say at once what does not go together."""
    if len(wanted.forms) > 1:
        raise BadRequest(f"Choose one form: {' or '.join(f'--{each}' for each in wanted.forms)}.")
    if wanted.language not in LANGUAGES:
        raise BadRequest(f"There is no {wanted.language}. There are: {', '.join(LANGUAGES)}.")
    if wanted.out is None and wanted.form not in TO_THE_SCREEN:
        raise BadRequest(f"A {wanted.form} is no text for the screen. Name its file: -o FILE")
    if wanted.form in {"pupils", "poster"} and (
        wanted.code == ALL or wanted.place or wanted.first or wanted.last
    ):
        raise BadRequest("What is told back to young people is about one whole round. Give its code alone.")


def _make(tx: Tx, texts: Catalogue, settings: Settings, wanted: Wanted) -> bytes | Paper:
    """Make the file, from one moment; or what is shown on the screen."""
    texts.call_tags(own_names(tx))
    here, asked, now = *_whose(tx, wanted), clock()
    if wanted.form in {"pupils", "poster"} and asked is not None:
        return _tell_back(tx, texts, settings, wanted, asked, now)
    staff = Staff("", here.id, "ekko", "project" if wanted.guarded else "leader")
    desk = Desk(staff, here, "", "", 0)
    code = asked.code if asked else ALL
    slice_ = find_slice(tx, desk, code, wanted.place, wanted.first, wanted.last)
    found = whole.sum_up(tx, desk, slice_, day_of(now))
    if wanted.form == "json":
        return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()
    words = Words(texts, wanted.language)
    paper = make_paper(found, texts, wanted.language, here, day_of(now))
    if wanted.form == "csv":
        return make_csv(found, words)
    if wanted.form == "pdf":
        return make_pdf(paper, texts)
    if wanted.form == "docx":
        return make_docx(paper)
    if wanted.form == "xlsx":
        out = BytesIO()
        write_sheets(out, paper, found, words, None if wanted.guarded else wishes_of(tx, desk, slice_))
        return out.getvalue()
    return paper


def _tell_back(tx: Tx, texts: Catalogue, settings: Settings, wanted: Wanted, asked: Round, now: int) -> bytes:
    found, at = outside.tell(tx, asked), settings.public_address
    if wanted.form == "pupils":
        return make_page(texts, asked, found, at, wanted.language, now)
    logo = municipalities.read_logo(tx, asked.municipality.id)
    return make_wall_poster(texts, asked, found, at, wanted.language, "a3", logo)


def _whose(tx: Tx, wanted: Wanted) -> tuple[Municipality, Round | None]:
    """Find whose summary it is, and the round, unless it is of all."""
    if wanted.code != ALL:
        asked = rounds.find_round(tx, tidy(wanted.code))
        if asked is None:
            raise BadRequest(f"There is no round with the code {wanted.code}. `ekko round list` shows them.")
        return asked.municipality, asked
    if wanted.municipality:
        return find_municipality(tx, wanted.municipality), None
    known = rounds.municipalities(tx)
    if len(known) != 1:
        raise BadRequest("Say whose: ekko summary all --municipality NAME")
    return known[0], None


async def _read(settings: Settings, work: Callable[[Tx], T], texts: Catalogue) -> T:
    store = open_store(settings.database_url)
    try:
        return await store.read(work)
    except (NothingToShow, NoSuchSlice) as problem:
        raise BadRequest(texts.say(problem.key, "en")) from None
    except TooFew:
        raise BadRequest(texts.say("pupils.too-few", "en")) from None
    except OutOfReach:
        raise BadRequest("There is no such round.") from None
    finally:
        store.close()
