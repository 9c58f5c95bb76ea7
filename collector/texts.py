"""Reads the catalogues that hold every word people see: one gettext file for each language.

One rule: a text that a language lacks is shown in bokmål, never as an empty line.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from babel import Locale
from babel.lists import format_list
from babel.messages.pofile import read_po

LANGUAGES = ("nb", "nn", "en", "se")
FALLBACK = "nb"
LOCALES = {language: Locale.parse(language) for language in LANGUAGES}


class UnknownText(KeyError):
    """A key that no catalogue has: a fault of ours, found by the tests."""


class Catalogue:
    """The texts of one or more folders, in every language."""

    def __init__(self, texts: dict[str, dict[str, str]]) -> None:
        self._texts = texts
        self._own: Mapping[str, Mapping[str, str]] = {}

    def say(self, key: str, language: str, **params: object) -> str:
        """Find a text and fill in its blanks.

        >>> Catalogue({"nb": {"hi": "Hei, {name}!"}}).say("hi", "se", name="du")
        'Hei, du!'
        """
        text = self._texts.get(language, {}).get(key) or self._texts[FALLBACK].get(key)
        if text is None:
            raise UnknownText(key)
        return text.format(**params) if params else text

    def call_tags(self, names: Mapping[str, Mapping[str, str]]) -> None:
        """Call own tags by these names from now on, wherever this catalogue is read."""
        self._own = {tag: dict(each) for tag, each in names.items()}

    def name(self, kind: str, name: str, language: str) -> str:
        """Name a tag, a language or a source; one that the catalogue lacks goes by its id.

        >>> texts = Catalogue({"nb": {}})
        >>> texts.call_tags({"x-seiling": {"nb": "Seiling"}})
        >>> texts.name("tag", "x-seiling", "nn")
        'Seiling'
        """
        own = self._own.get(name) if kind == "tag" else None
        if own:
            return own.get(language) or own.get(FALLBACK) or name
        key = f"{kind}.{name}"
        return self.say(key, language) if self.has(key) else name

    def has(self, key: str) -> bool:
        """Tell whether any text goes by this key."""
        return key in self._texts[FALLBACK]

    def keys(self, language: str) -> set[str]:
        """List the keys that a language has a text for."""
        return {key for key, text in self._texts.get(language, {}).items() if text}

    def listed(self, items: Iterable[str], language: str) -> str:
        """Join some names as a person would say them.

        >>> Catalogue({"nb": {}}).listed(["gaming", "dans", "kor"], "nb")
        'gaming, dans og kor'
        """
        return format_list(list(items), locale=LOCALES[language])


def read_catalogue(*folders: Path) -> Catalogue:
    """Read `nb.po`, `nn.po`, `en.po` and `se.po` of each folder into one catalogue."""
    texts: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for folder in folders:
        for language in LANGUAGES:
            texts[language].update(_read(folder / f"{language}.po"))
    return Catalogue(texts)


def _read(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {str(message.id): str(message.string) for message in catalogue if message.id}
