"""Fixed lists of values: judged by type and by value."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.shapes import TEXT, array, obj, one_of, ref
from tests.weaving import RawJson, Woven, document, weave

SCHEMAS: dict[str, object] = {
    "Color": {"type": "string", "enum": ["red", "green"]},
    "Mixed": {"enum": ["1", 1, True, None]},
    "Zero": {"enum": [0, False, "", None]},
    "One": {"enum": ["only"]},
    "Nullable": {"type": ["string", "null"], "enum": ["a", None]},
    "NullOnly": {"enum": [None]},
    "Twins": {"enum": ["red", "Red", "RED", "r\u00e9d", "re\u0301d"]},
    "Repeated": {"enum": ["a", "b", "a"]},
    "Constant": {"const": "fixed"},
    "ConstantNumber": {"const": 5},
    "ConstantNull": {"const": None},
    "ConstantFlag": {"const": False},
    "Numbers": {"enum": [0, 1]},
    "Fractions": {"enum": [0.5, 1.5]},
    "Odd": {"enum": ["", " ", "a b", "\"'\\", "\u2028", "class", "\U0001f600", "None"]},
    "Narrowed": {"type": "integer", "enum": ["a", 1, 2]},
    "WholeFloat": {"type": "integer", "enum": [1.0, 2]},
    "Holder": obj(
        color=ref("Color"), inline={"enum": ["x", "y"]}, items=array(ref("Color"))
    ),
}
ACCEPTED: dict[str, list[object]] = {
    "Color": ["red", "green"],
    "Mixed": ["1", 1, True, None],
    "Zero": [0, False, "", None],
    "One": ["only"],
    "Nullable": ["a", None],
    "NullOnly": [None],
    "Twins": ["red", "Red", "RED", "r\u00e9d", "re\u0301d"],
    "Repeated": ["a", "b"],
    "Constant": ["fixed"],
    "ConstantNumber": [5, RawJson("5.0")],
    "ConstantNull": [None],
    "ConstantFlag": [False],
    "Numbers": [0, 1, RawJson("1.0")],
    "Fractions": [0.5, 1.5],
    "Odd": ["", " ", "a b", "\"'\\", "\u2028", "class", "\U0001f600", "None"],
    "Narrowed": [1, 2],
    "WholeFloat": [1, 2, RawJson("1.0")],
    "Holder": [{"color": "red", "inline": "x", "items": ["green", "red"]}, {}],
}
REFUSED: dict[str, list[object]] = {
    "Color": ["Red", "blue", None, 1, ["red"]],
    "Mixed": [False, 0, "true", "null", 2],
    "Zero": [True, 1, "0"],
    "One": ["Only", None],
    "Nullable": ["b", ""],
    "NullOnly": ["", 0, False],
    "Twins": ["rED"],
    "Constant": ["Fixed", None],
    "ConstantNumber": ["5", 6, True],
    "ConstantNull": [0, "null"],
    "ConstantFlag": [True, 0, None, RawJson("0.0")],
    "Numbers": [True, False, "1"],
    "Narrowed": ["a", 3],
    "Holder": [{"color": "x"}, {"inline": "z"}, {"items": ["blue"]}, {"color": None}],
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), targets=("models",)) as package:
        yield package


def cases(table: dict[str, list[object]]) -> list[tuple[str, object]]:
    return [(name, value) for name, listed in table.items() for value in listed]


@pytest.mark.parametrize(("name", "value"), cases(ACCEPTED))
def test_listed_values(woven: Woven, name: str, value: object) -> None:
    read = woven.read(name, value)
    if not isinstance(value, RawJson):
        written = woven.write(name, read)
        assert (written, type(written)) == (value, type(value))


@pytest.mark.parametrize(("name", "value"), cases(REFUSED))
def test_other_values(woven: Woven, name: str, value: object) -> None:
    assert not woven.accepts(name, value)


def test_fractions_are_enforced(woven: Woven) -> None:
    assert not woven.accepts("Fractions", 0.75)
    assert not woven.accepts("Fractions", "0.5")


def test_arrays_and_objects_are_enforced() -> None:
    schemas = {"Listed": {"enum": [[1], {"a": 1}]}, "Fixed": {"const": {"a": [1]}}}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert woven.warnings == []
        assert woven.accepts("Listed", [1.0])
        assert woven.accepts("Listed", {"a": 1})
        assert not woven.accepts("Listed", {"a": True})
        assert not woven.accepts("Listed", "anything")
        assert woven.accepts("Fixed", {"a": [1]})
        assert not woven.accepts("Fixed", {"a": []})


def test_what_no_list_has_is_written_as_what_it_is() -> None:
    """A union of listed values and bytes: each is written by its own member."""
    base64 = TEXT | {"contentEncoding": "base64"}
    schemas = {
        "Flag": one_of({"enum": [False]}, base64),
        "Mixed": one_of({"enum": [1, 2.5, True]}, base64),
    }
    with weave(document(schemas=schemas), targets=("models",), clean=True) as woven:
        wires = {"Flag": (False, "AAAA"), "Mixed": (1, 2.5, True, "AAAA")}
        for name, values in wires.items():
            assert [woven.write(name, woven.read(name, wire)) for wire in values] == [
                *values
            ]


def test_a_list_that_nothing_satisfies_accepts_nothing() -> None:
    schemas = {
        "Never": {"type": "string", "enum": [1, 2]},
        "Holder": obj(a={"type": "integer", "enum": ["a"]}, b=TEXT),
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert [code for code, _ in woven.warnings] == ["enum-empty", "enum-empty"]
        assert not woven.accepts("Never", 1)
        assert woven.accepts("Holder", {"b": "x"})
        assert not woven.accepts("Holder", {"a": "a"})


def test_enum_and_const_both_hold() -> None:
    schemas = {"Both": {"enum": ["a", "b"], "const": "a"}}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert woven.accepts("Both", "a")
        assert not woven.accepts("Both", "b")


def test_type_and_bounds_hold_beside_an_enum() -> None:
    schemas = {
        "Bounded": {"type": "integer", "enum": [1, 2, 3], "minimum": 2},
        "Sized": {"type": "string", "enum": ["a", "bb"], "minLength": 2},
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert woven.accepts("Bounded", 2)
        assert not woven.accepts("Bounded", 1)
        assert woven.accepts("Sized", "bb")
        assert not woven.accepts("Sized", "a")


def test_nullable_of_3_0_beside_an_enum() -> None:
    """OpenAPI 3.0.3: null must be listed as well (proposal 2019-10-31)."""
    schemas = {
        "Listed": {"type": "string", "nullable": True, "enum": ["a", None]},
        "Unlisted": {"type": "string", "nullable": True, "enum": ["a"]},
    }
    with weave(document("3.0.3", schemas=schemas), targets=("models",)) as woven:
        assert woven.accepts("Listed", None)
        assert woven.accepts("Listed", "a")
        assert woven.accepts("Unlisted", "a")
        assert not woven.accepts("Listed", "b")
