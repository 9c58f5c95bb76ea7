"""What was understood of one text."""

from dataclasses import dataclass


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
