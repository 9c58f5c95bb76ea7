"""Packs a page for its way to a phone with little data.

One rule: never a page that holds both a secret and words that came with the request, or that somebody else
chose. How small such a page gets tells how alike they are, and whoever watches the line can ask until he has
the secret (BREACH). So a talk and a receipt go as they are; whoever calls this has made sure.
"""

import gzip

from fastapi import Request, Response

LEVEL = 6


def packed(request: Request, answer: Response) -> Response:
    """Pack an answer for whoever can unpack it."""
    answer.headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", ""):
        answer.body = gzip.compress(bytes(answer.body), LEVEL, mtime=0)
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Content-Length"] = str(len(answer.body))
    return answer
