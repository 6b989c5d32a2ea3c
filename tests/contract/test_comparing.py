"""What is no change, what is told of once, and what no document can break."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from apiloom.diff.contract import (
    ContractChange,
    ContractLevel,
    ContractSide,
    compare_contracts,
)
from tests.contract.cases import base, line, patched
from tests.contract.reading import api_of

SPEC: Final = Path(__file__).parents[2] / "spec" / "openapi.yaml"


def changes(old: Any, new: Any) -> tuple[ContractChange, ...]:
    return compare_contracts(api_of(old), api_of(new))


SAME: Final = {
    "a reference and what it leads to": (
        {"$ref": "#/components/schemas/Tag"},
        {"type": "string", "maxLength": 5},
    ),
    "allOf of one": (
        {"$ref": "#/components/schemas/Tag"},
        {"allOf": [{"$ref": "#/components/schemas/Tag"}]},
    ),
    "anyOf of one": ({"type": "string"}, {"anyOf": [{"type": "string"}]}),
    "null in a list and in a union": (
        {"type": ["string", "null"]},
        {"oneOf": [{"type": "null"}, {"type": "string"}]},
    ),
    "null that 3.0 spells": (
        {"type": ["string", "null"]},
        {"type": "string", "nullable": True},
    ),
    "values in another order": (
        {"enum": ["a", "b", None]},
        {"enum": [None, "b", "a"]},
    ),
    "a constant and a list of one": ({"const": 1}, {"enum": [1.0]}),
    "required in another order": (
        {"type": "object", "required": ["a", "b"], "properties": {"a": {}, "b": {}}},
        {"type": "object", "required": ["b", "a"], "properties": {"b": {}, "a": {}}},
    ),
    "properties spread over allOf": (
        {"type": "object", "properties": {"a": {"type": "string"}, "b": {}}},
        {
            "allOf": [
                {"type": "object", "properties": {"a": {"type": "string"}}},
                {"properties": {"b": {}}},
            ]
        },
    ),
    "an open limit of whole numbers": (
        {"type": "integer", "minimum": 1},
        {"type": "integer", "exclusiveMinimum": 0},
    ),
    "limits that limit nothing": (
        {"type": "string"},
        {"type": "string", "minLength": 0, "pattern": "^.*$"},
    ),
    "members of a union in another order": (
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {}}]},
        {"anyOf": [{"type": "array", "items": {}}, {"type": "string"}]},
    ),
    "members of a fragment in another order": (
        {"not": {"minimum": 1, "maximum": 5}},
        {"not": {"maximum": 5.0, "minimum": 1.0}},
    ),
}
"""Pairs of schemas that say the same."""


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_another_spelling_is_no_change(pair: tuple[Any, Any]) -> None:
    tag = {"/components/schemas/Tag": {"type": "string", "maxLength": 5}}
    old, new = (patched(base(), tag | {"name": each}) for each in pair)
    assert changes(old, new) == ()
    assert changes(new, old) == ()


def test_a_shared_schema_is_told_of_once_with_all_who_use_it() -> None:
    paths = {
        f"/paths/~1a{number}": {
            "get": {
                "tags": [f"tag{number}"],
                "responses": {
                    "200": {
                        "description": "found",
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Pet"}
                            }
                        },
                    }
                },
            }
        }
        for number in range(50)
    }
    old = patched(base(), paths)
    new = patched(base(), paths | {"name": {"type": "string", "maxLength": 5}})
    found = {change.side: change for change in changes(old, new)}
    assert found.keys() == {ContractSide.REQUEST, ContractSide.RESPONSE}
    assert found[ContractSide.REQUEST].operations == ("PUT /pets/{id}",)
    assert len(found[ContractSide.RESPONSE].operations) == 51
    assert found[ContractSide.RESPONSE].operation == "PUT /pets/{id}"
    assert "tag49" in found[ContractSide.RESPONSE].tags


def test_schemas_that_refer_to_themselves_come_to_an_end() -> None:
    loop: dict[str, Any] = {
        "type": "object",
        "properties": {
            "next": {"$ref": "#/components/schemas/Loop"},
            "name": {"type": "string"},
        },
    }
    turns: dict[str, Any] = {
        "/components/schemas/Loop": loop,
        "/components/schemas/A": {
            "allOf": [{"$ref": "#/components/schemas/B"}, loop],
        },
        "/components/schemas/B": {"allOf": [{"$ref": "#/components/schemas/A"}]},
        "name": {"$ref": "#/components/schemas/A"},
    }
    other = loop | {"properties": loop["properties"] | {"name": {"type": "integer"}}}
    old = patched(base(), turns)
    new = patched(base(), turns | {"/components/schemas/Loop": other})
    assert {change.rule for change in changes(old, new)} == {"type-changed"}


def test_conjunctions_do_not_multiply_without_end() -> None:
    """Laid over one another, these come to a schema for each set of them."""

    def turns(last: str) -> dict[str, Any]:
        found: dict[str, Any] = {
            f"/components/schemas/S{number}": {
                "type": "object",
                "properties": {
                    name: {"$ref": f"#/components/schemas/S{number + 1}"}
                    for name in ("a", "b")
                },
            }
            for number in range(1, 24)
        }
        again = {"$ref": "#/components/schemas/S0"}
        step = {"$ref": "#/components/schemas/S1"}
        found["/components/schemas/S0"] = {
            "allOf": [
                {"type": "object", "properties": {"a": again, "b": again}},
                {"type": "object", "properties": {"a": step}},
            ]
        }
        found["/components/schemas/S24"] = {"type": last}
        return found | {"name": again}

    old, new = (patched(base(), turns(each)) for each in ("string", "integer"))
    assert "type-changed" in {change.rule for change in changes(old, new)}


@pytest.mark.parametrize("keyword", ["items", "allOf", "anyOf", "not"])
def test_schemas_may_nest_as_deep_as_python_does_not(keyword: str) -> None:
    opening, closing = ("[{", "}]") if keyword.endswith("Of") else ("{", "}")
    documents = []
    for kind in ("string", "integer"):
        inner = f'"type": "{kind}"'
        schema = f'"{keyword}": {opening}' * 1_200 + inner + closing * 1_200
        text = json.dumps(patched(base(), {"name": "deep"}))
        documents.append(text.replace('"deep"', f"{{{schema}}}"))
    assert changes(documents[0], documents[0]) == ()
    found = changes(*documents)
    assert found or keyword == "not", "what nests too deep to be judged is no demand"


ODD: Final = "a\u202eb\x00\n\x1b[31m{subject}\ud800'é"


def test_sentences_have_no_characters_that_cannot_be_seen() -> None:
    old = base()
    new = patched(
        base(),
        {
            "/components/schemas/Odd": {"type": "string"},
            "op/operationId": ODD,
            "op/tags": [ODD],
            "op/parameters/1": {"name": ODD, "in": "query", "schema": {"default": ODD}},
            "name": {"enum": [ODD], "format": ODD, "pattern": "^a\nb"},
            "op/x-odd": {ODD: ODD},
            "/servers/1": {"url": ODD},
            "/info/version": ODD,
        },
    )
    new["components"]["schemas"]["Pet"]["properties"][ODD] = {"type": "string"}
    new["components"]["schemas"][ODD] = {"type": "string"}
    new["paths"]["/" + ODD] = new["paths"]["/pets/{id}"]
    found = changes(old, new)
    assert len(found) > 10
    for change in found:
        assert change.sentence.isprintable(), change
        assert all(each.isprintable() for each in change.operations), change


def test_the_order_does_not_depend_on_who_comes_first() -> None:
    document = yaml.safe_load(SPEC.read_text("utf-8"))
    new = edited(document, random.Random(1), 40)
    found = changes(document, new)
    assert list(map(line, found)) == list(map(line, changes(document, new)))
    order = list(ContractLevel)
    levels = [order.index(change.level) for change in found]
    assert levels == sorted(levels)
    assert len(set(levels)) > 1


@pytest.mark.parametrize("seed", range(60))
def test_no_edit_of_a_document_is_too_odd(seed: int) -> None:
    document = yaml.safe_load(SPEC.read_text("utf-8")) if seed % 4 == 0 else base()
    new = edited(document, random.Random(seed), 8)
    changes(document, new)
    changes(new, document)
    assert changes(new, new) == ()


@pytest.mark.parametrize("place", ["in", "name", "schema", "required", "style"])
@pytest.mark.parametrize("value", [{"a": []}, [{}], 5, None], ids=repr)
def test_a_parameter_may_be_nonsense(place: str, value: Any) -> None:
    changes(base(), patched(base(), {f"op/parameters/0/{place}": value}))


_VALUES: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1.5,
    "",
    "x",
    [],
    {},
    ["a"],
    {"type": "string"},
    {"$ref": "#/nowhere"},
)


def edited(document: Any, chance: random.Random, times: int) -> Any:
    """The document with members removed, replaced and swapped, wherever they stand."""
    document = copy.deepcopy(document)
    for _ in range(times):
        if len(containers(document)) < 9:
            break
        holders = containers(document)
        holder = chance.choice(holders)
        key = chance.choice(
            list(holder) if isinstance(holder, dict) else range(len(holder))
        )
        match chance.randrange(3):
            case 0:
                del holder[key]
            case 1:
                holder[key] = copy.deepcopy(chance.choice(_VALUES))
            case _:
                other = chance.choice(holders)
                found = (
                    other[next(iter(other))] if isinstance(other, dict) else other[0]
                )
                holder[key] = copy.deepcopy(found)
    return document


def containers(value: Any) -> list[Any]:
    """All objects and arrays below a value that hold something; not the root,
    without which there is no document."""
    found: list[Any] = []
    work = [value]
    while work:
        each = work.pop()
        if isinstance(each, dict | list) and each:
            found += [each] if each is not value else []
            work.extend(each.values() if isinstance(each, dict) else each)
    return found


def test_no_type_is_implied_where_documents_go_by_the_letter() -> None:
    old, new = (
        patched(base(), {"name": {**kind, "properties": {"a": {"type": "string"}}}})
        for kind in ({"type": ["object", "null"]}, {})
    )
    implied = {change.rule for change in changes(old, new)}
    assert implied == {"became-not-nullable"}
    apis = api_of(old, exact=True), api_of(new, exact=True)
    assert {change.rule for change in compare_contracts(*apis)} == {"type-widened"}


@pytest.mark.parametrize("keyword", ["properties", "items"])
def test_a_type_that_was_implied_is_told_where_documents_go_by_the_letter(
    keyword: str,
) -> None:
    kind = "object" if keyword == "properties" else "array"
    schema: dict[str, object] = {keyword: {}}
    old = patched(base(), {"name": schema})
    new = patched(base(), {"name": {"type": kind, **schema}})
    apis = api_of(old, exact=True), api_of(new, exact=True)
    assert {change.rule for change in compare_contracts(*apis)} == {"type-narrowed"}


@pytest.mark.parametrize(
    "schema", [{}, {"anyOf": [{"type": "object"}, {"type": "string"}]}]
)
def test_what_permits_anything_implies_no_type(schema: Any) -> None:
    old = patched(base(), {"name": {"additionalProperties": True, **schema}})
    assert changes(old, patched(base(), {"name": schema})) == ()


@pytest.mark.parametrize(
    "place", ["patternProperties/^x", "propertyNames", "contains", "unevaluatedItems"]
)
def test_a_component_is_followed_from_wherever_it_is_applied(place: str) -> None:
    """Also below a keyword that no type expresses, and within another such one."""
    component = "/components/schemas/T"
    reference = {"$ref": f"#{component}"}
    documents = [
        patched(
            base(),
            {
                "name": {},
                f"name/{place}": {"patternProperties": {"^y": reference}},
                component: {"type": "object", "properties": {"q": {"type": kind}}},
            },
        )
        for kind in ("string", "integer")
    ]
    assert ("type-changed", f"{component}/properties/q/type") in {
        (change.rule, change.new.pointer if change.new else "")
        for change in changes(*documents)
    }
