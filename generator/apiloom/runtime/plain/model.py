"""The base of every model: a dataclass with slots, and what it can do with JSON."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from ..unknown_values import warn_of_variant
from .marks import Maybe, Nothing
from .methods import AnyModel, Kept
from .settings import ModelSettings

__all__ = [
    "EXTRA",
    "Maybe",
    "Model",
    "ModelSettings",
    "Nothing",
    "Unknown",
    "default_of",
    "keep",
    "put",
]

EXTRA = "extra_properties"
"""The field of the properties that a model does not name, by their keys."""


class Model(AnyModel):
    """A JSON object.

    A property that may be absent and never null reads as None where it is absent; one
    that may be both reads as `MISSING`. One that has a default in the document reads
    as that; it is written where it is another value, and where it came. Constructors
    and assignments judge nothing: what is read and sent is judged.
    """

    __slots__ = ("__weakref__", "_kept")


@dataclass(slots=True, kw_only=True, frozen=True)
class Unknown(Model):
    """A variant of a union that the document does not have: all that came is kept."""

    extra_properties: dict[str, Any] = field(default_factory=dict[str, Any], hash=False)

    def __post_init__(self) -> None:
        """Warn once in a process."""
        warn_of_variant(self.extra_properties)


def default_of(model: type[Any], name: str) -> Any:
    """What a constructor takes for a field that it is not given.

    `dataclasses.MISSING` where it has to be given.
    """
    declared = model.__dataclass_fields__[name]
    if declared.default_factory is not dataclasses.MISSING:
        return declared.default_factory()
    return declared.default


def put(instance: Any, name: str, value: Any) -> None:
    """Set a field, of a frozen model too."""
    object.__setattr__(instance, name, value)


def keep(instance: Any, kept: Kept) -> None:
    """Remember of an instance what its fields do not say."""
    object.__setattr__(instance, "_kept", kept)
