"""The document around its operations: info, servers, tags, components."""

from __future__ import annotations

from collections import Counter
from typing import Final

from apiloom.api.schema.flat_schema import PlacedValue
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.location import ROOT, Pointer, child, tokens_of
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import ContractWalk
from apiloom.diff.contract.structure.difference import Kind, direction
from apiloom.diff.contract.structure.member_differences import (
    KnownObject,
    Members,
    objects_at,
)
from apiloom.diff.contract.structure.object_pair import (
    ObjectKind,
    ObjectPair,
    documents_of,
)
from apiloom.diff.contract.structure.places import Places, Words, paired, renamed
from apiloom.diff.contract.structure.schema_pair import Terms
from apiloom.diff.contract.structure.server_paths import ServerPaths
from apiloom.diff.contract.structure.wording import quoted, quoted_value

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
    kind: ObjectKind[KnownObject] = ObjectKind(
        "tag",
        lambda tag: f"the tag {quoted(tag.value)}",
        lambda _: "tag",
        lambda tags: tags.compare_members(_TAG),
    )
    old, new = (objects_at(each, "tags", "name") for each in (walk.old, walk.new))
    documents_of(walk).compare_each(kind, old, new)


def compare_servers(walk: ContractWalk) -> None:
    """Compare the servers of the document, by URL as it is written."""
    kind: ObjectKind[KnownObject] = ObjectKind(
        "server",
        lambda server: f"the server {quoted(server.value)}",
        lambda _: "server",
        _compare_server,
    )
    documents = documents_of(walk).going(ContractSide.REQUEST)
    old, new = (objects_at(each, "servers", "url") for each in (walk.old, walk.new))
    paths = ServerPaths(walk)
    if paths.old or paths.new:
        for one, other in zip(old.values(), new.values(), strict=False):
            pair = documents.going(ContractSide.BOTH).of(one, other)
            pair.record_change("server-path", quoted(one.value), quoted(other.value))
            documents.compare_one(kind, one, other)
        return
    documents.compare_each(kind, old, new)
    first = next(iter(old), ""), next(iter(new), "")
    if first[0] in new and first[1] in old and first[0] != first[1]:
        pair = documents.of(old[first[0]], new[first[1]])
        pair.record_change("first-server", *map(quoted, first))


def _compare_server(pair: ObjectPair[KnownObject]) -> None:
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
    old, new = (
        {schema.pointer: schema for schema in source.api.components}
        for source in (walk.old, walk.new)
    )
    documents = documents_of(walk)
    for _, before, after in paired(old, new, _renamed_components(walk, old, new)):
        if before is None or after is None:
            documents.record_presence("component", before, after)
        elif before.pointer != after.pointer:
            words = Words("", _component_name(before), _component_name(after))
            documents.record_presence("schema-name", before, after, words)
        elif not _is_compared(walk, before, after):
            documents.visit(before, after)


def _component_name(schema: SchemaId) -> str:
    return quoted(tokens_of(schema.pointer)[-1])


def _is_compared(walk: ContractWalk, old: SchemaId, new: SchemaId) -> bool:
    schemas = walk.old.schemas.settled((old,)), walk.new.schemas.settled((new,))
    return any(
        walk.seen(("schema", *schemas, side, Terms(null, text=text)))
        for side in ContractSide
        for null in (True, False)
        for text in (True, False)
    )


def _renamed_components(
    walk: ContractWalk, old: dict[Pointer, SchemaId], new: dict[Pointer, SchemaId]
) -> dict[Pointer, Pointer]:
    """New places with old ones, of schemas that are called otherwise.

    They have not changed, or stand wherever the other stood, and nowhere else.
    """
    numbers = (
        {
            pointer: source.fingerprints.numbers[schema]
            for pointer, schema in own.items()
        }
        for source, own in ((walk.old, old), (walk.new, new))
    )
    unchanged = {
        after: before
        for after, before in renamed(*numbers).items()
        if walk.same((old[before],), (new[after],))
    }
    removed = {
        old[pointer] for pointer in old.keys() - new.keys() - set(unchanged.values())
    }
    added = {new[pointer] for pointer in new.keys() - old.keys() - unchanged.keys()}
    pairs = {
        (before[0], after[0])
        for before, after in walk.schema_pairs()
        if len(before) == len(after) == 1 and before[0] in removed and after[0] in added
    }
    befores = Counter(before for before, _ in pairs)
    afters = Counter(after for _, after in pairs)
    replaced = {
        after.pointer: before.pointer
        for before, after in pairs
        if befores[before] == afters[after] == 1
    }
    return unchanged | replaced
