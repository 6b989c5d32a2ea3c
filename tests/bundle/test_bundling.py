"""What several files come to as one document: the same objects, each in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.core.location import Location, Pointer
from tests.bundle.writing import HEAD, bundled, schemas_file


def test_a_document_that_refers_to_nothing_else_is_left_alone(tmp_path: Path) -> None:
    text = schemas_file("A: {$ref: '#/components/schemas/B'}, B: {type: string}")
    description = bundled(tmp_path, {"api.yaml": text})
    assert description.documents.origins == {}
    assert description.root["components"]["schemas"]["A"] == {
        "$ref": "#/components/schemas/B"
    }


def test_whole_files_and_places_in_them_become_components(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                "Shop: {properties: {pet: {$ref: models/pet.yaml},"
                " toy: {$ref: 'models/more.yaml#/Toy'}}}"
            ),
            "models/pet.yaml": "properties: {toy: {$ref: 'more.yaml#/Toy'}}",
            "models/more.yaml": "Toy: {type: object}\nUnused: {$ref: nowhere.yaml}",
        },
    )
    assert description.messages == []
    assert description.schemas == {
        "Shop": {
            "properties": {
                "pet": {"$ref": "#/components/schemas/pet"},
                "toy": {"$ref": "#/components/schemas/Toy"},
            }
        },
        "pet": {"properties": {"toy": {"$ref": "#/components/schemas/Toy"}}},
        "Toy": {"type": "object"},
    }
    assert description.documents.places == {
        "/components/schemas/Toy": "models/more.yaml#/Toy",
        "/components/schemas/pet": "models/pet.yaml#",
    }


def test_a_component_that_only_refers_is_what_it_refers_to(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                "Other: {$ref: pet.yaml}, pet: {$ref: pet.yaml}, More: {$ref: pet.yaml}"
            ),
            "pet.yaml": "properties: {mother: {$ref: pet.yaml}}",
        },
    )
    assert description.schemas == {
        "Other": {"$ref": "#/components/schemas/pet"},
        "pet": {"properties": {"mother": {"$ref": "#/components/schemas/pet"}}},
        "More": {"$ref": "#/components/schemas/pet"},
    }
    assert description.documents.places == {}


def test_a_map_of_components_in_a_file_of_its_own(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": f"{HEAD}paths: {{}}\ncomponents: {{$ref: components.yaml}}\n",
            "components.yaml": "schemas: {$ref: schemas/index.yaml}",
            "schemas/index.yaml": "Pet: {$ref: Pet.yaml}\nToy: {type: string}",
            "schemas/Pet.yaml": "properties: {toy: {$ref: 'index.yaml#/Toy'},"
            " self: {$ref: 'index.yaml#/Pet'}}",
        },
    )
    assert description.messages == []
    assert description.schemas == {
        "Pet": {
            "properties": {
                "toy": {"$ref": "#/components/schemas/Toy"},
                "self": {"$ref": "#/components/schemas/Pet"},
            }
        },
        "Toy": {"type": "string"},
    }


def test_a_place_inside_of_a_component_is_referred_to_there(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                "A: {$ref: 'pet.yaml#/properties/name'}, B: {items: {$ref: pet.yaml}}"
            ),
            "pet.yaml": "properties: {name: {type: string},"
            " nick: {$ref: '#/properties/name'}}",
        },
    )
    assert description.schemas["B"] == {"items": {"$ref": "#/components/schemas/pet"}}
    assert description.schemas["A"] == {"type": "string"}
    assert description.schemas["pet"]["properties"] == {
        "name": {"$ref": "#/components/schemas/A"},
        "nick": {"$ref": "#/components/schemas/A"},
    }


def test_path_items_and_operations_stand_where_they_are_needed(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": f"{HEAD}paths:\n  /a: {{$ref: paths.yaml#/a}}\n"
            "  /b: {get: {$ref: get.yaml}}\n"
            "  /c: {$ref: 'paths.yaml#/a', summary: other}\n",
            "paths.yaml": "a: {summary: one, get: {$ref: get.yaml}}",
            "get.yaml": "responses: {'200': {$ref: ok.yaml}}",
            "ok.yaml": "description: fine",
        },
    )
    operation = {"responses": {"200": {"$ref": "#/components/responses/ok"}}}
    assert description.root["paths"] == {
        "/a": {"summary": "one", "get": operation},
        "/b": {"get": operation},
        "/c": {"summary": "other", "get": operation},
    }
    assert description.root["components"]["responses"] == {
        "ok": {"description": "fine"}
    }
    origin = description.documents.origin(Pointer("/paths/~1a/get/responses"))
    assert origin == Location((tmp_path / "get.yaml").as_posix(), Pointer("/responses"))


KINDS = {
    "parameters": ("parameters: [{$ref: x.yaml}]", "{name: a, in: query}"),
    "requestBodies": ("requestBody: {$ref: x.yaml}", "{content: {}}"),
    "responses": ("responses: {'200': {$ref: x.yaml}}", "{description: ok}"),
    "headers": (
        "responses: {'200': {description: ok, headers: {X: {$ref: x.yaml}}}}",
        "{schema: {type: string}}",
    ),
    "links": (
        "responses: {'200': {description: ok, links: {X: {$ref: x.yaml}}}}",
        "{operationId: y}",
    ),
    "callbacks": ("callbacks: {done: {$ref: x.yaml}}", "{'{$url}': {post: {}}}"),
    "examples": (
        "parameters: [{name: a, in: query, examples: {X: {$ref: x.yaml}}}]",
        "{value: 1}",
    ),
}


@pytest.mark.parametrize("section", KINDS)
def test_every_kind_of_object_has_its_components(section: str, tmp_path: Path) -> None:
    operation, content = KINDS[section]
    description = bundled(
        tmp_path,
        {
            "api.yaml": f"{HEAD}paths: {{/a: {{get: {{{operation}}}}}}}\n",
            "x.yaml": content,
        },
    )
    assert description.messages == []
    assert list(description.root["components"]) == [section]
    assert list(description.root["components"][section]) == ["x"]
    assert f"'#/components/{section}/x'" in str(description.root["paths"])


def test_security_schemes_of_a_file_stand_with_the_others(tmp_path: Path) -> None:
    text = (
        f"{HEAD}paths: {{}}\ncomponents: {{securitySchemes: {{k: {{$ref: k.yaml}}}}}}"
    )
    scheme = {"type": "http", "scheme": "bearer"}
    description = bundled(
        tmp_path, {"api.yaml": text, "k.yaml": "type: http\nscheme: bearer"}
    )
    assert description.root["components"]["securitySchemes"] == {"k": scheme}


def test_pointers_go_through_references_and_operations(tmp_path: Path) -> None:
    way = "responses/200/content/application~1json/schema"
    description = bundled(
        tmp_path,
        {
            "api.yaml": f"{HEAD}paths: {{/a: {{$ref: a.yaml}}}}\n"
            "components: {schemas: {"
            f"Here: {{$ref: '#/paths/~1a/get/{way}'}}, There: {{$ref: b.yaml}}}}}}\n",
            "a.yaml": "get: {responses: {'200': {description: ok, content:"
            " {application/json: {schema: {type: object, title: Inline}}}}}}",
            "b.yaml": f"items: {{$ref: 'api.yaml#/paths/~1a/get/{way}'}}",
        },
    )
    assert description.messages == []
    place = f"#/paths/~1a/get/{way}"
    assert description.schemas["Here"] == {"$ref": place}
    assert description.schemas["There"] == {"items": {"$ref": place}}
    assert description.root["paths"]["/a"]["get"]["responses"]["200"]["content"][
        "application/json"
    ]["schema"] == {"type": "object", "title": "Inline"}


def test_circles_across_files_stay_circles(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file("Start: {$ref: a.yaml}"),
            "a.yaml": "properties: {b: {$ref: b.yaml}}",
            "b.yaml": "properties: {a: {$ref: a.yaml}, start:"
            " {$ref: 'api.yaml#/components/schemas/Start'}}",
        },
    )
    assert description.schemas == {
        "Start": {"properties": {"b": {"$ref": "#/components/schemas/b"}}},
        "b": {
            "properties": {
                "a": {"$ref": "#/components/schemas/Start"},
                "start": {"$ref": "#/components/schemas/Start"},
            }
        },
    }


def test_discriminators_map_to_files(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                "Pet: {oneOf: [{$ref: cat.yaml}], discriminator: {propertyName: kind,"
                " mapping: {cat: cat.yaml, lion: './big.yaml#/Lion', dog: Dog}}},"
                " Dog: {type: object}"
            ),
            "cat.yaml": "type: object",
            "big.yaml": "Lion: {type: object}",
        },
    )
    assert description.schemas["Pet"]["discriminator"]["mapping"] == {
        "cat": "#/components/schemas/cat",
        "lion": "#/components/schemas/Lion",
        "dog": "Dog",
    }


def test_extensions_and_examples_are_filled_in_where_they_can_be(
    tmp_path: Path,
) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                "A: {x-a: [{$ref: code.yaml}, {$ref: no.yaml}, {$ref: '#/x'}],"
                " const: {$ref: code.yaml}, default: {$ref: no.yaml}}"
            ),
            "code.yaml": "lang: curl\nby: {$ref: 'more.yaml#/who'}",
            "more.yaml": "who: me",
        },
    )
    assert description.messages == []
    assert description.schemas["A"]["x-a"][0] == {"lang": "curl", "by": "me"}
    assert description.schemas["A"]["const"] == {"$ref": "code.yaml"}
    assert description.schemas["A"]["x-a"][1:] == [{"$ref": "no.yaml"}, {"$ref": "#/x"}]


def test_names_are_a_function_of_the_place(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "api.yaml": schemas_file(
            "Start: {anyOf: [{$ref: cat/models/action.yaml}, {$ref: cat/action.yaml},"
            " {$ref: dog/models/action.yaml}, {$ref: dog.yaml#/action},"
            " {$ref: 'x/strange näme.v2.yaml'}, {$ref: toys/index.yaml}]},"
            " dog_action: {type: string}"
        ),
        "cat/models/action.yaml": "title: 1",
        "cat/action.yaml": "title: 2",
        "dog/models/action.yaml": "title: 3",
        "dog.yaml": "action: {title: 4}",
        "x/strange näme.v2.yaml": "title: 5",
        "toys/index.yaml": "title: 6",
    }
    description = bundled(tmp_path, files)
    names = {
        value["title"]: key
        for key, value in description.schemas.items()
        if "title" in value
    }
    assert names[2] == "action"
    assert names[1] == "cat_action"
    assert names[5] == "strange_n_me"
    assert names[6] == "toys"
    assert len(set(names.values())) == 6
    assert all(names[number].startswith("dog_action_") for number in (3, 4))


def test_a_file_is_read_once_however_it_is_spelled(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                "A: {allOf: [{$ref: ./x/../p%65t.yaml}, {$ref: 'pet.yaml#'},"
                " {$ref: 'api.yaml#/components/schemas/A/x'}], x: {}}"
            ),
            "pet.yaml": "type: object",
            "x/y.yaml": "",
        },
    )
    assert len(description.documents.documents) == 2
    assert [member["$ref"] for member in description.schemas["A"]["allOf"]] == [
        "#/components/schemas/pet",
        "#/components/schemas/pet",
        "#/components/schemas/A/x",
    ]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("openapi: 3.1.1", 0),
        ("openapi: '3.2.0'", 0),
        ("openapi: 3.0.3", 1),
        ("swagger: '2.0'", 1),
        ("openapi: [1]", 0),
        ("title: T", 0),
    ],
)
def test_files_of_another_version_are_noted(
    version: str, expected: int, tmp_path: Path
) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file("A: {$ref: 'b.yaml#/components/schemas/B'}"),
            "b.yaml": f"{version}\ncomponents: {{schemas: {{B: {{type: string}}}}}}",
        },
    )
    assert ["note[version-differs]" in message for message in description.messages] == [
        True
    ] * expected
    assert description.schemas["A"] == {"type": "string"}


def test_swagger_has_its_components_at_the_top(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths:\n"
            "  /a:\n    get:\n      parameters: [{$ref: p.yaml}]\n"
            "      responses: {'200': {$ref: r.yaml}}\n",
            "p.yaml": "{name: a, in: body, schema: {$ref: 's.yaml#/definitions/S'}}",
            "r.yaml": "{description: ok, schema: {$ref: 's.yaml#/definitions/S'}}",
            "s.yaml": "definitions: {S: {type: object}}",
        },
    )
    assert description.messages == []
    assert description.root["definitions"] == {"S": {"type": "object"}}
    assert list(description.root["parameters"]) == ["p"]
    assert list(description.root["responses"]) == ["r"]
