"""What stands in the place of an argument where a link has its value."""

from typing import Any

from .codec import Invalid, codec_of, to_json
from .errors import RequestValidationError
from .shape import shape_of


class Spelled(str):
    """A text that stands for a value: `5` is an integer where one is wanted."""

    __slots__ = ()


class Linked:
    """In the place of an argument: what a link has for it."""

    __slots__ = ("_link", "_value")

    def __init__(self, link: str, value: object) -> None:
        self._link = link
        self._value = value

    def of_type(self, type_: Any) -> Any:
        """The value as the parameter has it. Raises `RequestValidationError`."""
        value = self._value
        if isinstance(value, Spelled):
            value = shape_of(type_).read(str(value))
        try:
            return codec_of(type_).read_json(to_json(value))
        except Invalid as error:
            reason = f"what the link {self._link!r} leads to is not of its type"
            raise RequestValidationError(reason) from error
