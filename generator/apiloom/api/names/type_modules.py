"""Which module each type lives in, and in what order a module defines its types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from apiloom.api.names.name_choice import choose
from apiloom.api.names.path_names import kind_of_owner
from apiloom.api.names.type_names import TypeNames, owner_path
from apiloom.api.resolved_api import ModelModule, NamedKind, NamedType
from apiloom.api.schema.schema_graph import circles, is_circle, needs_of
from apiloom.api.schema.shapes import Schema, SchemaId, text_order
from apiloom.core.identifiers import Identifier, digest_of, fold, module_name
from apiloom.core.location import ROOT, child

_Owner = tuple[str, ...]
_RANKS: Final = 4


@dataclass(slots=True)
class TypeModules:
    """The modules of the types of one API; `bases` stand before what extends them."""

    shapes: Mapping[SchemaId, Schema]
    names: TypeNames
    bases: Mapping[SchemaId, tuple[SchemaId, ...]] = field(default_factory=dict)
    _needs: dict[SchemaId, tuple[SchemaId, ...]] = field(default_factory=dict)

    def places(self, names: Mapping[SchemaId, Identifier]) -> dict[SchemaId, str]:
        """The module of each type in `names`, dotted, inside the package.

        Inline schemas live with their owner; owners in a circle live together, where
        the one that chooses first has shipped.
        """
        owner_of = {schema_id: owner_path(schema_id)[0] for schema_id in names}
        groups = self._circles(owner_of)
        shipped = {
            owner: module
            for schema_id, owner in owner_of.items()
            if (module := self.names.shipped_module(schema_id)) is not None
        }
        leaders = [
            min(group, key=lambda owner: (self._rank(owner, shipped), owner))
            for group in groups
        ]
        modules: dict[_Owner, Identifier] = {}
        taken = {fold(name) for name in names.values() if name == name.lower()}
        for rank in range(_RANKS):
            claims = {
                leader: self._claims(leader, shipped)
                for leader in leaders
                if self._rank(leader, shipped) == rank
            }
            modules |= choose(claims, taken)
            taken.update(map(fold, modules.values()))
        place_of = {
            owner: f"models.{modules[leader]}"
            for leader, group in zip(leaders, groups, strict=True)
            for owner in group
        }
        return {schema_id: place_of[owner] for schema_id, owner in owner_of.items()}

    def _rank(self, owner: _Owner, shipped: Mapping[_Owner, Identifier]) -> int:
        """Who chooses first: given names, those that shipped, components, others."""
        if self.names.book.overrides.covers(child(ROOT, *owner)):
            return 0
        if owner in shipped:
            return 1
        return 2 if owner[:2] == ("components", "schemas") else 3

    def _circles(self, owner_of: Mapping[SchemaId, _Owner]) -> list[list[_Owner]]:
        """The owners whose types need each other, in groups."""
        owners = sorted(set(owner_of.values()))
        needs: dict[_Owner, dict[_Owner, None]] = {owner: {} for owner in owners}
        self._needs = {
            schema_id: (
                *needs_of(schema_id, self.shapes, owner_of),
                *self.bases.get(schema_id, ()),
            )
            for schema_id in owner_of
        }
        for schema_id, owner in owner_of.items():
            for need in self._needs[schema_id]:
                needs[owner][owner_of[need]] = None
        ordered = {owner: tuple(needed) for owner, needed in needs.items()}
        return sorted(map(sorted, circles(owners, ordered)))

    def _claims(
        self, owner: _Owner, shipped: Mapping[_Owner, Identifier]
    ) -> list[Identifier]:
        """What the module of an owner can be called, the best first."""
        name = module_name(self.names.owner_name(owner), "model")
        digest = digest_of("/".join(owner))
        claims = [
            name,
            Identifier(f"{name}_{kind_of_owner(owner)}"),
            Identifier(f"{name}_{digest}"),
        ]
        is_given = self.names.book.overrides.covers(child(ROOT, *owner))
        if owner in shipped and not is_given:
            claims.insert(0, shipped[owner])
        return list(dict.fromkeys(claims))

    def in_order(self, types: Mapping[SchemaId, NamedType]) -> tuple[ModelModule, ...]:
        """The types of each module in an order in which they can be defined."""
        grouped: dict[str, list[SchemaId]] = {}
        for named_type in types.values():
            grouped.setdefault(named_type.module, []).append(named_type.id)
        modules: list[ModelModule] = []
        kinds = {named_type.id: named_type.kind for named_type in types.values()}
        for module, members in sorted(grouped.items()):
            own_ids = frozenset(members)
            needs = {
                schema_id: [need for need in self._needs[schema_id] if need in own_ids]
                for schema_id in members
            }
            groups = circles(sorted(members, key=text_order), needs)
            circular = any(is_circle(group, needs) for group in groups)
            ordered = [
                schema_id
                for group in groups
                for schema_id in _in_group(group, needs, kinds, self.bases)
            ]
            modules.append(
                ModelModule(
                    module, tuple(types[schema_id] for schema_id in ordered), circular
                )
            )
        return tuple(modules)


def _in_group(
    group: list[SchemaId],
    needs: Mapping[SchemaId, list[SchemaId]],
    kinds: Mapping[SchemaId, NamedKind],
    bases: Mapping[SchemaId, tuple[SchemaId, ...]],
) -> Iterator[SchemaId]:
    """Classes can wait for their annotations, if not for their bases; aliases are
    evaluated at once."""
    classes = sorted(
        (schema_id for schema_id in group if kinds[schema_id] == "class"),
        key=text_order,
    )
    inside = frozenset(classes)
    above = {
        schema_id: [base for base in bases.get(schema_id, ()) if base in inside]
        for schema_id in classes
    }
    yield from (each for component in circles(classes, above) for each in component)
    aliases = sorted(set(group).difference(classes), key=text_order)
    among = frozenset(aliases)
    below = {
        alias: [need for need in needs[alias] if need in among] for alias in aliases
    }
    yield from (alias for component in circles(aliases, below) for alias in component)
