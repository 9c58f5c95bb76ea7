"""/metrics: figures for the machine's own keeper, as Prometheus reads them.

One rule: only a program that shows the token gets in, and without a token set there is no such page.
"""

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from collector.web.doors import with_token
from collector.web.house import house_of

router = APIRouter(dependencies=[Depends(with_token)])
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    figures = house_of(request).figures
    if figures is None:
        raise HTTPException(404)
    return Response(await figures.write(), media_type=PROMETHEUS)
