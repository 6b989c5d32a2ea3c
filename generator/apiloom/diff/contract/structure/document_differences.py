"""The document around its operations: info, servers, tags, components."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from apiloom.api.schema.shapes import SchemaId
from apiloom.core.location import ROOT, child, tokens_of
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import (
    ROOT_UNIT,
    ContractSource,
    ContractWalk,
)
from apiloom.diff.contract.structure.difference import Kind, direction
from apiloom.diff.contract.structure.fingerprints import unique_by_number
from apiloom.diff.contract.structure.flat_schema import PlacedValue
from apiloom.diff.contract.structure.member_differences import Members, members_at
from apiloom.diff.contract.structure.object_pair import (
    ObjectKind,
    ObjectPair,
    documents_of,
)
from apiloom.diff.contract.structure.places import Places, Words, paired
from apiloom.diff.contract.structure.schema_differences import visit
from apiloom.diff.contract.structure.schema_pair import Terms
from apiloom.diff.contract.structure.wording import quoted, quoted_value

_Object = PlacedValue[str]
"""An object that is known by one of its members, which is the value."""
_INFO: Final = {
    "title": "info",
    "summary": "info",
    "description": "info",
    "termsOfService": "info",
    "contact": "info",
    "license": "info",
    "version": "api-version",
}
_TAG: Final = {
    "summary": "summary",
    "description": "description",
    "externalDocs": "external-docs",
    "parent": "tag-parent",
    "kind": "tag-kind",
}


def compare_info(walk: ContractWalk) -> None:
    """Compare the info object (OpenAPI 3.1, section 4.8.2)."""
    documents = documents_of(walk)
    info = PlacedValue(None, child(ROOT, "info"))
    walk.name_subject(Places.of(info, info), "the API")
    documents.of(info, info).compare_members(_INFO)
    documents.compare_members({"externalDocs": "external-docs"})


def compare_tags(walk: ContractWalk) -> None:
    """Compare the tag objects, by name."""
    kind: ObjectKind[_Object] = ObjectKind(
        "tag",
        lambda tag: f"the tag {quoted(tag.value)}",
        lambda _: "tag",
        lambda tags: tags.compare_members(_TAG),
    )
    old, new = _objects(walk.old, "tags", "name"), _objects(walk.new, "tags", "name")
    documents_of(walk).compare_each(kind, old, new)


def compare_servers(walk: ContractWalk) -> None:
    """Compare the servers of the document, by URL as it is written."""
    kind: ObjectKind[_Object] = ObjectKind(
        "server",
        lambda server: f"the server {quoted(server.value)}",
        lambda _: "server",
        _compare_server,
    )
    documents = documents_of(walk).going(ContractSide.REQUEST)
    old, new = _objects(walk.old, "servers", "url"), _objects(
        walk.new, "servers", "url"
    )
    documents.compare_each(kind, old, new)
    first = next(iter(old), ""), next(iter(new), "")
    if first[0] in new and first[1] in old and first[0] != first[1]:
        pair = documents.of(old[first[0]], new[first[1]])
        pair.record_change("first-server", *map(quoted, first))


def _objects(source: ContractSource, name: str, key: str) -> dict[str, _Object]:
    """The objects of an array of the document, by one of their members."""
    array = members_at(source, ROOT).get(name)
    objects: dict[str, _Object] = {}
    entries = array.value if array is not None else []
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        member = entry.get(key) if isinstance(entry, dict) else None
        if isinstance(member, str):
            place = child(ROOT, name, index)
            objects.setdefault(member, PlacedValue(member, place))
    return objects


def _compare_server(pair: ObjectPair[_Object]) -> None:
    pair.compare_members({"description": "description", "name": "title"})
    for name, old, new in paired(*pair.members("variables")):
        if old is not None and new is not None:
            _compare_variables(pair.of(old, new), quoted_value(name))


def _compare_variables(pair: ObjectPair[PlacedValue[object]], name: str) -> None:
    """Compare a variable of servers: its default, and the values to choose from."""
    pair.compare_members({"description": "description"})
    members = pair.members()
    old, new = (_value_of(variable, "default") for variable in members)
    if not pair.walk.same_values(old.value, new.value):
        words = Words(name, quoted_value(old.value), quoted_value(new.value))
        pair.record("server-default", Kind.CHANGED, words)
    before, after = (_listed_values(variable) for variable in members)
    if before != after:
        kind = direction(
            narrower=_leaves_out(after, before), wider=_leaves_out(before, after)
        )
        pair.record("server-values", kind, Words(name))


def _value_of(variable: Members, name: str) -> PlacedValue[object]:
    """A member of a variable; null where there is none."""
    return variable.get(name, PlacedValue(None, ROOT))


def _leaves_out(values: frozenset[str] | None, others: frozenset[str] | None) -> bool:
    """Whether a list of values leaves some of others out; None leaves out nothing."""
    return values is not None and (others is None or not others <= values)


def _listed_values(variable: Members) -> frozenset[str] | None:
    values = _value_of(variable, "enum").value
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
    documents = documents_of(walk)
    for before, after in renamed.items():
        words = Words("", _component_name(before), _component_name(after))
        places = Places.of(before, after)
        documents.record("schema-name", Kind.CHANGED, words, places)
    renamed_to = set(renamed.values())
    for schema in removed:
        if schema not in renamed:
            documents.record_presence("component", schema, None)
    for schema in added:
        if schema not in renamed_to:
            documents.record_presence("component", None, schema)
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
