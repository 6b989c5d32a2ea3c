"""Schemas that stand nowhere in the document: what they are known by, and as what."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from apiloom.api.schema.derivation import (
    BESIDE,
    FURTHER,
    MERGED_ADDITIONAL,
    MERGED_ITEMS,
    OWN,
    SENT,
    Step,
    by_keyword,
    merged_option,
    merged_property,
    of_type,
    told_apart,
)
from apiloom.api.schema.shapes import SchemaId, text_order
from apiloom.core.location import Pointer, tokens_of
from tests.parse.walking import SCHEMAS, said_in
from tests.resolve.resolving import resolved
from tests.shapes import obj, ref

TEXT: list[tuple[Step, str]] = [
    (BESIDE, "/~beside"),
    (OWN, "/~0own"),
    (SENT, "/~0sent"),
    (FURTHER, "/~0and"),
    (MERGED_ITEMS, "/~0both-items"),
    (MERGED_ADDITIONAL, "/~0both-additional"),
    (merged_property("a/b"), "/~0both/a~1b"),
    (merged_option(3), "/~0each/3"),
    (told_apart(1), "/~0children/1"),
    (of_type("object"), "/type/object"),
    (by_keyword("oneOf"), "/oneOf"),
    (by_keyword("$ref"), "/$ref"),
]


def component(name: str, *steps: Step) -> SchemaId:
    return SchemaId("d", Pointer(f"{SCHEMAS}/{name}"), steps)


@pytest.mark.parametrize(("step", "text"), TEXT)
def test_a_manifest_written_long_ago_names_the_same_schema(
    step: Step, text: str
) -> None:
    schema_id = component("Pet", step, SENT)
    assert schema_id.text == f"{SCHEMAS}/Pet{text}/~0sent"
    assert schema_id.pointer == f"{SCHEMAS}/Pet"


def test_what_is_inside_of_a_schema() -> None:
    pet, union = component("Pet"), component("Pet", by_keyword("oneOf"))
    option = component("Pet", by_keyword("oneOf"), merged_option(0))
    member, other = component("Pet/oneOf/0"), component("Pets")
    table = {
        pet: [union, option, member],
        union: [option, member],
        component("Pet", BESIDE): [],
        member: [],
        other: [],
    }
    every = {*table, option}
    for outer, inside in table.items():
        expected = {*inside}
        if outer == pet:
            expected.add(component("Pet", BESIDE))
        assert {one for one in every if one.is_inside(outer)} == expected
    assert not member.is_inside(SchemaId("other", pet.pointer))


def test_schemas_are_in_the_order_of_their_texts() -> None:
    ids = [component("Pet", step) for step, _ in TEXT]
    ids += [component(name) for name in ("Pet", "Pet/allOf/0", "Pet/zz", "Pets")]
    ordered = sorted(ids, key=text_order)
    assert [schema_id.text for schema_id in ordered] == sorted(
        schema_id.text for schema_id in ids
    )


DERIVING: Mapping[str, object] = {
    "Base": obj(id={"type": "integer", "readOnly": True}, kind={"type": "string"})
    | {"discriminator": {"propertyName": "kind"}},
    "Cat": {"allOf": [ref("Base"), {"properties": {"a": obj(x=True)}}]},
    "Untyped": {"allOf": [{"properties": {"a": True}}, {"properties": {"b": True}}]},
    "Both": {
        "description": "what stands in one is described in the other too",
        "allOf": [obj(a=obj(x=True)), obj(a=obj(y=True))],
        "properties": {"a": {"properties": {"z": {"type": "string"}}}},
    },
    "Options": {
        "oneOf": [obj(p=True) | {"required": ["p"]}, obj(q=True)],
        "properties": {"shared": {"type": "string"}},
    },
    "OptionsA": {"type": ["object", "array"], "properties": {"n": True}},
    "Odd": {"allOf": [{"type": "string"}], "type": "integer", "minimum": 3},
    "Loop": {"allOf": [ref("Loop")], "oneOf": [ref("Loop")]},
}


def test_diagnostics_show_places_of_the_document_alone() -> None:
    outcome = resolved(DERIVING)
    reported = said_in(outcome.report, notes=True)
    assert {code for _, code, _, _ in reported} >= {
        "allof-conflict",
        "circular-reference",
        "type-implied",
    }
    for _, _, pointer, message in reported:
        value: object = {"components": {"schemas": DERIVING}}
        for token in tokens_of(Pointer(pointer)):
            value = value[int(token)] if isinstance(value, list) else value[token]  # type: ignore[index]
        assert "~" not in message


def test_every_named_schema_is_known_again_by_what_the_manifest_says() -> None:
    api = resolved(DERIVING).api
    derived = [schema_id for schema_id in api.types if schema_id.steps]
    assert len(derived) > 3
    shipped = {
        text: f"models.a{n}:Old{n}" for n, text in enumerate(api.names_by_pointer())
    }
    again = resolved(DERIVING, shipped=shipped).names
    classes = {text: name.partition(":")[2] for text, name in shipped.items()}
    assert {text: name.partition(":")[2] for text, name in again.items()} == classes
