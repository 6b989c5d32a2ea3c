"""Which modules of the runtime go with models of each style.

The rest of the runtime knows models through `codec` alone. What generated code imports
is called alike for all styles; for dataclasses and structs it stands in `plain`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from apiloom.core.model_style import ModelStyle

PREFIX: Final = "_runtime"
_PLAIN: Final = {
    "marks": ("asserts", "constants", "json_array", "listed", "or_any", "tags"),
    "formats": (
        "clock_formats",
        "decimal_numbers",
        "digits",
        "durations",
        "encodings",
        "formats",
        "network_formats",
    ),
    "enumerations": ("enumerations", "open_values"),
    "model": ("model",),
    "frozen": ("frozen",),
    "bases": ("bases",),
    "refusals": ("refusals",),
}
"""Modules of `plain`, each with those that it has the names of."""
_CODEC: Final = "codec.py"
_OF_STRUCTS: Final = {
    f"plain/{name}.py": f"plain/struct_{name}.py"
    for name in ("frozen", "json_texts", "model", "native")
}
"""What stands in for files about dataclasses."""
_ERRORS: Final = {
    b"pydantic.ValidationError": b"ValidationError",
    b"PydanticSerializationError": b"UnwritableError",
    b"pydantic's account": b"the account",
}
"""What docstrings say is raised, and what it is of other models."""
_PYDANTIC: Final = b"from .pydantic_codec import"


@dataclass(frozen=True, slots=True)
class ModelRuntime:
    """The runtime of one style."""

    style: ModelStyle

    def modules(self) -> Mapping[str, str]:
        """The modules that stand in for others, as `_runtime.model`."""
        if self.style == "pydantic":
            return {}
        return {
            f"{PREFIX}.{name}": f"{PREFIX}.plain.{plain}"
            for plain, names in _PLAIN.items()
            for name in names
        }

    def source(self, path: str) -> str:
        """The file of the runtime that is copied to a path."""
        return _OF_STRUCTS.get(path, path) if self.style == "msgspec" else path

    def copied(self, path: str, content: bytes) -> bytes:
        """What stands at a path, of the content of its source."""
        if self.style == "pydantic":
            return content
        if path == _CODEC:
            return content.replace(_PYDANTIC, b"from .plain.plain_codec import")
        for name, plain in _ERRORS.items():
            content = content.replace(name, plain)
        return content


PYDANTIC: Final = ModelRuntime("pydantic")
"""The runtime as it stands."""
