"""`ekko tag`: reads texts line by line and writes what the tagger made of each."""

import json
from pathlib import Path
from typing import BinaryIO, TextIO

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from nlp.lines import tag_lines
from nlp.ready import ready


def tag_stream(
    models: Path,
    lines: BinaryIO,
    out: TextIO,
    *,
    all_scores: bool = False,
    parted: bool = False,
    fast: bool = False,
) -> None:
    """Tag every line, in order; show how far it is where somebody watches."""
    reader = ready(models)
    reader = reader.fast if fast else reader
    watched = Console(stderr=True)
    silent = out.isatty() or not watched.is_terminal
    columns = SpinnerColumn(), TextColumn("{task.completed} texts")
    progress = Progress(*columns, console=watched, disable=silent, transient=True)
    with progress:
        task = progress.add_task("tagging", total=None)
        for tagged in tag_lines(reader, lines, every=all_scores, parted=parted):
            out.write(json.dumps(tagged, ensure_ascii=False) + "\n")
            progress.advance(task)
    out.flush()
