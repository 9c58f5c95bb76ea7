"""Every page of staff's, gathered."""

from fastapi import APIRouter

from collector.web import (
    answering,
    cases,
    classes,
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

OF_EVERYBODY = (open_pages, sign_in, me)
OF_ROUNDS = (rounds, posters, classes)


def desk_router() -> APIRouter:
    """Gather the pages about each noun."""
    router = APIRouter()
    for noun in (*OF_EVERYBODY, queue, answering, *OF_ROUNDS, learning, cases, summary, themes):
        router.include_router(noun.router)
    return router
