"""Puts a leader's counts into words: figures and a link, never a word of any wish."""

from collector.digest import DAY, Digest
from collector.here import moment_of
from collector.texts import Catalogue

AS_USUAL = DAY + 2 * 60 * 60 * 1000
"""The day on which summer time ends has an hour more."""


def digest_in_words(
    digest: Digest, texts: Catalogue, language: str, now: int, address: str, *, weekly: bool = False
) -> str:
    """Write the counts as plain text, ready to send."""

    def say(key: str, **params: object) -> str:
        return texts.say(key, language, **params)

    lines = [say("staff.telegram.waiting", number=digest.waiting)]
    if digest.waiting and digest.oldest_days:
        lines.append(say("staff.telegram.oldest", days=digest.oldest_days))
    lines.append(f"{address}/desk/queue")
    if digest.cases:
        lines += [say("staff.telegram.cases", number=digest.cases), f"{address}/desk/cases"]
    if digest.new is None:
        return "\n".join(lines)
    late = now - digest.since > AS_USUAL * (7 if weekly else 1)
    usual = "staff.telegram.new.week" if weekly else "staff.telegram.new.day"
    new = say(
        "staff.telegram.new.since" if late else usual, number=digest.new, moment=moment_of(digest.since)
    )
    named = [f"• {texts.name('tag', tag, language)}: {n}" for tag, n in digest.activities]
    answered = [say("staff.telegram.answered", number=digest.answered)] if digest.answered else []
    missed = [say("staff.telegram.missed"), ""] if late else []
    return "\n".join([*missed, new, *named, *answered, "", *lines])
