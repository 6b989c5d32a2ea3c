"""Types of the user's: kinds of values of the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from apiloom.cli.config.config_place import Place
from apiloom.cli.config.value_kinds import POINTER, Json
from apiloom.core.type_choice import GROWING, WORDS, TypeChoice, imported, misfit

_IMPORTED = r"^[^\d\W]\w*(\.[^\d\W]\w*)*:[^\d\W]\w*$"
_EXAMPLE = "such as 'myapp.models:Base'"


@dataclass(frozen=True, slots=True)
class Imported:
    """Something that a module of the user's has."""

    summary: str = "`module:Name`"

    @property
    def schema(self) -> Json:
        """A string."""
        return {"type": "string", "pattern": _IMPORTED}

    def read(self, value: Any, at: Place) -> str | None:
        """The text, which names a module and something in it."""
        if isinstance(value, str) and imported(value) is not None:
            return value
        message = f"{value!a} is no module and a name in it"
        at.error("config-wrong-type", message, _EXAMPLE)
        return None


@dataclass(frozen=True, slots=True)
class Types:
    """Types by format, by JSON type and format, or by the pointer of a schema."""

    summary: str = "table of types by format or JSON pointer"

    @property
    def schema(self) -> Json:
        """A mapping from keys to words or imports."""
        word: Json = {"enum": [*WORDS]}
        types: Json = {"anyOf": [word, {"type": "string", "pattern": _IMPORTED}]}
        return {
            "type": "object",
            "propertyNames": {"minLength": 1},
            "additionalProperties": types,
        }

    def read(self, value: Any, at: Place) -> tuple[TypeChoice, ...] | None:
        """The choices, in the order of the file."""
        if not isinstance(value, dict):
            at.wrong("a table of types by format or JSON pointer")
            return None
        return tuple(self._choices(value, at))

    def _choices(self, table: Mapping[str, Any], at: Place) -> Iterator[TypeChoice]:
        for key, to in table.items():
            place = at.below(key)
            if not isinstance(to, str) or (":" in to and imported(to) is None):
                message = f"{to!a} is no type"
                hint = "a word such as 'naive', or 'module:Name'"
                place.error("config-wrong-type", message, hint)
                continue
            if ":" not in to and to not in WORDS:
                place.error("config-wrong-type", f"unknown type {to!a}", _near(to))
                continue
            choice = TypeChoice(key, to, place.where, at.shared)
            wanted = misfit(choice)
            if wanted is not None:
                message = f"{to!a} is no type for {key!a}"
                place.error("config-wrong-type", message, f"it is for {wanted}")
                continue
            yield choice


@dataclass(frozen=True, slots=True)
class Growth:
    """Whether all lists and unions may grow, or else which."""

    summary: str = "true, false, or list of JSON pointers"

    @property
    def schema(self) -> Json:
        """A boolean, or an array of pointers."""
        pointers: Json = {"type": "string", "pattern": POINTER}
        return {"anyOf": [{"type": "boolean"}, {"type": "array", "items": pointers}]}

    def read(self, value: Any, at: Place) -> bool | tuple[TypeChoice, ...] | None:
        """The boolean, or a choice for each pointer."""
        if isinstance(value, bool):
            return value
        if not isinstance(value, list):
            at.wrong("true, false, or a list of JSON pointers")
            return None
        return tuple(self._choices(value, at))

    def _choices(self, pointers: list[Any], at: Place) -> Iterator[TypeChoice]:
        for index, pointer in enumerate(pointers):
            place = at.below(index)
            if not isinstance(pointer, str) or re.match(POINTER, pointer) is None:
                message = f"{pointer!a} is no JSON pointer of something in the document"
                hint = "such as '#/components/schemas/Status'"
                place.error("config-wrong-type", message, hint)
                continue
            yield TypeChoice(pointer, GROWING, place.where, at.shared)


def _near(word: str) -> str:
    near = get_close_matches(word, WORDS, n=1)
    if near:
        return f"did you mean {near[0]!a}?"
    return "known words: " + ", ".join(WORDS) + "; or 'module:Name'"
