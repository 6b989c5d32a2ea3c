"""The OpenAPI Initiative's JSON schemas, compiled.

They are data files of openapi-spec-validator and openapi-schema-validator, taken from
where those are installed: importing the packages would cost a quarter of a second.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

import jsonschema_rs

from apiloom.document.upgrade import Declared

_SPEC: Final = "openapi_spec_validator/resources/schemas/"
_DIALECT: Final = "openapi_schema_validator/schemas/"

# By family: the schema of the document, then what the schema objects inside follow.
# Up to 3.0 the first has both in it.
_FILES: Final[Mapping[tuple[int, int], tuple[str, ...]]] = MappingProxyType(
    {
        (2, 0): (f"{_SPEC}v2.0/schema.json",),
        (3, 0): (f"{_SPEC}v3.0/schema.json",),
        (3, 1): (
            f"{_SPEC}v3.1/schema.json",
            f"{_DIALECT}oas3.1/metaschema.json",
            f"{_DIALECT}oas3.1/vocabularies/base",
        ),
        (3, 2): (
            f"{_SPEC}v3.2/schema.json",
            f"{_DIALECT}oas3.2/dialect/2025-09-17.json",
            f"{_DIALECT}oas3.2/meta/2025-09-17.json",
        ),
    }
)
_META: Final = "https://json-schema.org/draft/2020-12/schema"


def schema_for(declared: Declared) -> jsonschema_rs.Validator | None:
    """The official schema for the version a document declares, if there is one.

    Raises `FileNotFoundError` if the installed packages have no such file.
    """
    if declared.family not in _FILES:
        return None
    return _compiled(declared.family)


@lru_cache(maxsize=4)
def _compiled(family: tuple[int, int]) -> jsonschema_rs.Validator:
    schema, *vocabulary = [_read(name) for name in _FILES[family]]
    if not vocabulary:
        return jsonschema_rs.validator_for(schema, retriever=_refuse)
    resources = [(resource["$id"], resource) for resource in (schema, *vocabulary)]
    registry = jsonschema_rs.Registry(resources, retriever=_refuse)
    return jsonschema_rs.validator_for(
        _with_dialect(schema, vocabulary[0]), registry=registry, retriever=_refuse
    )


@lru_cache(maxsize=1)
def names_of_all() -> frozenset[str]:
    """Every name that a property has in any of the schemas that are installed."""
    names: set[str] = set()
    work: list[Any] = [_read(name) for files in _FILES.values() for name in files]
    while work:
        node = work.pop()
        inside = node.values() if isinstance(node, dict) else node
        work += [value for value in inside if isinstance(value, dict | list)]
        properties = node.get("properties") if isinstance(node, dict) else None
        names.update(properties if isinstance(properties, dict) else ())
    return frozenset(names)


def _with_dialect(schema: dict[str, Any], dialect: dict[str, Any]) -> dict[str, Any]:
    """What the published `schema-base` does: the document's schema leaves its schema
    objects open at the dynamic anchor `meta`, and a dialect closes them.
    """
    return {
        "$schema": _META,
        "$id": f"{schema['$id']}-base",
        "$ref": schema["$id"],
        "$defs": {"schema": {"$dynamicAnchor": "meta", "$ref": dialect["$id"]}},
    }


def _read(name: str) -> dict[str, Any]:
    package, _, inside = name.partition("/")
    spec = find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder, inside)
        if path.is_file():
            content: dict[str, Any] = json.loads(path.read_bytes())
            return content
    raise FileNotFoundError(name)


def _refuse(uri: str) -> NoReturn:
    raise PermissionError(uri)
