"""The tagger's page: what it learnt here, a new model asked for, seen, made live, and one step back."""

import asyncio
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from collector import training
from collector.desk import DecidedAlready, Desk
from collector.store.front import AlreadyThere
from collector.training import Stale, Trainer
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page
from nlp.alone import SomebodyTrains

router = APIRouter()
LEADERS = allow("admin", "leader")
PAGE = "/desk/tagger"


@router.get(PAGE)
async def tagger(request: Request, desk: Desk = LEADERS, did: fields.TaggerDid = None) -> Response:
    return await show_tagger(request, desk, did=did)


@router.post(PAGE)
async def ask(request: Request, desk: Desk = LEADERS) -> Response:
    house, trainer = house_of(request), trainer_of(request)
    try:
        training_id = await house.store.write(lambda tx: training.ask(tx, desk, house.clock()))
    except (DecidedAlready, AlreadyThere):
        return await show_tagger(request, desk, 409, why="going")
    left = await house.store.read(training.left_on_disk)
    await asyncio.to_thread(training.clear_away, trainer.models, left)
    await trainer.begin(training_id)
    return await go_on(request, desk, "asked")


@router.post(f"{PAGE}/back")
async def back(request: Request, card: fields.Card, desk: Desk = LEADERS) -> Response:
    house, trainer = house_of(request), trainer_of(request)
    try:
        await asyncio.to_thread(training.go_back, trainer.models, card)
    except DecidedAlready:
        return await show_tagger(request, desk, 409, why="changed")
    except SomebodyTrains:
        return await show_tagger(request, desk, 409, why="going")
    await house.store.write(lambda tx: training.note_back(tx, desk, card, trainer.models, house.clock()))
    return await go_on(request, desk, "back")


@router.post(PAGE + "/{training_id}")
async def decide(
    request: Request, training_id: fields.TrainingId, answer: fields.YesOrNo, desk: Desk = LEADERS
) -> Response:
    house, trainer = house_of(request), trainer_of(request)
    try:
        if answer == "no":
            await house.store.write(lambda tx: training.decline(tx, desk, training_id, house.clock()))
            return await go_on(request, desk, "no")
        ready = await house.store.read(lambda tx: training.find_ready(tx, desk, training_id))
        ready = await training.bring_here(house.store, trainer.models, ready)
        await asyncio.to_thread(training.make_live, trainer.models, ready, trainer.version)
    except DecidedAlready:
        return await show_tagger(request, desk, 409, why="taken")
    except SomebodyTrains:
        return await show_tagger(request, desk, 409, why="going")
    except Stale as stale:
        return await show_tagger(request, desk, 409, why=stale.why)
    await house.store.write(
        lambda tx: training.note_live(tx, desk, training_id, trainer.models, house.clock())
    )
    return await go_on(request, desk, "live")


def trainer_of(request: Request) -> Trainer:
    """Find what trains here; where nothing does, there is no such page."""
    trainer = house_of(request).trainer
    if trainer is None:
        raise HTTPException(404)
    return trainer


async def go_on(request: Request, desk: Desk, did: str) -> Response:
    """Go on to the page as it now stands."""
    if prefers_json(request):
        return await show_tagger(request, desk)
    return RedirectResponse(f"{PAGE}?did={did}", 303)


async def show_tagger(
    request: Request, desk: Desk, status: int = 200, *, did: str | None = None, why: str = ""
) -> Response:
    """Show how the tagger learns here."""
    house = house_of(request)
    models = house.trainer.models if house.trainer else None
    standing = await asyncio.to_thread(training.standing_of, models)
    found: dict[str, Any] = await house.store.read(
        lambda tx: training.look(tx, desk, standing, house.clock())
    )
    data = found | {"may_train": house.trainer is not None, "did": did, "why": why}
    return show_page(request, "tagger.html", data, status)
