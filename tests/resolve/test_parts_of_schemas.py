"""What was one schema and is several keeps its names: of fields, of dictionaries."""

from __future__ import annotations

from typing import Any, Final

from tests.resolve.resolving import Resolved, resolved

Json = dict[str, Any]

TEXT: Final = {"type": "string"}
REF: Final = {"$ref": "#/components/schemas/Pet"}
PET: Final = "/components/schemas/Pet"


def pet(*more: str, **properties: Json) -> Json:
    """An object with a property that is renamed as soon as `a_b` is there."""
    names = ("a-b", *more)
    return {
        "type": "object",
        "properties": {**dict.fromkeys(names, TEXT), **properties},
    }


def exchanged(schemas: Json, before: Resolved | None = None) -> Resolved:
    """An API that sends and reads a pet."""
    content = {"application/json": {"schema": REF}}
    operation = {
        "requestBody": {"content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    shipped = None if before is None else before.shipped
    return resolved(schemas, paths={"/pets": {"post": operation}}, shipped=shipped)


def test_what_is_told_from_what_is_read_is_the_same_dictionary() -> None:
    before = exchanged({"Pet": pet()})
    assert before.shipped.twins == {PET: "PetDict"}
    split = {"Pet": pet(id={"type": "string", "readOnly": True})}
    after = exchanged(split, before)
    assert after.shipped.twins == {f"{PET}/~0sent": "PetDict"}
    messages = [diagnostic.message for diagnostic in after.report]
    assert any(message.startswith("dictionaries keep") for message in messages)
    later = exchanged(split | {"PetDict": {"type": "object"}}, after)
    assert later.shipped.twins == {f"{PET}/~0sent": "PetDict"}


def test_a_dictionary_in_its_place_needs_no_note() -> None:
    before = exchanged({"Pet": pet()})
    assert list(exchanged({"Pet": pet()}, before).report) == []


def test_fields_of_both_directions_keep_their_names() -> None:
    before = exchanged({"Pet": pet()})
    split = {"Pet": pet("a_b", id={"type": "string", "readOnly": True})}
    after = exchanged(split, before)
    for place in (PET, f"{PET}/~0sent"):
        assert after.shipped.fields[place]["a-b"] == "a_b"
        assert after.shipped.fields[place]["a_b"] != "a_b"


def test_fields_of_a_base_keep_their_names() -> None:
    tagged = pet() | {"discriminator": {"propertyName": "a-b"}, "required": ["a-b"]}
    before = exchanged({"Pet": tagged})
    tagged = pet("a_b") | {
        "discriminator": {"propertyName": "a-b"},
        "required": ["a-b"],
    }
    cat = {"allOf": [REF, {"type": "object", "properties": {"c": TEXT}}]}
    after = exchanged({"Pet": tagged, "Cat": cat}, before)
    bases = [place for place in after.shipped.fields if place.endswith("~0own")]
    assert bases == [f"{PET}/~0own"]
    assert after.shipped.fields[bases[0]]["a-b"] == "a_b"
