"""Every page x every role x own and other municipality, from the running program's own list of pages."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, Depends, FastAPI

from collector import signin
from collector.logo import PNG, PNG_END
from collector.model import ROLES, Clock, WishState
from collector.sealing import Seal
from collector.store import municipalities, people
from collector.store.front import Store
from collector.web.app import make_app
from collector.web.doors import NoRule, Rule, allow, public, rules_of
from collector.web.rules import write_rules
from collector.web.show import Pages
from tests.municipality.island import ISLAND
from tests.web.cast import Cast, Person, Place
from tests.web.young import COMMENT, OTHER, RULE, found_group, furnish_all

WRITTEN = Path(__file__).parents[2] / "docs" / "roles.md"
EVERYONE: set[str] = {*ROLES}
REVIEW = {"admin", "leader", "duty"}
RECORD_PAGES = ("about", "law", "help", "places", "times", "look", "telegram")
RECORD_FORMS = ("about", "law", "duty", "numbers", "places", "schools", "quiet", "holidays", "telegram")
FILES = ("pdf", "docx", "xlsx", "csv")
# The rules as people agreed on them, written by hand: a page that is not here fails.
AGREED: dict[tuple[str, str], set[str] | None] = {
    ("GET", "/assets/{name}"): None,
    ("GET", "/live"): None,
    ("GET", "/health"): None,
    ("GET", "/metrics"): set(),  # nobody's: a program that shows the token (test_figures.py)
    ("GET", "/in/{token}"): None,
    ("POST", "/in/{token}"): None,
    ("GET", "/desk/in"): None,
    ("POST", "/desk/in"): None,
    ("POST", "/desk/in/begin"): None,
    ("POST", "/desk/in/with/{provider_id}"): None,
    ("POST", "/in/{token}/with/{provider_id}"): None,
    ("GET", "/desk/in/back"): None,
    ("POST", "/desk/in/back"): None,
    ("GET", "/desk/municipality/sign-in"): {"admin"},
    ("POST", "/desk/municipality/sign-in"): {"admin"},
    ("POST", "/desk/municipality/sign-in/drop"): {"admin"},
    ("GET", "/desk/passkey"): EVERYONE,
    ("POST", "/desk/passkey"): EVERYONE,
    ("POST", "/desk/passkey/begin"): EVERYONE,
    ("POST", "/desk/passkey/{passkey_id}/drop"): EVERYONE,
    ("POST", "/desk/me/sessions/{session_name}/end"): EVERYONE,
    ("GET", "/desk/sure"): EVERYONE,
    ("POST", "/desk/sure"): EVERYONE,
    ("POST", "/desk/sure/begin"): EVERYONE,
    ("POST", "/desk/sure/with/{provider_id}"): EVERYONE,  # only one that knows them (test_sure.py)
    ("GET", "/desk"): EVERYONE,
    ("GET", "/desk/me"): EVERYONE,
    ("POST", "/desk/me/telegram"): EVERYONE,
    ("POST", "/desk/me/telegram/choose"): EVERYONE,
    ("POST", "/desk/me/telegram/drop"): EVERYONE,
    ("GET", "/desk/messages"): {"admin"},
    ("POST", "/desk/messages/again"): {"admin"},
    ("POST", "/desk/messages/texts"): {"admin"},
    ("POST", "/desk/me/elsewhere"): EVERYONE,
    ("POST", "/desk/me/language"): EVERYONE,
    ("POST", "/desk/out"): EVERYONE,
    ("GET", "/desk/queue"): REVIEW,
    ("POST", "/desk/queue/{wish_id}"): REVIEW,
    ("POST", "/desk/queue/{wish_id}/undo"): REVIEW,
    ("POST", "/desk/queue/{wish_id}/tag"): REVIEW,
    ("GET", "/desk/queue/{wish_id}/tags"): REVIEW,
    ("POST", "/desk/queue/{wish_id}/tags"): REVIEW,
    ("GET", "/desk/queue/{wish_id}/hide"): REVIEW,
    ("POST", "/desk/queue/{wish_id}/hide"): REVIEW,
    ("GET", "/desk/queue/{wish_id}/split"): REVIEW,
    ("POST", "/desk/queue/{wish_id}/split"): REVIEW,
    ("GET", "/desk/queue/{wish_id}/alike"): REVIEW,
    ("POST", "/desk/queue/{wish_id}/alike"): REVIEW,
    ("GET", "/desk/several"): REVIEW,
    ("POST", "/desk/several"): REVIEW,
    ("POST", "/desk/queue/{wish_id}/part"): REVIEW,
    ("GET", "/desk/search"): REVIEW,
    ("GET", "/desk/answer"): {"admin", "leader"},
    ("GET", "/desk/answer/{wish_id}"): {"admin", "leader"},
    ("POST", "/desk/answer/{wish_id}"): {"admin", "leader"},
    ("POST", "/desk/answer/{wish_id}/look"): {"admin", "leader"},
    ("POST", "/desk/answer/{wish_id}/back"): {"admin", "leader"},
    ("GET", "/desk/groups"): {"admin", "leader"},
    ("POST", "/desk/groups"): {"admin", "leader"},
    ("POST", "/desk/groups/places"): {"admin", "leader"},
    ("GET", "/desk/groups/none"): {"admin", "leader"},
    ("POST", "/desk/groups/none/{wish_id}"): {"admin", "leader"},
    ("GET", "/desk/groups/{group_id}"): {"admin", "leader"},
    ("POST", "/desk/groups/{group_id}"): {"admin", "leader"},
    ("POST", "/desk/groups/{group_id}/end"): {"admin", "leader"},
    ("GET", "/desk/groups/{group_id}/rule"): {"admin", "leader"},
    ("POST", "/desk/groups/{group_id}/rule"): {"admin", "leader"},
    ("POST", "/desk/groups/{group_id}/rule/look"): {"admin", "leader"},
    ("POST", "/desk/groups/{group_id}/rule/drop"): {"admin", "leader"},
    ("POST", "/desk/groups/{group_id}/rule/drop/look"): {"admin", "leader"},
    ("GET", "/desk/drafts"): {"admin", "leader"},
    ("GET", "/desk/drafts/{line_id}"): {"admin", "leader"},
    ("POST", "/desk/drafts/{line_id}"): {"admin", "leader"},
    ("POST", "/desk/drafts/{line_id}/look"): {"admin", "leader"},
    ("POST", "/desk/drafts/{line_id}/back"): {"admin", "leader"},
    ("POST", "/desk/drafts/{line_id}/tag"): {"admin", "leader"},
    ("GET", "/desk/inbox"): {"youth"},
    ("GET", "/desk/inbox/{line_id}"): {"youth"},
    ("POST", "/desk/inbox/{line_id}"): {"youth"},
    ("POST", "/desk/inbox/{line_id}/pass"): {"youth"},
    ("POST", "/desk/inbox/{line_id}/return"): {"youth"},
    ("POST", "/desk/inbox/{line_id}/comment"): {"youth"},
    ("POST", "/desk/inbox/{line_id}/comment/drop"): {"youth"},
    ("POST", "/desk/inbox/{line_id}/tag"): {"youth"},
    ("POST", "/desk/inbox/{line_id}/rank"): {"youth"},
    ("POST", "/desk/inbox/{line_id}/answer"): {"youth"},
    ("GET", "/desk/ranking/{group_id}"): {"youth"},
    ("POST", "/desk/answer/{wish_id}/release"): {"admin", "leader"},
    ("GET", "/desk/answers"): {"admin", "leader"},
    ("POST", "/desk/answers"): {"admin", "leader"},
    ("POST", "/desk/answers/look"): {"admin", "leader"},
    ("POST", "/desk/answers/templates"): {"admin", "leader"},
    ("POST", "/desk/answers/templates/{template_id}/drop"): {"admin", "leader"},
    ("GET", "/desk/answers/{sending_id}"): {"admin", "leader"},
    ("POST", "/desk/answers/{sending_id}/stop"): {"admin", "leader"},
    ("POST", "/desk/answers/{sending_id}/back"): {"admin", "leader"},
    ("GET", "/desk/here"): {"admin", "leader"},
    ("GET", "/desk/here/new"): {"admin", "leader"},
    ("POST", "/desk/here/new"): {"admin", "leader"},
    ("GET", "/desk/here/import"): {"admin", "leader"},
    ("POST", "/desk/here/import"): {"admin", "leader"},
    ("POST", "/desk/here/take"): {"admin", "leader"},
    ("GET", "/desk/here/{entry_id}"): {"admin", "leader"},
    ("POST", "/desk/here/{entry_id}"): {"admin", "leader"},
    ("POST", "/desk/here/{entry_id}/drop"): {"admin", "leader"},
    ("GET", "/desk/learning"): {"admin", "leader"},
    ("POST", "/desk/learning"): {"admin", "leader"},
    ("POST", "/desk/learning/{wish_id}"): {"admin", "leader"},
    ("GET", "/desk/themes"): {"admin", "leader"},
    ("GET", "/desk/tagger"): {"admin", "leader"},
    ("POST", "/desk/tagger"): {"admin", "leader"},
    ("POST", "/desk/tagger/back"): {"admin", "leader"},
    ("POST", "/desk/tagger/{training_id}"): {"admin", "leader"},
    ("POST", "/desk/tags"): {"admin", "leader"},
    ("GET", "/desk/tags/{tag}"): {"admin", "leader"},
    ("POST", "/desk/tags/{tag}/give"): {"admin", "leader"},
    ("POST", "/desk/tags/{tag}/back"): {"admin", "leader"},
    ("POST", "/desk/tags/{tag}/name"): {"admin", "leader"},
    ("POST", "/desk/tags/{tag}/end"): {"admin", "leader"},
    ("GET", "/desk/rounds"): {"admin", "leader"},
    ("GET", "/desk/rounds/new"): {"admin", "leader"},
    ("POST", "/desk/rounds/new"): {"admin", "leader"},
    ("POST", "/desk/rounds/look"): {"admin", "leader"},
    ("GET", "/desk/rounds/{code}"): {"admin", "leader"},
    ("GET", "/desk/rounds/{code}/poster.pdf"): {"admin", "leader"},
    ("GET", "/desk/rounds/{code}/poster.png"): {"admin", "leader"},
    ("GET", "/desk/rounds/{code}/classes"): {"admin", "leader"},
    ("POST", "/desk/rounds/{code}/classes"): {"admin", "leader"},
    ("GET", "/desk/rounds/{code}/classes.csv"): {"admin", "leader"},
    ("GET", "/desk/rounds/{code}/classes.pdf"): {"admin", "leader"},
    ("GET", "/desk/rounds/{code}/change"): {"admin", "leader"},
    ("POST", "/desk/rounds/{code}/change"): {"admin", "leader"},
    ("POST", "/desk/rounds/{code}/close"): {"admin", "leader"},
    ("GET", "/desk/cases"): {"admin", "duty"},
    ("GET", "/desk/cases/{wish_id}"): {"admin", "duty"},
    ("POST", "/desk/cases/{wish_id}"): {"admin", "duty"},
    ("POST", "/desk/cases/{wish_id}/take"): {"admin", "duty"},
    ("POST", "/desk/cases/{wish_id}/reword"): {"admin", "duty"},
    ("GET", "/desk/summary"): {"admin", "leader", "project", "youth"},
    ("GET", "/desk/summary/{code}"): {"admin", "leader", "project", "youth"},
    ("GET", "/desk/summary/{code}/wishes"): {"admin", "leader"},
    ("GET", "/desk/summary/{code}/chart.svg"): {"admin", "leader", "project", "youth"},
    ("GET", "/figures/{code}"): None,
    ("GET", "/desk/published"): {"admin", "leader", "project", "youth"},
    ("GET", "/desk/published/new"): {"admin", "leader"},
    ("POST", "/desk/published/new"): {"admin", "leader"},
    ("GET", "/desk/published/{number}"): {"admin", "leader", "project", "youth"},
    ("POST", "/desk/published/{number}/withdraw"): {"admin", "leader"},
    ("GET", "/desk/pull"): {"admin", "leader"},
    ("POST", "/desk/pull"): {"admin", "leader"},
    ("POST", "/desk/pull/{key_id}/end"): {"admin", "leader"},
    ("GET", "/api/published/{code}.json"): set(),  # nobody's: a program that shows a key (test_pull.py)
    ("GET", "/api/published/{code}.csv"): set(),
    ("GET", "/desk/summary/{code}/chart.png"): {"admin", "leader", "project", "youth"},
    ("GET", "/desk/summary/{code}/pupils.pdf"): {"admin", "leader", "project", "youth"},
    ("GET", "/desk/summary/{code}/wall.pdf"): {"admin", "leader", "project", "youth"},
    ("GET", "/desk/summary/{code}/mail"): {"admin", "leader"},
    ("POST", "/desk/summary/{code}/mail"): {"admin", "leader"},
    ("POST", "/desk/summary/{code}/mail/end"): {"admin", "leader"},
    ("GET", "/desk/summary/{code}/theme.png"): {"admin", "leader", "project", "youth"},
    **{
        ("GET", f"/desk/summary/{{code}}/document.{end}"): {"admin", "leader", "project", "youth"}
        for end in FILES
    },
    ("POST", "/desk/summary/{code}/notes"): {"admin", "leader", "project", "youth"},
    ("GET", "/desk/notes/{note_id}"): {"admin", "leader", "project", "youth"},
    ("POST", "/desk/notes/{note_id}"): {"admin", "leader", "project", "youth"},
    ("POST", "/desk/notes/{note_id}/do"): {"admin", "leader", "project", "youth"},
    ("GET", "/desk/stories/{code}"): {"admin", "leader"},
    ("POST", "/desk/stories/{code}/{wish_id}"): {"admin", "leader"},
    ("POST", "/desk/stories/{code}/{wish_id}/back"): {"admin", "leader"},
    ("GET", "/desk/living"): {"admin", "leader"},
    ("POST", "/desk/living"): {"admin", "leader"},
    ("POST", "/desk/living/drop"): {"admin", "leader"},
    ("GET", "/desk/living/import"): {"admin", "leader"},
    ("POST", "/desk/living/import"): {"admin", "leader"},
    ("POST", "/desk/living/take"): {"admin", "leader"},
    ("GET", "/desk/asking/{tag}"): {"admin", "leader"},
    ("POST", "/desk/asking/{tag}"): {"admin", "leader"},
    ("POST", "/desk/asking/{tag}/back"): {"admin", "leader"},
    ("GET", "/desk/national"): {"national"},
    ("GET", "/desk/municipality"): {"admin"},
    ("POST", "/desk/municipality/open"): {"admin"},
    ("POST", "/desk/municipality/shut"): {"admin"},
    **{("GET", f"/desk/municipality/{page}"): {"admin"} for page in RECORD_PAGES},
    **{("POST", f"/desk/municipality/{form}"): {"admin"} for form in RECORD_FORMS},
    ("GET", "/desk/telegram"): {"admin"},
    ("POST", "/desk/telegram/{stuck_id}/again"): {"admin"},
    ("POST", "/desk/telegram/{stuck_id}/drop"): {"admin"},
    ("GET", "/desk/municipality/logo"): {"admin"},
    ("POST", "/desk/municipality/logo"): {"admin"},
    ("POST", "/desk/municipality/logo/drop"): {"admin"},
    ("GET", "/desk/municipality/map.svg"): {"admin"},
    ("POST", "/desk/municipality/outline"): {"admin"},
    ("POST", "/desk/municipality/outline/drop"): {"admin"},
    ("GET", "/desk/people"): {"admin"},
    ("POST", "/desk/people"): {"admin"},
    ("POST", "/desk/people/{staff_id}/role"): {"admin"},
    ("POST", "/desk/people/{staff_id}/link"): {"admin"},
    ("POST", "/desk/people/{staff_id}/end"): {"admin"},
}
SEEN = "0" * 16
ROUND = {"name": "Høsten", "first_day": "2026-09-21", "language": ["nb"]}
FORMS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/desk/me/telegram/choose"): {"hour": 9, "day": "every", "language": "nb"},
    ("POST", "/desk/messages/texts"): {"to": "on"},
    ("POST", "/desk/queue/{wish_id}"): {"what": "hold", "seen": SEEN},
    ("POST", "/desk/queue/{wish_id}/tag"): {"tag": "dance", "do": "add", "seen": SEEN},
    ("POST", "/desk/queue/{wish_id}/tags"): {"tag": ["dance"], "seen": SEEN},
    ("POST", "/desk/queue/{wish_id}/hide"): {"at": 0, "seen": SEEN},
    ("POST", "/desk/queue/{wish_id}/split"): {"part": ["et", "spille"], "seen": SEEN},
    ("POST", "/desk/queue/{wish_id}/alike"): {"what": "approve"},
    ("POST", "/desk/queue/{wish_id}/part"): {"seen": SEEN},
    ("POST", "/desk/answer/{wish_id}"): {"status": "done", "text": ""},
    ("POST", "/desk/answer/{wish_id}/look"): {"status": "done", "text": ""},
    ("POST", "/desk/groups"): {"name": "Rådet"},
    ("POST", "/desk/groups/{group_id}"): {"name": "Rådet"},
    ("POST", "/desk/groups/{group_id}/rule"): {"tag": ["cosplay"]},
    ("POST", "/desk/groups/{group_id}/rule/look"): {"tag": ["cosplay"]},
    ("POST", "/desk/groups/places"): {"asked": "glad-elg"},
    ("POST", "/desk/groups/none/{wish_id}"): {"group": OTHER},
    ("POST", "/desk/groups/{group_id}/rule/drop"): {"rule": RULE},
    ("POST", "/desk/groups/{group_id}/rule/drop/look"): {"rule": RULE},
    ("POST", "/desk/inbox/{line_id}/pass"): {"group": OTHER},
    ("POST", "/desk/inbox/{line_id}/comment/drop"): {"comment": COMMENT},
    ("POST", "/desk/drafts/{line_id}"): {"seen": "0" * 26, "status": "done", "text": ""},
    ("POST", "/desk/drafts/{line_id}/look"): {"status": "done", "text": ""},
    ("POST", "/desk/drafts/{line_id}/back"): {"seen": "0" * 26, "reason": "Skriv litt mer"},
    ("POST", "/desk/drafts/{line_id}/tag"): {"tag": "dance", "do": "drop"},
    ("POST", "/desk/inbox/{line_id}"): {"what": "take"},
    ("POST", "/desk/inbox/{line_id}/return"): {"text": "Ikke noe for oss"},
    ("POST", "/desk/inbox/{line_id}/comment"): {"text": "Fint"},
    ("POST", "/desk/inbox/{line_id}/tag"): {"tag": "dance"},
    ("POST", "/desk/inbox/{line_id}/rank"): {"place": "1"},
    ("POST", "/desk/inbox/{line_id}/answer"): {"status": "done", "text": ""},
    ("POST", "/desk/answers"): {"status": "done", "nb": "Nå."},
    ("POST", "/desk/answers/look"): {"status": "done", "nb": "Nå."},
    ("POST", "/desk/answers/templates"): {"status": "done", "nb": "Nå.", "name": "Ferdig"},
    ("POST", "/desk/here/new"): {"name": "Sjakk", "days": "torsdager", "tag": ["tabletop"]},
    ("POST", "/desk/here/{entry_id}"): {"name": "Sjakk", "days": "torsdager", "tag": ["tabletop"]},
    ("POST", "/desk/here/take"): {"file": "name,days,tags\nSjakk,torsdager,tabletop\n"},
    ("POST", "/desk/learning/{wish_id}"): {"verdict": "right"},
    ("POST", "/desk/tagger/back"): {"card": "0" * 64},
    ("POST", "/desk/tagger/{training_id}"): {"answer": "yes"},
    ("POST", "/desk/tags/{tag}/back"): {"run": "0" * 26},
    ("POST", "/desk/tags/{tag}/name"): {"nb": "Kebab"},
    ("POST", "/desk/tags/{tag}/end"): {"answer": "yes"},
    ("POST", "/desk/cases/{wish_id}"): {"decision": "followed-up"},
    ("POST", "/desk/cases/{wish_id}/reword"): {"words": "et sted å spille"},
    ("POST", "/desk/published/new"): {"code": "all", "seen": SEEN},
    ("POST", "/desk/published/{number}/withdraw"): {"why": "Feil periode"},
    ("POST", "/desk/pull"): {"code": "glad-elg", "name": "Regneark", "last_day": "2026-12-31"},
    ("POST", "/desk/rounds/new"): ROUND,
    ("POST", "/desk/rounds/look"): ROUND | {"round_code": "lur-panda"},
    ("POST", "/desk/rounds/{code}/classes"): {"listed": "8A, 24"},
    ("POST", "/desk/rounds/{code}/change"): ROUND | {"round_code": "glad-elg"},
    ("POST", "/desk/summary/{code}/notes"): {"which": "wonder", "words": "Hvem mangler?"},
    ("POST", "/desk/notes/{note_id}"): {"words": "Hvem mangler?"},
    ("POST", "/desk/stories/{code}/{wish_id}"): {"tag": "gaming", "shown": "", "do": "skip"},
    ("POST", "/desk/stories/{code}/{wish_id}/back"): {"tag": "gaming"},
    ("POST", "/desk/living"): {"of": "age:10-12", "n": "240", "year": "2025", "source": "SSB"},
    ("POST", "/desk/living/drop"): {"kind": "age", "name": "13-15"},
    ("POST", "/desk/living/take"): {"file": "kind,name,n,year,source\nage,10-12,240,2025,SSB\n"},
    ("POST", "/desk/asking/{tag}"): {"skill": "noen som kan kebab", "ask": ["ukm"]},
    ("POST", "/desk/summary/{code}/mail"): {"when": "week", "hour": 8},
    ("POST", "/desk/summary/{code}/mail/end"): {"mailing_id": "0" * 26},
    ("POST", "/desk/me/language"): {"language": "nb"},
    ("POST", "/desk/municipality/sign-in"): {"kind": "entra"},
    ("POST", "/desk/municipality/sign-in/drop"): {"kind": "entra"},
    ("POST", "/desk/people"): {"name": "Lars", "role": "leader"},
    ("POST", "/desk/people/{staff_id}/role"): {"role": "youth"},
}
STAFF_PAGES = [rule for rule, roles in AGREED.items() if roles]
Filled = Callable[[str, Place], Awaitable[str]]


@pytest.fixture
def filled(cast: Cast) -> Filled:
    """Fill in an address with what really is in a place."""

    async def fill(path: str, place: Place) -> str:
        if path == LOGO[1]:
            kept = PNG + PNG_END
            await cast.store.write(
                lambda tx: municipalities.put_logo(tx, place.municipality.id, "image/png", kept, "", 0)
            )
        if path.endswith("/map.svg"):
            places = [{"name": "Vika", "north": 61.2, "east": 9.4}]
            await cast.store.write(
                lambda tx: municipalities.put_list(tx, place.municipality.id, "places", places)
            )
        if "{wish_id}" in path:
            approved = any(each in path for each in ("answer", "groups", "stories"))
            state: WishState = "approved" if approved else "waiting"
            made = await (cast.case(place=place) if "cases" in path else cast.wish(place=place, state=state))
            path = path.replace("{wish_id}", made)
        if "{group_id}" in path or "{line_id}" in path or "groups/none" in path:
            group_id, line_id = await furnish_all(cast, place)
            path = path.replace("{group_id}", group_id).replace("{line_id}", line_id)
        if "{staff_id}" in path:
            colleague = await cast.sign_in("leader", place=place, name="Lars")
            assert colleague.staff is not None
            path = path.replace("{staff_id}", colleague.staff.id)
        if "{tag}" in path:
            path = path.replace("{tag}", await cast.own_tag(place))
        if "{training_id}" in path:
            path = path.replace("{training_id}", await cast.training(place))
        if "{template_id}" in path or "{sending_id}" in path:
            path = path.replace("{template_id}", await cast.template(place))
            path = path.replace("{sending_id}", await cast.sending(place))
        if "{stuck_id}" in path:
            path = path.replace("{stuck_id}", await cast.stuck(place))
        if "{number}" in path or "{key_id}" in path:
            path = path.replace("{number}", str(await cast.published(place)))
            path = path.replace("{key_id}", (await cast.pull_key(place))[0])
        if "{entry_id}" in path:
            path = path.replace("{entry_id}", await cast.entry(place))
        if "{note_id}" in path:
            path = path.replace("{note_id}", await cast.note(place))
        if path == "/desk/living/drop":
            await cast.living(place)
        if "classes" in path:
            await cast.ask_classes(place)
        path = path.replace("{passkey_id}", NOT_MINE).replace("{session_name}", NOT_MINE[:16])
        path = path.replace("{provider_id}", NOT_MINE)
        return path.replace("{code}", place.asked.code)

    return fill


NOT_MINE = "0" * 26
"""What is one's own alone: everybody reaches the page, and finds nobody else's there (test_passkeys.py)."""
OWN_ALONE = ("{passkey_id}", "{provider_id}", "{session_name}", "{note_id}")
LOGO = ("POST", "/desk/municipality/logo")
OUTLINE = ("POST", "/desk/municipality/outline")
SHEETS = {
    ("POST", "/desk/here/import"): b"name,days,tags\nSjakk,torsdager,tabletop\n",
    ("POST", "/desk/living/import"): b"kind,name,n,year,source\nage,10-12,240,2025,SSB\n",
}


async def ask(person: Person, rule: tuple[str, str], path: str) -> int:
    if rule[0] == "GET":
        return (await person.get(path)).status_code
    if rule == LOGO:
        files = {"logo": ("logo.png", PNG + PNG_END)}
        return (await person.client.post(path, data={"csrf": person.csrf}, files=files)).status_code
    if rule == OUTLINE:
        files = {"outline": ("omriss.json", ISLAND)}
        return (await person.client.post(path, data={"csrf": person.csrf}, files=files)).status_code
    if rule in SHEETS:
        files = {"file": ("tilbud.csv", SHEETS[rule])}
        return (await person.client.post(path, data={"csrf": person.csrf}, files=files)).status_code
    return (await person.post(path, FORMS.get(rule))).status_code


def test_the_pages_are_those_that_people_agreed_on(app: FastAPI) -> None:
    found = {rule: None if roles is None else set(roles) for rule, roles in rules_of(app).items()}
    assert found == AGREED


def test_the_written_table_is_the_programs_own(app: FastAPI) -> None:
    assert WRITTEN.read_text("utf-8") == write_rules(app), "Write docs/roles.md anew from write_rules(app)."


@pytest.mark.parametrize("rule", STAFF_PAGES, ids=" ".join)
async def test_a_page_answers_the_roles_it_is_for_and_refuses_the_others(
    cast: Cast, filled: Filled, rule: tuple[str, str]
) -> None:
    answers, allowed = {}, AGREED[rule] or ()
    signed_in = {role: await cast.sign_in(role) for role in ROLES}
    path = ""
    # First those who are refused: they change nothing, so one thing is there for all of them.
    for role in sorted(ROLES, key=lambda role: role in allowed):
        path = path or await filled(rule[1], cast.here)
        status = await ask(signed_in[role], rule, path)
        # 409: the form knows nothing of the wish, so the page was reached and refused to overwrite.
        # 422: the form shows no passkey, so the page was reached and says what is missing.
        reached = {200, 303, 409, 422} | ({404} if any(own in rule[1] for own in OWN_ALONE) else set())
        answers[role] = "yes" if status in reached else status
        path = "" if role in allowed else path
    assert answers == {role: "yes" if role in allowed else 403 for role in ROLES}


@pytest.mark.parametrize("rule", [rule for rule in STAFF_PAGES if "{" in rule[1]], ids=" ".join)
async def test_another_municipalitys_things_are_not_there(
    cast: Cast, filled: Filled, rule: tuple[str, str]
) -> None:
    answers, path = {}, await filled(rule[1], cast.there)
    for role in ROLES:
        answers[role] = await ask(await cast.sign_in(role), rule, path)
    assert answers == {role: 404 if role in (AGREED[rule] or ()) else 403 for role in ROLES}


@pytest.mark.parametrize("rule", STAFF_PAGES, ids=" ".join)
async def test_whoever_has_no_living_session_gets_nowhere(
    cast: Cast, filled: Filled, rule: tuple[str, str]
) -> None:
    path = await filled(rule[1], cast.here)
    ended, expired = await cast.sign_in("admin"), await cast.sign_in("admin")
    assert ended.staff is not None
    ended_id = ended.staff.id
    await cast.store.write(lambda tx: people.end_staff(tx, ended_id, cast.clock()))
    assert await ask(cast.stranger(), rule, path) == 401
    assert await ask(ended, rule, path) == 401
    cast.clock.now += signin.IDLE_FOR
    assert await ask(expired, rule, path) == 401


async def test_lists_hold_nothing_of_another_municipality(cast: Cast) -> None:
    await cast.wish("hemmelig ønske der borte", place=cast.there)
    await cast.case("hemmelig sak der borte", place=cast.there)
    admin = await cast.sign_in("admin")
    await cast.wish("hemmelig godkjent der borte", state="approved", place=cast.there)
    await found_group(cast, name="hemmelig gruppe", place=cast.there)
    await furnish_all(cast, cast.there)
    for path in (
        "/desk/queue",
        "/desk/answer",
        "/desk/groups",
        "/desk/groups/none",
        "/desk/drafts",
        "/desk/rounds",
        "/desk/cases",
        "/desk/summary",
        "/desk/me",
        "/desk/people",
    ):
        page = (await admin.get(path)).text
        assert "hemmelig" not in page
        assert "Annendal" not in page
        assert "rask-rev" not in page
        assert "Naborådet" not in page
    data = await admin.read("/desk/queue")
    assert (data["wish"], data["left"], data["cases_waiting"]) == (None, 0, 0)


def nothing() -> dict[str, str]:
    return {}


def plus(routes: APIRouter, store: Store, seal: Seal, clock: Clock, pages: Pages) -> FastAPI:
    return make_app(store, seal, clock, pages, [routes])


def test_a_page_without_a_rule_stops_the_program(
    store: Store, seal: Seal, clock: Clock, pages: Pages
) -> None:
    routes = APIRouter()
    routes.add_api_route("/forgotten", nothing)
    with pytest.raises(NoRule, match="/forgotten"):
        plus(routes, store, seal, clock, pages)


def test_a_page_with_two_rules_stops_the_program(
    store: Store, seal: Seal, clock: Clock, pages: Pages
) -> None:
    routes = APIRouter(dependencies=[Depends(public)])
    routes.add_api_route("/both", nothing, dependencies=[Depends(Rule("admin"))])
    with pytest.raises(NoRule, match="/both"):
        plus(routes, store, seal, clock, pages)


def test_pages_of_other_rooms_join_when_they_say_who_may_use_them(
    store: Store, seal: Seal, clock: Clock, pages: Pages
) -> None:
    routes = APIRouter()
    routes.add_api_route("/inner", nothing, dependencies=[allow("duty")])
    routes.add_api_route("/outer", nothing, dependencies=[Depends(public)])
    rules = rules_of(plus(routes, store, seal, clock, pages))
    assert (rules["GET", "/inner"], rules["GET", "/outer"]) == (frozenset({"duty"}), None)
