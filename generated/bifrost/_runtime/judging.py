"""What a caller gives, judged by its type before anything is sent."""

from collections.abc import Iterable
from typing import Any

from .as_received import is_as_received
from .codec import (
    AnyModel,
    Invalid,
    TypeCodec,
    Unwritable,
    codec_of,
    from_json,
    is_clash,
    is_partial,
    refusal_count,
    refusals,
)
from .errors import RequestValidationError
from .lenient import decode_leniently
from .narrowing import is_array, is_object, is_tuple

_MOST_LISTED = 10
_PLAIN = frozenset({str, int, float, bool, type(None)})


class Judge:
    """Judges values of one type; what it refuses is told as of `what`.

    A model is judged as it would be written, whatever its class: who made it may have
    judged nothing, or by another schema. But what a server has sent may go back to it.
    """

    __slots__ = ("_type", "_what")

    def __init__(self, type_: Any, what: str) -> None:
        self._type = type_
        self._what = what

    def json_bytes(self, value: object) -> bytes:
        """The JSON text (RFC 8259) of what was set.

        Raises `RequestValidationError`.
        """
        codec, judged = self._codec_and_value(value)
        try:
            text = codec.write_json(judged)
        except Unwritable as error:
            raise RequestValidationError(f"{self._what}: {error}") from error
        if holds_model(value):
            self._read_back(text)
        return text

    def json_value(self, value: object) -> Any:
        """The same as a JSON value. Raises `RequestValidationError`."""
        codec, judged = self._codec_and_value(value)
        try:
            if holds_model(value):
                self._read_back(codec.write_json(judged))
            return codec.write(judged)
        except Unwritable as error:
            raise RequestValidationError(f"{self._what}: {error}") from error

    def python_value(self, value: object) -> Any:
        """The same as the value that Python has. Raises `RequestValidationError`."""
        try:
            return codec_of(self._type).judge(value)
        except Invalid as error:
            raise self._refused(error) from error

    def _codec_and_value(self, value: object) -> tuple[TypeCodec, Any]:
        """What is to be written, and by what: a model as its own class says."""
        if isinstance(value, AnyModel):
            return codec_of(type(value)), value
        return codec_of(self._type), self.python_value(value)

    def _read_back(self, text: bytes) -> None:
        try:
            codec_of(self._type).read_json(text)
        except Invalid as error:
            if not is_clash(error) or decode_leniently(self._type, from_json(text))[1]:
                raise self._refused(error) from error

    def _refused(self, error: Invalid) -> RequestValidationError:
        return RequestValidationError(f"{self._what}: {_listed(error)}")


def holds_model(value: object) -> bool:
    """Whether there is a model among what was given, and not one that came so."""
    pending: list[Any] = [value]
    while pending:
        given = pending.pop()
        items: Iterable[Any] = ()
        if is_object(given):
            items = given.values()
        elif is_array(given) or is_tuple(given):
            items = given
        elif isinstance(given, AnyModel) and not is_as_received(given):
            return True
        # Most lists are long ones of numbers and texts: their types are soon known.
        if not _PLAIN.issuperset(map(type, items)):
            pending.extend(items)
    return False


def _listed(error: Invalid) -> str:
    """What is wrong, without the values, which can be secret."""
    said: list[str] = []
    for location, message in refusals(error)[:_MOST_LISTED]:
        place = ".".join(map(str, location))
        said.append(f"{place}: {message}" if place else message)
    more = refusal_count(error) - len(said)
    if more:
        said.append(f"and {'at least ' if is_partial(error) else ''}{more} more")
    elif is_partial(error):
        said.append("there may be more")
    return "; ".join(said)
