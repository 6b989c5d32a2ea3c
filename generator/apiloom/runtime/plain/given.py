"""Values of callers as JSON data that still knows what it was written of."""

from typing import Any


class GivenObject(dict[str, Any]):
    """The object that an instance of a model is written as."""

    __slots__ = ("instance",)

    def __init__(self, members: dict[str, Any], instance: Any) -> None:
        super().__init__(members)
        self.instance = instance


class GivenText(str):
    """The text that bytes are written as."""

    __slots__ = ("__dict__",)

    instance: bytes

    @classmethod
    def of(cls, text: str, instance: bytes) -> "GivenText":
        """The text of these bytes."""
        given = cls(text)
        given.instance = instance
        return given
