"""A manifest has only what apiloom could have written: all else is damage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from apiloom.api.names.path_names import PathNames
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.identifiers import Identifier, class_name, module_name, snake_name
from apiloom.core.location import ROOT, child
from apiloom.core.shipped import Shipped
from apiloom.package.manifest import (
    FileDigests,
    Manifest,
    ManifestDamagedError,
    digest,
    dump,
    parse,
)
from tests.hostile.alphabet import STRINGS
from tests.package.packages import ORIGIN

SAME = digest(b"")
_PATHS = PathNames(*[lambda entry: Identifier(entry.pointer)] * 2)
FULL = Manifest(
    origin=replace(ORIGIN, documents={"openapi.yaml": SAME}),
    warnings=0,
    files={"models/pet.py": FileDigests(SAME, SAME)},
    shipped=Shipped(
        types={"/components/schemas/Pet": "models.pet:Pet"},
        operations={
            "GET /pets": {
                "client": "operations.pets:Pets.get",
                "handler": "server.pets:PetsApi.get",
            }
        },
        errors={"GET /pets": {"404": "GetNotFoundError"}},
    ),
)
EXPLOIT = "x.a(self): pass\n    exec('CANARY()')\n    async def b"
NO_NAME = {
    **{name: text for name, text in STRINGS.items() if not text.isidentifier()},
    "exploit": EXPLOIT,
    "nothing": "",
    "keyword": "class",
    "constant": "None",
    "own": "_call",
    "dunder": "__init__",
    "dots": "a.b",
    "line_end": "pet\n",
    "space": " pet",
    "digit": "1pet",
    "full_width": "\uff50\uff45\uff54",
    "ligature": "\ufb01sh",
    "ordinal": "p\u00aa",
    "decomposed": "e\u0301t",
    "joiner": "a\u200db",
}
SHAPES = {
    "names": (
        "models.{}:Pet",
        "models.pet:{}",
        "{}:Pet",
        "models.pet:Pet{}.x",
        "models.a.{}:Pet",
    ),
    "client": (
        "operations.{}:Pets.get",
        "operations.pets:{}.get",
        "operations.pets:Pets.{}",
        "{}:Pets.get",
        "operations.a.{}:Pets.get",
    ),
    "handler": (
        "server.{}:PetsApi.get",
        "server.pets:{}Api.get",
        "server.pets:PetsApi.{}",
        "{}:PetsApi.get",
        "server.a.{}:PetsApi.get",
    ),
    "errors": ("{}", "errors.{}"),
}


def _tree() -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(dump(FULL))
    return tree


def _named(kind: str, name: str) -> dict[str, Any]:
    """The manifest with one name in it that was not there."""
    tree = _tree()
    if kind == "errors":
        tree["errors"]["GET /pets"] = {"404": name}
    elif kind == "names":
        tree["names"]["/components/schemas/Pet"] = name
    else:
        tree["operations"]["GET /pets"] = {kind: name}
    return tree


def _is_damaged(tree: dict[str, Any]) -> bool:
    try:
        parse(json.dumps(tree).encode())
    except ManifestDamagedError:
        return True
    return False


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("text", NO_NAME.values(), ids=NO_NAME)
def test_what_is_no_name_is_damage(kind: str, text: str) -> None:
    for shape in SHAPES[kind]:
        assert _is_damaged(_named(kind, shape.format(text))), shape
    assert _is_damaged(_named(kind, text))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("names", "models.Pet:Pet"),
        ("names", "models.pet:pet"),
        ("names", "models.con:Con"),
        ("names", "operations.pet:Pet"),
        ("names", "models:Pet"),
        ("names", ".models.pet:Pet"),
        ("client", "operations.pets:Pets"),
        ("client", "operations.pets:pets.get"),
        ("client", "operations.pets:Pets.GET"),
        ("client", "operations.nul:Pets.get"),
        ("client", "server.pets:PetsApi.get"),
        ("handler", "server.pets:Pets.get"),
        ("handler", "server.pets:Api.get"),
        ("handler", "operations.pets:Pets.get"),
        ("method", "operations.pets:Pets.get"),
    ],
)
def test_a_name_in_a_wrong_place_is_damage(kind: str, name: str) -> None:
    assert _is_damaged(_named(kind, name))


@pytest.mark.parametrize(
    "handler",
    ["server.pets:PetsApi.put", "server.dogs:PetsApi.get", "server.pets:DogsApi.get"],
)
def test_client_and_server_call_an_operation_alike(handler: str) -> None:
    tree = _tree()
    tree["operations"]["GET /pets"]["handler"] = handler
    assert _is_damaged(tree)


NO_VERSION = ("", " ", "1 2", "1\n", "../1", "-1", "1;x", "\uff11", "1..2")
NO_DIGEST = ("", "0" * 63, "0" * 65, "g" * 64, "A" * 64, f"{SAME}\n", "\u0660" * 64)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("apiloom", NO_VERSION),
        (
            "formatter",
            ("", "black", "ruff", "yapf 1", "None", "none 1", "black 1\n", "black  1"),
        ),
        ("options", NO_DIGEST),
        ("templates", NO_DIGEST),
        ("entry", ("", ".", "..", "/a", "a/b", "../a", "a\0b", "https://a/b")),
        ("warnings", (-1, 1.0, None, "0")),
    ],
)
def test_what_heads_the_manifest(key: str, values: tuple[Any, ...]) -> None:
    assert [value for value in values if not _is_damaged({**_tree(), key: value})] == []


@pytest.mark.parametrize("listed", NO_DIGEST)
def test_digests(listed: str) -> None:
    for place in ("content", "rendered"):
        tree = _tree()
        tree["files"]["models/pet.py"][place] = listed
        assert _is_damaged(tree)
    assert _is_damaged({**_tree(), "documents": {"openapi.yaml": listed}})


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../..", "/etc/passwd", "a//b", "a/", "./a", "a/../b", "a\0b"],
)
def test_documents(name: str) -> None:
    assert _is_damaged({**_tree(), "documents": {name: SAME}})


@pytest.mark.parametrize("name", ["../a.yaml", "a b/ä.yaml", "https://a.example/b?c#"])
def test_documents_elsewhere(name: str) -> None:
    assert not _is_damaged({**_tree(), "documents": {name: SAME}})


@pytest.mark.parametrize("place", ["", "components", "#", "#/a", "a.yaml#b", "a.yaml"])
def test_places(place: str) -> None:
    assert _is_damaged({**_tree(), "names": {place: "models.pet:Pet"}})


@pytest.mark.parametrize("key", ["", "GET", "get /pets", " /pets", "GET\n/pets"])
def test_operations(key: str) -> None:
    assert _is_damaged({**_tree(), "operations": {key: {}}})


def _written(text: str) -> Iterator[tuple[str, str]]:
    """Names that apiloom makes of a text, by where the manifest has them."""
    module, class_ = module_name(text, "tag"), class_name(text)
    yield "names", f"models.{module}:{class_}"
    property_id = SchemaId("", child(ROOT, "properties", text))
    inline = _PATHS.name(class_, property_id, 0)
    yield "names", f"models.{module}:{inline}"
    method = snake_name(text, "operation")
    yield "client", f"operations.{module}:{class_name(module)}.{method}"
    yield "handler", f"server.{module}:{class_name(module)}Api.{method}"


def test_every_name_that_apiloom_writes_is_one() -> None:
    """Each character stands alone, first, last, and as a word of its own."""
    plane = (chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000)
    shapes = ("{}", "a{}", "{}b", "a {}")
    texts = [*STRINGS.values(), *(s.format(c) for c in plane for s in shapes)]
    tree = _tree()
    for number, text in enumerate(texts):
        for kind, name in _written(text):
            if kind == "names":
                tree["names"][f"/{number}/{name}"] = name
            else:
                tree["operations"][f"GET {number}{kind}"] = {kind: name}
    assert not _is_damaged(tree)
