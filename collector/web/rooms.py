"""Every page of staff's, gathered."""

from fastapi import APIRouter

from collector.web import answering, cases, learning, me, open_pages, queue, sign_in, summary, themes


def desk_router() -> APIRouter:
    """Gather the pages about each noun, as they are: including them would make every route anew."""
    router = APIRouter()
    for noun in (open_pages, sign_in, me, queue, answering, learning, cases, summary, themes):
        router.routes.extend(noun.router.routes)
    return router
