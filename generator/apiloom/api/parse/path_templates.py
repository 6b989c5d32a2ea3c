"""Path templates (OpenAPI 3.1, section 4.8.8.2), as people really write them.

By the letter a template is a path with names in braces. Real documents also write a
query or a fragment after it, to tell apart operations that share a path, the operators
of RFC 6570 (`{?q,limit}`, `{+path}`, `{path*}`), patterns (`{id:[0-9]+}`) and names
after a colon (`/users/:id`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

_EXPRESSION: Final = re.compile(r"\{([^{}]*)\}")
_AFTER_PATH: Final = re.compile(r"\{([?&#])([^{}]*)\}")
_PATH: Final = re.compile(r"(?:\{[^{}]*\}|[^?#])*")
_OPERATORS: Final = re.compile(r"^[+./;#*]|[*+]$|:.*$", re.DOTALL)
_SEVERAL: Final = re.compile(r"^[+*]|^[^:]*\+$")
"""What says that a value may have slashes: `{+path}`, `{path+}`, `{*path}`."""


@dataclass(frozen=True, slots=True)
class Template:
    """What a template means on the wire.

    `path` begins with a slash and has nothing but `names` in braces; the values of
    those in `several` may go over several segments. `query` has the pairs that every
    request carries; a value in braces is a path parameter that has to move there.
    `optional` are the names that `{?...}` lists.
    """

    path: str
    names: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    optional: tuple[str, ...]
    several: frozenset[str] = frozenset()


def template_of(written: str, declared: Collection[str]) -> Template:
    """Read a template; `declared` are the names of the path parameters."""
    written, listed = _without_expressions_after(written, declared)
    path = _path_of(written)
    query, _, _ = written[len(path) :].removeprefix("?").partition("#")
    several = frozenset(_several(path, declared))
    steps = (_step(step, declared) for step in path.removeprefix("/").split("/"))
    path = "/" + "/".join(steps)
    names = dict.fromkeys(_EXPRESSION.findall(path))
    pairs = (pair.partition("=")[::2] for pair in query.split("&") if pair)
    optional = (_OPERATORS.sub("", name) for name in listed if name)
    asked = tuple(dict.fromkeys(optional))
    return Template(path, tuple(names), tuple(pairs), asked, several)


def _without_expressions_after(
    written: str, declared: Collection[str]
) -> tuple[str, list[str]]:
    """A template without `{?...}`, `{&...}` and `{#...}`; the names in the former two.

    A parameter may really be called like one of them.
    """
    listed: list[str] = []

    def without_expression(match: re.Match[str]) -> str:
        if match[0][1:-1] in declared:
            return match[0]
        if match[1] != "#":
            listed.extend(match[2].split(","))
        return ""

    return _AFTER_PATH.sub(without_expression, written), listed


def _path_of(written: str) -> str:
    """What comes before a query and a fragment; in braces, `?` and `#` are names."""
    match = _PATH.match(written)
    return match[0] if match else ""


def variable_in(value: str) -> str | None:
    """The name, where a value of the query is nothing but a name in braces."""
    match = _EXPRESSION.fullmatch(value)
    return None if match is None else match[1]


def _step(step: str, declared: Collection[str]) -> str:
    if step.startswith(":") and step[1:] in declared:
        return f"{{{step[1:]}}}"
    return _EXPRESSION.sub(lambda match: f"{{{_name(match[1], declared)}}}", step)


def _several(path: str, declared: Collection[str]) -> Iterator[str]:
    """The names whose values may have slashes (RFC 6570, section 3.2.3)."""
    for expression in _EXPRESSION.findall(path):
        name = _name(expression, declared)
        if name != expression and _SEVERAL.search(expression):
            yield name


def _name(expression: str, declared: Collection[str]) -> str:
    """The name of the parameter that an expression stands for."""
    plain = _OPERATORS.sub("", expression)
    return plain if expression not in declared and plain in declared else expression
