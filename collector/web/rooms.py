"""Every page of staff's, gathered."""

from fastapi import APIRouter

from collector.web import (
    answering,
    cases,
    classes,
    figures,
    in_from_outside,
    learning,
    me,
    municipality,
    municipality_parts,
    national,
    open_pages,
    passkeys,
    people,
    posters,
    providers,
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
    in_from_outside,
    passkeys,
    me,
    queue,
    answering,
    rounds,
    posters,
    classes,
    learning,
    cases,
    summary,
    national,
    themes,
    municipality,
    municipality_parts,
    providers,
    people,
)


def desk_router() -> APIRouter:
    """Gather the pages about each noun, as they are: including them would make every route anew."""
    router = APIRouter()
    for noun in NOUNS:
        router.routes.extend(noun.router.routes)
    return router
