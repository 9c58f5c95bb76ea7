"""Reads the short lists that somebody saved from a spreadsheet, or says why one cannot be read."""

from pathlib import Path

from bot.problems import BadRequest

LARGEST = 1_000_000


def read_short_list(path: Path, what: str) -> str:
    """Read a small file of text; `what` names it where it is too large."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadRequest(f"{path.name} is larger than a megabyte; {what} is a short list.")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRequest(f"{path.name} is not UTF-8. Save it as «CSV UTF-8» and import it again.") from None
    except OSError:
        raise BadRequest(f"{path.name} cannot be read. Is the name right?") from None
