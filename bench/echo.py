"""The bare thing: a FastAPI app that reads a form and answers, keeping nothing."""

import sys
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Form
from fastapi.responses import PlainTextResponse

app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)


@app.post("/echo")
async def echo(key: Annotated[str, Form()], said: Annotated[str, Form()]) -> PlainTextResponse:
    """Say it back."""
    return PlainTextResponse(f"Mottatt {key} {said}")


@app.get("/health")
async def health() -> PlainTextResponse:
    """Say that it is up."""
    return PlainTextResponse("ok")


if __name__ == "__main__":
    uvicorn.run(
        app, port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False, log_level="warning"
    )
