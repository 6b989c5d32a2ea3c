"""Python names of properties."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from apiloom.ir.schema import Property
from apiloom.pylang.identifier import (
    Identifier,
    digest_of,
    fold,
    free_name,
    python_name,
)
from apiloom.text import Text, reveal

RESERVED_FIELDS: Final = frozenset(
    {
        "construct",
        "copy",
        "dict",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "schema",
        "schema_json",
        "self",
        "update_forward_refs",
        "validate",
    }
)
"""What a model already has; a test holds this against pydantic."""


def field_names_of(
    properties: Iterable[Property], types: Collection[str]
) -> dict[Text, Identifier]:
    """A name for each property; the wire name itself wherever it will do.

    A field that is called like one of `types` would hide it in the class body.
    """
    plain = {
        each.wire_name: free_name(_plain_name(each.wire_name), types)
        for each in properties
    }
    if len({fold(each) for each in plain.values()}) == len(plain):
        return plain
    names: dict[Text, Identifier] = {}
    taken: set[str] = set()
    for wire_name, name in sorted(plain.items(), key=_exact_first):
        chosen = name
        if fold(name) in taken:
            chosen = Identifier(f"{name}_{digest_of(reveal(wire_name))}")
        taken.add(fold(chosen))
        names[wire_name] = chosen
    return {wire_name: names[wire_name] for wire_name in plain}


def _plain_name(wire_name: Text) -> Identifier:
    name = python_name(wire_name, "field")
    return Identifier(name + "_") if name in RESERVED_FIELDS else name


def _exact_first(item: tuple[Text, Identifier]) -> tuple[bool, Text]:
    wire_name, name = item
    return reveal(wire_name) != name, wire_name
