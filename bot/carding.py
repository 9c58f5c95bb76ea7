"""`ekko train --card`: measures the tagger that ships with the program and writes docs/tagger-card.md."""

from pathlib import Path

from rich.console import Console

from bot.problems import BadRequest
from bot.schooling import open_school
from bot.scoring import read_all
from nlp.card import Card, write_card
from nlp.hidden import held_lines, score_masking
from nlp.precision import FILE as PRECISIONS
from nlp.precision import write_precisions
from nlp.reader import Reader
from nlp.score import score

PAGE = Path(__file__).parent.parent / "docs" / "tagger-card.md"


def write(models: Path, console: Console, page: Path = PAGE, precisions: Path = PRECISIONS) -> None:
    """Let each reader read the gold set, and write down how good it is."""
    if not page.parent.is_dir():
        raise BadRequest("The card lies in docs/ beside the source, and here there is no such folder.")
    school = open_school(models)
    readers = {"the fast reader": school.base.fast}
    if school.meaning:
        readers["both readers"] = school.base
    card = Card(
        school.shipped,
        len(school.held),
        {name: score(read_all(each, school.gold, console, name)) for name, each in readers.items()},
        score(read_all(Reader(), school.gold, console, "the rules alone")),
        score_masking(held_lines()),
    )
    page.write_text(write_card(card), "utf-8")
    write_precisions(list(card.readers.values())[-1], precisions)
    console.print(f"{page.name} is written anew.")
