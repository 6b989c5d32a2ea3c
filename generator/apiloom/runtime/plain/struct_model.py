"""The base of every model: a struct of msgspec, and what it can do with JSON."""

import dataclasses
from typing import Any

from msgspec import NODEFAULT, Struct, field
from msgspec.structs import fields, force_setattr

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


class Model(AnyModel, Struct, kw_only=True, dict=True, weakref=True):
    """A JSON object.

    A property that may be absent and never null reads as None where it is absent; one
    that may be both reads as `MISSING`. One that has a default in the document reads
    as that; it is written where it is another value, and where it came. Constructors
    and assignments judge nothing: what is read and sent is judged.
    """


class Unknown(AnyModel, Struct, kw_only=True, frozen=True, dict=True, weakref=True):
    """A variant of a union that the document does not have: all that came is kept."""

    extra_properties: dict[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        """Warn once in a process."""
        warn_of_variant(self.extra_properties)


def default_of(model: type[Any], name: str) -> Any:
    """What a constructor takes for a field that it is not given.

    `dataclasses.MISSING` where it has to be given.
    """
    for declared in fields(model):
        if declared.name == name:
            if declared.default_factory is not NODEFAULT:
                return declared.default_factory()
            if declared.default is not NODEFAULT:
                return declared.default
    return dataclasses.MISSING


def put(instance: Any, name: str, value: Any) -> None:
    """Set a field, of a frozen model too."""
    force_setattr(instance, name, value)


def keep(instance: Any, kept: Kept) -> None:
    """Remember of an instance what its fields do not say."""
    vars(instance)["_kept"] = kept
