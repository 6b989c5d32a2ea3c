"""Durations (RFC 3339, appendix A; ISO 8601) as `timedelta`, where it can say them."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from .duration_text import UNSIGNED, duration_text
from .formats import Spelled, misspelt, text_like
from .spellings import EXACT_DURATION, is_spelled

_NO_TIME = timedelta(0)
_READER = SchemaValidator(core_schema.timedelta_schema())
_EXACT = text_like(f"^{EXACT_DURATION}$")
_STRICT = core_schema.timedelta_schema(strict=True, ge=_NO_TIME)
_LAX = core_schema.timedelta_schema(strict=False, ge=_NO_TIME)
_OR_TEXT = f"{UNSIGNED}, or the text of a valid duration"


class _ExactDuration(Spelled):
    """Pydantic would write 400 days as a year and 35 days, which is another thing."""

    __slots__ = ()

    def written(self) -> dict[str, Any]:
        """Days and what is less, but never years."""
        serialization = core_schema.plain_serializer_function_ser_schema(
            duration_text, when_used="json-unless-none"
        )
        return {"serialization": serialization}

    def described(self) -> dict[str, Any]:
        """As the document has it."""
        return {"type": "string", "format": "duration"}


class _Duration(_ExactDuration):
    """What no `timedelta` can say stays the text that it is."""

    __slots__ = ()

    def from_wire(self) -> CoreSchema:
        """Most durations are exact; Python is asked about the others alone."""
        exact, other = super().from_wire(), core_schema.str_schema(strict=True)
        checked = core_schema.no_info_after_validator_function(read_text, other)
        return core_schema.union_schema([exact, checked], mode="left_to_right")

    def from_python(self) -> CoreSchema:
        """A `timedelta`, or text."""
        text = core_schema.str_schema(strict=True)
        checked = core_schema.no_info_after_validator_function(read_text, text)
        return core_schema.union_schema([_STRICT, checked], mode="left_to_right")

    def strictly_from_python(self) -> CoreSchema:
        """The same, with one error for both."""
        return self.hinted(self.from_python())


ExactDuration = Annotated[
    timedelta,
    _ExactDuration(
        "duration-exact",
        _EXACT,
        _STRICT,
        _LAX,
        "duration without years and months",
        UNSIGNED,
    ),
]
"""A span of time: weeks, days and what is less, to the microsecond; it has no sign."""

Duration = Annotated[
    timedelta | str, _Duration("duration", _EXACT, _STRICT, _LAX, "duration", _OR_TEXT)
]
"""A span of time: a `timedelta` where one can say it exactly, else its text.

Years and months have no length of their own: `P1M` stays text.
"""


def read_duration(text: str) -> timedelta | None:
    """The span that a text stands for; None where a `timedelta` cannot say it."""
    if not is_spelled("duration-exact", text):
        return None
    try:
        read: timedelta = _READER.validate_python(text)
    except ValueError:  # more days than it has room for
        return None
    return read


def read_text(text: str) -> timedelta | str:
    """The same, and the text itself where it is another duration."""
    if not is_spelled("duration", text):
        raise misspelt("duration")
    read = read_duration(text)
    return text if read is None else read
