"""What must be in place before a municipality may take wishes from real young people: the one list.

One rule: a requirement is met by facts, by people or by how the program runs, never by a note that it is.
What the program does not have yet stands here too, and nothing that anybody records can meet it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from collector.model import Municipality


@dataclass(frozen=True, slots=True)
class Running:
    """How this program runs: whether mails go out, the key is a real one, and people come by HTTPS."""

    mails: bool = False
    own_key: bool = False
    https: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """All that is recorded of a municipality, and who works there."""

    municipality: Municipality
    facts: Mapping[str, str]
    lists: Mapping[str, Sequence[Mapping[str, object]]]
    logo: str
    admins: int
    admins_with_a_way: int
    """Admins who come in by a passkey or by a sign-in of the municipality's own, and not by a link alone."""
    on_duty: int
    running: Running
    backed_up: bool
    """Whether a backup was ever made here that was read back whole."""
    has_outline: bool = False


Ask = Callable[[Record], bool]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that must hold; met by all its `facts`, or by what `holds` says.

    Where neither is given the program itself lacks it. `where` is the page where it is mended and `command`
    what does the same by keyboard. One that need not `stay` is asked for when the municipality opens, and
    does not shut it later.
    """

    name: str
    where: str
    command: str = ""
    facts: tuple[str, ...] = ()
    holds: Ask | None = None
    stays: bool = True

    @property
    def is_built(self) -> bool:
        """Tell whether anybody could meet it: what the program lacks, nobody can."""
        return bool(self.facts) or self.holds is not None

    def is_met(self, record: Record) -> bool:
        """Tell whether it holds."""
        if self.facts:
            return all(record.facts.get(name) for name in self.facts)
        return self.holds is not None and self.holds(record)


def recorded(name: str, section: str, *facts: str) -> Requirement:
    """Ask for facts on one section's page."""
    command = " ".join(("ekko municipality set NAME", *(f"{fact} VALUE" for fact in facts)))
    return Requirement(name, f"/desk/municipality/{section}#{facts[0]}", command, facts)


PEOPLE = "/desk/people"
START = "/desk/municipality"
MACHINE = "/live"
"""What only whoever runs the machine can mend, or nobody yet, is explained there."""
DUTY_COMMAND = 'ekko duty NAME --{} "Name <mail>"'
REQUIREMENTS = (
    Requirement("real", START, "ekko municipality new NAME", holds=lambda at: not at.municipality.is_example),
    recorded("languages", "about", "languages"),
    recorded("accessibility", "about", "statement-link", "feedback-mail"),
    recorded("basis", "law", "basis"),
    recorded("assessment", "law", "dpia-day"),
    recorded("officer", "law", "officer-name", "officer-mail"),
    recorded("retention", "law", "raw-days", "case-days"),
    Requirement(
        "adult",
        "/desk/municipality/help#adult-name",
        DUTY_COMMAND.format("adult"),
        ("adult-name", "adult-mail"),
    ),
    Requirement(
        "deputy",
        "/desk/municipality/help#deputy-name",
        DUTY_COMMAND.format("deputy"),
        ("deputy-name", "deputy-mail"),
    ),
    recorded("watch", "help", "watch-number"),
    recorded("report", "help", "report-link"),
    recorded("helplines", "help", "helplines-by", "helplines-day"),
    recorded("card", "help", "card-by", "card-day"),
    Requirement(
        "duty-desk",
        PEOPLE,
        'ekko invite NAME "Who" --role duty',
        holds=lambda at: at.on_duty > 0,
        stays=False,
    ),
    Requirement(
        "two-admins",
        PEOPLE,
        'ekko invite NAME "Who" --role admin',
        holds=lambda at: at.admins > 1,
        stays=False,
    ),
    Requirement(
        "sign-in",
        PEOPLE,
        'ekko invite NAME "Who" --role admin',
        holds=lambda at: at.admins_with_a_way > 1,  # R30: were there one, her lost phone would shut all out
        stays=False,
    ),
    Requirement("mail", MACHINE, "EKKO_MAIL_SERVER in .env", holds=lambda at: at.running.mails),
    Requirement("key", MACHINE, "ekko key FILE, in EKKO_KEY_FILE", holds=lambda at: at.running.own_key),
    Requirement("https", MACHINE, "EKKO_ADDRESS=https://… in .env", holds=lambda at: at.running.https),
    Requirement("backup", MACHINE, "ekko backup", holds=lambda at: at.backed_up, stays=False),
    Requirement("noticing", MACHINE),  # R2: the tagger's card has how much of it is found
    Requirement("masking", MACHINE),  # R11: and how much is hidden
)
"""Everything that is asked for, in the order of the pages; what the program lacks stands last."""
