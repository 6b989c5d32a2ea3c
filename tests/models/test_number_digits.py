"""Integers under `number` keep their digits, wherever numbers are read or written.

An integer and a float are one type of JSON (JSON Schema core, section 4.2.2), but no
float has room for 9007199254740993.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from pydantic import ValidationError

from tests.shapes import NUMBER, all_of, array, mapping, obj, one_of
from tests.weaving import RawJson, Woven, document, weave

BIG = 2**53 + 1
SCHEMAS: dict[str, Any] = {
    "Amount": NUMBER,
    "Limited": {**NUMBER, "minimum": -0.5, "exclusiveMaximum": 2**60},
    "Percent": {**NUMBER, "minimum": 0.5, "maximum": 99.5},
    "Stepped": {**NUMBER, "multipleOf": 3},
    "Price": {**NUMBER, "format": "decimal"},
    "Id": {**NUMBER, "format": "int64"},
    "Small": {**NUMBER, "format": "int32"},
    "Either": one_of(NUMBER, {"type": "string"}),
    "Nullable": {"type": ["number", "null"]},
    "Both": all_of(NUMBER, {"minimum": 1}),
    "Listed": {**NUMBER, "enum": [BIG, 0.5]},
    "Holder": obj(amount=NUMBER, list=array(NUMBER), map=mapping(NUMBER)),
}
HOLDING_BIG = ("Amount", "Limited", "Id", "Either", "Nullable", "Both")


def _called(name: str, located: str, schema: Any) -> Any:
    form = {"application/x-www-form-urlencoded": {"schema": obj(n=NUMBER)}}
    answer = {"application/json": {"schema": NUMBER}}
    return {
        "operationId": name,
        "tags": ["default"],
        "parameters": [
            {"name": "n", "in": located, "required": True, "schema": schema},
            {"name": "X-N", "in": "header", "schema": NUMBER},
        ],
        "requestBody": {"required": True, "content": form},
        "responses": {"200": {"description": "ok", "content": answer}},
    }


PATHS: Any = {
    "/query": {"post": _called("query", "query", array(NUMBER))},
    "/path/{n}": {"post": _called("path", "path", {**NUMBER, "minimum": 1})},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS, paths=PATHS), clean=True) as package:
        yield package


@pytest.mark.parametrize("name", [*HOLDING_BIG, "Listed"])
def test_a_whole_number_keeps_its_digits(woven: Woven, name: str) -> None:
    number = woven.read(name, BIG)
    assert (type(number), number) == (int, BIG)
    assert woven.adapter(name).dump_json(number) == str(BIG).encode()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (str(BIG), str(BIG)),
        ("0.1", "0.1"),
        ("1.10", "1.1"),
        ("123456789012.345", "123456789012.345"),
        ("1e3", "1000"),
        ("-0.5", "-0.5"),
    ],
)
def test_decimals_count_in_tenths(woven: Woven, text: str, written: str) -> None:
    number = woven.read("Price", RawJson(text))
    assert (type(number), number) == (Decimal, Decimal(text))
    assert woven.adapter("Price").dump_json(number).decode() == written
    assert woven.adapter("Price").validate_python(number) == number


@pytest.mark.parametrize("text", ['"1.1"', "true", "null", "NaN", "1e400"])
def test_decimals_are_numbers(woven: Woven, text: str) -> None:
    assert not woven.accepts("Price", RawJson(text))


@pytest.mark.parametrize("value", [1.5, True, "1", Decimal("NaN"), None])
def test_callers_give_decimals(woven: Woven, value: object) -> None:
    with pytest.raises(ValidationError):
        woven.adapter("Price").validate_python(value)


def test_what_would_not_come_back_cannot_be_given(woven: Woven) -> None:
    adapter = woven.adapter("Price")
    assert adapter.dump_json(adapter.validate_python(BIG)).decode() == str(BIG)
    for digits in ("0.12345678901234567890", "12345678901234567.5", "1e500"):
        with pytest.raises(ValidationError, match=r"digits|beyond"):
            adapter.validate_python(Decimal(digits))


@pytest.mark.parametrize("text", ["5", "5.5", "-0.25", "100000000000000000000000"])
def test_a_number_is_written_as_it_was_read(woven: Woven, text: str) -> None:
    number = woven.read("Amount", RawJson(text))
    assert type(number) is type(json.loads(text))
    assert woven.adapter("Amount").dump_json(number).decode() == text


def test_digits_of_properties(woven: Woven) -> None:
    value = {"amount": 5, "list": [BIG, 0.5], "map": {"a": BIG}}
    read = woven.read("Holder", value)
    assert read.model_dump_json(exclude_unset=True) == json.dumps(
        value, separators=(",", ":")
    )
    given = woven.models.Holder(**value)
    assert given == read
    assert type(given.amount) is int
    given.amount = BIG
    assert woven.write("Holder", given)["amount"] == BIG


@pytest.mark.parametrize(
    ("name", "wrong", "kind"),
    [
        ("Amount", True, "float_type"),
        ("Amount", "5", "float_type"),
        ("Percent", 0, "greater_than_equal"),
        ("Percent", 100, "less_than_equal"),
        ("Limited", -1, "greater_than_equal"),
        ("Limited", 2**60, "json_schema"),
        ("Stepped", RawJson("3.0000000001"), "json_schema"),
    ],
)
def test_one_error_says_what_is_wrong(
    woven: Woven, name: str, wrong: Any, kind: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        woven.read(name, wrong)
    assert [(error["type"], error["loc"]) for error in caught.value.errors()] == [
        (kind, ())
    ]


def test_integers_by_their_format(woven: Woven) -> None:
    """`int32` and `int64` are formats of numbers (OpenAPI format registry)."""
    assert woven.read("Id", RawJson("7.0")) == 7
    assert type(woven.read("Id", RawJson("7.0"))) is int
    assert not woven.accepts("Id", 2**63)
    assert not woven.accepts("Id", 1.5)
    assert not woven.accepts("Small", 2**31)


def test_an_integer_with_an_exponent_has_its_digits(woven: Woven) -> None:
    """`1e23` is 10**23, and the float nearest to it is not."""
    assert woven.read("Listed", RawJson("5e-1")) == 0.5
    with weave(document(schemas={"Whole": {"type": "integer"}})) as package:
        assert package.read("Whole", RawJson("1e23")) == 10**23


async def _exchanged(woven: Woven, name: str, argument: Any) -> list[Any]:
    """What a handler got and a client got back."""
    handlers = woven.module("server.default")
    received: list[Any] = []

    async def handle(self: Any, request: Any, /) -> Any:
        received.extend((request.n, request.x_n, request.body.n))
        return getattr(handlers, name.title()).Ok(BIG)

    api = type("Api", (handlers.DefaultApi,), {name: handle})
    app = woven.module("server").create_app(default=api())
    async with (
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app)) as http,
        woven.package.AsyncClient(base_url="http://x", http_client=http) as client,
    ):
        operation = getattr(client.default, name)
        answer = await operation(n=argument, x_n=BIG, body={"n": BIG})
    return [*received, answer]


@pytest.mark.parametrize(("name", "argument"), [("query", [BIG, 5]), ("path", BIG)])
def test_digits_of_parameters_forms_and_answers(
    woven: Woven, name: str, argument: Any
) -> None:
    received = asyncio.run(_exchanged(woven, name, argument))
    assert received == [argument, BIG, BIG, BIG]
    assert not any(isinstance(number, float) for number in received)
