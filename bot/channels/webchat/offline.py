"""What a phone keeps so that the help card opens without a network, and what puts Ekko on its home screen.

One rule: only the help page, its style, the logo and the manifest are ever kept on a phone; never a talk, and
never a receipt.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from collector.web.packing import packed
from collector.web.show import READY_LANGUAGES, Pages

ShowPage = Callable[..., Response]
KEPT_FILES = ("ds.css", "chat.css", "keep.js", "logo.svg", "icon-192.png")
MANIFEST = "/manifest.webmanifest"
LIGHT = "#ffffff"


def offline_routes(pages: Pages, page: ShowPage, language_for: Callable[[Request], str]) -> APIRouter:
    """Make the page for a phone without a network, the worker that keeps it, and the manifest."""
    router = APIRouter()

    def offline_page(request: Request, language: str = "") -> Response:
        return page(request, "chat/offline.html", {}, language=language)

    @router.get("/help/offline")
    async def offline(request: Request) -> Response:
        return packed(request, offline_page(request))

    @router.get("/worker.js")
    async def worker(request: Request) -> Response:
        kept = [f"/help/offline?lang={language}" for language in READY_LANGUAGES]
        files = [MANIFEST, *(pages.assets.path(name) for name in KEPT_FILES)]
        words = [bytes(offline_page(request, language).body) for language in READY_LANGUAGES]
        version = hashlib.sha256(b"".join([*words, *map(str.encode, files)])).hexdigest()[:12]
        data = {"version": version, "kept": [*kept, *files]}
        script = pages.draw(request, "chat/worker.js", data, language_for(request))
        return packed(request, Response(script, media_type="text/javascript; charset=utf-8"))

    @router.get(MANIFEST)
    async def manifest(request: Request) -> Response:
        body = json.dumps(manifest_for(pages, language_for(request)), ensure_ascii=False)
        return packed(request, Response(body, media_type="application/manifest+json"))

    return router


def manifest_for(pages: Pages, language: str) -> dict[str, Any]:
    """Tell a phone how Ekko stands on its home screen; it opens where the code is asked for."""
    icons = [
        ("icon-192.png", 192, "any"),
        ("icon-512.png", 512, "any"),
        ("icon-maskable.png", 512, "maskable"),
    ]
    return {
        "id": "/",
        "name": f"Ekko – {pages.texts.say('page.title', language)}",
        "short_name": "Ekko",
        "lang": language,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": LIGHT,
        "background_color": LIGHT,
        "icons": [
            {
                "src": pages.assets.path(name),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, size, purpose in icons
        ],
    }
