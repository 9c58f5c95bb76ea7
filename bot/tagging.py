"""`ekko tag`: reads texts line by line and writes what the tagger made of each."""

import json
from pathlib import Path
from typing import BinaryIO, TextIO

from rich.progress import Progress, SpinnerColumn, TextColumn

from nlp.lines import tag_lines
from nlp.ready import ready


def tag_stream(
    models: Path, lines: BinaryIO, out: TextIO, *, all_scores: bool = False, fast: bool = False
) -> None:
    """Tag every line, in order; show how far it is where somebody watches."""
    reader = ready(models)
    progress = Progress(
        SpinnerColumn(), TextColumn("{task.completed} texts"), disable=out.isatty(), transient=True
    )
    with progress:
        task = progress.add_task("tagging", total=None)
        for tagged in tag_lines(reader, lines):
            out.write(json.dumps(tagged, ensure_ascii=False) + "\n")
            progress.advance(task)
    out.flush()
