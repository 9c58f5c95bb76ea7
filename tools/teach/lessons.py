"""Writes what there is to be taught: what each shipped example says, of which labels that is known, its text.

One rule: never a line of `choose`, `judge` or the gold set, by which the tagger is cut and judged.
"""

import sys
from collections.abc import Iterator

from nlp import examples
from nlp.examples import Example
from nlp.masking import mask
from nlp.meaning import calm
from nlp.notice import Eye
from nlp.train import LABELS


def lines() -> Iterator[str]:
    """The labels, then a line for each example, as the second reader will be asked about it."""
    yield "\t".join(LABELS)
    eye = Eye()
    for example in examples.shipped():
        text = calm(eye.notice(mask(example.text).text).text)
        yield "\t".join([_said(example), _known(example), " ".join(text.split())])


def _said(example: Example) -> str:
    return ",".join(str(at) for at, label in enumerate(LABELS) if example.says(label))


def _known(example: Example) -> str:
    return ",".join(str(at) for at, label in enumerate(LABELS) if example.tells_of(label))


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())
