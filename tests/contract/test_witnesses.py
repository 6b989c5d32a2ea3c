"""What is told of two small schemas, held against values judged by the letter.

A value that the old schema accepts and the new one refuses breaks whoever sends it: so
it has to be told. Schemas are made by chance from a seed, one an edit of the other.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from itertools import product
from random import Random
from typing import Any, Final

import pytest

from apiloom.diff.contract import ContractLevel, ContractSide, compare_contracts
from apiloom.runtime.evaluator import Evaluator
from tests.contract.cases import base, patched
from tests.contract.reading import api_of

SCALARS: Final = (
    None,
    True,
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    1.5,
    "",
    "a",
    "b",
    "ab",
    "abc",
    "abcd",
)
_FEW: Final = (1, 5, "a", "abc", None)
VALUES: Final = (
    *SCALARS,
    *(
        [*items]
        for size in range(4)
        for items in product((1, 5, "a", "abc"), repeat=size)
    ),
    *(
        {
            name: value
            for name, value in zip(("a", "b", "xa"), values, strict=True)
            if value != "-"
        }
        for values in product(("-", *_FEW), repeat=3)
    ),
)
NAMES: Final = ("a", "b", "xa")


def judge(schema: Any, value: Any) -> bool:
    return Evaluator({}).accepts(schema, value)


def some_schema(chance: Random, depth: int = 2) -> Any:
    """A small schema; those that stand in others are smaller."""
    kinds: list[Callable[[Random, int], Any]] = [string, whole, listed]
    if depth:
        kinds += [array, tuple_, record, record, exclusive, either]
    return chance.choice(kinds)(chance, depth - 1)


def string(chance: Random, _depth: int) -> Any:
    return {"type": "string"} | some(
        chance, {"minLength": chance.randrange(1, 4), "maxLength": chance.randrange(4)}
    )


def whole(chance: Random, _depth: int) -> Any:
    return {"type": "integer"} | some(
        chance, {"minimum": chance.randrange(6), "maximum": chance.randrange(6)}
    )


def listed(chance: Random, _depth: int) -> Any:
    return {"enum": chance.sample([1, 5, "a", "abc", None], chance.randrange(1, 4))}


def array(chance: Random, _depth: int) -> Any:
    return {"type": "array", "items": some_schema(chance, 0)} | some(
        chance,
        {
            "minItems": chance.randrange(3),
            "maxItems": chance.randrange(4),
            "contains": some_schema(chance, 0),
            "uniqueItems": True,
        },
    )


def tuple_(chance: Random, _depth: int) -> Any:
    prefix = [some_schema(chance, 0) for _ in range(chance.randrange(1, 3))]
    further = chance.choice(["items", "items", "unevaluatedItems"])
    return {"type": "array", "prefixItems": prefix} | some(
        chance,
        {
            further: chance.choice([False, some_schema(chance, 0)]),
            "maxItems": chance.randrange(1, 4),
        },
    )


def record(chance: Random, _depth: int) -> Any:
    names = chance.sample(NAMES, chance.randrange(3))
    further = chance.choice(["additionalProperties"] * 2 + ["unevaluatedProperties"])
    return {
        "type": "object",
        "properties": {name: some_schema(chance, 0) for name in names},
    } | some(
        chance,
        {
            "required": chance.sample(NAMES, 1),
            further: chance.choice([False, some_schema(chance, 0)]),
            "patternProperties": {"^x": some_schema(chance, 0)},
            "dependentRequired": {"a": chance.sample(["b", "xa"], chance.randrange(3))},
            "propertyNames": {"maxLength": chance.randrange(1, 3)},
            "minProperties": chance.randrange(3),
        },
    )


def exclusive(chance: Random, depth: int) -> Any:
    return {"oneOf": [some_schema(chance, min(depth, 1)) for _ in range(2)]}


def either(chance: Random, depth: int) -> Any:
    return {"anyOf": [some_schema(chance, min(depth, 1)) for _ in range(2)]}


def some(chance: Random, keywords: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in keywords.items() if chance.random() < 0.35}


def edited(schema: Any, chance: Random) -> Any:
    """The schema with one keyword changed, added or taken away, somewhere."""
    schema = copy.deepcopy(schema)
    owners = [each for each in subschemas(schema) if isinstance(each, dict)]
    owner = chance.choice(owners)
    for _ in range(20):
        other = some_schema(chance)
        if owner.get("type") == other.get("type") and owner.keys() != {"enum"}:
            break
    keys = sorted({*owner, *other} - {"type"})
    key = chance.choice(keys) if keys else "type"
    if key in other:
        owner[key] = other[key]
    else:
        owner.pop(key, None)
    return schema


def subschemas(schema: Any) -> Iterator[Any]:
    work = [schema]
    while work:
        each = work.pop()
        if not isinstance(each, dict):
            continue
        yield each
        for key, value in each.items():
            if key in {"properties", "patternProperties"}:
                work.extend(value.values())
            elif key in {"oneOf", "anyOf", "prefixItems"}:
                work.extend(value)
            elif key != "dependentRequired":
                work.append(value)


def told(old: Any, new: Any) -> set[tuple[ContractLevel, str]]:
    apis = [
        api_of(patched(base(), {"name": schema}), exact=True) for schema in (old, new)
    ]
    return {
        (change.level, change.rule)
        for change in compare_contracts(*apis)
        if change.side is ContractSide.REQUEST
    }


NOT_SENT: Final = "optional-property-added"
"""An object that takes any property may get one that is described: nobody is taken to
have sent it before."""


@pytest.mark.parametrize("seed", range(300))
def test_what_a_new_schema_refuses_is_told_as_breaking(seed: int) -> None:
    chance = Random(seed)
    old = some_schema(chance)
    new = edited(old, chance)
    for before, after in ((old, new), (new, old)):
        refused = [
            value
            for value in VALUES
            if judge(before, value) and not judge(after, value)
        ]
        changes = told(before, after)
        rules = {rule for _, rule in changes}
        if refused and NOT_SENT not in rules and not takes_any_of(before, after):
            levels = {level for level, _ in changes}
            assert ContractLevel.BREAKING in levels, (before, after, refused[:3])


def takes_any_of(*schemas: Any) -> bool:
    """Whether a `oneOf` is read as an `anyOf`: a bare type is a member of it."""
    return any(
        {member.get("type") for member in each["oneOf"] if len(member) == 1}
        & {"string", "integer"}
        for schema in schemas
        for each in subschemas(schema)
        if "oneOf" in each
    )
