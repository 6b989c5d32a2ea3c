"""Values are judged as JSON: types and formats, each at its border."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from tests.shapes import BOOLEAN, INTEGER, NULL, NUMBER, TEXT, array
from tests.weaving import RawJson, Woven, document, weave


def text(format_: str) -> dict[str, str]:
    return {"type": "string", "format": format_}


def whole(format_: str) -> dict[str, str]:
    return {"type": "integer", "format": format_}


SCHEMAS: dict[str, object] = {
    "Text": TEXT,
    "Whole": INTEGER,
    "Number": NUMBER,
    "Flag": BOOLEAN,
    "Null": NULL,
    "Anything": {},
    "Always": True,
    "Never": False,
    "Many": {"type": ["string", "integer", "null"]},
    "Int32": whole("int32"),
    "Int64": whole("int64"),
    "Moment": text("date-time"),
    "Day": text("date"),
    "Id": text("uuid"),
    "Exact": text("decimal"),
    "Base64": text("byte"),
    "Binary": text("binary"),
    "Odd": text("x-made-up"),
    "Matrix": array(array(NUMBER)),
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), targets=("models",)) as package:
        yield package


def raw(*texts: str) -> list[RawJson]:
    return [RawJson(text) for text in texts]


ACCEPTED = {
    "Text": ["", "5", "\u0000", "\U0001f600", "a\nb"],
    "Whole": [0, -1, 10**30, *raw("1.0", "-0", "-0.0", "1e3")],
    "Number": [0, 1, 1.5, -2, *raw("1e3", "-0.0")],
    "Flag": [True, False],
    "Null": [None],
    "Anything": [None, True, 5, "5", [], {}],
    "Always": [None, True, 5, "5", [], {}],
    "Many": ["5", 5, None],
    "Int32": [2**31 - 1, -(2**31), *raw("1.0")],
    "Int64": [2**63 - 1, -(2**63)],
    "Moment": ["2024-05-15T10:30:15Z", "2024-05-15t10:30:15.123456789+05:30"],
    "Day": ["2024-02-29"],
    "Id": ["c56a4180-65aa-42ec-a945-5fd21dec0538"],
    "Exact": ["1.10", "-3", "12345678901234567890.1234567890"],
    "Base64": ["aGVsbG8=", ""],
    "Binary": ["anything"],
    "Odd": ["anything"],
    "Matrix": [[], [[]], [[1, 2.5], [3]]],
}


REFUSED = {
    "Text": [5, True, None, [], {}],
    "Whole": ["5", 1.5, True, None, *raw("1e400", "NaN", "Infinity")],
    "Number": ["5", True, None, *raw("NaN", "Infinity", "-Infinity", "1e400")],
    "Flag": [0, 1, "true", None],
    "Null": [False, 0, "", "null", [], {}],
    "Never": [None, True, 5, "5", [], {}],
    "Many": [True, 1.5, [], {}],
    "Int32": [2**31, -(2**31) - 1, 1.5, "1"],
    "Int64": [2**63, -(2**63) - 1],
    "Moment": [
        "2024-05-15T10:30:15",
        "2024-05-15",
        "2024-13-15T10:30:15Z",
        "10:30",
        "",
        1715769015,
        "1715769015",
    ],
    "Day": [
        "2023-02-29",
        "2024-05-15T10:30:15Z",
        "2024-05-15T00:00:00Z",
        "",
        0,
        "0",
        "86400",
    ],
    "Id": ["c56a4180", "", 5],
    "Exact": [1.5, "", "one", "NaN", "Infinity", True],
    "Base64": ["aGVsbG8", "-_-_", "aGVs\n", "a", "=", 5],
    "Odd": [5],
    "Matrix": [[1], [[None]], [["1"]]],
}


def cases(table: dict[str, list[object]]) -> list[object]:
    return [
        pytest.param(name, value, id=f"{name}: {value!a:.40}")
        for name, listed in table.items()
        for value in listed
    ]


@pytest.mark.parametrize(("name", "value"), cases(ACCEPTED))  # type: ignore[arg-type]
def test_accepted(woven: Woven, name: str, value: object) -> None:
    assert woven.accepts(name, value)


@pytest.mark.parametrize(("name", "value"), cases(REFUSED))  # type: ignore[arg-type]
def test_refused(woven: Woven, name: str, value: object) -> None:
    assert not woven.accepts(name, value)


def test_nothing_was_left_out(woven: Woven) -> None:
    assert woven.warnings == []


@pytest.mark.parametrize(
    ("name", "wire", "expected"),
    [
        ("Whole", RawJson("1.0"), 1),
        ("Whole", 10**30, 10**30),
        ("Day", "2024-02-29", date(2024, 2, 29)),
        ("Id", str(UUID(int=7)), UUID(int=7)),
        ("Exact", "1.10", Decimal("1.10")),
        (
            "Moment",
            "2024-05-15T10:30:15Z",
            datetime(2024, 5, 15, 10, 30, 15, tzinfo=UTC),
        ),
        (
            "Moment",
            "2024-05-15T10:30:15.123456789+05:30",
            datetime(
                2024,
                5,
                15,
                10,
                30,
                15,
                123456,
                tzinfo=timezone(timedelta(hours=5, minutes=30)),
            ),
        ),
    ],
)
def test_what_python_sees(
    woven: Woven, name: str, wire: object, expected: object
) -> None:
    read = woven.read(name, wire)
    assert (read, type(read)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Day", "2024-02-29"),
        ("Id", "c56a4180-65aa-42ec-a945-5fd21dec0538"),
        ("Exact", "1.10"),
        ("Exact", "100"),
        ("Base64", "aGVsbG8="),
        ("Base64", "+/+/"),
        ("Binary", "h\u00e9llo"),
        ("Whole", 10**30),
        ("Moment", "2024-05-15T10:30:15Z"),
        ("Moment", "2024-05-15T10:30:15+05:30"),
        ("Moment", "2024-05-15T10:30:15.500000Z"),
    ],
)
def test_what_is_read_is_written(woven: Woven, name: str, wire: object) -> None:
    assert woven.write(name, woven.read(name, wire)) == wire


def test_moments_keep_their_zone_in_the_output(woven: Woven) -> None:
    zone = timezone(-timedelta(hours=3))
    written = woven.write("Moment", datetime(2024, 5, 15, 10, 30, tzinfo=zone))
    assert datetime.fromisoformat(written) == datetime(2024, 5, 15, 13, 30, tzinfo=UTC)
    assert written.endswith("-03:00")
