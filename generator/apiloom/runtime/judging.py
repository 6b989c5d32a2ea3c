"""What a caller gives, judged by its type before anything is sent."""

from typing import Any, cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from .adapters import adapter_of
from .dumps import LOUD
from .errors import RequestValidationError
from .tag_messages import message_of

_MOST_LISTED = 10


class Judge:
    """Judges values of one type; what it refuses is told as of `what`.

    A model is not judged again, but what was put into it behind its back, such as a
    null in a list, is refused all the same.
    """

    __slots__ = ("_type", "_what")

    def __init__(self, type_: Any, what: str) -> None:
        self._type = type_
        self._what = what

    def json_bytes(self, value: object) -> bytes:
        """The JSON text (RFC 8259) of what was set.

        Raises `RequestValidationError`.
        """
        adapter, judged = self._judged(value)
        try:
            return adapter.dump_json(
                judged,
                by_alias=True,
                exclude_unset=True,
                warnings="error",
                context=LOUD,
            )
        except PydanticSerializationError as error:
            raise RequestValidationError(f"{self._what}: {error}") from error

    def json_value(self, value: object) -> Any:
        """The same as a JSON value. Raises `RequestValidationError`."""
        adapter, judged = self._judged(value)
        try:
            return adapter.dump_python(
                judged,
                mode="json",
                by_alias=True,
                exclude_unset=True,
                warnings="error",
                context=LOUD,
            )
        except PydanticSerializationError as error:
            raise RequestValidationError(f"{self._what}: {error}") from error

    def _judged(self, value: object) -> tuple[TypeAdapter[Any], Any]:
        if isinstance(value, BaseModel):
            return adapter_of(type(value)), value
        adapter = adapter_of(self._type)
        try:
            return adapter, adapter.validate_python(value)
        except ValidationError as error:
            reason = f"{self._what}: {_listed(error)}"
            raise RequestValidationError(reason) from error


def _listed(error: ValidationError) -> str:
    """What is wrong, without the values, which can be secret."""
    problems = error.errors(
        include_url=False, include_context=False, include_input=False
    )
    said: list[str] = []
    for problem in problems[:_MOST_LISTED]:
        place = ".".join(map(str, problem["loc"]))
        message = message_of(cast("dict[str, Any]", problem))
        said.append(f"{place}: {message}" if place else message)
    return "; ".join(said)
