"""What may stand in an address or a form: anything else is refused before a page sees it."""

from typing import Annotated, Literal

from fastapi import Form, Path, Query
from pydantic import Field

from collector.model import LocalRole, ProviderKind

WishId = Annotated[str, Path(pattern=r"^[0-9a-z]{26}$")]
RoundCode = Annotated[str, Path(pattern=r"^[\w-]{1,60}$")]
Token = Annotated[str, Path(pattern=r"^[0-9a-z]{32}$")]

Show = Literal["waiting", "held", "not-a-wish", "approved"]
Order = Literal["oldest", "unsure"]
Did = Literal[
    "approve",
    "hold",
    "not-a-wish",
    "wait",
    "retag",
    "undo",
    "taken",
    "no-tag",
    "hide",
    "split",
    "many",
    "too-many",
    "merge",
    "part",
]
ShowQuery = Annotated[Show, Query()]
OrderQuery = Annotated[Order, Query()]
SearchedFor = Annotated[str, Query()]
"""Any signs and any length: what asks for nothing finds nothing."""
SearchedState = Annotated[Literal["", "waiting", "held", "not-a-wish", "approved"], Query()]
DidQuery = Annotated[Did | None, Query()]
After = Annotated[str, Query(pattern=r"^[su]?[0-9a-z]{0,26}$")]
ChosenWish = Annotated[str, Query(pattern=r"^([0-9a-z]{26})?$")]

TrainingId = Annotated[str, Path(pattern=r"^[0-9a-z]{26}$")]
OwnTag = Annotated[str, Path(pattern=r"^x-[a-z-]{1,28}$")]
TaggerDid = Annotated[Literal["asked", "live", "back", "no"] | None, Query()]
TagDid = Annotated[Literal["made", "given", "back", "named", "ended", "again"] | None, Query()]
WhyNoTag = Annotated[Literal["name", "none"] | None, Query()]
Before = Annotated[str, Query(pattern=r"^([0-9a-z]{26})?$")]
BeforeField = Annotated[str, Form(pattern=r"^([0-9a-z]{26})?$")]
Card = Annotated[str, Form(pattern=r"^[0-9a-f]{64}$")]
YesOrNo = Annotated[Literal["yes", "no"], Form()]
RunId = Annotated[str, Form(pattern=r"^[0-9a-z]{26}$")]
Chosen = Annotated[list[Annotated[str, Field(pattern=r"^[0-9a-z]{26}$")]], Form(max_length=600)]
TagName = Annotated[str, Form(max_length=400)]

ShowField = Annotated[Show, Form()]
AfterField = Annotated[str, Form(pattern=r"^[su]?[0-9a-z]{0,26}$")]
OrderField = Annotated[Order, Form()]
Seen = Annotated[str, Form(pattern=r"^[0-9a-f]{16}$")]
What = Annotated[Literal["approve", "hold", "not-a-wish", "wait"], Form()]
Press = Annotated[str, Form(pattern=r"^([0-9a-z]{26})?$")]
Ticks = Annotated[list[Annotated[str, Field(pattern=r"^[0-9a-z]{26}:[0-9a-f]{16}$")]], Form()]
ForMany = Annotated[Literal["approve", "tag", "merge"], Form()]
Into = Annotated[str, Form(pattern=r"^([0-9a-z]{26})?$")]
HowMany = Annotated[int, Query(ge=0, le=10_000)]
Parts = Annotated[list[Annotated[str, Field(max_length=8000)]], Form(max_length=3)]
At = Annotated[int, Form(ge=0, le=100_000)]
TagId = Annotated[str, Form(pattern=r"^[a-z-]{0,40}$")]
TypedTag = Annotated[str, Form(max_length=80)]
TagIds = Annotated[list[str], Form()]
Switch = Annotated[Literal["add", "drop"], Form()]
Then = Annotated[Literal["", "approve"], Form()]
Verdict = Annotated[Literal["right", "wrong"], Form()]
CaseDecision = Annotated[Literal["followed-up", "false-alarm"], Form()]
Reworded = Annotated[str, Form(max_length=8000)]
AnswerStatusOrNone = Literal["", "read", "taken-up", "planned", "happening", "done", "exists", "no"]
AnswerField = Annotated[AnswerStatusOrNone, Form()]
AnswerText = Annotated[str, Form(max_length=8000)]
AnswerSeen = Annotated[str, Form(pattern=r"^([0-9a-z]{26})?$")]
AnswersAfter = Annotated[str, Query(pattern=r"^([0-9a-z]{26})?$")]
AnswerDid = Annotated[Literal["sent", "back", "released", "withdrawn"] | None, Query()]
AlsoWishes = Annotated[list[Annotated[str, Field(pattern=r"^[0-9a-z]{26}$")]], Form(max_length=20)]
Despite = Annotated[Literal["", "yes"], Form()]
Language = Annotated[Literal["nb", "nn", "en"], Form()]
PasskeyId = Annotated[str, Path(pattern=r"^[0-9a-z]{26}$")]
PasskeyName = Annotated[str, Form(max_length=400)]
Shown = Annotated[str, Form(max_length=20_000)]
"""What a browser's script brings of a passkey."""
SessionName = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
MeDid = Annotated[Literal["made", "dropped", "ended"] | None, Query()]
DropKeys = Annotated[Literal["", "yes"], Form()]
ProviderId = Annotated[str, Path(pattern=r"^[0-9a-z]{26}$")]
ProviderKindField = Annotated[ProviderKind, Form()]
TickedRoles = Annotated[list[LocalRole], Form(max_length=10)]
Returned = Annotated[str, Query(max_length=4000)]
ReturnedField = Annotated[str, Form(max_length=4000)]
"""What another side's sign-in sends back."""
SignInDid = Annotated[Literal["saved", "dropped"] | None, Query()]
SendingId = Annotated[str, Path(pattern=r"^[0-9a-z]{26}$")]
TemplateId = Annotated[str, Path(pattern=r"^[0-9a-z]{26}$")]
ManyTag = Annotated[str, Query(pattern=r"^[a-z-]{0,40}$")]
ManyRound = Annotated[str, Query(pattern=r"^[\w-]{0,60}$")]
ManyHad = Annotated[AnswerStatusOrNone, Query()]
ManyTagField = Annotated[str, Form(pattern=r"^[a-z-]{0,40}$")]
ManyRoundField = Annotated[str, Form(pattern=r"^[\w-]{0,60}$")]
UsedTemplate = Annotated[str, Query(pattern=r"^([0-9a-z]{26})?$")]
TemplateName = Annotated[str, Form(max_length=400)]
ManySeen = Annotated[str, Form(pattern=r"^[0-9a-f]{0,16}$")]
ManyDid = Annotated[Literal["kept", "dropped"] | None, Query()]
EntryId = Annotated[str, Path(pattern=r"^[0-9a-z]{26}$")]
HereAfter = Annotated[str, Query(max_length=200)]
HereDid = Annotated[Literal["kept", "dropped", "taken"] | None, Query()]
HereFile = Annotated[str, Form(max_length=1_000_000)]
StaffId = Annotated[str, Path(pattern=r"^[0-9a-z]{26}$")]
RoleField = Annotated[LocalRole, Form()]
PersonName = Annotated[str, Form(max_length=400)]
MunicipalityDid = Annotated[Literal["opened", "shut"] | None, Query()]
PeopleDid = Annotated[Literal["role", "ended"] | None, Query()]
PartSaved = Annotated[str, Query(pattern=r"^[a-z]{0,20}$")]
WasShut = Annotated[Literal["", "yes"], Query()]
ChartKind = Annotated[Literal["activity", "barrier", "form"], Query()]
Scheme = Annotated[Literal["light", "dark"], Query()]

Kind = Annotated[Literal["open", "class"], Form()]
Said = Annotated[str, Form(max_length=2000)]
SaidInALine = Annotated[str, Form(max_length=400)]
Ticked = Annotated[list[Annotated[str, Field(pattern=r"^[a-z-]{1,20}$")]], Form(max_length=20)]
Version = Annotated[int, Form(ge=0, le=1_000_000_000)]
RoundDid = Annotated[Literal["made", "changed", "closed", "classes"] | None, Query()]
PaperSize = Annotated[Literal["a4", "a3"], Query()]
PaperLanguage = Annotated[Literal["nb", "nn", "en", "se"], Query()]
Listed = Annotated[str, Form(max_length=20_000)]

GroupId = Annotated[str, Path(pattern=r"^[0-9a-z]{26}$")]
LineId = Annotated[str, Path(pattern=r"^[0-9a-z]{26}$")]
GroupOrNone = Annotated[str, Query(pattern=r"^([0-9a-z]{26})?$")]
GroupField = Annotated[str, Form(pattern=r"^[0-9a-z]{26}$")]
AskedCode = Annotated[str, Form(pattern=r"^[\w-]{1,60}$")]
RuleField = Annotated[str, Form(pattern=r"^([0-9a-z]{26})?$")]
RuleQuery = Annotated[str, Query(pattern=r"^([0-9a-z]{26})?$")]
CommentField = Annotated[str, Form(pattern=r"^[0-9a-z]{26}$")]
PlaceName = Annotated[str, Form(max_length=400)]
PlaceNames = Annotated[list[Annotated[str, Field(max_length=400)]], Form(max_length=600)]
Members = Annotated[list[Annotated[str, Field(pattern=r"^[0-9a-z]{26}$")]], Form(max_length=200)]
AgeNames = Annotated[list[Literal["10-12", "13-15", "16-19", "unknown"]], Form(max_length=4)]
RuleTags = Annotated[list[Annotated[str, Field(pattern=r"^[a-z-]{1,40}$")]], Form(max_length=200)]
GroupPile = Annotated[Literal["new", "taken", "done"], Query()]
GroupLines = Annotated[Literal["new", "taken", "done", "passed", "returned"], Query()]
GroupDid = Annotated[Literal["made", "changed", "ended", "rule", "dropped", "placed", "sent"] | None, Query()]
InboxDid = Annotated[
    Literal["take", "put-back", "finish", "passed", "returned", "said", "unsaid", "tag", "ranked", "drafted"]
    | None,
    Query(),
]
DraftDid = Annotated[Literal["sent", "back", "tag", "no-tag"] | None, Query()]
InboxMove = Annotated[Literal["take", "put-back", "finish"], Form()]
GroupWords = Annotated[str, Form(max_length=8000)]
RankPlace = Annotated[Literal["0", "1", "2", "3"], Form()]
ProposalAnswer = Annotated[Literal["give", "drop"], Form()]
DraftSeen = Annotated[str, Form(pattern=r"^[0-9a-z]{26}$")]
