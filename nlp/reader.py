"""Reads one text: cleans, masks, notices, asks the rules and the model, and decides.

The one rule: the rules for concern and abuse stand whatever the model says; the model may only add.
"""

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from nlp import rules
from nlp.abusive import abuse
from nlp.alarm import Alarm
from nlp.clean import clean
from nlp.concern import worry
from nlp.eye import opened
from nlp.language import language_of
from nlp.masking import Masked, mask
from nlp.meaning import Meaning, calm
from nlp.model import Model, Scored
from nlp.notice import Eye, Noticed
from nlp.reading import Reading
from nlp.smalltalk import is_small_talk, names_something_new
from nlp.spelling import plain
from nlp.sureness import ALARMS
from nlp.tags import CONCERNS, FLAGS, KIND_OF
from nlp.words import cut

CERTAIN = 0.99
_HALF = 0.5  # of a tag's threshold: from here on a person is asked
_LEAST = 0.15


class Reader:
    """Reads texts; safe to share between threads, since nothing in it changes."""

    def __init__(
        self, model: Model | None = None, meaning: Meaning | None = None, eye: Eye | None = None
    ) -> None:
        """Without a model the lexicon and the rules read alone; `meaning` is the second reader's vectors."""
        taught_by = model.second.taught_by if model and model.second else None
        self._model = model
        self._meaning = meaning if meaning and meaning.name == taught_by else None
        self._eye = eye or opened()

    @property
    def model_missing(self) -> bool:
        """Whether only rules are reading."""
        return self._model is None

    @property
    def meaning(self) -> Meaning | None:
        """What the second reader's vectors come from, where there is one."""
        return self._meaning

    @property
    def fast(self) -> "Reader":
        """The first reader alone."""
        return Reader(self._model, eye=self._eye)

    def read(self, text: str, earlier: Sequence[str] = (), *, every: bool = False) -> Reading:
        """What one text says; `earlier` is the talk's last masked texts, `every` adds every score."""
        text = clean(text)
        masked = mask(text)
        noticed = self._eye.notice(masked.text)
        alarms = self._alarms(text, masked, noticed, earlier)
        seen = self._score(noticed)
        seen.chances["personal"] = CERTAIN if masked.hidden else 0.0
        seen.chances.update((level, CERTAIN) for alarm in alarms for level in _levels(alarm.level))
        return self._decide(noticed, masked, seen, alarms, every)

    def read_many(self, texts: Iterable[str]) -> list[Reading]:
        """What each text says, in order."""
        return [self.read(text) for text in texts]

    def _score(self, noticed: Noticed) -> "_Seen":
        """What the readers say, the second only where it can; a wish for something new is no nonsense."""
        if self._model is None:
            return _Seen(rules.score(noticed), dict.fromkeys(KIND_OF, 0.5), None)
        vector = self._meaning.vectors([calm(noticed.text)])[0] if self._meaning and noticed.plain else None
        scored = self._model.score(noticed, vector)
        chances = dict(scored.answer.chances)
        if "not-a-wish" not in noticed.wanted() and names_something_new(noticed.plain, self._model.knows):
            chances["not-a-wish"] = min(chances["not-a-wish"], _LEAST / 2)
        return _Seen(chances, {**scored.way.thresholds, "personal": 0.5}, scored)

    def _alarms(self, text: str, masked: Masked, noticed: Noticed, earlier: Sequence[str]) -> list[Alarm]:
        """The alarms of the masked text, and of the words under the masks."""
        before = [_plain(clean(message)) for message in earlier]
        found = [worry(noticed.plain, before), abuse(noticed.plain)]
        if masked.hidden:
            whole = _plain(text)
            found += [alarm and alarm._replace(first=0, last=0) for alarm in (worry(whole), abuse(whole))]
        return [alarm for alarm in found if alarm]

    def _decide(
        self, noticed: Noticed, masked: Masked, seen: "_Seen", alarms: Sequence[Alarm], every: bool
    ) -> Reading:
        given = {label: p for label, p in seen.chances.items() if p >= seen.thresholds[label]}
        if is_small_talk(noticed.plain) and not noticed.wanted() and not alarms:
            given = {"not-a-wish": CERTAIN, **{flag: given[flag] for flag in ("personal",) if flag in given}}
        given = _consistent(given)
        suggested = {
            label: p
            for label, p in seen.chances.items()
            if label not in given and p >= max(_LEAST, _HALF * seen.thresholds[label])
        }
        suggested = (
            {}
            if "not-a-wish" in given and given["not-a-wish"] == CERTAIN
            else _without_lesser(suggested, given)
        )
        return Reading(
            text=masked.text,
            language=noticed.language,
            activities=_kind("activities", given),
            barriers=_kind("barriers", given),
            forms=_kind("forms", given),
            flags=_kind("flags", given),
            suggested=_rounded(suggested),
            sure=seen.is_sure(given, noticed.wanted().keys()) and suggested.keys().isdisjoint(ALARMS),
            masked=masked.hidden,
            why=_why(noticed, given, suggested, alarms),
            scores=_rounded(seen.chances) if every else None,
        )


class _Seen(NamedTuple):
    """What the readers made of one text, and the cuts that go with those who were asked."""

    chances: dict[str, float]
    thresholds: dict[str, float]
    scored: Scored | None

    def is_sure(self, given: dict[str, float], named: Set[str]) -> bool:
        """Whether the sureness reaches what training found enough; never by rules alone or of an alarm."""
        if self.scored is None or not given.keys().isdisjoint(ALARMS):
            return False
        if given.get("not-a-wish") == CERTAIN:
            return True
        return self.scored.sureness(given.keys(), named) >= self.scored.way.sure_from


def rules_alarm(text: str) -> bool:
    """Whether the rules alone hear that somebody is not OK, also under what would be masked.

    >>> rules_alarm("jeg vil ikke leve mer"), rules_alarm("en skatepark")
    (True, False)
    """
    return worry(_plain(clean(text))) is not None


def _plain(text: str) -> list[str]:
    words = cut(text)
    return plain(words, language_of(text, [word.norm for word in words]))


def _levels(level: str) -> tuple[str, ...]:
    """An alarm's level and what that is as well: who is in danger now is of concern."""
    return CONCERNS if level == CONCERNS[0] else (level,)


def _consistent(given: dict[str, float]) -> dict[str, float]:
    """One concern, the gravest; and what has content, or needs an adult, is not "not a wish" as well."""
    grave = [level for level in CONCERNS if level in given]
    if grave:  # danger now is a degree of concern: alone it says nothing
        lesser = CONCERNS[1] if len(grave) == 2 else CONCERNS[0]
        given = {label: p for label, p in given.items() if label != lesser}
    others = [label for label in given if label not in ("not-a-wish", "personal")]
    if "not-a-wish" in given and others:
        if (
            any(label in FLAGS for label in others)
            or max(given[label] for label in others) > given["not-a-wish"]
        ):
            return {label: p for label, p in given.items() if label != "not-a-wish"}
        return {label: given[label] for label in given if label in FLAGS}
    return given


def _without_lesser(suggested: dict[str, float], given: dict[str, float]) -> dict[str, float]:
    known_grave = CONCERNS[0] in given
    return {label: p for label, p in suggested.items() if not (known_grave and label == CONCERNS[1])}


def _kind(kind: str, given: dict[str, float]) -> dict[str, float]:
    return _rounded({label: p for label, p in given.items() if KIND_OF.get(label, "activities") == kind})


def _rounded(chances: dict[str, float]) -> dict[str, float]:
    return {label: round(p, 2) for label, p in sorted(chances.items(), key=lambda pair: -pair[1])}


def _why(
    noticed: Noticed, given: dict[str, float], suggested: dict[str, float], alarms: Sequence[Alarm]
) -> dict[str, tuple[str, ...]]:
    found = [(tag, hit.first, hit.last) for tag, hits in noticed.wanted().items() for hit in hits]
    found += [(alarm.level, alarm.first, alarm.last) for alarm in alarms if alarm.last > alarm.first]
    why: dict[str, list[str]] = {label: [] for label in (*given, *suggested)}
    for label, first, last in found:
        if label in why and (words := noticed.shown(first, last)) not in why[label]:
            why[label].append(words)
    return {label: tuple(words) for label, words in why.items()}
