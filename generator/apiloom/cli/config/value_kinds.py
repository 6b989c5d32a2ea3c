"""What a key can hold: how it is judged, its schema for editors, its summary.

The three belong together, so that validation, the JSON Schema and the documentation
cannot say different things.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from apiloom.cli.config.config_place import Place, text_of
from apiloom.core.acceptance import Accepted, refusal
from apiloom.core.identifiers import is_name
from apiloom.core.location import Pointer
from apiloom.core.name_override import NameOverride
from apiloom.core.selection import SelectionPattern
from apiloom.python.targets.package_options import TARGETS, Target

Json: TypeAlias = dict[str, Any]
T_co = TypeVar("T_co", covariant=True)

POINTER: Final = r"^(#?/|[^#]+#(/|$))"
_NAME: Final = r"^[^\W\d_]\w*$"
HEADER_NAME: Final = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"
"""RFC 9110, section 5.6.2: what names of header fields are made of."""


class Kind(Protocol[T_co]):
    """One kind of value."""

    @property
    def summary(self) -> str:
        """What it is, in a few words."""

    @property
    def schema(self) -> Json:
        """What it is, as JSON Schema."""

    def read(self, value: Any, at: Place) -> T_co | None:
        """The value as apiloom has it; None after a complaint."""


@dataclass(frozen=True, slots=True)
class PathText:
    """A path, relative to the folder of the configuration file."""

    summary: str = "path"

    @property
    def schema(self) -> Json:
        """A text that is not empty."""
        return {"type": "string", "minLength": 1}

    def read(self, value: Any, at: Place) -> str | None:
        """The path as written."""
        if (text := text_of(value)) is None:
            at.wrong("a path as a string")
        return text


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    summary: str = "true or false"

    @property
    def schema(self) -> Json:
        """A boolean."""
        return {"type": "boolean"}

    def read(self, value: Any, at: Place) -> bool | None:
        """The value itself."""
        if isinstance(value, bool):
            return value
        at.wrong("true or false")
        return None


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The words."""
        return " or ".join(f'`"{word}"`' for word in self.words)

    @property
    def schema(self) -> Json:
        """An enumeration."""
        return {"enum": [*self.words]}

    def read(self, value: Any, at: Place) -> str | None:
        """The word."""
        if isinstance(value, str) and value in self.words:
            return value
        at.wrong("one of " + ", ".join(self.words))
        return None


@dataclass(frozen=True, slots=True)
class TargetNames:
    """Different targets, at least one: apiloom's own, or of other distributions."""

    @property
    def summary(self) -> str:
        """The names of apiloom's own."""
        return "list of " + ", ".join(f'`"{name}"`' for name in TARGETS)

    @property
    def schema(self) -> Json:
        """An array without repetitions; editors offer apiloom's own."""
        items = {"anyOf": [{"enum": [*TARGETS]}, {"type": "string", "minLength": 1}]}
        return {"type": "array", "items": items, "minItems": 1, "uniqueItems": True}

    def read(self, value: Any, at: Place) -> tuple[Target, ...] | None:
        """The names as written."""
        texts = [text_of(item) for item in value] if isinstance(value, list) else []
        names = tuple(text for text in texts if text is not None)
        if not names or len({*names}) < len(value):
            at.wrong("a list of different targets, such as " + ", ".join(TARGETS))
            return None
        if set(names) <= set(TARGETS):
            return names
        if at.plugins:
            return self._looked_up(names, at)
        _refuse(names, at)
        return None

    def _looked_up(
        self, names: tuple[Target, ...], at: Place
    ) -> tuple[Target, ...] | None:
        # For start-up time: it reads the metadata of distributions.
        from apiloom.python.extensions.target_plugins import (  # noqa: PLC0415
            complaint,
            is_target,
        )

        unknown = [number for number, name in enumerate(names) if not is_target(name)]
        for number in unknown:
            at.below(number).error("target-unknown", *complaint(names[number]))
        return None if unknown else names


def _refuse(names: tuple[Target, ...], at: Place) -> None:
    """Complain about targets of other distributions, whose metadata stay unread."""
    for number, name in enumerate(names):
        if name not in TARGETS:
            message = f"the target {name!a} is none of apiloom's, and plug-ins are off"
            hint = "leave out --no-plugins where you trust who wrote this"
            at.below(number).error("plugin-refused", message, hint)


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of texts."""

    summary: str = "list of strings"

    @property
    def schema(self) -> Json:
        """An array of strings."""
        return {"type": "array", "items": {"type": "string", "minLength": 1}}

    def read(self, value: Any, at: Place) -> tuple[str, ...] | None:
        """The texts."""
        if not isinstance(value, list):
            at.wrong("a list of strings")
            return None
        texts = [text_of(item) for item in value]
        for index, text in enumerate(texts):
            if text is None:
                at.below(index).wrong("a list of strings")
        return None if None in texts else tuple(value)


@dataclass(frozen=True, slots=True)
class Patterns:
    """A list of patterns, each with its place."""

    summary: str = "list of patterns"
    begins: str = ""

    @property
    def schema(self) -> Json:
        """An array of strings."""
        item: Json = {"type": "string", "minLength": 1}
        if self.begins:
            item["pattern"] = f"^{self.begins}"
        return {"type": "array", "items": item}

    def read(self, value: Any, at: Place) -> tuple[SelectionPattern, ...] | None:
        """The patterns."""
        texts = Texts().read(value, at)
        if texts is None:
            return None
        for index, text in enumerate(texts):
            if not text.startswith(self.begins):
                at.below(index).wrong(
                    f"a list of patterns beginning with {self.begins}"
                )
        return tuple(
            SelectionPattern(text, at.below(index).where, at.shared)
            for index, text in enumerate(texts)
        )


@dataclass(frozen=True, slots=True)
class Entries:
    """Diagnostics that are lived with."""

    summary: str = "list of codes, or of tables of `code` and `pointer`"

    @property
    def schema(self) -> Json:
        """An array of strings and tables."""
        members = {"code": {"type": "string"}, "pointer": {"type": "string"}}
        table: Json = {
            "type": "object",
            "properties": members,
            "required": ["code"],
            "additionalProperties": False,
        }
        return {"type": "array", "items": {"anyOf": [{"type": "string"}, table]}}

    def read(self, value: Any, at: Place) -> tuple[Accepted, ...] | None:
        """Entries `"CODE"`, `"CODE:POINTER"` or `{ code = ..., pointer = ... }`."""
        if not isinstance(value, list):
            at.wrong("a list of codes, or of tables of 'code' and 'pointer'")
            return None
        return tuple(self._entries(value, at))

    def _entries(self, items: list[Any], at: Place) -> Iterator[Accepted]:
        for index, item in enumerate(items):
            place = at.below(index)
            parts = {"code": item} if isinstance(item, str) else item
            if not _is_entry(parts):
                place.wrong("a list of codes, or of tables of 'code' and 'pointer'")
                continue
            code, colon, pointer = parts["code"].partition(":")
            pointer = pointer if colon else parts.get("pointer", "")
            try:
                accepted = Accepted.entry(code, pointer, place.where, at.shared)
            except ValueError as error:
                place.error("config-wrong-type", f"'accept': {error}")
                continue
            if refused := refusal(code):
                place.error("config-unknown-code", *refused)
            yield accepted


@dataclass(frozen=True, slots=True)
class Names:
    """Python names by the pointer of what they are given to."""

    summary: str = "table of names by JSON pointer"

    @property
    def schema(self) -> Json:
        """A mapping from pointers to identifiers."""
        return {
            "type": "object",
            "propertyNames": {"pattern": POINTER},
            "additionalProperties": {"type": "string", "pattern": _NAME},
        }

    def read(self, value: Any, at: Place) -> tuple[NameOverride, ...] | None:
        """The names, in the order of the file."""
        if not isinstance(value, dict):
            at.wrong("a table of names by JSON pointer")
            return None
        return tuple(self._names(value, at))

    def _names(self, table: Mapping[str, Any], at: Place) -> Iterator[NameOverride]:
        for key, name in table.items():
            place = at.below(key)
            document, mark, pointer = key.rpartition("#")
            if not pointer.startswith("/") and (pointer or not document):
                message = f"{key!a} is no JSON pointer of something in the document"
                hint = "such as '/components/schemas/Pet' or 'other.yaml#/Pet'"
                place.error("config-wrong-type", message, hint)
            elif not isinstance(name, str) or name[:1] == "_" or not is_name(name):
                message = f"{name!a} cannot be a name in Python"
                hint = "letters, digits and underscores; no digit or underscore first"
                place.error("config-wrong-type", message, hint)
            else:
                whole = f"{document}{mark}{pointer}" if document else pointer
                yield NameOverride(Pointer(whole), name, place.where)


def _is_entry(parts: Any) -> bool:
    """Whether `parts` has a code, perhaps a pointer, and nothing else."""
    return (
        isinstance(parts, dict)
        and "code" in parts
        and parts.keys() <= {"code", "pointer"}
        and all(isinstance(value, str) for value in parts.values())
    )
