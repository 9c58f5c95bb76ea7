"""docs/machine/*.html: what the web server in front shows by itself, while Ekko does not answer.

One rule: a page that stands alone, with the help card's own numbers; no script, no address of another site.
"""

import base64
import hashlib
from html import escape

from bot.helpcard import read_helplines
from bot.wiring import TEXTS
from collector.texts import read_catalogue

STYLE = """
:root { color-scheme: light dark }
body { margin: 0; font: 1.125rem/1.6 Inter, system-ui, sans-serif; background: #fbfaf8; color: #23262b }
main { max-width: 34rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 1rem }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem }
ul { list-style: none; margin: 1rem 0; padding: 0 }
a { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: center; min-height: 3rem; padding: .5rem 1rem;
  margin: .5rem 0; border: 1px solid #b9bec7; border-radius: .5rem; color: inherit; text-decoration: none }
a b { color: #00559c }
a:focus-visible { outline: 3px solid #00559c; outline-offset: 2px }
@media (prefers-color-scheme: dark) {
  body { background: #16181c; color: #eceef1 }
  a { border-color: #565c66 }
  a b { color: #8fc4f5 }
  a:focus-visible { outline-color: #8fc4f5 }
}
"""
DOWN = (
    "Ekko er borte en liten stund",
    (
        "Prøv igjen om noen minutter.",
        "Skrev du noe nå? Da er det kanskje ikke sendt. Gå tilbake og send det en gang til.",
    ),
)
TOO_LARGE = (
    "Det var litt for mye på én gang",
    ("Vi tok ikke imot det.", "Gå tilbake, gjør det kortere og prøv en gang til."),
)


def down() -> str:
    """Write what is shown while Ekko does not answer."""
    return _page(*DOWN)


def too_large() -> str:
    """Write what is shown when somebody sends far too much."""
    return _page(*TOO_LARGE)


def style_hash() -> str:
    """Name the pages' style as a content policy does."""
    return "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


def _page(title: str, said: tuple[str, ...]) -> str:
    texts = read_catalogue(*TEXTS)
    lines = [(line, escape(texts.say(f"help.{line.id}", "nb"))) for line in read_helplines()]
    calls = "\n".join(
        f'<li><a href="tel:{line.call}"><b>{line.number}</b> {about}</a></li>' for line, about in lines
    )
    paragraphs = "\n".join(f"<p>{each}</p>" for each in said)
    return f"""<!doctype html>
<html lang="nb">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{STYLE}</style>
<main>
<h1>{title}</h1>
{paragraphs}
<h2>{texts.say("help.title", "nb")}</h2>
<p>{texts.say("help.danger", "nb")}</p>
<ul>
{calls}
</ul>
</main>
</html>
"""
