"""Every page of staff's, gathered."""

from fastapi import APIRouter

from collector.web import (
    answering,
    cases,
    learning,
    me,
    open_pages,
    posters,
    queue,
    rounds,
    sign_in,
    summary,
    themes,
)


def desk_router() -> APIRouter:
    """Gather the pages about each noun."""
    router = APIRouter()
    for noun in (
        open_pages,
        sign_in,
        me,
        queue,
        answering,
        rounds,
        posters,
        learning,
        cases,
        summary,
        themes,
    ):
        router.include_router(noun.router)
    return router
