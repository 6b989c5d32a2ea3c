"""Documents that mean harm, or are broken: said with a position, nothing is harmed."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job, Outcome
from tests.bundle.writing import write
from tests.package.packages import OLD, photograph
from tests.package.packages import write as put
from tests.weaving import document, weave

Schemas = dict[str, object]


def nested(depth: int, around: Callable[[object], object]) -> object:
    """A schema inside of a schema, and so on."""
    schema: object = {"type": "string"}
    for _ in range(depth):
        schema = around(schema)
    return schema


def refused(folder: Path, files: dict[str, str | bytes]) -> tuple[Outcome, list[str]]:
    """What is said where nothing is generated; an earlier package stays as it is."""
    entry = write(folder / "spec", files)
    put(OLD, folder / "out")
    before = photograph(folder)
    outcome = generate(Job(entry, folder / "out"))
    assert outcome.exit_code == 2
    assert photograph(folder) == before
    assert all(item.where.line for item in outcome.diagnostics)
    prefix = f"{entry.parent.as_posix()}/"
    return outcome, [item.headline.replace(prefix, "") for item in outcome.diagnostics]


def as_files(schemas: Schemas, name: str = "api.json") -> dict[str, str | bytes]:
    return {name: json.dumps(document(schemas=schemas))}


REFERENCE = "#/components/schemas/"


def objects(depth: int) -> object:
    return nested(depth, lambda inner: {"type": "object", "properties": {"p": inner}})


def test_400_objects_inside_of_each_other() -> None:
    depth = 190  # the JSON reader of pydantic stops at 200
    value: Any = {}
    for _ in range(depth):
        value = {"p": value}
    with weave(document(schemas={"A": objects(400)}), clean=True) as woven:
        read = woven.read("A", value)
        for _ in range(depth):
            read = read.p
        assert read.model_fields_set == set()


@pytest.mark.parametrize(
    "around",
    [
        lambda inner: {"type": "array", "items": inner},
        lambda inner: {"allOf": [inner, {"description": "x"}]},
        lambda inner: {"anyOf": [inner, {"type": "integer"}]},
        lambda inner: {"type": "object", "additionalProperties": inner},
    ],
    ids=["items", "allOf", "anyOf", "additionalProperties"],
)
def test_400_schemas_inside_of_each_other(
    around: Callable[[object], object],
) -> None:
    with weave(document(schemas={"A": nested(400, around)})) as woven:
        assert woven.models.A is not None


def test_a_chain_of_5000_references(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schemas: Schemas = {
        f"A{number}": {"$ref": f"{REFERENCE}A{number + 1}"} for number in range(5_000)
    }
    schemas["A5000"] = {"type": "object", "properties": {"x": {"type": "integer"}}}
    entry = write(tmp_path, as_files(schemas))
    outcome = generate(Job(entry, tmp_path / "chain_of_references", ("models",)))
    assert outcome.diagnostics == ()
    monkeypatch.syspath_prepend(tmp_path)
    models: Any = importlib.import_module("chain_of_references.models")
    assert TypeAdapter(models.A4990).validate_python({"x": 1}).x == 1
    assert models.A5000(x=2).x == 2


def test_a_description_of_a_megabyte() -> None:
    text = "word " * 200_000
    schema = {"type": "object", "description": text, "properties": {"x": {}}}
    with weave(document(schemas={"A": schema}), clean=True) as woven:
        assert len(woven.models.A.__doc__) > 900_000


CIRCLES: dict[str, Schemas] = {
    "ref": {"A": {"$ref": f"{REFERENCE}A"}},
    "two": {"A": {"$ref": f"{REFERENCE}B"}, "B": {"$ref": f"{REFERENCE}A"}},
    "allOf": {"A": {"allOf": [{"$ref": f"{REFERENCE}A"}]}},
    "mixed": {
        "A": {"allOf": [{"$ref": f"{REFERENCE}B"}, {"type": "object"}]},
        "B": {"$ref": f"{REFERENCE}A"},
    },
    "anyOf": {"A": {"anyOf": [{"$ref": f"{REFERENCE}A"}]}},
    "oneOf": {
        "A": {"oneOf": [{"$ref": f"{REFERENCE}B"}]},
        "B": {"oneOf": [{"$ref": f"{REFERENCE}A"}, {"$ref": f"{REFERENCE}B"}]},
    },
    "long": {
        f"A{number}": {"$ref": f"{REFERENCE}A{(number + 1) % 500}"}
        for number in range(500)
    },
}


@pytest.mark.parametrize("circle", CIRCLES)
def test_circles_that_name_nothing(circle: str, tmp_path: Path) -> None:
    _, said = refused(tmp_path, as_files(CIRCLES[circle]))
    (only,) = said
    assert only.startswith("api.json:1:")
    assert "error[circular-reference]" in only
    assert len(only) < 20_000


def test_a_circle_between_files_that_names_nothing(tmp_path: Path) -> None:
    _, said = refused(
        tmp_path,
        {
            "api.yaml": "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
            "components: {schemas: {A: {items: {$ref: a.yaml}}}}",
            "a.yaml": "$ref: b.yaml#/B",
            "b.yaml": "B: {allOf: [{$ref: a.yaml}]}",
        },
    )
    (only,) = [each for each in said if "error[" in each]
    assert "error[circular-reference]" in only


DEPTHS = {
    "flow sequences": "[" * 50_000 + "]" * 50_000,
    "flow mappings": "{a: " * 50_000 + "}" * 50_000,
    "open brackets": "[" * 50_000,
    "pairs": "- " * 50_000 + "x",
}


@pytest.mark.parametrize("kind", DEPTHS)
def test_50000_levels_of_yaml(kind: str, tmp_path: Path) -> None:
    content = f"openapi: 3.1.0\na:\n  {DEPTHS[kind]}\n"
    _, said = refused(tmp_path, {"api.yaml": content})
    assert "error[nesting-too-deep]" in said[0]


def test_50000_levels_of_json(tmp_path: Path) -> None:
    content = '{"openapi": "3.1.0", "a": ' + "[" * 50_000 + "]" * 50_000 + "}"
    _, said = refused(tmp_path, {"api.json": content})
    assert "error[nesting-too-deep]" in said[0]


BOMBS: dict[str, tuple[str, Callable[[str], str]]] = {
    "sequences": ("[lol]", lambda below: f"[{', '.join([below] * 9)}]"),
    "mappings": (
        "{k: lol}",
        lambda below: "{" + ", ".join(f"k{n}: {below}" for n in range(9)) + "}",
    ),
    "merge keys": ("{k: lol}", lambda below: f"{{<<: [{', '.join([below] * 9)}]}}"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_nine_levels_of_aliases(kind: str, tmp_path: Path) -> None:
    first, around = BOMBS[kind]
    lines = [f"a0: &a0 {first}"]
    lines += [f"a{n}: &a{n} {around(f'*a{n - 1}')}" for n in range(1, 10)]
    content = "\n".join(["openapi: 3.1.0", *lines])
    _, said = refused(tmp_path, {"api.yaml": content})
    assert "error[too-many-nodes]" in said[0]


def test_thousands_of_aliases_are_no_bomb(tmp_path: Path) -> None:
    lines = [f"    A{n}: {{<<: *base, title: T{n}}}" for n in range(1_000)]
    text = (
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n"
        "  schemas:\n    Base: &base {type: object, properties: {x: {type: string}}}\n"
    )
    entry = write(tmp_path, {"api.yaml": text + "\n".join(lines)})
    outcome = generate(Job(entry, tmp_path / "out", ("models",)))
    assert outcome.diagnostics == ()
    assert (tmp_path / "out" / "models" / "a999.py").exists()


SLOTS: list[str] = ["\0", "\ud800", "\x1b[31m", "\u2028", "\ufeff", "\x7f"]


def operation(evil: str) -> object:
    answer = {"application/json": {"schema": {"$ref": f"{REFERENCE}A"}}}
    return {
        "operationId": f"get{evil}",
        "tags": [f"t{evil}"],
        "summary": evil,
        "parameters": [
            {"name": f"p{evil}", "in": "path", "required": True},
            {"name": f"q{evil}", "in": "query", "description": evil},
            {"name": f"h{evil}", "in": "header"},
        ],
        "responses": {"200": {"description": evil, "content": answer}},
    }


def components(evil: str) -> object:
    properties = {
        f"p{evil}": {"enum": [evil, f"b{evil}"], "default": evil},
        "q": {"type": "string", "format": evil, "pattern": evil},
        "r": {"const": evil, "examples": [evil]},
    }
    schema = {
        "type": "object",
        "title": evil,
        "required": [f"p{evil}"],
        "properties": properties,
    }
    scheme = {"type": "apiKey", "in": "header", "name": f"k{evil}"}
    return {"schemas": {"A": schema}, "securitySchemes": {f"s{evil}": scheme}}


@pytest.mark.parametrize("evil", SLOTS, ids=ascii)
def test_characters_that_no_text_should_have(evil: str, tmp_path: Path) -> None:
    """In every slot at once; JSON can say each of them."""
    whole = {
        "openapi": "3.1.0",
        "info": {"title": f"T{evil}", "version": evil, "description": evil},
        "tags": [{"name": f"t{evil}", "description": evil}],
        "servers": [{"url": f"/a{evil}", "description": evil}],
        "paths": {f"/a{evil}/{{p{evil}}}": {"get": operation(evil)}},
        "components": components(evil),
    }
    entry = write(tmp_path, {"api.json": json.dumps(whole)})
    outcome = generate(Job(entry, tmp_path / "out"))
    assert outcome.exit_code in {0, 2}
    if outcome.exit_code:
        assert all(item.where.line for item in outcome.diagnostics)
        return
    for path in (tmp_path / "out").rglob("*.py"):
        source = path.read_bytes()
        compile(source, path.name, "exec")
        assert evil.encode("utf-8", "surrogatepass") not in source


def test_a_nul_in_yaml_is_refused_where_it_stands(tmp_path: Path) -> None:
    _, said = refused(tmp_path, {"api.yaml": "openapi: 3.1.0\ninfo: a\0b\n"})
    assert said[0].startswith("api.yaml:2:8: error[syntax-yaml]")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    _, said = refused(tmp_path, {"api.yaml": b"\x89PNG\r\n\x1a\n\x00\xff"})
    assert said[0].startswith("api.yaml:1:1: error[encoding]")
