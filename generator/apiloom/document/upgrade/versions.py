"""Which specification a document says it follows (OpenAPI 3.1.0, section 4.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from apiloom.document.source import spelled

Family: TypeAlias = tuple[int, int]
"""Major and minor version: patches do not change meaning (section 4.1)."""

_NAMES: Final = {bool: "a boolean", list: "an array", dict: "an object"}
_VERSION: Final = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})(?:\..*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Declared:
    """The version as written. `family` is `None` where it cannot be understood.

    `quoted` is false for `openapi: 3.1` in YAML, which is a number.
    """

    keyword: str
    version: str
    family: Family | None
    quoted: bool = True


def declared_version(root: Mapping[str, Any]) -> Declared | None:
    """What the field `openapi`, or `swagger` before 3.0, says; `None` without one."""
    for keyword in ("openapi", "swagger", "swaggerVersion"):
        if keyword in root:
            return _declared(keyword, root[keyword])
    return None


def _declared(keyword: str, value: object) -> Declared:
    quoted = isinstance(value, str)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return Declared(keyword, _NAMES.get(type(value), "null"), None, quoted)
    version = spelled(value) if isinstance(value, float) else str(value)
    match = _VERSION.fullmatch(version)
    family = (int(match[1]), int(match[2])) if match else None
    return Declared(keyword, version, family, quoted)
