"""What an error says of a union: which members fit, or what each misses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from tests.shapes import INTEGER, TEXT, all_of, array, by_tag, mapping, obj, one_of, ref
from tests.weaving import Woven, document, weave

SCHEMAS: dict[str, object] = {
    "Card": obj("number", number=TEXT, cvc=TEXT | {"minLength": 3}),
    "Bank": obj("iban", iban=TEXT),
    "Deep": obj("in", **{"in": obj("list", list=array(obj("a", a=INTEGER)))}),
    "Pay": one_of(ref("Card"), ref("Bank"), obj("amount", amount=INTEGER)),
    "More": one_of(ref("Deep"), all_of(ref("Card"), obj("b", b={"enum": [1, 2]}))),
    "Many": one_of(*(obj(f"p{number}") for number in range(30))),
    "Either": obj(a=INTEGER, b=INTEGER)
    | {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
    "Cat": obj("kind", kind={"const": "cat"}),
    "Dog": obj("kind", kind={"const": "dog"}),
    "Pet": one_of(ref("Cat"), ref("Dog"), discriminator=by_tag("kind")),
    "Low": obj("level", "n", level=INTEGER, n=TEXT),
    "High": obj("level", "n", level=INTEGER, n=INTEGER),
    "Level": one_of(
        ref("Low"),
        ref("High"),
        discriminator=by_tag("level", {"1": "Low", "2": "High"}),
    ),
    "Holder": obj(
        pay=ref("Pay"),
        pet=ref("Pet"),
        pets=array(ref("Pet")),
        by_key=mapping(ref("Pet")),
        maybe={"anyOf": [ref("Pet"), {"type": "null"}]},
        level=ref("Level"),
    ),
}
TAGS = "`kind` must be 'cat' or 'dog'"


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    content = {"application/json": {"schema": ref("Holder")}}
    post = {
        "operationId": "pay",
        "requestBody": {"required": True, "content": content},
        "responses": {"204": {"description": ""}},
    }
    whole = document(schemas=SCHEMAS, paths={"/pay": {"post": post}})
    with weave(whole) as package:
        yield package


def messages(woven: Woven, name: str, value: object) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        woven.read(name, value)
    return [error["msg"] for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "Pay",
            {"number": "4711", "iban": "DE"},
            "it satisfies Card and Bank, and may satisfy one only",
        ),
        (
            "Pay",
            {},
            "Card misses `number`; Bank misses `iban`; member 3 misses `amount`",
        ),
        (
            "Pay",
            {"number": "1", "cvc": "47"},
            "Card wants `/cvc` to satisfy `minLength`; Bank misses `iban`; "
            "member 3 misses `amount`",
        ),
        (
            "More",
            {"in": {"list": [{"a": 1}, {}]}, "number": "1", "b": 47},
            "Deep misses `a` at `/in/list/1`; member 2 wants `/b` to be 1 or 2",
        ),
        ("Either", {}, "member 1 misses `a`; member 2 misses `b`"),
        (
            "Either",
            {"a": 1, "b": 1},
            "it satisfies member 1 and member 2, and may satisfy one only",
        ),
    ],
)
def test_a_one_of_says_what_fits(
    woven: Woven, name: str, value: object, expected: str
) -> None:
    assert messages(woven, name, value) == [f"Does not satisfy `oneOf`: {expected}"]


def test_long_unions_are_cut(woven: Woven) -> None:
    (message,) = messages(woven, "Many", {})
    assert message.endswith("; member 5 misses `p4`; 25 more")
    (message,) = messages(woven, "Many", {f"p{number}": 1 for number in range(30)})
    assert "member 5 and 25 more" in message


@pytest.mark.parametrize("value", [{}, {"kind": "secret"}, {"kind": 4711}])
@pytest.mark.parametrize("place", ["pet", "pets", "by_key", "maybe"])
def test_a_tag_says_what_it_may_be(woven: Woven, place: str, value: Any) -> None:
    wrapped = {"pets": [value], "by_key": {"a": value}}.get(place, value)
    assert messages(woven, "Holder", {place: wrapped}) == [TAGS]


def test_an_own_tag_says_so_too(woven: Woven) -> None:
    assert messages(woven, "Level", {"n": 5}) == ["`level` must be 1 or 2"]
    assert messages(woven, "Level", {"n": 5, "level": 4711}) == [
        "`level` must be 1 or 2"
    ]


def test_callers_read_it(woven: Woven) -> None:
    judge = woven.module("_runtime.judging").Judge(woven.models.Holder, "body")
    with pytest.raises(ValueError, match="body: pay") as caught:
        judge.json_bytes(
            {"pay": {"number": "4711", "iban": "x"}, "pet": {"kind": "cow"}}
        )
    assert str(caught.value) == (
        "body: pay: Does not satisfy `oneOf`: it satisfies Card and Bank, and may "
        f"satisfy one only; pet: {TAGS}"
    )


def test_an_alias_tells_its_tags(woven: Woven) -> None:
    judge = woven.module("_runtime.judging").Judge(woven.models.Pet, "body")
    with pytest.raises(ValueError, match="kind") as caught:
        judge.json_bytes({"kind": "secret"})
    assert str(caught.value) == f"body: {TAGS}"


def test_servers_answer_it(woven: Woven) -> None:
    errors = woven.module("_runtime.server.problem").body_errors
    value = {"pet": {"kind": "secret"}, "pay": {}}
    with pytest.raises(ValidationError) as caught:
        woven.read("Holder", value)
    told = {error.pointer: error.detail for error in errors(caught.value, value)}
    assert told["/pet"] == TAGS
    assert told["/pay"].startswith("Does not satisfy `oneOf`: Card misses `number`")
    assert "secret" not in str(told)
