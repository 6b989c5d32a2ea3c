"""The document around its operations: info, servers, tags, components."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from apiloom.api.schema.shapes import SchemaId
from apiloom.core.location import ROOT, Pointer, child, tokens_of
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import (
    ROOT_UNIT,
    ContractSource,
    ContractWalk,
    Places,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind, direction, presence
from apiloom.diff.contract.structure.fingerprints import unique_by_number
from apiloom.diff.contract.structure.member_differences import (
    compare_members,
    members_at,
    members_of_both,
)
from apiloom.diff.contract.structure.schema_differences import visit
from apiloom.diff.contract.structure.schema_pair import Terms
from apiloom.diff.contract.structure.wording import quoted, quoted_value

_INFO: Final = (
    "title",
    "summary",
    "description",
    "termsOfService",
    "contact",
    "license",
)
_TAG: Final = {
    "summary": "summary",
    "description": "description",
    "externalDocs": "external-docs",
    "parent": "tag-parent",
    "kind": "tag-kind",
}


def compare_info(walk: ContractWalk) -> None:
    """Compare the info object (OpenAPI 3.1, section 4.8.2)."""
    where = child(ROOT, "info")
    old, new = members_of_both(walk, where, where)
    aspects = dict.fromkeys(_INFO, "info") | {"version": "api-version"}
    walk.name_subject(Places(where, where), "the API")
    compare_members(walk, ROOT_UNIT, ContractSide.BOTH, old, new, aspects)
    members = members_of_both(walk, ROOT, ROOT)
    aspects = {"externalDocs": "external-docs"}
    compare_members(walk, ROOT_UNIT, ContractSide.BOTH, *members, aspects)


def compare_tags(walk: ContractWalk) -> None:
    """Compare the tag objects, by name."""
    old, new = _objects_by_member(walk.old, "tags", "name"), _objects_by_member(
        walk.new, "tags", "name"
    )
    for name in dict.fromkeys((*old, *new)):
        places = Places(old.get(name), new.get(name))
        walk.name_subject(places, f"the tag {quoted(name)}")
        if places.old is None or places.new is None:
            kind = presence(places.old, places.new)
            walk.record(ROOT_UNIT, "tag", kind, ContractSide.BOTH, places)
            continue
        members = members_of_both(walk, places.old, places.new)
        compare_members(walk, ROOT_UNIT, ContractSide.BOTH, *members, _TAG)


def compare_servers(walk: ContractWalk) -> None:
    """Compare the servers of the document, by URL as it is written."""
    old, new = _objects_by_member(walk.old, "servers", "url"), _objects_by_member(
        walk.new, "servers", "url"
    )
    for url in dict.fromkeys((*old, *new)):
        places = Places(old.get(url), new.get(url))
        walk.name_subject(places, f"the server {quoted(url)}")
        if places.old is None or places.new is None:
            kind = presence(places.old, places.new)
            walk.record(ROOT_UNIT, "server", kind, ContractSide.REQUEST, places)
            continue
        members = members_of_both(walk, places.old, places.new)
        aspects = {"description": "description", "name": "title"}
        compare_members(walk, ROOT_UNIT, ContractSide.BOTH, *members, aspects)
        _compare_variables(walk, places.old, places.new)
    first = next(iter(old), None), next(iter(new), None)
    if first[0] in new and first[1] in old and first[0] != first[1]:
        places = Places(old[str(first[0])], new[str(first[1])])
        words = Words("", quoted(str(first[0])), quoted(str(first[1])))
        walk.record(
            ROOT_UNIT,
            "first-server",
            Kind.CHANGED,
            ContractSide.REQUEST,
            places,
            words,
        )


def _objects_by_member(
    source: ContractSource, name: str, key: str
) -> dict[str, Pointer]:
    """The objects of an array of the document, by one of their members."""
    array = members_at(source, ROOT).get(name)
    pointers: dict[str, Pointer] = {}
    items: Any = array[0].value if array is not None else []
    for index, item in enumerate(items if isinstance(items, list) else []):
        member = item.get(key) if isinstance(item, dict) else None
        if isinstance(member, str):
            pointers.setdefault(member, child(ROOT, name, index))
    return pointers


def _compare_variables(walk: ContractWalk, old: Pointer, new: Pointer) -> None:
    """Compare the variables of a server: defaults, and values to choose from."""
    maps = child(old, "variables"), child(new, "variables")
    before, after = members_of_both(walk, maps[0], maps[1])
    for name in sorted(before.keys() & after.keys()):
        places = Places(before[name][1], after[name][1])
        variables = members_of_both(walk, before[name][1], after[name][1])
        aspects = {"description": "description"}
        compare_members(walk, ROOT_UNIT, ContractSide.BOTH, *variables, aspects)
        defaults = [
            variable["default"][0].value if "default" in variable else None
            for variable in variables
        ]
        if walk.table.json(defaults[0]) != walk.table.json(defaults[1]):
            words = Words(
                quoted_value(name), quoted_value(defaults[0]), quoted_value(defaults[1])
            )
            walk.record(
                ROOT_UNIT,
                "server-default",
                Kind.CHANGED,
                ContractSide.REQUEST,
                places,
                words,
            )
        values = [_listed_values(variable) for variable in variables]
        if values[0] != values[1]:
            kind = direction(
                narrower=_leaves_out(values[1], values[0]),
                wider=_leaves_out(values[0], values[1]),
            )
            words = Words(quoted_value(name))
            walk.record(
                ROOT_UNIT, "server-values", kind, ContractSide.REQUEST, places, words
            )


def _leaves_out(values: frozenset[str] | None, others: frozenset[str] | None) -> bool:
    """Whether a list of values leaves some of others out; None leaves out nothing."""
    return values is not None and (others is None or not others <= values)


def _listed_values(variable: Any) -> frozenset[str] | None:
    values = variable["enum"][0].value if "enum" in variable else None
    if not isinstance(values, list):
        return None
    return frozenset(value for value in values if isinstance(value, str))


def compare_components(walk: ContractWalk) -> None:
    """Compare the component schemas that no operation has led to."""
    old = {schema.pointer: schema for schema in walk.old.api.components}
    new = {schema.pointer: schema for schema in walk.new.api.components}
    removed = [old[pointer] for pointer in old if pointer not in new]
    added = [new[pointer] for pointer in new if pointer not in old]
    renamed = dict(_unchanged_under_new_name(walk, removed, added))
    renamed_to = set(renamed.values())
    renamed |= _replaced(
        walk,
        {schema for schema in removed if schema not in renamed},
        {schema for schema in added if schema not in renamed_to},
    )
    for before, after in renamed.items():
        words = Words("", _component_name(before), _component_name(after))
        places = Places(before.pointer, after.pointer)
        walk.record(
            ROOT_UNIT, "schema-name", Kind.CHANGED, ContractSide.BOTH, places, words
        )
    for schema in removed:
        if schema not in renamed:
            places = Places(schema.pointer, None)
            walk.record(ROOT_UNIT, "component", Kind.REMOVED, ContractSide.BOTH, places)
    renamed_to = set(renamed.values())
    for schema in added:
        if schema not in renamed_to:
            places = Places(None, schema.pointer)
            walk.record(ROOT_UNIT, "component", Kind.ADDED, ContractSide.BOTH, places)
    for pointer, before in old.items():
        if pointer in new and not _is_compared(walk, before, new[pointer]):
            visit(walk, ROOT_UNIT, ContractSide.BOTH, (before,), (new[pointer],))


def _component_name(schema: SchemaId) -> str:
    return quoted(tokens_of(schema.pointer)[-1])


def _is_compared(walk: ContractWalk, old: SchemaId, new: SchemaId) -> bool:
    schemas = walk.old.schemas.settled((old,)), walk.new.schemas.settled((new,))
    return any(
        walk.seen(("schema", *schemas, side, Terms(null)))
        for side in ContractSide
        for null in (True, False)
    )


def _unchanged_under_new_name(
    walk: ContractWalk, removed: list[SchemaId], added: list[SchemaId]
) -> Iterator[tuple[SchemaId, SchemaId]]:
    """Schemas that are called otherwise and have not changed."""
    old = _unique_by_content(removed, walk.old)
    new = _unique_by_content(added, walk.new)
    for number, before in old.items():
        if number in new and walk.same((before,), (new[number],)):
            yield before, new[number]


def _replaced(
    walk: ContractWalk, removed: set[SchemaId], added: set[SchemaId]
) -> dict[SchemaId, SchemaId]:
    """Schemas that stand, changed, wherever another stood, and nowhere else."""
    pairs = {
        (old[0], new[0])
        for old, new in walk.schema_pairs()
        if len(old) == len(new) == 1 and old[0] in removed and new[0] in added
    }
    before = Counter(old for old, _ in pairs)
    after = Counter(new for _, new in pairs)
    return {old: new for old, new in sorted(pairs) if before[old] == after[new] == 1}


def _unique_by_content(
    schemas: list[SchemaId], source: ContractSource
) -> dict[int, SchemaId]:
    """Those of which there is no second one that says the same."""
    numbers = source.fingerprints.numbers
    return unique_by_number((numbers[schema], schema) for schema in schemas)
