"""Every page of staff's, gathered."""

from fastapi import APIRouter

from collector.web import cases, me, open_pages, queue, sign_in, summary


def desk_router() -> APIRouter:
    """Gather the pages about each noun."""
    router = APIRouter()
    for noun in (open_pages, sign_in, me, queue, cases, summary):
        router.include_router(noun.router)
    return router
