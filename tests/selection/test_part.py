"""The document that is left of one: what is kept, and all that it refers to."""

from __future__ import annotations

from typing import Any

from apiloom.core.location import Pointer
from apiloom.document.bundle import Part, PartSelection, part_of

Json = dict[str, Any]


def cut(root: Json, *operations: str, components: tuple[str, ...] = ()) -> Part:
    places = frozenset(map(Pointer, components))
    return part_of(root, PartSelection(frozenset(operations), frozenset(), places))


def reading(reference: str) -> Json:
    schema = {"$ref": reference}
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "ok", "content": content}}}


def test_chains_of_references_are_kept() -> None:
    schemas = {
        "A": {"properties": {"b": {"$ref": "#/components/schemas/B%20b/items"}}},
        "B b": {"items": {"$ref": "#/components/schemas/C~1c"}},
        "C/c": {"$ref": "#/components/schemas/A"},
        "D": {"$ref": "#/components/schemas/A"},
    }
    root: Json = {
        "paths": {
            "/a": {"get": reading("#/components/schemas/A"), "put": reading("#/x")}
        },
        "components": {"schemas": schemas, "x-mine": {"D": 1}},
    }
    part = cut(root, "GET /a")
    assert list(part.root["components"]["schemas"]) == ["A", "B b", "C/c"]
    assert part.root["components"]["x-mine"] == {"D": 1}
    assert part.left_out == {"/paths/~1a/put", "/components/schemas/D"}
    assert part.lacks(Pointer("/components/schemas/D/$ref"))
    assert not part.lacks(Pointer("/components/schemas/DD"))
    assert not part.lacks(Pointer("/components/schemas"))
    # The whole is as it was.
    assert list(root["paths"]["/a"]) == ["get", "put"]
    assert len(schemas) == 4


def test_components_that_the_code_has_are_kept() -> None:
    root: Json = {"paths": {}, "components": {"schemas": {"A": {}, "B": {}}}}
    part = cut(root, components=("/components/schemas/B",)).root
    assert part == {"paths": {}, "components": {"schemas": {"B": {}}}}
    assert cut(root).root == {"paths": {}}


def test_names_in_mappings_and_requirements() -> None:
    root = {
        "paths": {
            "/a": {
                "get": reading("#/components/schemas/A") | {"security": [{"key": []}]}
            }
        },
        "components": {
            "schemas": {
                "A": {"discriminator": {"mapping": {"b": "B", "c": "C.c"}}},
                "B": {},
                "C.c": {},
                "D": {},
            },
            "securitySchemes": {"key": {}, "other": {}},
        },
    }
    components = cut(root, "GET /a").root["components"]
    assert list(components["schemas"]) == ["A", "B", "C.c"]
    assert list(components["securitySchemes"]) == ["key"]


def test_swagger_2() -> None:
    body = {"$ref": "#/parameters/Body"}
    root = {
        "swagger": "2.0",
        "security": [{"key": []}],
        "paths": {"/a": {"get": {"parameters": [body], "responses": {}}, "put": {}}},
        "x-ms-paths": {"/a?op=x": {"get": {}}, "/a?op=y": {"get": {}}},
        "definitions": {"A": {}, "B": {}},
        "parameters": {"Body": {"schema": {"$ref": "#/definitions/A"}}, "Other": {}},
        "responses": {"Gone": {"schema": {"$ref": "#/definitions/B"}}},
        "securityDefinitions": {"key": {}, "other": {}},
    }
    left = cut(root, "GET /a", "GET /a?op=x").root
    assert list(left["paths"]["/a"]) == ["get"]
    assert list(left["x-ms-paths"]) == ["/a?op=x"]
    assert list(left["definitions"]) == ["A"]
    assert list(left["parameters"]) == ["Body"]
    assert "responses" not in left
    assert list(left["securityDefinitions"]) == ["key"]


def test_a_path_item_that_paths_share_is_written_out_where_they_differ() -> None:
    shared = {"get": reading("#/components/schemas/A"), "put": {}, "summary": "s"}
    root = {
        "paths": {
            "/a": {"$ref": "#/components/pathItems/P"},
            "/b": {"$ref": "#/paths/~1a"},
            "/c": {"$ref": "#/components/pathItems/P"},
        },
        "components": {"pathItems": {"P": shared}, "schemas": {"A": {}}},
    }
    part = cut(root, "GET /a", "PUT /a", "GET /b")
    assert part.root["paths"] == {
        "/a": {"$ref": "#/components/pathItems/P"},
        "/b": {"get": shared["get"], "summary": "s"},
    }
    assert part.left_out == {"/paths/~1c"}
    assert part.root["components"] == root["components"]


def test_an_operation_that_another_one_refers_into_stays() -> None:
    root = {
        "paths": {
            "/a": {"get": reading("#/paths/~1b/post/x")},
            "/b": {"post": {"x": {"$ref": "#/paths/~1c"}}, "get": {}},
            "/c": {"get": {}, "additionalOperations": {"COPY": {}, "LINK": {}}},
            "/d": {"get": {}},
        }
    }
    part = cut(root, "GET /a", "LINK /c")
    assert list(part.root["paths"]) == ["/a", "/b", "/c"]
    assert list(part.root["paths"]["/b"]) == ["post"]
    # A reference to a whole path item needs none of its operations.
    assert part.root["paths"]["/c"] == {"additionalOperations": {"LINK": {}}}


def test_references_that_are_no_pointers_keep_all_schemas() -> None:
    schemas: Json = {"A": {"$dynamicRef": "#x"}, "B": {"$dynamicAnchor": "x"}}
    root = {
        "paths": {"/a": {"get": reading("#/components/schemas/A")}},
        "components": {"schemas": schemas, "headers": {"H": {}}},
    }
    assert cut(root, "GET /a").root["components"] == {"schemas": schemas}
    schemas["A"] = {"$ref": "#anchor"}
    assert cut(root, "GET /a").root["components"] == {"schemas": schemas}


def test_tags_with_those_above_them() -> None:
    root = {
        "paths": {"/a": {"get": {"tags": ["a"]}, "put": {"tags": ["c"]}}},
        "tags": [
            {"name": "a", "parent": "b"},
            {"name": "b", "parent": "a"},
            {"name": "c"},
        ],
    }
    left = cut(root, "GET /a").root["tags"]
    assert [tag["name"] for tag in left] == ["a", "b"]


def test_odd_documents_do_not_stop_it() -> None:
    root: Json = {
        "paths": {"/a": 1, "/b": {"$ref": "#/paths/~1b"}, "x-y": {}, "/c": {"get": 1}},
        "webhooks": [],
        "tags": [1, {"name": 1}],
        "components": {"schemas": [], "responses": 1},
        "security": [1, {"none": 1}],
    }
    left = cut(root, "GET /c").root
    assert left["paths"] == {"/a": 1, "x-y": {}, "/c": {"get": 1}}
