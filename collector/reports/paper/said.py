"""The parts of a document that are words: stories, who is missing, what nothing answers, what to find out.

One rule: what somebody said is told as it stands in the summary, whose words it is said beside it.
"""

from collections.abc import Mapping
from typing import Any

from collector.reports.paper.counted import Found
from collector.reports.paper.drawn import heard_in_words, lives_of, picture_of_heard
from collector.reports.paper.parts import Section, Story, Table
from collector.reports.paper.words import Words

NOTES = ("believe", "wonder", "find_out")


def stories(found: Found, words: Words, most: int | None = None) -> list[Section]:
    """Tell what stands for each theme."""
    told = tuple(_story(each, words) for each in found.get("stories") or ())[:most]
    return [Section(words.say("paper.stories"), stories=told)] if told else []


def _story(each: Mapping[str, Any], words: Words) -> Story:
    by = words.say("paper.by.quote" if each.get("by") == "quote" else "paper.by.paraphrase")
    return Story(words.tag(str(each["tag"])), str(each["said"]), by, words.cites(each.get("wishes") or ()))


def missing_in_short(found: Found, words: Words) -> list[Section]:
    """Tell where to go next, in sentences."""
    points = tuple(_next(each, words) for each in (found.get("missing") or {}).get("next") or ())
    return [Section(words.say("paper.missing"), points=points)] if points else []


def _next(each: object, words: Words) -> str:
    """Say where to go: in its own sentence, or as whom and how many of them were heard."""
    if isinstance(each, Mapping) and lives_of(each):
        return f"{words.name('places', each)}: {heard_in_words(words, each)}"
    return _sentence(each)


def sensitivity(found: Found, words: Words) -> list[Section]:
    """Tell what would have another place without one source, the largest school or the unsure tags."""
    points = tuple(
        words.say("paper.moved", what=_left_out(each, words), moves=words.listed(_moves(each, words)))
        for each in found.get("sensitivity") or ()
        if each.get("moves")
    )
    return [Section(words.say("paper.otherwise"), points=points)] if points else []


def _left_out(each: Mapping[str, Any], words: Words) -> str:
    name = (
        words.texts.name("source", each["id"], words.language) if each["without"] == "source" else each["id"]
    )
    return words.say("paper.unsure") if each["without"] == "unsure" else str(name)


def _moves(each: Mapping[str, Any], words: Words) -> list[str]:
    """Name each tag with its place before and after; one that has none any more has a dash."""
    return [
        f"{words.tag(str(move['id']))} {move['from'] or '–'} → {move['to'] or '–'}" for move in each["moves"]
    ]


def missing(found: Found, words: Words) -> list[Section]:
    """Tell who answered against who lives there."""
    groups = (found.get("missing") or {}).get("groups") or ()
    if not groups:
        return []
    title = words.say("paper.missing.heard")
    columns = (words.say("paper.column.group"), words.say("paper.column.heard"))
    rows = tuple((words.name("places", each), heard_in_words(words, each)) for each in groups)
    shown = picture_of_heard(words, groups) if any(lives_of(each) for each in groups) else None
    said = (words.say("paper.missing.why"),)
    return [Section(title, said, picture=shown, tables=(Table(title, columns, rows),))]


def unanswered(found: Found, words: Words, most: int | None = None) -> list[Section]:
    """Tell what nothing that exists answers, and whom to ask for it."""
    cells = list(found.get("nothing_answers") or ())
    if not cells:
        return []
    title = words.say("here.nothing-answers")
    if most is not None:
        points = tuple(_unmet(cell, words) for cell in cells[:most])
        return [Section(title, points=points)]
    columns = [words.say("summary.column.activity"), words.say("summary.column.n")]
    rows = [[words.tag(str(cell["id"])), words.figure(cell)] for cell in cells]
    if any(_ask(cell, words) for cell in cells):
        columns.append(words.say("paper.column.ask"))
        rows = [[*row, _ask(cell, words) or "–"] for row, cell in zip(rows, cells, strict=True)]
    table = Table(title, tuple(columns), tuple(tuple(row) for row in rows))
    return [Section(title, (words.say("here.nothing-answers.why"),), tables=(table,))]


def _unmet(cell: Mapping[str, Any], words: Words) -> str:
    said = words.say("paper.unmet", what=words.tag(str(cell["id"])), n=words.figure(cell))
    ask = _ask(cell, words)
    return f"{said} {words.say('paper.ask', whom=ask)}" if ask else said


def _ask(cell: Mapping[str, Any], words: Words) -> str:
    """Say which skill to ask for, and of whom: each as it was written here, or by the name of its kind."""
    skill, ask = cell.get("skill") or "", cell.get("ask") or ""
    said = skill.get(words.language) or skill.get("nb") or "" if isinstance(skill, Mapping) else str(skill)
    named = [ask] if isinstance(ask, str) else [str(each) for each in ask]
    whom = words.listed(words.texts.name("organisation", each, words.language) for each in named if each)
    return " – ".join(filter(None, (said, whom)))


def notes(found: Found, words: Words) -> list[Section]:
    """Tell what the group wrote itself."""
    kept = found.get("notes") or {}
    return [
        Section(words.say(f"paper.notes.{kind}"), points=tuple(_note(each, words) for each in lines))
        for kind in NOTES
        if (lines := kept.get(kind))
    ]


def _note(each: object, words: Words) -> str:
    cites = words.cites(each.get("wishes") or ()) if isinstance(each, Mapping) else ""
    return f"{_sentence(each)} ({cites})" if cites else _sentence(each)


def _sentence(each: object) -> str:
    """Read a line that is words alone, or words with more beside."""
    if isinstance(each, Mapping):
        return str(next((each[key] for key in ("said", "text", "words", "name") if each.get(key)), ""))
    return str(each)
