"""Every page of staff's, gathered."""

from fastapi import APIRouter

from collector.web import (
    answering,
    answering_many,
    cases,
    classes,
    drafts,
    figures,
    group_rules,
    groups,
    here,
    hiding,
    in_from_outside,
    inbox,
    learning,
    many,
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
    search,
    sign_in,
    splitting,
    summary,
    tagger,
    tags,
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
    hiding,
    splitting,
    many,
    search,
    answering,
    groups,
    group_rules,
    inbox,
    drafts,
    answering_many,
    here,
    rounds,
    posters,
    classes,
    learning,
    cases,
    summary,
    tagger,
    tags,
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
