"""What a caller gives, judged by its type before anything is sent."""

from typing import Any

from .codec import AnyModel, Invalid, TypeCodec, Unwritable, codec_of, refusals
from .errors import RequestValidationError

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
        codec, judged = self._judged(value)
        try:
            return codec.write_json(judged)
        except Unwritable as error:
            raise RequestValidationError(f"{self._what}: {error}") from error

    def json_value(self, value: object) -> Any:
        """The same as a JSON value. Raises `RequestValidationError`."""
        codec, judged = self._judged(value)
        try:
            return codec.write(judged)
        except Unwritable as error:
            raise RequestValidationError(f"{self._what}: {error}") from error

    def _judged(self, value: object) -> tuple[TypeCodec, Any]:
        if isinstance(value, AnyModel):
            return codec_of(type(value)), value
        codec = codec_of(self._type)
        try:
            return codec, codec.judge(value)
        except Invalid as error:
            reason = f"{self._what}: {_listed(error)}"
            raise RequestValidationError(reason) from error


def _listed(error: Invalid) -> str:
    """What is wrong, without the values, which can be secret."""
    said: list[str] = []
    for location, message in refusals(error)[:_MOST_LISTED]:
        place = ".".join(map(str, location))
        said.append(f"{place}: {message}" if place else message)
    return "; ".join(said)
