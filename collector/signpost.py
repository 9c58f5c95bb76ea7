"""What the chat tells of its municipality: whom to call, whom to ask, how to say that a page is hard to use.

One rule: only facts that somebody recorded; what nobody recorded is not pointed to.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from collector import municipality
from collector.model import Municipality
from collector.store import rounds
from collector.store.front import Tx


@dataclass(frozen=True, slots=True)
class Signpost:
    """Where a municipality sends people; empty where it has not said."""

    statement: str = ""
    feedback: str = ""
    officer_name: str = ""
    officer_mail: str = ""
    watch: str = ""

    @property
    def officer(self) -> str:
        """Name the data protection officer and the address.

        >>> Signpost(officer_name="Odd Ombud", officer_mail="odd@example.org").officer
        'Odd Ombud, odd@example.org'
        """
        return ", ".join(part for part in (self.officer_name, self.officer_mail) if part)


NOWHERE = Signpost()


def signpost_in(tx: Tx, here: Municipality) -> Signpost:
    """Put up what one municipality says."""
    return write(municipality.facts_of(tx, here))


def signpost_for(tx: Tx, code: str) -> Signpost:
    """Put up what the municipality of a round says; without a code, what the only one here does."""
    asked = rounds.find_round(tx, code) if code else None
    here = asked.municipality if asked else the_only_one(rounds.municipalities(tx))
    return signpost_in(tx, here) if here else NOWHERE


def the_only_one(known: list[Municipality]) -> Municipality | None:
    """Find the one whose pages these are: the only real municipality, else the only one."""
    real = [each for each in known if not each.is_example] or known
    return real[0] if len(real) == 1 else None


def write(facts: Mapping[str, str]) -> Signpost:
    """Pick what is pointed to."""
    return Signpost(
        facts.get("statement-link", ""),
        facts.get("feedback-mail", ""),
        facts.get("officer-name", ""),
        facts.get("officer-mail", ""),
        facts.get("watch-number", ""),
    )
