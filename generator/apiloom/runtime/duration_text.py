"""Durations as they are spelled (RFC 3339, appendix A; ISO 8601)."""

from datetime import timedelta
from typing import Any

_NO_TIME = timedelta(0)
UNSIGNED = "Input should be a timedelta of zero or more"


def duration_text(value: Any) -> str:
    """The span as RFC 3339 spells it: minutes stand between hours and seconds."""
    if isinstance(value, str):
        return value
    if not isinstance(value, timedelta) or value < _NO_TIME:
        raise ValueError(UNSIGNED)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06}".rstrip("0") if value.microseconds else ""
    clock = ""
    if hours:
        clock += f"{hours}H"
    has_seconds = bool(seconds or fraction)
    if minutes or (hours and has_seconds):
        clock += f"{minutes}M"
    if has_seconds or not (value.days or clock):
        clock += f"{seconds}{fraction}S"
    days = f"{value.days}D" if value.days else ""
    return f"P{days}T{clock}" if clock else f"P{days}"
