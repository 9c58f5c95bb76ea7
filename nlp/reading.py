"""What was understood of one text."""

from collections.abc import Set
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, masked, with the tags given to it; `suggested` are those that a person should confirm."""

    text: str
    language: str
    activities: dict[str, float]
    barriers: dict[str, float]
    forms: dict[str, float]
    flags: dict[str, float]
    suggested: dict[str, float]
    sure: bool
    masked: tuple[str, ...]
    why: dict[str, tuple[str, ...]]
    scores: dict[str, float] | None = None

    def without(self, tags: Set[str]) -> "Reading":
        """The same without some tags.

        >>> Reading("hei", "nb", {"x-a": 0.9}, {}, {}, {}, {}, True, (), {}).without({"x-a"}).activities
        {}
        """

        def left(chances: dict[str, float]) -> dict[str, float]:
            return {tag: chance for tag, chance in chances.items() if tag not in tags}

        return replace(
            self,
            activities=left(self.activities),
            suggested=left(self.suggested),
            why={tag: words for tag, words in self.why.items() if tag not in tags},
            scores=None if self.scores is None else left(self.scores),
        )

    def as_dict(self) -> dict[str, object]:
        """The JSON of `ekko tag`.

        >>> Reading("hei", "nb", {}, {}, {}, {"not-a-wish": 0.99}, {}, True, (), {}).as_dict()["flags"]
        {'not-a-wish': 0.99}
        """
        shown: dict[str, object] = {
            "text": self.text,
            "language": self.language,
            "activities": dict(self.activities),
            "barriers": dict(self.barriers),
            "forms": dict(self.forms),
            "flags": dict(self.flags),
            "suggested": dict(self.suggested),
            "sure": self.sure,
            "masked": list(self.masked),
        }
        return shown if self.scores is None else {**shown, "scores": dict(self.scores)}
