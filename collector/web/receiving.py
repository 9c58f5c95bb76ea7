"""Takes the file that somebody sent with a form."""

from fastapi import Request
from starlette.datastructures import UploadFile


async def take_file(request: Request, name: str, largest: int) -> bytes:
    """Read the file that came, and of one that is too large no more than shows it."""
    sent = await request.form()
    file = sent.get(name)
    body = await file.read(largest + 1) if isinstance(file, UploadFile) else b""
    await sent.close()
    return body
