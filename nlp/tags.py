"""The ids a wish can be tagged with, in the order people see them; their names live in the bot's catalogues.

The one rule: an id never changes its meaning (see docs/tagger.md).
"""

from typing import Final

ACTIVITIES: Final = (
    "gaming", "game-design", "tabletop", "roleplay", "cosplay", "new-circus", "skate-parkour", "dance",
    "band", "korps", "singing", "music-production", "theatre", "visual-art", "photo-film", "writing",
    "podcast-radio", "mekke", "tech", "crafts", "cooking", "sports", "outdoor", "hangout", "events",
    "trips", "work-volunteer", "study", "wellbeing", "animals", "heritage", "inclusion",
)  # fmt: skip
BARRIERS: Final = (
    "cost", "transport", "hours", "space", "equipment", "staff", "age-limit", "alone", "access",
    "information", "language",
)  # fmt: skip
FORMS: Final = ("one-off", "course", "weekly", "drop-in", "camp", "competition", "show")
FLAGS: Final = ("concern-now", "concern", "personal", "abusive", "not-a-wish")
CONCERNS: Final = ("concern-now", "concern")

KIND_OF: Final[dict[str, str]] = {
    **dict.fromkeys(ACTIVITIES, "activities"),
    **dict.fromkeys(BARRIERS, "barriers"),
    **dict.fromkeys(FORMS, "forms"),
    **dict.fromkeys(FLAGS, "flags"),
}
