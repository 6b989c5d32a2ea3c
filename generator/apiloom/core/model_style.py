"""What classes the models are."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

ModelStyle: TypeAlias = Literal["pydantic", "dataclass", "msgspec"]
"""Models of pydantic, dataclasses of the standard library, or structs of msgspec."""
MODEL_STYLES: Final[tuple[ModelStyle, ...]] = get_args(ModelStyle)
