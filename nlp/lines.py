"""Tags a stream of lines, one answer for each, for the command `ekko tag`.

The one rule: a line that is refused says why and the rest goes on.
"""

from collections.abc import Iterable, Iterator

from nlp.reader import Reader
from nlp.reading import Reading
from nlp.splitting import split

LONGEST = 10_000


def tag_lines(
    reader: Reader, lines: Iterable[bytes], *, every: bool = False, parted: bool = False
) -> Iterator[dict[str, object]]:
    """One dict for each line, in order; `every` adds every score, `parted` each wish by itself."""
    none: dict[str, object] = {"parts": []} if parted else {}
    for number, line in enumerate(lines):
        try:
            text = line.rstrip(b"\r\n").decode("utf-8", "strict")
        except UnicodeDecodeError:
            yield _refused("the line is not UTF-8") | none
            continue
        if number == 0:
            text = text.removeprefix("\ufeff")
        if len(text) > LONGEST:
            yield _refused(f"the line is longer than {LONGEST} characters") | none
            continue
        reading = reader.read(text, every=every)
        yield reading.as_dict() | ({"parts": _parts(reader, reading)} if parted else {})


def _parts(reader: Reader, whole: Reading) -> list[dict[str, object]]:
    """Each wish of a message; cut from the masked text, so that no cut can lay bare what was masked."""
    texts = split(whole.text)
    parts = [whole] if len(texts) == 1 else [reader.read(text) for text in texts]
    return [{"text": part.text, "activities": dict(part.activities)} for part in parts]


def _refused(why: str) -> dict[str, object]:
    empty: dict[str, object] = {key: {} for key in ("activities", "barriers", "forms", "flags", "suggested")}
    return {"text": "", "language": "", **empty, "sure": False, "masked": [], "refused": why}
