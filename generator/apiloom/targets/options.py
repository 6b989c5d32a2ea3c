"""What the user can choose about the generated package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Target: TypeAlias = Literal["models", "client", "server"]
TARGETS: tuple[Target, ...] = get_args(Target)


@dataclass(frozen=True, slots=True)
class PackageOptions:
    """`package` is the import name; `targets` are kept in the order of `TARGETS`."""

    package: str
    targets: tuple[Target, ...] = TARGETS
    implied_types: bool = True
