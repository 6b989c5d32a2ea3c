"""What a class of models says beside its fields."""

from typing import Literal

from .marks import Asserts


class ModelSettings:
    """Whether a model forbids properties without a field, and what judges the whole."""

    __slots__ = ("asserts", "extra")

    def __init__(
        self,
        *,
        extra: Literal["allow", "forbid"] = "allow",
        asserts: Asserts | None = None,
    ) -> None:
        self.extra = extra
        self.asserts = asserts
