"""Writes down who may use which page, as the running program has it: docs/roles.md is made here."""

from fastapi import FastAPI

from collector.model import ROLES, Role
from collector.web.doors import rules_of

Rules = dict[tuple[str, str], frozenset[Role] | None]
HEAD = """# Who may use which page

Made from the program itself; a test holds the two against each other, and tries every line in every role,
in one's own municipality and in another. A page that says nothing about who may use it stops the program.

- **yes**: the page answers. Of another municipality's things it says 404, as of things that do not exist.
- **no**: 403.
- Whoever is not signed in, has ended or whose session is over gets 401 on all of these.

| page | {roles} |
|---|{lines}|
"""
FOR_PROGRAMS = """
For no role, only for a program that shows the token (`EKKO_METRICS_TOKEN`), and not there without one:

"""
OPEN = """
Open to everybody:

"""


def write_rules(app: FastAPI) -> str:
    """Write the whole page."""
    rules = rules_of(app)
    head = HEAD.format(roles=" | ".join(ROLES), lines="|".join("---" for _ in ROLES))
    closed = [_line(method, path, roles) for (method, path), roles in sorted_by_path(rules) if roles]
    return f"{head}{''.join(closed)}{FOR_PROGRAMS}{_listed(rules, frozenset())}{OPEN}{_listed(rules, None)}"


def _listed(rules: Rules, like: frozenset[Role] | None) -> str:
    """List the pages of one kind."""
    return "".join(
        f"- `{method} {path}`\n" for (method, path), roles in sorted_by_path(rules) if roles == like
    )


def sorted_by_path(rules: Rules) -> list[tuple[tuple[str, str], frozenset[Role] | None]]:
    """Put pages in the order of their addresses."""
    return sorted(rules.items(), key=lambda rule: (rule[0][1], rule[0][0]))


def _line(method: str, path: str, roles: frozenset[Role]) -> str:
    answers = " | ".join("yes" if role in roles else "no" for role in ROLES)
    return f"| `{method} {path}` | {answers} |\n"
