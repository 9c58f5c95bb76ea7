"""The codes of rounds: easy to say and to type, nobody's insult, and never so alike that two are mixed up.

One rule: what is compared is the bare letters, so capitals, hyphens and foreign keyboards make no new code.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from collector.receipt_words import WITHOUT_NORWEGIAN_KEYS

HERE = Path(__file__).parent
SHORTEST, LONGEST = 4, 30
APART = 3
"""Two codes of rounds that are not over differ by at least so many slips of a finger."""
SLIPS = 2
Draw = Callable[[int], int]


def lines_of(name: str) -> list[str]:
    """Read a list beside this file, without its comments."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


FIRST, SECOND = (tuple(line.split(":")[1].split()) for line in lines_of("code_words.txt"))
REFUSED = tuple(word for line in lines_of("code_refused.txt") for word in line.split())


def tidy(code: str) -> str:
    """Read a code as it was meant: capitals, spaces and stops do not matter.

    >>> tidy(" Glad Elg. ")
    'glad-elg'
    """
    words = "".join(letter if letter.isalnum() else " " for letter in code.lower()[:80])
    return "-".join(words.split())


def bare(code: str) -> str:
    """Take the letters of a code alone, as a foreign keyboard writes them.

    >>> bare("Blå-Hval"), bare("blaahval")
    ('blahval', 'blahval')
    """
    small = tidy(code).replace("-", "")
    for written, letter in WITHOUT_NORWEGIAN_KEYS:
        small = small.replace(written, letter)
    return small.translate(str.maketrans("åøæ", "aoa"))


def slips(one: str, other: str) -> int:
    """Count the slips of a finger between two words: a letter wrong, lost, too many or changed with the next.

    >>> slips("gladelg", "gladelk"), slips("gladelg", "galdelg"), slips("gladelg", "raskrev")
    (1, 1, 7)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def why_not(code: str, others: Iterable[str]) -> str | None:
    """Name what is wrong with a code, if anything: its form, its words, or another that is too alike.

    >>> why_not("glad-elg", []), why_not("glad-elg", ["glad-elk"]), why_not("7", []), why_not("dum-elg", [])
    (None, 'alike', 'form', 'rude')
    """
    if not SHORTEST <= len(code) <= LONGEST or tidy(code) != code or not code[0].isalpha():
        return "form"
    if is_refused(code):
        return "rude"
    return "alike" if any(slips(bare(code), bare(other)) < APART for other in others) else None


def is_refused(code: str) -> bool:
    """Tell whether a code holds what nobody should meet on a poster.

    >>> is_refused("kul-fitte"), is_refused("kulfittefest"), is_refused("dumhet-x"), is_refused("lur-rev")
    (True, True, False, False)
    """
    words = {*code.split("-"), bare(code)}
    return any(
        refused[:-1] in code.replace("-", "") if refused.endswith("*") else refused in words
        for refused in REFUSED
    )


def propose(others: Iterable[str], draw: Draw) -> str:
    """Propose a code of two words that no other is like; `draw(n)` picks a number below n."""
    taken = [bare(other) for other in others]
    for _ in range(200):
        code = f"{FIRST[draw(len(FIRST))]}-{SECOND[draw(len(SECOND))]}"
        if all(slips(bare(code), other) >= APART for other in taken):
            return code
    free = (f"{one}-{two}" for one in FIRST for two in SECOND)
    return next((code for code in free if code not in set(others)), "")


def nearest(typed: str, codes: Iterable[str]) -> str | None:
    """Find the one code that somebody meant: the same letters, or the only one that is a slip or two away.

    >>> nearest("gladelg", ["glad-elg"]), nearest("Glad-Elk", ["glad-elg", "rask-rev"])
    ('glad-elg', 'glad-elg')
    >>> nearest("elg", ["glad-elg"]) is None
    True
    """
    letters = bare(typed)[:LONGEST]
    near = sorted((slips(letters, bare(code)), code) for code in codes)
    if not near or near[0][0] > (SLIPS if len(letters) > 5 else 1):
        return None
    best = [code for far, code in near if far == near[0][0]]
    return best[0] if len(best) == 1 else None
