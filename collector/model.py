"""The nouns that every room uses: frozen, small, and without a rule of their own.

All moments are whole milliseconds since 1970 in UTC and end in ``_at``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Clock = Callable[[], int]
LocalRole = Literal["admin", "leader", "youth", "project", "duty"]
Role = Literal["admin", "leader", "youth", "project", "duty", "national"]
LOCAL_ROLES: tuple[LocalRole, ...] = ("admin", "leader", "youth", "project", "duty")
"""What a municipality's admin gives; whoever sees counts from everywhere is invited by command alone."""
ROLES: tuple[Role, ...] = (*LOCAL_ROLES, "national")

TagKind = Literal["activity", "barrier", "form", "flag"]
TAG_KINDS: tuple[TagKind, ...] = ("activity", "barrier", "form", "flag")

WishState = Literal["waiting", "approved", "held", "not-a-wish", "case"]
"""waiting for a leader; approved and counted; held back; no wish at all; or with the duty adult."""
WISH_STATES: tuple[WishState, ...] = ("waiting", "approved", "held", "not-a-wish", "case")


@dataclass(frozen=True, slots=True)
class Municipality:
    """Who runs an Ekko; everything kept belongs to one."""

    id: str
    name: str
    is_example: bool
    is_open: bool

    @property
    def takes_wishes(self) -> bool:
        """Only the marked example runs before a real municipality has met what must hold."""
        return self.is_example or self.is_open


ASKS = ("barriers",)
"""What a round asks besides the wish, until somebody chooses otherwise."""
ASKABLE = ("barriers", "where", "how-often", "age", "school")
"""What a round may want to know besides."""
OFFERED = ("nb", "nn", "en")
"""The languages that a round may be held in; Northern Sámi joins when a native reader has approved it."""

RoundKind = Literal["open", "class"]
"""open to everybody with the code, or one agreed answer from each class."""
ROUND_KINDS: tuple[RoundKind, ...] = ("open", "class")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a round says in one language instead of, or before, what Ekko says by itself."""

    language: str
    question: str = ""
    for_whom: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One asking: a code on a poster, from a day to a day."""

    id: str
    municipality: Municipality
    code: str
    name: str
    opens_at: int
    closes_at: int | None
    asks: tuple[str, ...] = ASKS
    """What it wants to know about each wish besides, in this order."""
    languages: tuple[str, ...] = OFFERED
    words: tuple[OwnWords, ...] = ()
    kind: RoundKind = "open"
    version: int = 0
    """How often it was changed, so that nobody changes past somebody else."""

    def is_open(self, now: int) -> bool:
        """Tell whether the round takes wishes at this moment."""
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)

    def own_words(self, language: str) -> OwnWords:
        """Find what it says in a language."""
        return next((each for each in self.words if each.language == language), OwnWords(language))

    def language_for(self, wanted: str) -> str:
        """Choose one of the round's languages: the one that is wanted, or its first."""
        return wanted if wanted in self.languages else self.languages[0]


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A class that answers as one, with a code that only it gets."""

    id: str
    round_id: str
    code: str
    name: str
    headcount: int


AgreedHow = Literal["vote", "talked", "council", "other"]
"""They voted; talked until they agreed; the pupil council decided; or another way."""
AGREED_HOW: tuple[AgreedHow, ...] = ("vote", "talked", "council", "other")


@dataclass(frozen=True, slots=True)
class ClassAnswer:
    """What a class agreed on; a later one takes its place, and then `earlier` is its masked text."""

    id: str
    class_id: str
    place: int
    present: int
    agreed: AgreedHow
    at: int
    wish_id: str | None
    """The wish that it is. A later answer leaves it where somebody may not be OK, and erases it else."""
    earlier: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing that a wish is about; `given`, or only suggested for a person to confirm."""

    kind: TagKind
    id: str
    probability: float = 1.0
    given: bool = True
    by: Literal["tagger", "sender", "leader"] = "tagger"


AnswerStatus = Literal["read", "taken-up", "planned", "happening", "done", "exists", "no"]
"""read; somebody considers it; it is planned; it happens; it is done; it is there already; or not now."""
ANSWER_STATUSES: tuple[AnswerStatus, ...] = (
    "read",
    "taken-up",
    "planned",
    "happening",
    "done",
    "exists",
    "no",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a grown-up answered to one wish; or, where `takes_back` names one, that it holds no more."""

    id: str
    wish_id: str
    status: AnswerStatus
    text: str
    staff_id: str
    at: int
    talk_id: str | None = None
    place: int = 0
    """Its number among all answers to one talk."""
    after_turn: int = 0
    """How far the talk had come by then."""
    takes_back: str | None = None
    in_public: str = ""
    """How it is told to everybody, where that is not as it was told to one."""
    sending_id: str | None = None
    """The answer for many that it came by, if any."""

    @property
    def says_something(self) -> bool:
        """Tell whether it is an answer: that somebody read the wish, without a word, is none."""
        return self.status != "read" or bool(self.text)

    @property
    def told(self) -> str:
        """Say what everybody may read of it."""
        return self.in_public or self.text


@dataclass(frozen=True, slots=True)
class Wish:
    """What one young person wants; `text` is masked, the raw words lie sealed in the store."""

    id: str
    municipality_id: str
    round_id: str
    talk_id: str | None
    source: str
    language: str
    text: str
    state: WishState
    sure: bool
    received_at: int
    decided_at: int | None = None
    may_show: bool | None = None
    """Whether its words may be shown to others, by the word of its sender; None where nobody answered."""
    tags: tuple[Tag, ...] = ()
    answer: Answer | None = None
    """The answer that stands."""
    first_answer_at: int | None = None
    """When somebody first answered more than that it was read, while such an answer stands."""
    same_as: str | None = None
    """The wish it was found to be the same as; it keeps its own voice and goes where that one goes."""
    part_of: str | None = None
    """The wish that held this one and others, until a leader split it; the first part names itself."""
    number: int = 0
    """Its number among all of its round, by which it is cited; 0 before it is kept."""

    @property
    def flagged(self) -> bool:
        """Tell whether somebody may not be OK: then nobody but the duty adult sees it."""
        return self.state == "case"


@dataclass(frozen=True, slots=True)
class Staff:
    """A grown-up or a young people's group member who may sign in."""

    id: str
    municipality_id: str
    name: str
    role: Role


Way = Literal["link", "passkey", "entra", "feide", "id-porten", "other"]
"""How a session began: by an invitation's link, by a passkey, or by a sign-in of the municipality's own."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """What opens the desk for one person from one device or keychain; only its public half is kept."""

    id: str
    staff_id: str
    credential: str
    """What its device calls it."""
    public_key: bytes
    sign_count: int
    name: str
    made_at: int
    used_day: str | None = None


ProviderKind = Literal["entra", "feide", "id-porten", "other"]
PROVIDER_KINDS: tuple[ProviderKind, ...] = ("entra", "feide", "id-porten", "other")


@dataclass(frozen=True, slots=True)
class Provider:
    """A sign-in of the municipality's own, by OpenID Connect; at most one of each kind."""

    id: str
    municipality_id: str
    kind: ProviderKind
    issuer: str
    client_id: str
    roles: tuple[Role, ...]
    """Who may come in this way."""
    acr: tuple[str, ...] = ()
    """How sure the other side must be of who it is: one of these, where any is named."""
    amr: tuple[str, ...] = ()
    """What must have been shown there: one of these, where any is named."""
