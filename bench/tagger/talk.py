"""How a peer is asked: JSON lines, in a process of its own, timed inside it. Standard library only.

The one rule: the first line in holds the lessons, each later one a text; one line goes out for each, and at
the end one with the most memory the process ever held. Times are the processor's, so that a busy machine
does not slow a peer down: each has one thread, so on an idle machine they are those of the clock.
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Lesson = dict[str, Any]
Scores = dict[str, float]
Ask = Callable[[str], Scores]
Learn = Callable[[dict[str, list[Lesson]]], Ask]

WARM_UP = "noe gøy å gjøre på tirsdager"


def talk(learn: Learn) -> None:
    """Learn, then score text after text; whatever a library prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lessons = json.loads(sys.stdin.readline())
    began = time.process_time()
    ask = learn(lessons)
    say(out, seconds=time.process_time() - began)
    for _ in range(5):
        ask(WARM_UP)
    for line in sys.stdin:
        text = json.loads(line)["text"]
        began = time.process_time()
        scores = ask(text)
        say(out, ms=(time.process_time() - began) * 1000, scores=scores)
    say(out, peak=peak())


def say(out: Any, **told: Any) -> None:
    """Write one line."""
    out.write(json.dumps(told) + "\n")
    out.flush()


def peak(pid: int | str = "self") -> float:
    """The most memory a living process ever held, in MB; what it had before `exec` is not counted."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        found = None
    return int(found[1]) / 1024 if found else float("nan")
