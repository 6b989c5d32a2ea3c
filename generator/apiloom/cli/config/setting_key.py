"""What one setting is, and how a table of them is judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from apiloom.cli.config.config_place import Place
from apiloom.cli.config.value_kinds import Kind

T = TypeVar("T")
Sharing: TypeAlias = Literal["own", "replaced", "added"]
"""What a key beside `documents` does: nothing, for it belongs into each of them; hold
where a document has none of its own; or add to what the document has."""


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """One setting. `meaning` is Markdown, `default` and `example` are TOML.

    Without a `default`, what is not set does nothing; `required` ones must be set.
    """

    name: str
    kind: Kind[T]
    meaning: str
    example: str
    default: str | None = None
    sharing: Sharing = "replaced"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of one table by key."""

    values: dict[str, Any] = field(default_factory=dict)

    def get(self, key: Key[T]) -> T | None:
        """What was set; None where nothing usable was."""
        value: T | None = self.values.get(key.name)
        return value


def read_table(
    keys: Iterable[Key[Any]],
    table: dict[str, Any],
    at: Place,
    known: Iterable[str] = (),
) -> Settings:
    """Judge a table key by key; `known` are names that are judged elsewhere."""
    by_name = {key.name: key for key in keys}
    names = (*by_name, *known)
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name in by_name:
            values[name] = by_name[name].kind.read(value, at.below(name))
        elif name not in names:
            at.unknown(name, names)
    return Settings(values)
