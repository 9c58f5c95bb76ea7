"""`python -m bench tagger`: all peers side by side in one run, one after another.

The one rule: everybody learns the same lessons, is cut on the same texts and judged on the same unseen ones.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.tagger.asking import ask
from bench.tagger.judging import Judged, judge
from bench.tagger.likeness import likeness_rows
from bench.tagger.material import Material, material
from bench.tagger.peers import PEERS, NotHereError, Peer
from bench.tagger.reading import read_rows
from bench.tagger.table import peers_table, row, table

TEXTS, FEW, ALIKE = 20_000, 500, 100_000
READING = "reading"
NOTES = """\
One run, one thread for each peer, one text at a time, in the processor's time. Peak memory is that of the
process that learnt and read. What has no cuts of its own gets one for all tags, with the best micro F1 on the
texts to choose by. spaCy learns for ten epochs or three minutes, DIET for six epochs. Ekko reads with its
lexicon, and its time goes to masking, language, barriers, forms and alarms as well. The second reader's
vectors of the lessons are those that set-up made, once and kept by their hash."""


def main(words: Sequence[str]) -> None:
    """Ask everybody, and print."""
    parser = argparse.ArgumentParser(
        prog="bench tagger", description="The tagger beside what others would use."
    )
    keys = [*(peer.key for peer in PEERS), READING]
    parser.add_argument("only", nargs="*", help=f"some of: {', '.join(keys)}; all of them when left out")
    parser.add_argument(
        "--every", type=int, default=1, help="learn only every so-manieth text, to try it out"
    )
    asked = parser.parse_args(words)
    if unknown := [key for key in asked.only if key not in keys]:
        parser.error(f"There is no {unknown[0]!r}; there are {', '.join(keys)}.")
    chosen = asked.only or keys
    texts = material(asked.every)
    counts = f"{len(texts.choose)} to choose by, {len(texts.judge)} to judge by"
    print(f"{len(texts.learnt):,} wishes to learn, {counts}")
    print(f"({texts.note}).\n")
    print(peers_table(rows(texts, [peer for peer in PEERS if peer.key in chosen])))
    print(f"\n{NOTES}")
    if READING in chosen:
        print(f"\n{reading(texts, asked.every)}")


def rows(texts: Material, peers: Sequence[Peer]) -> dict[str, Judged | str]:
    """One after another, so that none slows the other down."""
    found: dict[str, Judged | str] = {}
    for peer in peers:
        try:
            found[peer.name] = judge(ask(peer.ready(), texts), texts)
        except NotHereError as reason:
            found[peer.name] = str(reason)
        print(" | ".join(row(peer.name, found[peer.name])), file=sys.stderr, flush=True)
    return found


def reading(texts: Material, every: int) -> str:
    """The second table: `ekko tag`, and finding near-copies."""
    said = [example.text for example in texts.learnt]
    many = (said * (TEXTS // len(said) + 1))[: TEXTS // every]
    with tempfile.TemporaryDirectory() as name:
        print("ekko tag ..", file=sys.stderr, flush=True)
        lines = read_rows(Path(name), many, FEW // every)
    print("likeness ..", file=sys.stderr, flush=True)
    return table(("what", "figure", "goal"), [*lines, *likeness_rows(said, ALIKE // every)])
