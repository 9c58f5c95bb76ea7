"""Writes the tables, in Markdown, so that they can be laid into docs/tagger.md as they are."""

from collections.abc import Mapping, Sequence

from bench.tagger.judging import Judged
from nlp.score import Figure

HEAD = (
    "peer", "micro F1", "macro F1", "median ms", "p95 ms", "texts a second", "training, s", "peak memory, MB",
)  # fmt: skip


def peers_table(rows: Mapping[str, Judged | str]) -> str:
    """One row for each peer; one that could not be asked is named with the reason."""
    return table(HEAD, [row(name, judged) for name, judged in rows.items()])


def row(name: str, judged: Judged | str) -> list[str]:
    """The cells of one peer."""
    if isinstance(judged, str):
        return [name, f"not asked: {judged}", *[""] * (len(HEAD) - 2)]
    return [
        name,
        figure(judged.micro),
        figure(judged.macro),
        f"{judged.median_ms:.3f}",
        f"{judged.p95_ms:.3f}",
        f"{judged.a_second:,.0f}",
        f"{judged.seconds:,.1f}",
        f"{judged.peak:,.0f}",
    ]


def figure(one: Figure) -> str:
    """A figure with its interval."""
    if one.value is None or one.low is None or one.high is None:
        return "-"
    return f"{one.value:.2f} ({one.low:.2f}-{one.high:.2f})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns stand under each other."""
    cells = [[cell.replace("|", "/") for cell in line] for line in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    written = [
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells
    ]
    written.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in written)
