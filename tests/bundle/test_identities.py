"""`$self`, `$id`, `$anchor`, `$dynamicRef`: what documents and schemas are called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.bundle.writing import HEAD, bundled, schemas_file, write
from tests.weaving import document, weave

PET = "#/components/schemas/Pet"


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ("https://example.com/schemas/pet", PET),
        ("https://example.com/schemas/pet#", PET),
        ("https://example.com/schemas/pet#/properties/a", f"{PET}/properties/a"),
        ("https://example.com/schemas/pet#named", f"{PET}/properties/a"),
        ("https://example.com/schemas/inner", f"{PET}/$defs/I"),
        ("https://example.com/schemas/inner#/items", f"{PET}/$defs/I/items"),
        ("https://example.com/schemas/inner#deep", f"{PET}/$defs/I/items"),
        ("#top", "#/components/schemas/Top"),
        (PET, PET),
        (f"{PET}/$defs/I", f"{PET}/$defs/I"),
    ],
)
def test_names_of_schemas(reference: str, target: str, tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                f"A: {{$ref: '{reference}'}}, Top: {{$anchor: top}},"
                " Pet: {$id: 'https://example.com/schemas/pet', properties: {a:"
                " {$anchor: named}}, $defs: {I: {$id: inner, items: {$anchor: deep}}}}"
            )
        },
    )
    assert description.messages == []
    assert description.schemas["A"] == {"$ref": target}


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ("#/$defs/x", f"{PET}/$defs/x"),
        ("#y", f"{PET}/$defs/x"),
        ("pet", PET),
        ("toy", "#/components/schemas/Toy"),
        ("/schemas/toy", "#/components/schemas/Toy"),
        ("other.yaml#/Lion", "#/components/schemas/Lion"),
        # By the letter this is inside of Pet; everybody means the document.
        ("#/components/schemas/Toy", "#/components/schemas/Toy"),
    ],
)
def test_references_inside_of_a_named_schema(
    reference: str, target: str, tmp_path: Path
) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                "Toy: {$id: 'https://example.com/schemas/toy'}, Pet: {"
                "$id: 'https://example.com/schemas/pet',"
                f" items: {{$ref: '{reference}'}},"
                " $defs: {x: {$anchor: y}}}"
            ),
            "other.yaml": "Lion: {type: object}",
        },
    )
    assert description.messages == []
    assert description.schemas["Pet"]["items"] == {"$ref": target}
    # References are plain pointers now, which a base would bend.
    assert "$id" not in description.schemas["Pet"]
    assert description.schemas["Pet"]["$defs"] == {"x": {}}


def test_data_has_no_names(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                "A: {$anchor: a, const: {$anchor: b}, examples: [{$id: b}],"
                " properties: {$id: {$ref: '#a'}}},"
                " B: {$ref: '#b'}"
            )
        },
    )
    assert [message.partition(": error")[2] for message in description.messages] == [
        "[unresolved-reference]: '#b' leads nowhere: no schema has the anchor 'b'"
        " at #/components/schemas/B/$ref"
    ]
    assert description.schemas["A"]["examples"] == [{"$id": "b"}]
    assert description.schemas["A"]["properties"] == {
        "$id": {"$ref": "#/components/schemas/A"}
    }


def test_a_document_can_say_where_it_belongs(tmp_path: Path) -> None:
    head = HEAD.replace("3.1.0", "3.2.0\n$self: https://example.com/api/openapi.yaml")
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                "A: {$ref: 'https://example.com/api/openapi.yaml#/components/schemas/B'},"
                " B: {items: {$ref: 'openapi.yaml#/components/schemas/A'}},"
                " C: {$ref: models/pet.yaml}",
                head,
            ),
            "models/pet.yaml": "items: {$ref: '../api.yaml#/components/schemas/A'}",
        },
    )
    assert description.messages == []
    assert description.schemas == {
        "A": {"$ref": "#/components/schemas/B"},
        "B": {"items": {"$ref": "#/components/schemas/A"}},
        "C": {"items": {"$ref": "#/components/schemas/A"}},
    }


def test_the_one_dynamic_anchor_is_the_target() -> None:
    tree = {
        "$dynamicAnchor": "node",
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "children": {"type": "array", "items": {"$dynamicRef": "#node"}},
        },
    }
    with weave(document(schemas={"Tree": tree}), clean=True) as woven:
        read = woven.read("Tree", {"name": "a", "children": [{"name": "b"}]})
        assert isinstance(read.children[0], woven.models.Tree)
        assert not woven.accepts("Tree", {"children": [{"name": 1}]})


def test_names_work_in_generated_code(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        {
            "api.yaml": schemas_file("Shop: {$ref: shop.json}"),
            "shop.json": '{"$id": "https://example.com/shop", "type": "object",'
            ' "properties": {"pet": {"$ref": "pet"}, "owner": {"$ref": "#owner"}},'
            ' "$defs": {"Pet": {"$id": "pet", "type": "object", "properties":'
            ' {"shop": {"$ref": "shop"}}}, "Owner": {"$anchor": "owner",'
            ' "type": "string", "minLength": 2}}}',
        },
    )
    outcome = generate(Job(entry, tmp_path / "out", ("models",)))
    assert outcome.diagnostics == ()
    shop = (tmp_path / "out" / "models" / "shop.py").read_text()
    assert "pet: Maybe[ShopPet]" in shop
    assert "shop: Maybe[Shop]" in shop


def test_meta_schemas_are_at_hand() -> None:
    """All their vocabularies hold, and each leads back to the whole."""
    meta = {"$ref": "https://json-schema.org/draft/2020-12/schema"}
    with weave(document(schemas={"Meta": meta}), targets=("models",)) as woven:
        assert woven.accepts("Meta", {"properties": {"a": {"minLength": 1}}})
        assert woven.accepts("Meta", True)
        assert not woven.accepts("Meta", 5)
        assert not woven.accepts("Meta", {"properties": {"a": {"minLength": -1}}})
        assert not woven.accepts("Meta", {"allOf": [{"type": "text"}]})


@pytest.mark.parametrize("uri", ["file:///a/b.json", "file:///c:/b.json", "urn:a:b"])
def test_any_uri_is_a_name(uri: str, tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                f"A: {{$id: '{uri}', items: {{$ref: '#/$defs/b'}}, $defs: {{b:"
                f" {{}}}}}}, B: {{$ref: '{uri}#/$defs/b'}}"
            )
        },
    )
    assert description.messages == []
    inner = {"$ref": "#/components/schemas/A/$defs/b"}
    assert (description.schemas["A"]["items"], description.schemas["B"]) == (
        inner,
        inner,
    )


def test_a_name_that_is_taken(tmp_path: Path) -> None:
    """References inside of the second lead to what it holds itself."""
    inner = "$id: 'https://example.com/a', items: {$ref: '#/components/schemas/B'}"
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                f"A: {{{inner}}}, B: {{{inner}, title: b}},"
                " C: {$ref: 'https://example.com/a'}"
            )
        },
    )
    (message,) = description.messages
    assert "warning[identity-taken]" in message
    assert message.endswith("at #/components/schemas/B/$id")
    assert description.schemas["C"] == {"$ref": "#/components/schemas/A"}
    assert description.schemas["B"]["items"] == {"$ref": "#/components/schemas/B"}


def test_two_documents_of_one_name(tmp_path: Path) -> None:
    head = HEAD.replace("3.1.0", "3.2.0\n$self: https://example.com/a")
    other = schemas_file("X: {items: {$ref: '#/components/schemas/Y'}}, Y: {}", head)
    entry = schemas_file("A: {$ref: 'b.yaml#/components/schemas/X'}", head)
    description = bundled(tmp_path, {"api.yaml": entry, "b.yaml": other})
    (message,) = description.messages
    assert message.startswith("b.yaml")
    assert "[identity-taken]" in message
    assert description.schemas["A"] == {"items": {"$ref": "#/components/schemas/Y"}}


def test_links_name_operations_of_the_one_document(tmp_path: Path) -> None:
    def operation(reference: str) -> str:
        link = f"links: {{l: {{operationRef: '{reference}'}}}}"
        return f"{{get: {{responses: {{default: {{description: '', {link}}}}}}}}}"

    pets = f"/pets: {operation('#/paths/~1more/get')}, /more: {operation('#/gone')}"
    description = bundled(
        tmp_path,
        {
            "api.yaml": f"{HEAD}paths: {{/pets: {{$ref: 'b.yaml#/paths/~1pets'}},"
            f" /a: {operation('b.yaml#/paths/~1pets/get')},"
            f" /b: {operation('#/paths/~1nowhere')}}}\n",
            "b.yaml": f"{HEAD}paths: {{{pets}}}\n",
        },
    )
    (message,) = description.messages
    assert message.startswith("api.yaml")
    assert "warning[unresolved-reference]" in message

    def led(path: str) -> Any:
        response = description.root["paths"][path]["get"]["responses"]["default"]
        return response["links"]["l"]["operationRef"]

    assert led("/a") == "#/paths/~1pets/get"
    assert led("/pets") == "b.yaml#/paths/~1more/get"


@pytest.mark.parametrize("name", ["$defs", "definitions"])
def test_a_schema_that_was_pasted(name: str, tmp_path: Path) -> None:
    """`#/$defs/...` is meant from the schema that has it."""
    inner = f"items: {{$ref: '#/{name}/B'}}"
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                f"A: {{{inner}, {name}: {{B: {{{inner}}}}}}}, C: {{{inner}}}"
            )
        },
    )
    pointer = f"#/components/schemas/A/{name}/B"
    assert description.schemas["A"]["items"] == {"$ref": pointer}
    assert description.schemas["A"][name]["B"]["items"] == {"$ref": pointer}
    assert sorted(
        message.partition("]")[0].partition(": ")[2] for message in description.messages
    ) == [
        "error[unresolved-reference",
        "warning[reference-in-schema",
        "warning[reference-in-schema",
    ]
