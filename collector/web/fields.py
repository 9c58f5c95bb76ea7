"""What may stand in an address or a form: anything else is refused before a page sees it."""

from typing import Annotated, Literal

from fastapi import Form, Path, Query
from pydantic import Field

from collector.model import Role

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
    "many",
    "too-many",
    "merge",
    "part",
]
ShowQuery = Annotated[Show, Query()]
OrderQuery = Annotated[Order, Query()]
DidQuery = Annotated[Did | None, Query()]
After = Annotated[str, Query(pattern=r"^[su]?[0-9a-z]{0,26}$")]
ChosenWish = Annotated[str, Query(pattern=r"^([0-9a-z]{26})?$")]

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
At = Annotated[int, Form(ge=0, le=100_000)]
TagId = Annotated[str, Form(pattern=r"^[a-z-]{0,40}$")]
TagName = Annotated[str, Form(max_length=80)]
TagIds = Annotated[list[str], Form()]
Switch = Annotated[Literal["add", "drop"], Form()]
Then = Annotated[Literal["", "approve"], Form()]
Verdict = Annotated[Literal["right", "wrong"], Form()]
CaseDecision = Annotated[Literal["followed-up", "false-alarm"], Form()]
Reworded = Annotated[str, Form(max_length=8000)]
AnswerStatusOrNone = Literal["", "read", "taken-up", "happening", "done", "exists", "no"]
AnswerField = Annotated[AnswerStatusOrNone, Form()]
AnswerText = Annotated[str, Form(max_length=8000)]
AnswerSeen = Annotated[str, Form(pattern=r"^([0-9a-z]{26})?$")]
AnswersAfter = Annotated[str, Query(pattern=r"^([0-9a-z]{26})?$")]
AnswerDid = Annotated[Literal["sent", "back"] | None, Query()]
AlsoWishes = Annotated[list[Annotated[str, Field(pattern=r"^[0-9a-z]{26}$")]], Form(max_length=20)]
Despite = Annotated[Literal["", "yes"], Form()]
Language = Annotated[Literal["nb", "nn", "en"], Form()]
StaffId = Annotated[str, Path(pattern=r"^[0-9a-z]{26}$")]
RoleField = Annotated[Role, Form()]
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
