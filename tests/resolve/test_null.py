"""Null is a property of a shape, however the document lets it in."""

from __future__ import annotations

import pytest

from apiloom.api.schema.nullability import is_nullable
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Object, Reference, Union
from apiloom.core.shipped import Shipped
from tests.parse.walking import SCHEMAS
from tests.resolve.resolving import Resolved, resolved
from tests.shapes import INTEGER, NULL, TEXT, Schema, array, obj, ref

PET = obj(name=TEXT)
CHOICE = {"enum": ["a", "b"]}
NIL = {"Nil": NULL, "NoValue": {"const": None}}


def or_null(schema: Schema) -> list[Schema]:
    """The ways to write that null is let in beside a schema."""
    inner = {"anyOf": [schema, NULL]}
    return [
        inner,
        {"anyOf": [NULL, schema]},
        {"oneOf": [schema, NULL]},
        {"anyOf": [schema, ref("Nil")]},
        {"anyOf": [schema, ref("NoValue"), NULL]},
        {"anyOf": [schema, {"allOf": [ref("Nil")]}]},
        {"anyOf": [inner, NULL]},
        {"anyOf": [inner]},
        {"oneOf": [inner], "title": "Outer"},
        {"allOf": [inner], "description": "the same"},
        {"allOf": [inner, inner]},
    ]


SPELLED: dict[str, list[Schema]] = {
    "text": [
        {"type": ["string", "null"]},
        {"type": ["null", "string"]},
        *or_null(TEXT),
    ],
    "list": [{"type": ["array", "null"], "items": TEXT}, *or_null(array(TEXT))],
    "object": [{**PET, "type": ["object", "null"]}, *or_null(PET)],
    "enum": [
        {"enum": ["a", "b", None]},
        {"enum": [None, "a", "b"], "type": ["string", "null"]},
        *or_null(CHOICE),
    ],
}
TABLE = [(kind, schema) for kind, schemas in SPELLED.items() for schema in schemas]


def names_of(outcome: Resolved) -> dict[str, str]:
    return {
        pointer.removeprefix(f"{SCHEMAS}/"): name.partition(":")[2]
        for pointer, name in outcome.names.items()
    }


@pytest.mark.parametrize(("kind", "schema"), TABLE)
def test_however_it_is_written_it_is_one_shape(kind: str, schema: Schema) -> None:
    plain = {"text": TEXT, "list": array(TEXT), "object": PET, "enum": CHOICE}[kind]
    outcome = resolved(NIL | {"Holder": obj(value=schema), "Plain": plain})
    assert not outcome.reported
    shapes = outcome.api.shapes
    holder = outcome.shape("Holder")
    assert isinstance(holder, Object)
    end = end_of(holder.properties[0].schema, shapes)
    assert end.takes_null
    assert is_nullable(holder.properties[0].schema, shapes)
    expected = outcome.shape("Plain")
    assert type(end.shape) is type(expected)
    if kind in {"object", "enum"}:
        assert "HolderValue" in names_of(outcome).values()


def test_no_union_has_null_for_a_member() -> None:
    outcome = resolved(
        NIL
        | {
            "Two": {"anyOf": [TEXT, INTEGER, NULL]},
            "Listed": {"type": ["string", "integer", "null"]},
            "Far": {"oneOf": [ref("Nil"), TEXT, INTEGER]},
            "Merged": {"allOf": [ref("Two"), ref("Far")]},
            "Only": {"anyOf": [ref("Nil"), NULL]},
            "Round": {"anyOf": [ref("Round"), NULL]},
        }
    )
    for name in ("Two", "Listed", "Far", "Merged"):
        shape = outcome.shape(name)
        assert isinstance(shape, Union)
        assert (len(shape.members), shape.nullable) == (2, True)
    for name in ("Only", "Round"):
        assert is_nullable(outcome.shape(name).id, outcome.api.shapes)
        assert not isinstance(outcome.shape(name), Union | Reference)


NULLABLE = {"type": ["object", "null"], "properties": {"n": TEXT}}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([NULLABLE, NULLABLE], True),
        ([NULLABLE, PET], False),
        ([NULLABLE, {"properties": {"m": TEXT}}], True),
        ([NULLABLE, {"description": "anything"}], True),
        ([NULLABLE, {"not": NULL}], False),
        ([NULLABLE, {"not": TEXT}], True),
        ([{"anyOf": [PET, NULL]}, NULLABLE], True),
        ([{"anyOf": [PET, NULL]}, PET], False),
        ([{"anyOf": [PET, TEXT, NULL]}, {"type": ["string", "object", "null"]}], True),
        ([{"anyOf": [PET, TEXT, NULL]}, {"type": ["string", "object"]}], False),
        ([{"type": ["string", "null"]}, {"type": ["integer", "null"]}], True),
        ([{"enum": ["a", None]}, {"enum": ["b", None]}], True),
        ([{"enum": ["a", None]}, {"enum": ["a", "b"]}], False),
    ],
)
def test_all_have_to_let_null_through(members: list[Schema], *, expected: bool) -> None:
    outcome = resolved({"Whole": {"allOf": members}})
    assert not outcome.reported
    assert is_nullable(outcome.shape("Whole").id, outcome.api.shapes) is expected


@pytest.mark.parametrize(
    "asserted",
    [
        {"not": NULL},
        {"not": {"const": None}},
        {"if": NULL, "then": False},
        {"allOf": [{"not": {"enum": [None]}}]},
    ],
)
@pytest.mark.parametrize(
    "schema", [{"type": ["string", "null"]}, {}, {"enum": ["a", None]}, NULL]
)
def test_null_is_none_where_something_asserts_against_it(
    asserted: Schema, schema: Schema
) -> None:
    outcome = resolved({"S": {**schema, **asserted}})
    assert not is_nullable(outcome.shape("S").id, outcome.api.shapes)


def test_what_shipped_when_null_was_a_member_keeps_its_name() -> None:
    schemas = {
        "Job": obj(
            status={"anyOf": [CHOICE, NULL]},
            meta={"oneOf": [NULL, obj(a=TEXT)]},
            owner={"type": ["object", "null"], "properties": {"id": TEXT}},
        ),
        "Pet": {"type": ["object", "null"], "properties": {"n": TEXT}},
        "Item": {"anyOf": [obj(a=TEXT), NULL]},
    }
    shipped = {
        "Job": "Work",
        "Job/properties/status/anyOf/0": "JobStatusOption1",
        "Job/properties/meta/oneOf/1": "JobMetaOption2",
        "Job/properties/owner/type/object": "Boss",
        "Pet/type/object": "Animal",
        "Item": "Item",
        "Item/anyOf/0": "ItemOption1",
    }
    earlier = Shipped(
        types={
            f"{SCHEMAS}/{place}": f"models.m:{name}" for place, name in shipped.items()
        }
    )
    shipped["Job/properties/owner"] = shipped.pop("Job/properties/owner/type/object")
    shipped["Pet"] = shipped.pop("Pet/type/object")
    assert names_of(resolved(schemas, shipped=earlier)) == shipped


def test_a_member_that_gets_siblings_keeps_its_name() -> None:
    one = resolved({"Job": obj(status={"anyOf": [CHOICE, NULL]})})
    choices = {"anyOf": [CHOICE, NULL, obj(a=TEXT)]}
    more = resolved({"Job": obj(status=choices)}, shipped=one.shipped)
    assert "JobStatus" in names_of(one).values()
    assert names_of(one).items() <= names_of(more).items()
