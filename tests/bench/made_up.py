"""Documents of one extreme shape each, at any size; `bench_scaling.py` grows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

Json: TypeAlias = dict[str, Any]


def _document(schemas: Json, paths: Json | None = None) -> Json:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Made up", "version": "1"},
        "paths": paths or {},
        "components": {"schemas": schemas},
    }


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def _to(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def properties(size: int) -> Json:
    """One schema of many properties."""
    text = {"type": "string"}
    return _document({"Wide": _object(**{f"property{at}": text for at in range(size)})})


def operations(size: int) -> Json:
    """Many operations in one tag."""
    identity = {"name": "id", "in": "path", "required": True}
    content = {"application/json": {"schema": _to("Thing")}}

    def operation(at: int) -> Json:
        return {
            "operationId": f"getThing{at}",
            "tags": ["things"],
            "parameters": [{**identity, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "found", "content": content}},
        }

    paths = {f"/things{at}/{{id}}": {"get": operation(at)} for at in range(size)}
    return _document({"Thing": _object(id={"type": "string"})}, paths)


def tagged_union(size: int) -> Json:
    """A union of many members with a discriminator that maps all of them."""
    union = plain_union(size)
    schemas = union["components"]["schemas"]
    mapping = {f"tag{at}": _to(f"Member{at}")["$ref"] for at in range(size)}
    discriminator = {"propertyName": "kind", "mapping": mapping}
    members = schemas["Any"]["anyOf"]
    schemas["Any"] = {"oneOf": members, "discriminator": discriminator}
    return union


def plain_union(size: int) -> Json:
    """A union of many members."""
    members = {
        f"Member{at}": {**_object(kind={"const": f"tag{at}"}), "required": ["kind"]}
        for at in range(size)
    }
    return _document({**members, "Any": {"anyOf": [_to(each) for each in members]}})


def enumeration(size: int) -> Json:
    """An enumeration of many values."""
    values = [f"value {at}" for at in range(size)]
    return _document({"Listed": {"type": "string", "enum": values}})


def chain(size: int) -> Json:
    """Each schema is the one before and one property more.

    What is generated has every property in every class below, so it grows with the
    square of the size, and so does the time.
    """
    schemas: Json = {"Link0": _object(property0={"type": "string"})}
    for at in range(1, size):
        more = _object(**{f"property{at}": {"type": "string"}})
        schemas[f"Link{at}"] = {"allOf": [_to(f"Link{at - 1}"), more]}
    return _document(schemas)


def circle(size: int) -> Json:
    """Each schema refers to the next, and the last to the first."""
    return _document(
        {f"Node{at}": _object(next=_to(f"Node{(at + 1) % size}")) for at in range(size)}
    )


def dense(size: int) -> Json:
    """Every schema refers to eight others, all in one circle."""
    return _document({f"Node{at}": _references(at, size, 8) for at in range(size)})


def acyclic(size: int) -> Json:
    """Every schema refers to four that stand before it."""
    return _document({f"Node{at}": _references(at, at, 4) for at in range(size)})


def _references(at: int, size: int, count: int) -> Json:
    others = ((at * 7 + key * key * 31 + key) % max(size, 1) for key in range(count))
    names = {f"to{key}": _to(f"Node{other}") for key, other in enumerate(others)}
    return _object(**names) if size else _object()


SHAPES: Final[Mapping[str, tuple[Callable[[int], Json], int]]] = {
    "properties": (properties, 250),
    "operations": (operations, 625),
    "tagged-union": (tagged_union, 125),
    "plain-union": (plain_union, 125),
    "enumeration": (enumeration, 1_250),
    "chain": (chain, 125),
    "circle": (circle, 125),
    "dense": (dense, 250),
    "acyclic": (acyclic, 1_250),
}
"""Each shape, and its size where `bench_scaling.py` takes it once."""
