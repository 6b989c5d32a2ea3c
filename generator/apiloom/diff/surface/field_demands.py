"""What a field demands of its values beyond their type, as its declaration says it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_LOWER: Final = frozenset({"ge", "gt", "min_length"})
_UPPER: Final = frozenset({"le", "lt", "max_length"})
_OTHER: Final = frozenset({"multiple_of", "pattern"})
_NAMES: Final = frozenset({"Key", "Field", "JsonArray"})
"""Markers that say no more than what a field is called, or what else it has."""


@dataclass(frozen=True, slots=True)
class Demands:
    """Limits by the names that pydantic has for them, and all other markers."""

    limits: Mapping[str, float]
    markers: frozenset[str]

    def refuse_more_than(self, other: Demands) -> bool:
        """Whether they may refuse a value that the others let through."""
        return (
            not self.markers <= other.markers
            or any(
                limit > other.limits.get(name, float("-inf"))
                for name, limit in self.limits.items()
                if name in _LOWER
            )
            or any(
                limit < other.limits.get(name, float("inf"))
                for name, limit in self.limits.items()
                if name in _UPPER
            )
        )


def demands_of(declaration: str) -> Demands:
    """The demands of a field by its declaration, a line of Python."""
    limits: dict[str, float] = {}
    markers: set[str] = set()
    for marker in _markers(ast.parse(declaration)):
        if isinstance(marker, ast.Call) and _name(marker.func) in _NAMES:
            for keyword in marker.keywords:
                limit = _number(keyword.value)
                if keyword.arg in _LOWER | _UPPER and limit is not None:
                    limits[keyword.arg or ""] = limit
                elif keyword.arg in _LOWER | _UPPER | _OTHER:
                    markers.add(ast.unparse(keyword))
        else:
            markers.add(ast.unparse(marker))
    return Demands(limits, frozenset(markers))


def _markers(tree: ast.Module) -> Iterator[ast.expr]:
    """What stands beside types, and a call that is the default."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call):
            if _name(node.value.func) == "Field":
                yield node.value
        elif isinstance(node, ast.Subscript) and _name(node.value) == "Annotated":
            inner = node.slice
            yield from inner.elts[1:] if isinstance(inner, ast.Tuple) else ()


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _number(node: ast.expr) -> float | None:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return float(value) if isinstance(value, int | float) else None
