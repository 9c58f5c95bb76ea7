"""The pages of one rule: tick what goes to a group, see what would move, keep it or drop it."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import ruling
from collector.desk import Desk
from collector.group import AGE_BANDS, UNKNOWN, Rule
from collector.grouping import NotFit, as_told, find
from collector.store import groups, own_tags
from collector.store.front import Tx
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import show_page
from nlp.tags import ACTIVITIES, BARRIERS, FORMS

router = APIRouter()
LEADERS = allow("admin", "leader")


@router.get("/desk/groups/{group_id}/rule")
async def rule(
    request: Request, group_id: fields.GroupId, desk: Desk = LEADERS, rule: fields.RuleQuery = ""
) -> Response:
    def work(tx: Tx) -> dict[str, Any]:
        return about(tx, desk, ruling.rule_of(tx, desk, group_id, rule))

    return show_page(request, "group_rule.html", await house_of(request).store.read(work))


@router.post("/desk/groups/{group_id}/rule/look")
async def look(
    request: Request,
    group_id: fields.GroupId,
    rule: fields.RuleField = "",
    tag: fields.RuleTags = [],  # noqa: B006  FastAPI copies it for every request
    place: fields.PlaceNames = [],  # noqa: B006
    age: fields.AgeNames = [],  # noqa: B006
    desk: Desk = LEADERS,
) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> dict[str, Any]:
        standing = ruling.rule_of(tx, desk, group_id, rule)
        read = ruling.read_rule(tx, desk, standing, tag, place, age, house.clock())
        shown = as_told(read) | {"id": standing.id}
        return about(tx, desk, standing) | {"rule": shown, "moves": ruling.preview(tx, desk, read)}

    return show_page(request, "group_rule.html", await house.store.read(work))


@router.post("/desk/groups/{group_id}/rule")
async def keep(
    request: Request,
    group_id: fields.GroupId,
    rule: fields.RuleField = "",
    tag: fields.RuleTags = [],  # noqa: B006
    place: fields.PlaceNames = [],  # noqa: B006
    age: fields.AgeNames = [],  # noqa: B006
    desk: Desk = LEADERS,
) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> None:
        standing = ruling.rule_of(tx, desk, group_id, rule)
        read = ruling.read_rule(tx, desk, standing, tag, place, age, house.clock())
        ruling.keep_rule(tx, desk, read, house.clock())

    try:
        await house.store.write(work)
    except NotFit as why:
        return await show_again(request, desk, group_id, rule, why.key)
    return RedirectResponse(f"/desk/groups/{group_id}?did=rule", 303)


@router.post("/desk/groups/{group_id}/rule/drop/look")
async def look_dropped(
    request: Request, group_id: fields.GroupId, rule: fields.RuleField = "", desk: Desk = LEADERS
) -> Response:
    def work(tx: Tx) -> dict[str, Any]:
        standing = ruling.rule_of(tx, desk, group_id, rule)
        moves = ruling.preview(tx, desk, standing, dropped=True)
        return about(tx, desk, standing) | {"moves": moves, "drops": True}

    return show_page(request, "group_rule.html", await house_of(request).store.read(work))


@router.post("/desk/groups/{group_id}/rule/drop")
async def drop(
    request: Request, group_id: fields.GroupId, rule: fields.RuleField = "", desk: Desk = LEADERS
) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: ruling.drop_rule(tx, desk, group_id, rule, house.clock()))
    return RedirectResponse(f"/desk/groups/{group_id}?did=dropped", 303)


async def show_again(request: Request, desk: Desk, group_id: str, rule_id: str, why: str) -> Response:
    """Show the page of a rule with why it was not kept."""

    def work(tx: Tx) -> dict[str, Any]:
        return about(tx, desk, ruling.rule_of(tx, desk, group_id, rule_id)) | {"why": why}

    return show_page(request, "group_rule.html", await house_of(request).store.read(work), 422)


def about(tx: Tx, desk: Desk, rule: Rule) -> dict[str, Any]:
    """Read what the page of a rule shows: the rule as it stands, and what may be ticked."""
    group = find(tx, desk, rule.group_id)
    known = {*groups.places_known(tx, desk.municipality.id), *rule.places} - {UNKNOWN}
    own = own_tags.names_here(tx, desk.municipality.id)
    return {
        "group": {"id": group.id, "name": group.name},
        "rule": as_told(rule),
        "choices": {"activity": [*ACTIVITIES, *own], "barrier": [*BARRIERS], "form": [*FORMS]},
        "places": sorted(known),
        "ages": [*AGE_BANDS, UNKNOWN],
        "moves": None,
        "drops": False,
        "why": "",
    }
