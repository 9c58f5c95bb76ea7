"""Shows a screen: as a page for people, or as the very same data for programs.

One rule: a template gets what the JSON gets and nothing more, beside the words, the style and who is reading.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date, format_datetime
from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from collector.here import HERE
from collector.texts import FALLBACK, LOCALES, Catalogue
from collector.web.assets import BUILT, OWN, Assets
from collector.web.shelves import shelved

TEMPLATES = Path(__file__).parent / "templates"
READY_LANGUAGES = ("nb", "nn", "en")
"""The languages that pages are offered in; Northern Sámi joins when a native reader has approved it."""
LANGUAGE_COOKIE = "__Host-ekko-language"
ALIASES = {"no": "nb", "nb": "nb", "nn": "nn", "en": "en"}


class Pages:
    """Every page's template, words and files."""

    def __init__(self, *template_folders: Path, texts: Catalogue, assets: Assets | None = None) -> None:
        self.texts = texts
        self.assets = assets or Assets(OWN, BUILT)
        self._templates = Environment(
            loader=FileSystemLoader([*template_folders, TEMPLATES]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # a template changes only with the program: no look at the disk for every page
        )
        self._templates.globals.update(asset=self.assets.path, languages=READY_LANGUAGES, shelved=shelved)
        self._templates.filters.update(
            moment=moment, day=day, day_at=day_at, number=number, asked_again=asked_again
        )

    def show(
        self,
        request: Request,
        template: str,
        data: Mapping[str, Any],
        *,
        language: str,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Answer with a page, or with its data as JSON to whoever prefers that."""
        if prefers_json(request):
            body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            return Response(body, status, headers, media_type="application/json")
        return Response(self.draw(request, template, data, language), status, headers, media_type="text/html")

    def draw(self, request: Request, template: str, data: Mapping[str, Any], language: str) -> str:
        """Fill in a template."""

        def say(key: str, **params: object) -> str:
            return self.texts.say(key, language, **params)

        def named(kind: str, name: str) -> str:
            return self.name(kind, name, language)

        def listed(items: list[str]) -> str:
            return self.texts.listed(items, language)

        return self._templates.get_template(template).render(
            data,
            say=say,
            named=named,
            listed=listed,
            language=language,
            path=request.url.path,
            desk=getattr(request.state, "desk", None),
        )

    def name(self, kind: str, name: str, language: str) -> str:
        """Name a tag, a language or a source; one that the catalogue lacks goes by its id."""
        return self.texts.name(kind, name, language)


def show_page(request: Request, template: str, data: Mapping[str, Any], status: int = 200) -> Response:
    """Show a screen in the reader's language."""
    pages: Pages = request.app.state.pages
    return pages.show(request, template, data, language=language_of(request), status=status)


@pass_context
def moment(context: Context, at: int) -> str:
    """Write a moment as people here read the clock."""
    when = datetime.fromtimestamp(at / 1000, UTC)
    return format_datetime(when, "d. MMM, HH:mm", tzinfo=HERE, locale=LOCALES[context["language"]])


@pass_context
def day(context: Context, iso: str) -> str:
    """Write a day as people here do."""
    return str(format_date(date.fromisoformat(iso), "d. MMMM y", locale=LOCALES[context["language"]]))


@pass_context
def day_at(context: Context, at: int) -> str:
    """Write the day of a moment as people here do."""
    when = datetime.fromtimestamp(at / 1000, UTC).astimezone(HERE)
    return format_date(when, "d. MMM y", locale=LOCALES[context["language"]])


@pass_context
def number(context: Context, n: int) -> str:
    """Write a figure with the language's own spaces."""
    return spaced(n, context["language"])


def spaced(n: int, language: str) -> str:
    """Write a whole number as Babel does, without reading its pattern for each of a page's hundreds.

    >>> spaced(1234567, "en"), spaced(999, "nb")
    ('1,234,567', '999')
    """
    return f"{n:,}".replace(",", between_thousands(language))


@cache
def between_thousands(language: str) -> str:
    """Find what a language puts between thousands."""
    return str(LOCALES[language].number_symbols["latn"]["group"])


def asked_again(asked: Mapping[str, str]) -> str:
    """Write what was asked for as the beginning of a new address's question.

    >>> asked_again({"place": "Vika og Nes", "first": ""}), asked_again({"place": ""})
    ('place=Vika+og+Nes&', '')
    """
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"{said}&" if said else ""


def prefers_json(request: Request) -> bool:
    """Tell whether the caller would rather have JSON than a page; who takes anything gets a page."""
    wanted = {"application/json": 0.0, "text/html": 0.0}
    for part in request.headers.get("accept", "").split(","):
        kind, _, rest = part.strip().partition(";")
        if kind in wanted:
            wanted[kind] = _weight(rest)
    return wanted["application/json"] > wanted["text/html"]


def language_of(request: Request) -> str:
    """Choose the language: what was chosen on this device, else what the browser asks for."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in READY_LANGUAGES:
        return str(chosen)
    parts = [part.partition(";") for part in request.headers.get("accept-language", "").split(",")[:12]]
    ranked = sorted(parts, key=lambda part: -_weight(part[2]))
    for name, _, _ in ranked:
        found = ALIASES.get(name.strip().lower().split("-")[0])
        if found:
            return found
    return FALLBACK


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
