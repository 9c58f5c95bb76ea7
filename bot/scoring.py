"""`ekko score`: how good the tagger is, on the gold set or on files of one's own."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.problems import BadRequest
from nlp import examples
from nlp.examples import Example
from nlp.handed_in import BadExamples, read_handed_in
from nlp.marks import Marks, answer, mark
from nlp.reader import Reader
from nlp.ready import ready
from nlp.score import Figure, Kind, Row, Scores, score

FAST_TOGETHER = ("activities", "barriers", "forms")


def score_live(
    models: Path, files: Sequence[Path], out: TextIO, console: Console, *, as_json: bool, fast: bool
) -> None:
    """Score the live model and show what came of it."""
    gold = gold_set(files)
    reader = ready(models)
    if reader.model_missing:
        raise BadRequest("There is no model to score: only the rules read here. The lines above say why.")
    scores = score(read_all(reader.fast if fast else reader, gold, console))
    if as_json:
        out.write(json.dumps(as_dict(scores), ensure_ascii=False) + "\n")
        out.flush()
    else:
        show(scores, Console(file=out))


def gold_set(files: Sequence[Path]) -> list[Example]:
    """The texts to judge by: those of the files, or those that ship with the program."""
    try:
        found = [example for path in files for example in read_handed_in(path)]
    except BadExamples as wrong:
        raise BadRequest(f"{wrong} Nothing was scored.") from None
    found = found if files else examples.held("judge")
    if not found:
        raise BadRequest(
            "No gold set ships with this program (nlp/data/held/judge-*.tsv). Name a file of your own."
        )
    return found


def read_all(reader: Reader, gold: Sequence[Example], console: Console, told: str = "reading") -> Marks:
    """Let a reader read every text, and mark its answers; show how far it is where somebody watches."""
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(told, total=len(gold))
        given = []
        for example in gold:
            given.append(answer(reader.read(example.text)))
            progress.advance(task)
    return mark(gold, given)


def show(scores: Scores, console: Console) -> None:
    """Show the figures as tables."""
    console.print(
        f"{scores.texts} texts. In brackets: where the figure lies in 95 of 100 drawings of the texts."
    )
    console.print("F1 balances precision (what is given is right) and recall (what is there is given).")
    console.print(_kinds(scores))
    console.print(_languages(scores))
    console.print(_rest(scores))
    for name in FAST_TOGETHER:
        console.print(_tags(name, scores.kinds[name]))


def told(figure: Figure) -> str:
    """Write a figure with its interval.

    >>> told(Figure(0.5, 0.25, 0.75)), told(Figure(None, None, None))
    ('.50 (.25-.75)', '-')
    """
    if figure.value is None or figure.low is None or figure.high is None:
        return "-"
    return f"{_short(figure.value)} ({_short(figure.low)}-{_short(figure.high)})"


def as_dict(scores: Scores) -> dict[str, Any]:
    """Make the same figures ready for machines: every share is [figure, low, high]."""
    return {
        "texts": scores.texts,
        "kinds": {
            name: {
                "macro": list(kind.macro),
                "micro": _row_as_dict(kind.micro),
                "tags": {tag: _row_as_dict(row) for tag, row in kind.tags.items()},
            }
            for name, kind in scores.kinds.items()
        },
        "sure": list(scores.sure),
        "right_when_sure": list(scores.right_when_sure),
        "language": list(scores.language),
        "alarms": {name: list(figure) for name, figure in scores.alarms._asdict().items()},
        "languages": {name: as_dict(each) for name, each in scores.languages.items()},
    }


def _row_as_dict(row: Row) -> dict[str, Any]:
    shares = {"precision": row.precision, "recall": row.recall, "f1": row.f1}
    return {"texts": row.texts, **{name: list(figure) for name, figure in shares.items()}}


def _short(share: float) -> str:
    return "1" if share > 0.995 else f"{share:.2f}".removeprefix("0")


def _kinds(scores: Scores) -> Table:
    table = _table("Kind", "macro F1", "micro F1", "precision", "recall")
    for name, kind in scores.kinds.items():
        row = kind.micro
        table.add_row(name, told(kind.macro), told(row.f1), told(row.precision), told(row.recall))
    return table


def _languages(scores: Scores) -> Table:
    table = _table("Language", "texts", "act. macro", "act. micro", "barriers", "forms")
    for name, each in scores.languages.items():
        micro = [told(each.kinds[kind].micro.f1) for kind in FAST_TOGETHER]
        table.add_row(name, str(each.texts), told(each.kinds["activities"].macro), *micro)
    return table


def _rest(scores: Scores) -> Table:
    table = _table("Besides", "share")
    alarms = scores.alarms
    for name, figure in (
        ("sure of a wish's activities", scores.sure),
        ("just right where it was sure", scores.right_when_sure),
        ("language, from four words on", scores.language),
        ("concern found", alarms.found),
        ("concern-now found", alarms.found_now),
        ("false alarms on look-alikes", alarms.false_near),
        ("false alarms on plain wishes", alarms.false_plain),
    ):
        table.add_row(name, told(figure))
    return table


def _tags(name: str, kind: Kind) -> Table:
    table = _table(name.capitalize(), "F1", "precision", "recall", "texts")
    for tag, row in kind.tags.items():
        table.add_row(tag, told(row.f1), told(row.precision), told(row.recall), str(row.texts))
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(first, box=SIMPLE_HEAD)
    for other in others:
        table.add_column(other, justify="right", no_wrap=True)
    return table
