"""Every page of staff's, gathered."""

from fastapi import APIRouter

from collector.web import answering, cases, figures, learning, me, open_pages, queue, sign_in, summary, themes


def desk_router() -> APIRouter:
    """Gather the pages about each noun."""
    router = APIRouter()
    for noun in (open_pages, figures, sign_in, me, queue, answering, learning, cases, summary, themes):
        router.include_router(noun.router)
    return router
