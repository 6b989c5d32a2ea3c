"""Types and formats in properties: what is read, written, and built by callers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pytest
from pydantic import ValidationError

from tests.shapes import Schema, holder
from tests.weaving import Woven, document, holder_accepts, read_json, to_json, weave

SCALARS: Final[Schema] = {
    "Integer": {"type": "integer"},
    "Int32": {"type": "integer", "format": "int32"},
    "Int64": {"type": "integer", "format": "int64"},
    "Number": {"type": "number"},
    "Float": {"type": "number", "format": "float"},
    "String": {"type": "string"},
    "Boolean": {"type": "boolean"},
    "Null": {"type": "null"},
    "Several": {"type": ["integer", "boolean"]},
    "DateTime": {"type": "string", "format": "date-time"},
    "Date": {"type": "string", "format": "date"},
    "Uuid": {"type": "string", "format": "uuid"},
    "Decimal": {"type": "string", "format": "decimal"},
    "Binary": {"type": "string", "format": "binary"},
    "Strange": {"type": "string", "format": "color"},
}


BIG: Final = 10**40


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    """One holder for each scalar."""
    schemas = {name: holder(schema) for name, schema in SCALARS.items()}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        yield woven


@pytest.mark.parametrize(
    ("name", "fine", "wrong"),
    [
        ("Integer", [0, -1, 1.0, 1e3, 2**63, BIG], ["5", 1.5, True, None, [1], {}]),
        ("Number", [0, -1, 1.0, 1.5, 1e300, BIG], ["5", "1.5", True, None, [1]]),
        ("Float", [0, 0.1], ["0.1", False]),
        ("String", ["", "5", "\u00e9\U0001f600"], [5, 1.0, True, None, ["a"]]),
        ("Boolean", [True, False], [1, 0, "true", "", None, 1.0]),
        ("Null", [None], [0, "", False, [], {}]),
        ("Several", [1, True, 2.0], ["1", 1.5, None]),
        ("Strange", ["#fff", "anything"], [1, None]),
    ],
)
def test_json_types(
    woven: Woven, name: str, fine: list[object], wrong: list[object]
) -> None:
    """`"5"` is not an integer, `1.0` is one, `true` is not 1."""
    model = getattr(woven.models, name)
    assert [each for each in fine if not holder_accepts(model, each)] == []
    assert [each for each in wrong if holder_accepts(model, each)] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Integer", BIG),
        ("Number", 1.5),
        ("Number", 12345678901234),
        ("String", "\u00e9\U0001f600"),
        ("Several", True),
        ("Several", 1),
    ],
)
def test_scalars_come_back(woven: Woven, name: str, value: object) -> None:
    """And keep their types: `true` does not turn into 1."""
    back = to_json(read_json(getattr(woven.models, name), {"value": value}))["value"]
    assert back == value
    assert isinstance(back, bool) == isinstance(value, bool)


def test_a_whole_fraction_is_an_integer(woven: Woven) -> None:
    """`1.0` is read as 1 of type `int`."""
    value = read_json(woven.models.Integer, {"value": 1.0}).value
    assert type(value) is int
    assert value == 1


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e999"])
@pytest.mark.parametrize("name", ["Number", "Float", "Integer"])
def test_json_has_no_nan(woven: Woven, name: str, text: str) -> None:
    """Neither in a text, nor from a caller."""
    model = getattr(woven.models, name)
    with pytest.raises(ValidationError):
        model.model_validate_json(f'{{"value": {text}}}')
    with pytest.raises(ValidationError):
        model(value=float(text))


@pytest.mark.parametrize(("name", "bits"), [("Int32", 32), ("Int64", 64)])
def test_borders_of_sized_integers(woven: Woven, name: str, bits: int) -> None:
    """The borders are in, what follows is out; fractions and texts as ever."""
    model = getattr(woven.models, name)
    low, high = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    assert [holder_accepts(model, each) for each in (low, high, 7.0)] == [True] * 3
    wrong = (low - 1, high + 1, BIG, "7", 7.5, True)
    assert [holder_accepts(model, each) for each in wrong] == [False] * 6
    assert read_json(model, {"value": high}).value == high


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-02-29T12:30:00Z", datetime(2024, 2, 29, 12, 30, tzinfo=UTC)),
        ("2024-02-29T14:30:00+02:00", datetime(2024, 2, 29, 12, 30, tzinfo=UTC)),
        (
            "2024-02-29T12:30:00.123456Z",
            datetime(2024, 2, 29, 12, 30, 0, 123456, tzinfo=UTC),
        ),
    ],
)
def test_moments(woven: Woven, text: str, moment: datetime) -> None:
    """A moment is aware, and names the same moment when it is written."""
    value = read_json(woven.models.DateTime, {"value": text})
    assert value.value == moment
    back = to_json(value)["value"]
    assert datetime.fromisoformat(back) == moment
    assert back == text


def test_a_moment_keeps_its_offset(woven: Woven) -> None:
    """The offset is data."""
    value = read_json(woven.models.DateTime, {"value": "2024-01-01T00:00:00-03:30"})
    assert value.value.utcoffset() == timedelta(hours=-3.5)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("DateTime", ["2024-02-29T12:30:00", "2023-02-29T00:00:00Z", "now", "", 0]),
        ("Date", ["2023-02-29", "2024-02-29T12:30:00Z", "29.2.2024", "", 0]),
        ("Uuid", ["12345678", "", 5]),
        ("Decimal", ["x", "NaN", "Infinity", "", True]),
        ("Binary", [5, None, ["a"]]),
    ],
)
def test_formats_refuse(woven: Woven, name: str, wrong: list[object]) -> None:
    """What is not of the format, and what is no string."""
    model = getattr(woven.models, name)
    assert [each for each in wrong if holder_accepts(model, each)] == []


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("Date", "2024-02-29", date(2024, 2, 29)),
        (
            "Uuid",
            "0b2b5d3c-6f0e-4a52-9d8c-111111111111",
            UUID("0b2b5d3c-6f0e-4a52-9d8c-111111111111"),
        ),
        ("Decimal", "0.10", Decimal("0.10")),
        ("Decimal", "1234567890.123456789012345678901234567890", None),
        ("Binary", "abc", b"abc"),
    ],
)
def test_formats_are_types(woven: Woven, name: str, text: str, value: Any) -> None:
    """Read as the type, written as the text that was read."""
    model = getattr(woven.models, name)
    instance = read_json(model, {"value": text})
    expected = Decimal(text) if value is None else value
    assert instance.value == expected
    assert type(instance.value) is type(expected)
    assert to_json(instance) == {"value": text}
    assert json.loads(model(value=expected).model_dump_json()) == {"value": text}
