"""Turns our portable SQL into what psycopg and PostgreSQL read, once for each statement.

One rule: what stands in quotes or comments is not ours to change; only its `%` is doubled, for psycopg.
"""

import re
from functools import lru_cache

TOKENS = re.compile(
    r"""(?P<kept>'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | ::)
    | :(?P<name>[A-Za-z_]\w*) | (?P<percent>%) | (?P<text>\bTEXT\b)""",
    re.VERBOSE | re.DOTALL,
)
MAKES_COLUMNS = re.compile(r"\s*(CREATE|ALTER)\s+TABLE\b", re.IGNORECASE)


@lru_cache(maxsize=2048)
def in_postgres_words(sql: str) -> str:
    """Write `:name` as psycopg's parameters, and let text sort byte by byte, as it does in SQLite.

    Under a Norwegian collation "aa" sorts after "z", and ids made later would sort before earlier ones.

    >>> in_postgres_words("SELECT ':a%' || :a::TEXT")
    "SELECT ':a%%' || %(a)s::TEXT"
    >>> in_postgres_words("CREATE TABLE t (id TEXT PRIMARY KEY)")
    'CREATE TABLE t (id TEXT COLLATE "C" PRIMARY KEY)'
    """
    text = 'TEXT COLLATE "C"' if MAKES_COLUMNS.match(sql) else "TEXT"

    def word(found: re.Match[str]) -> str:
        match found.lastgroup:
            case "name":
                return f"%({found['name']})s"
            case "text":
                return text
            case _:
                return found[0].replace("%", "%%")

    return TOKENS.sub(word, sql)
