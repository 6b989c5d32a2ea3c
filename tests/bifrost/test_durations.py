"""The grammar of reset durations, and where their calendar periods begin."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bifrost.gateway.durations import (
    LONGEST,
    DurationError,
    calendar_start,
    parse_duration,
)

NANOSECONDS = {
    "ns": 1,
    "us": 1_000,
    "\u00b5s": 1_000,
    "\u03bcs": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
}
HOUR = NANOSECONDS["h"]
DAY = 24 * HOUR
LONG_UNITS = {"d": DAY, "w": 7 * DAY, "M": 30 * DAY, "Y": 365 * DAY}

# Go prints a duration as its hours, minutes and seconds, so these three read back.
clock_times = st.tuples(
    st.integers(0, 2_000_000), st.integers(0, 59), st.integers(0, 59_999_999_999)
)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("1ns", 1),
        ("3us", 3_000),
        ("3\u00b5s", 3_000),
        ("3\u03bcs", 3_000),
        ("250ms", 250_000_000),
        ("30s", 30 * NANOSECONDS["s"]),
        ("5m", 5 * NANOSECONDS["m"]),
        ("1h", HOUR),
        ("1h30m", HOUR * 3 // 2),
        ("30m1h", HOUR * 3 // 2),
        ("1h1h", 2 * HOUR),
        ("1.5h", HOUR * 3 // 2),
        (".5h", HOUR // 2),
        ("1.h", HOUR),
        ("+1h", HOUR),
        ("007s", 7 * NANOSECONDS["s"]),
        ("0h1s", NANOSECONDS["s"]),
        ("0.3333333333333333333h", 1_200_000_000_000),
        ("9007199254740993ns", 9_007_199_254_740_993),
        ("9223372036854775807ns", LONGEST),
        ("9223372036854775.807us", LONGEST),
        ("9223372036854ms775us807ns", LONGEST),
        ("0.100000000000000000000h", 6 * NANOSECONDS["m"]),
        ("0.830103483285477580700h", 2_988_372_539_827),
        ("0000000000000000000001h", HOUR),
    ],
)
def test_durations_of_go(text: str, length: int) -> None:
    assert parse_duration(text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("1d", DAY),
        ("7d", 7 * DAY),
        ("1.5d", 36 * HOUR),
        ("2w", 14 * DAY),
        ("1M", 30 * DAY),
        ("1Y", 365 * DAY),
        ("+1d", DAY),
        (".5d", 12 * HOUR),
        ("1h1d", 2 * DAY),  # what precedes the unit is read as hours: "1h1h"
        ("30m1d", 36 * HOUR),
    ],
)
def test_days_weeks_months_and_years_have_fixed_lengths(text: str, length: int) -> None:
    assert parse_duration(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "",
        "monthly",
        "1y",
        "1D",
        "1W",
        "1Q",
        "1H",
        "1",
        "d",
        "h",
        "M",
        ".h",
        ".d",
        "+",
        "-",
        "+-1h",
        "--1h",
        "1h-30m",
        " 1h",
        "1h ",
        "1 h",
        "1h\n",
        "1.2.3h",
        "1h30",
        "1e3s",
        "1,5h",
        "0x1h",
        "1d1h",
        "1dd",
        "1dM",
        "\u0661h",
        "1\u202fh",
    ],
)
def test_what_the_grammar_does_not_allow(text: str) -> None:
    with pytest.raises(DurationError):
        parse_duration(text)


@pytest.mark.parametrize(
    "text",
    ["0", "+0", "-0", "0s", "0h0m", "0d", "-0d", "0.0M", "-1h", "-1d", "0.4ns", "-.5h"],
)
def test_zero_and_negative_durations_are_refused(text: str) -> None:
    with pytest.raises(DurationError, match="not a positive duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    "text",
    [
        "9223372036854775808ns",
        "-9223372036854775808ns",
        "9223372036854775807ns1ns",
        "2562048h",
        "293Y",
        "106752d",
        "1" + "0" * 20 + "ns",
        "9" * 5_000 + "h",
    ],
)
def test_a_duration_fits_into_64_bits(text: str) -> None:
    with pytest.raises(DurationError):
        parse_duration(text)


def test_292_years_still_fit() -> None:
    assert parse_duration("292Y") == 292 * 365 * DAY


@settings(deadline=None)
@given(clock_times)
def test_what_go_prints_reads_back(clock_time: tuple[int, int, int]) -> None:
    hours, minutes, nanoseconds = clock_time
    seconds, rest = divmod(nanoseconds, NANOSECONDS["s"])
    text = f"{hours}h{minutes}m{seconds}.{rest:09}s"
    length = hours * HOUR + minutes * NANOSECONDS["m"] + nanoseconds
    if length == 0:
        with pytest.raises(DurationError):
            parse_duration(text)
    else:
        assert parse_duration(text) == length


@given(
    st.lists(
        st.tuples(st.integers(1, 100_000), st.sampled_from(sorted(NANOSECONDS))),
        min_size=1,
        max_size=8,
    )
)
def test_terms_add_up_in_any_order(terms: list[tuple[int, str]]) -> None:
    text = "".join(f"{number}{unit}" for number, unit in terms)
    expected = sum(number * NANOSECONDS[unit] for number, unit in terms)
    assert parse_duration(text) == parse_duration("+" + text) == expected


@given(st.integers(1, 292), st.sampled_from(sorted(LONG_UNITS)))
def test_a_long_unit_is_a_multiple_of_hours(number: int, unit: str) -> None:
    hours = parse_duration(f"{number}h")
    assert parse_duration(f"{number}{unit}") == hours * LONG_UNITS[unit] // HOUR


@given(st.text(alphabet="0123456789.+-nuµmshdwMY ", max_size=12) | st.text(max_size=8))
def test_any_text_is_a_positive_duration_or_refused(text: str) -> None:
    with suppress(DurationError):
        assert 0 < parse_duration(text) <= LONGEST


# A Wednesday, a quarter to eleven at night; in UTC it is Thursday already.
NOW = datetime(2024, 5, 15, 22, 45, 30, 5, tzinfo=timezone(timedelta(hours=-4)))


@pytest.mark.parametrize(
    ("duration", "start"),
    [
        ("1d", datetime(2024, 5, 16, tzinfo=UTC)),
        ("7d", datetime(2024, 5, 16, tzinfo=UTC)),
        ("1w", datetime(2024, 5, 13, tzinfo=UTC)),
        ("2w", datetime(2024, 5, 13, tzinfo=UTC)),
        ("1M", datetime(2024, 5, 1, tzinfo=UTC)),
        ("1Y", datetime(2024, 1, 1, tzinfo=UTC)),
        ("24h", None),
        ("30m", None),
        ("30s", None),
        ("500ms", None),
    ],
)
def test_calendar_periods_begin_in_utc(duration: str, start: datetime | None) -> None:
    assert calendar_start(duration, NOW) == start


def test_a_week_begins_on_the_monday_itself() -> None:
    monday = datetime(2024, 5, 13, 0, 0, 0, 1, tzinfo=UTC)
    assert calendar_start("1w", monday) == monday.replace(microsecond=0)


def test_a_week_reaches_back_into_the_year_before() -> None:
    new_year = datetime(2025, 1, 1, 12, tzinfo=UTC)
    start = datetime(2024, 12, 30, tzinfo=UTC)
    assert calendar_start("1w", new_year) == start


@given(st.sampled_from("dwMY"), st.datetimes(timezones=st.just(UTC)))
def test_now_is_in_the_period_that_began(unit: str, now: datetime) -> None:
    longest = {"d": 1, "w": 7, "M": 31, "Y": 366}[unit]
    if now < now.min.replace(tzinfo=UTC) + timedelta(days=7):
        return  # the Monday before would be outside of datetime's years
    start = calendar_start(f"1{unit}", now)
    assert start is not None
    assert start <= now < start + timedelta(days=longest)
