"""Times with and without an offset (RFC 3339, 5.6; OpenAPI format registry)."""

from datetime import datetime, time
from typing import Annotated

from pydantic_core import core_schema

from .formats import CLOCK_END, OFFSET_END, WITH_OFFSET, Spelled, text_like

_OPTIONAL_OFFSET_END = r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?$"
_WITHOUT_OFFSET = "{} without an offset"

Time = Annotated[
    time,
    Spelled(
        "time",
        text_like(f"^{CLOCK_END}{OFFSET_END}"),
        core_schema.time_schema(strict=True, tz_constraint="aware"),
        core_schema.time_schema(strict=False, tz_constraint="aware"),
        WITH_OFFSET.format("time"),
        "Input should be a time with an offset (tzinfo); the configuration "
        'types = { "time" = "naive" } is for those without',
    ),
]
"""A time of day (RFC 3339, `full-time`): with an offset, and to the microsecond."""

NaiveTime = Annotated[
    time,
    Spelled(
        "time-local",
        text_like(f"^{CLOCK_END}$"),
        core_schema.time_schema(strict=True, tz_constraint="naive"),
        core_schema.time_schema(strict=False, tz_constraint="naive"),
        _WITHOUT_OFFSET.format("time"),
    ),
]
"""A time of day wherever one is: without an offset."""

AnyTime = Annotated[
    time,
    Spelled(
        "time-any",
        text_like(f"^{CLOCK_END}{_OPTIONAL_OFFSET_END}"),
        core_schema.time_schema(strict=True),
        core_schema.time_schema(strict=False),
        "time",
    ),
]
"""A time of day, with an offset or without."""

NaiveDateTime = Annotated[
    datetime,
    Spelled(
        "date-time-local",
        text_like(f"[Tt]{CLOCK_END}$"),
        core_schema.datetime_schema(strict=True, tz_constraint="naive"),
        core_schema.datetime_schema(strict=False, tz_constraint="naive"),
        _WITHOUT_OFFSET.format("date-time"),
    ),
]
"""A date and a time, which are a moment only where one is: without an offset."""

AnyDateTime = Annotated[
    datetime,
    Spelled(
        "date-time-any",
        text_like(f"[Tt]{CLOCK_END}{_OPTIONAL_OFFSET_END}"),
        core_schema.datetime_schema(strict=True),
        core_schema.datetime_schema(strict=False),
        "date-time",
    ),
]
"""A date and a time, with an offset or without."""
