"""Reads from the source of `bot/` which texts it asks for.

One rule: whatever looks like a key of a family that the catalogue knows is one, unless it is a step's name;
what is handed to `Say`, `Choice`, `say`, `Refused` or `Line` is one whatever it looks like.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

BOT = Path(__file__).parents[2] / "bot"
KEY = re.compile(r"[a-z_]+(?:\.[a-z_-]+)+")
SPEAKS = frozenset(("Say", "Choice", "say", "Refused", "Line"))
IN_TEMPLATE = re.compile(r"""\bsay\(\s*(["'])(?P<start>[^"']+)\1(?P<more>\s*~)?""")


@dataclass(frozen=True)
class Asked:
    """The keys that some source names, and the families (`status.`) that it picks from as it runs."""

    keys: frozenset[str]
    families: frozenset[str]


def asked_for(known_families: Iterable[str], folder: Path = BOT) -> Asked:
    """Read a folder's Python and its templates."""
    families = frozenset(known_families)
    found = [of_python(path.read_text("utf-8"), families) for path in sorted(folder.rglob("*.py"))]
    found += [of_template(path.read_text("utf-8")) for path in sorted(folder.rglob("*.html"))]
    return Asked(
        frozenset().union(*(each.keys for each in found)),
        frozenset().union(*(each.families for each in found)),
    )


def of_python(source: str, known_families: frozenset[str]) -> Asked:
    """Read one module.

    >>> asked = of_python('go("wish.ask", Say("wish.more" if x else "a.b"), say(f"status.{x}"))', frozenset())
    >>> sorted(asked.keys), sorted(asked.families)
    (['a.b', 'wish.more'], ['status'])
    """
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    spoken = [
        node for call in calls if _name(call) in SPEAKS for each in call.args for node in ast.walk(each)
    ]
    steps = {id(node) for node in _step_names(tree, calls)}
    loose = {
        text
        for node, text in _texts(ast.walk(tree))
        if id(node) not in steps and text.split(".")[0] in known_families
    }
    families = {text.rstrip(".") for text in _starts(spoken)}
    return Asked(frozenset(loose | {text for _, text in _texts(spoken)}), frozenset(families))


def of_template(source: str) -> Asked:
    """Read one template.

    >>> asked = of_template("{{ say('page.help') }} {{ say('status.' ~ wish.state) }}")
    >>> sorted(asked.keys), sorted(asked.families)
    (['page.help'], ['status'])
    """
    found = list(IN_TEMPLATE.finditer(source))
    return Asked(
        frozenset(each["start"] for each in found if not each["more"]),
        frozenset(each["start"].rstrip(".") for each in found if each["more"]),
    )


def spelt_out(asked: Asked, members: Mapping[str, Iterable[str]]) -> set[str]:
    """Write every key out, those of the families too; a family that nobody listed is an error."""
    picked = {f"{family}.{member}" for family in asked.families for member in members[family]}
    return {*asked.keys, *picked}


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _step_names(tree: ast.AST, calls: list[ast.Call]) -> Iterator[ast.AST]:
    """Find the names of steps, which look like keys: `step(...)`, `go(...)`, `steps[...]`, `step(*THERE)`."""
    there = set()
    for call in calls:
        if _name(call) in ("step", "go"):
            yield from call.args
            there |= {getattr(each.value, "id", "") for each in call.args if isinstance(each, ast.Starred)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and there.intersection(getattr(to, "id", "") for to in node.targets):
            yield from ast.walk(node.value)
    yield from (node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript))


def _texts(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.AST, str]]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
            yield node, node.value


def _starts(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Find how texts begin that are put together: `f"status.{state}"`."""
    for node in nodes:
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            yield str(node.values[0].value)
