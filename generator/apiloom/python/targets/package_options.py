"""What the user can choose about the generated package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from apiloom.core.enum_style import ENUM_STYLES, EnumStyle
from apiloom.core.model_style import MODEL_STYLES, ModelStyle
from apiloom.core.name_override import METHOD_STYLES, MethodStyle

Target: TypeAlias = str
"""The name of a target: one of `TARGETS`, or one that another distribution brings."""
AllOfStyle: TypeAlias = Literal["merge", "inherit"]
ALLOF_STYLES: Final[tuple[AllOfStyle, ...]] = ("merge", "inherit")
TARGETS: Final[tuple[Target, ...]] = ("models", "client", "server", "testing")


@dataclass(frozen=True, slots=True)
class PackageOptions:
    """`package` is the import name; `targets` are kept in the order of `in_order`.

    `methods` says what methods are called after, `enums` how enumerations are written;
    with `is_open` values and variants that the document does not have are kept.
    Models derive from `base`, which is `module:Name`, and are immutable if they are
    `frozen`. With `allof` as `inherit` a schema that extends another becomes
    a subclass. `models` says what classes they are.
    """

    package: str
    targets: tuple[Target, ...] = TARGETS
    implied_types: bool = True
    methods: MethodStyle = METHOD_STYLES[0]
    base: str | None = None
    frozen: bool = False
    enums: EnumStyle = ENUM_STYLES[0]
    is_open: bool = False
    allof: AllOfStyle = ALLOF_STYLES[0]
    models: ModelStyle = MODEL_STYLES[0]


def in_order(chosen: tuple[Target, ...]) -> tuple[Target, ...]:
    """The targets that are chosen, and what they need, others than ours by name.

    All need models; what fakes an API is made of its client and its server.
    """
    names = {"models", *chosen}
    if "testing" in names:
        names |= {"client", "server"}
    ours = (target for target in TARGETS if target in names)
    return (*ours, *sorted(names.difference(TARGETS)))
