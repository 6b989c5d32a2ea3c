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
    Pair,
    Walk,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind, direction
from apiloom.diff.contract.structure.member_differences import (
    compare_members,
    members_at,
)
from apiloom.diff.contract.structure.schema_differences import visit
from apiloom.diff.contract.structure.wording import quoted, said

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


def compare_info(walk: Walk) -> None:
    """Compare the info object (OpenAPI 3.1, section 4.8.2)."""
    where = child(ROOT, "info")
    old, new = members_at(walk.old, where), members_at(walk.new, where)
    aspects = dict.fromkeys(_INFO, "info") | {"version": "api-version"}
    walk.call(Pair(where, where), "the API")
    compare_members(walk, ROOT_UNIT, ContractSide.BOTH, old, new, aspects)
    roots = members_at(walk.old, ROOT), members_at(walk.new, ROOT)
    aspects = {"externalDocs": "external-docs"}
    compare_members(walk, ROOT_UNIT, ContractSide.BOTH, *roots, aspects)


def compare_tags(walk: Walk) -> None:
    """Compare the tag objects, by name."""
    old, new = _by(walk.old, "tags", "name"), _by(walk.new, "tags", "name")
    for name in dict.fromkeys((*old, *new)):
        places = Pair(old.get(name), new.get(name))
        walk.call(places, f"the tag {quoted(name)}")
        if places.old is None or places.new is None:
            kind = Kind.ADDED if places.old is None else Kind.REMOVED
            walk.tell(ROOT_UNIT, "tag", kind, ContractSide.BOTH, places)
            continue
        members = members_at(walk.old, places.old), members_at(walk.new, places.new)
        compare_members(walk, ROOT_UNIT, ContractSide.BOTH, *members, _TAG)


def compare_servers(walk: Walk) -> None:
    """Compare the servers of the document, by URL as it is written."""
    old, new = _by(walk.old, "servers", "url"), _by(walk.new, "servers", "url")
    for url in dict.fromkeys((*old, *new)):
        places = Pair(old.get(url), new.get(url))
        walk.call(places, f"the server {quoted(url)}")
        if places.old is None or places.new is None:
            kind = Kind.ADDED if places.old is None else Kind.REMOVED
            walk.tell(ROOT_UNIT, "server", kind, ContractSide.REQUEST, places)
            continue
        members = members_at(walk.old, places.old), members_at(walk.new, places.new)
        aspects = {"description": "description", "name": "title"}
        compare_members(walk, ROOT_UNIT, ContractSide.BOTH, *members, aspects)
        _variables(walk, places.old, places.new)
    first = next(iter(old), None), next(iter(new), None)
    if first[0] in new and first[1] in old and first[0] != first[1]:
        places = Pair(old[str(first[0])], new[str(first[1])])
        words = Words("", quoted(str(first[0])), quoted(str(first[1])))
        walk.tell(
            ROOT_UNIT,
            "first-server",
            Kind.CHANGED,
            ContractSide.REQUEST,
            places,
            words,
        )


def _by(half: ContractSource, name: str, key: str) -> dict[str, Pointer]:
    """The objects of an array of the document, by one of their members."""
    listed = members_at(half, ROOT).get(name)
    found: dict[str, Pointer] = {}
    values: Any = listed[0].value if listed is not None else []
    for index, each in enumerate(values if isinstance(values, list) else []):
        value = each.get(key) if isinstance(each, dict) else None
        if isinstance(value, str):
            found.setdefault(value, child(ROOT, name, index))
    return found


def _variables(walk: Walk, old: Pointer, new: Pointer) -> None:
    """Compare the variables of a server: defaults, and values to choose from."""
    places = child(old, "variables"), child(new, "variables")
    before, after = members_at(walk.old, places[0]), members_at(walk.new, places[1])
    for name in sorted(before.keys() & after.keys()):
        at = Pair(before[name][1], after[name][1])
        fields = (
            members_at(walk.old, before[name][1]),
            members_at(walk.new, after[name][1]),
        )
        texts = {"description": "description"}
        compare_members(walk, ROOT_UNIT, ContractSide.BOTH, *fields, texts)
        defaults = [
            each["default"][0].value if "default" in each else None for each in fields
        ]
        if walk.table.json(defaults[0]) != walk.table.json(defaults[1]):
            words = Words(said(name), said(defaults[0]), said(defaults[1]))
            walk.tell(
                ROOT_UNIT,
                "server-default",
                Kind.CHANGED,
                ContractSide.REQUEST,
                at,
                words,
            )
        values = [_values(each) for each in fields]
        if values[0] != values[1]:
            kind = direction(
                narrower=_lacks(values[1], values[0]),
                wider=_lacks(values[0], values[1]),
            )
            words = Words(said(name))
            walk.tell(ROOT_UNIT, "server-values", kind, ContractSide.REQUEST, at, words)


def _lacks(values: frozenset[str] | None, others: frozenset[str] | None) -> bool:
    """Whether a list of values leaves some of others out; None leaves out nothing."""
    return values is not None and (others is None or not others <= values)


def _values(fields: Any) -> frozenset[str] | None:
    listed = fields["enum"][0].value if "enum" in fields else None
    if not isinstance(listed, list):
        return None
    return frozenset(each for each in listed if isinstance(each, str))


def compare_components(walk: Walk) -> None:
    """Compare the component schemas that no operation has led to."""
    old = {each.pointer: each for each in walk.old.api.components}
    new = {each.pointer: each for each in walk.new.api.components}
    gone = [old[each] for each in old if each not in new]
    come = [new[each] for each in new if each not in old]
    renamed = dict(_renamed(walk, gone, come))
    taken = set(renamed.values())
    renamed |= _taken_for(
        walk,
        {each for each in gone if each not in renamed},
        {each for each in come if each not in taken},
    )
    for before, after in renamed.items():
        words = Words("", _name(before), _name(after))
        places = Pair(before.pointer, after.pointer)
        walk.tell(
            ROOT_UNIT, "schema-name", Kind.CHANGED, ContractSide.BOTH, places, words
        )
    for each in gone:
        if each not in renamed:
            places = Pair(each.pointer, None)
            walk.tell(ROOT_UNIT, "component", Kind.REMOVED, ContractSide.BOTH, places)
    kept = set(renamed.values())
    for each in come:
        if each not in kept:
            places = Pair(None, each.pointer)
            walk.tell(ROOT_UNIT, "component", Kind.ADDED, ContractSide.BOTH, places)
    for pointer, before in old.items():
        if pointer in new and not _is_met(walk, before, new[pointer]):
            visit(walk, ROOT_UNIT, ContractSide.BOTH, (before,), (new[pointer],))


def _name(schema: SchemaId) -> str:
    return quoted(tokens_of(schema.pointer)[-1])


def _is_met(walk: Walk, old: SchemaId, new: SchemaId) -> bool:
    pair = walk.old.schemas.settled((old,)), walk.new.schemas.settled((new,))
    return any(
        walk.seen(("schema", *pair, side, null, None))
        for side in ContractSide
        for null in (True, False)
    )


def _renamed(
    walk: Walk, gone: list[SchemaId], come: list[SchemaId]
) -> Iterator[tuple[SchemaId, SchemaId]]:
    """Schemas that are called otherwise and have not changed."""
    old = _alone(gone, walk.old)
    new = _alone(come, walk.new)
    for number, before in old.items():
        if number in new and walk.same((before,), (new[number],)):
            yield before, new[number]


def _taken_for(
    walk: Walk, gone: set[SchemaId], come: set[SchemaId]
) -> dict[SchemaId, SchemaId]:
    """Schemas that stand, changed, wherever another stood, and nowhere else."""
    found = {
        (old[0], new[0])
        for old, new in walk.schema_pairs()
        if len(old) == len(new) == 1 and old[0] in gone and new[0] in come
    }
    before = Counter(old for old, _ in found)
    after = Counter(new for _, new in found)
    return {old: new for old, new in sorted(found) if before[old] == after[new] == 1}


def _alone(schemas: list[SchemaId], half: ContractSource) -> dict[int, SchemaId]:
    """Those of which there is no second one that says the same."""
    numbers = [half.prints.numbers[each] for each in schemas]
    times = Counter(numbers)
    found = zip(numbers, schemas, strict=True)
    return {number: each for number, each in found if times[number] == 1}
