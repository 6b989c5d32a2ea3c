"""How enumerations are written."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

EnumStyle: TypeAlias = Literal["literal", "class"]
"""An alias of a `Literal`, or a subclass of `StrEnum`, `IntEnum` or `Enum`."""
ENUM_STYLES: Final[tuple[EnumStyle, ...]] = get_args(EnumStyle)
