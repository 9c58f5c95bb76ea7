"""Every page of staff's, gathered."""

from fastapi import APIRouter

from collector.web import (
    answering,
    cases,
    classes,
    figures,
    hiding,
    learning,
    many,
    me,
    municipality,
    municipality_parts,
    open_pages,
    people,
    posters,
    queue,
    rounds,
    sign_in,
    summary,
    themes,
)

NOUNS = (
    open_pages,
    figures,
    sign_in,
    me,
    queue,
    hiding,
    many,
    answering,
    rounds,
    posters,
    classes,
    learning,
    cases,
    summary,
    themes,
    municipality,
    municipality_parts,
    people,
)


def desk_router() -> APIRouter:
    """Gather the pages about each noun, as they are: including them would make every route anew."""
    router = APIRouter()
    for noun in NOUNS:
        router.routes.extend(noun.router.routes)
    return router
