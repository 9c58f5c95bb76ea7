"""Tags a stream of lines, one answer for each, for the command `ekko tag`.

The one rule: a line that is refused says why and the rest goes on.
"""

from collections.abc import Iterable, Iterator

from nlp.reader import Reader

LONGEST = 10_000


def tag_lines(reader: Reader, lines: Iterable[bytes], *, every: bool = False) -> Iterator[dict[str, object]]:
    """One dict for each line, in order; `every` adds every score."""
    for number, line in enumerate(lines):
        try:
            text = line.rstrip(b"\r\n").decode("utf-8", "strict")
        except UnicodeDecodeError:
            yield _refused("the line is not UTF-8")
            continue
        if number == 0:
            text = text.removeprefix("\ufeff")
        if len(text) > LONGEST:
            yield _refused(f"the line is longer than {LONGEST} characters")
            continue
        yield reader.read(text, every=every).as_dict()


def _refused(why: str) -> dict[str, object]:
    empty: dict[str, object] = {key: {} for key in ("activities", "barriers", "forms", "flags", "suggested")}
    return {"text": "", "language": "", **empty, "sure": False, "masked": [], "refused": why}
