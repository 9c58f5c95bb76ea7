"""Puts a leader's counts into words: figures and a link, never a word of any wish."""

from collector.digest import Digest
from collector.texts import Catalogue


def digest_in_words(digest: Digest, texts: Catalogue, language: str, link: str) -> str:
    """Write the counts as plain text, ready to send."""
    lines = [texts.say("staff.telegram.waiting", language, number=digest.waiting), link]
    if digest.new is not None:
        named = [f"• {texts.name('tag', tag, language)}: {n}" for tag, n in digest.activities]
        lines = [texts.say("staff.telegram.new", language, number=digest.new), *named, "", *lines]
    return "\n".join([*lines, "", texts.say("staff.telegram.ways_on", language)])
