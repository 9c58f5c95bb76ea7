"""The Desk: who is asking, of which municipality, in which role.

One rule: staff reach a wish only through a Desk, and whatever takes one stays within its municipality.
"""

from dataclasses import dataclass, replace
from typing import Literal

from collector.model import Municipality, Staff, Way

Eyes = Literal["reader", "inside", "public"]
"""Whose eyes figures are for: who may read the wishes, others at work here, or everybody."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at work, in one session."""

    staff: Staff
    municipality: Municipality
    session: str
    """The fingerprint that the session is kept by; never the token itself."""
    csrf: str
    seen_at: int
    way: Way | None = None
    """How the session began; None where nobody sits at a page."""
    shown_to: Eyes | None = None
    """For whose eyes this one looks, where those are not her own."""
    signed_at: int = 0
    """When this one last showed who they are."""

    @property
    def lacks_second_part(self) -> bool:
        """Tell whether this one came by a link alone, which is not enough where real people's words are."""
        return self.way == "link" and not self.municipality.is_example

    @property
    def may_review(self) -> bool:
        """Tell whether this one decides about wishes."""
        return self.staff.role in {"admin", "leader", "duty"}

    @property
    def may_look_again(self) -> bool:
        """Tell whether this one looks at what others corrected, before the tagger learns from it."""
        return self.staff.role in {"admin", "leader"}

    @property
    def may_see_themes(self) -> bool:
        """Tell whether this one sees what no tag fits yet, and may make a tag of it."""
        return self.staff.role in {"admin", "leader"}

    @property
    def may_answer(self) -> bool:
        """Tell whether this one answers those who wished, in the municipality's name."""
        return self.staff.role in {"admin", "leader"}

    @property
    def may_make_groups(self) -> bool:
        """Tell whether this one says who is in a young people's group, and what goes to it."""
        return self.staff.role in {"admin", "leader"}

    @property
    def may_see_inbox(self) -> bool:
        """Tell whether this one works in a young people's group."""
        return self.staff.role == "youth"

    @property
    def may_make_rounds(self) -> bool:
        """Tell whether this one decides what young people are asked, and when."""
        return self.staff.role in {"admin", "leader"}

    @property
    def may_see_cases(self) -> bool:
        """Tell whether this one answers for those who may not be OK."""
        return self.staff.role in {"admin", "duty"}

    @property
    def may_see_contact(self) -> bool:
        """Tell whether this one sees how a sender wants to be reached: the adult on duty, as was promised."""
        return self.staff.role == "duty"

    @property
    def may_see_summary(self) -> bool:
        """Tell whether this one reads what was said, in sum."""
        return self.staff.role not in {"duty", "national"}

    @property
    def may_see_national(self) -> bool:
        """Tell whether this one sees counts from all open municipalities, and nothing else of any."""
        return self.staff.role == "national"

    @property
    def may_administer(self) -> bool:
        """Tell whether this one records what the municipality is, opens it, and says who has access."""
        return self.staff.role == "admin"

    @property
    def sees_small_numbers(self) -> bool:
        """Tell whether this one may read the wishes themselves, so that small figures tell nothing new."""
        return self.eyes == "reader"

    @property
    def eyes(self) -> Eyes:
        """Tell for whose eyes this one looks."""
        return self.shown_to or ("reader" if self.staff.role in {"admin", "leader"} else "inside")

    def shows(self, eyes: Eyes) -> "Desk":
        """Look as others will: what this one makes for them shows no more than they may see."""
        return replace(self, shown_to=eyes)

    @property
    def may_publish(self) -> bool:
        """Tell whether this one says what everybody is told, and lets programs fetch it."""
        return self.staff.role in {"admin", "leader"}


class OutOfReach(Exception):
    """It is not there, or not this municipality's: the asker cannot tell which."""


class DecidedAlready(Exception):
    """Somebody else was first, or the wish has changed since it was shown; nothing was overwritten."""
