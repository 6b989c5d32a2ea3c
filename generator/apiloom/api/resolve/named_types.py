"""Which schemas become named types, in which module, under which name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from apiloom.api.ir import ApiSpec
from apiloom.api.resolve.method_candidates import incoming_basis, operation_basis
from apiloom.api.resolve.operation_schemas import schemas_of_operations
from apiloom.api.resolve.resolved_api import ModelModule, NamedKind, NamedType
from apiloom.api.resolve.schema_names import (
    NameAllocator,
    component_name,
    name_from_path,
    owner_path,
)
from apiloom.api.schema.schema_graph import children_of, circles, needs_of, reachable
from apiloom.api.schema.shapes import (
    Enumeration,
    Object,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.identifiers import (
    Identifier,
    class_name,
    digest_of,
    fold,
    module_name,
)
from apiloom.core.location import ROOT, Pointer, child, tokens_of

_Owner = tuple[str, ...]


@dataclass(slots=True)
class TypePlanner:
    """Decides names and modules of models over the whole document at once."""

    spec: ApiSpec
    shapes: Mapping[SchemaId, Schema]
    allocator: NameAllocator
    _used: dict[SchemaId, None] = field(default_factory=dict)
    _needs: dict[SchemaId, tuple[SchemaId, ...]] = field(default_factory=dict)
    _operations: Mapping[_Owner, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given = self.allocator.overrides.at
        names = {
            operation.where.pointer: given(operation.where.pointer)
            or operation_basis(operation)
            # A path item that several paths refer to is called after the first.
            for operation in reversed(self.spec.operations)
        } | {
            incoming.where.pointer: name
            for incoming in self.spec.incoming
            if (name := given(incoming.where.pointer) or incoming_basis(incoming))
        }
        self._operations = {
            tokens_of(pointer): class_name(name) for pointer, name in names.items()
        }

    def types(self, sent: Iterable[SchemaId]) -> dict[SchemaId, NamedType]:
        """Every named type; those that `sent` lead to get an input twin."""
        components = list(self.spec.components)
        of_operations = schemas_of_operations(self.spec.operations, self.spec.incoming)
        roots = [*components, *of_operations]
        self._used = reachable(roots, self.shapes)
        known = frozenset(
            component for component in components if not self._may_be_null(component)
        )
        inline = sorted(
            schema_id
            for schema_id in self._used
            if schema_id not in known and self._named(schema_id)
        )
        inline += self._circle_breakers(known.union(inline))
        named = [*sorted(known), *inline]
        names = self._names(named)
        kinds = {schema_id: self._kind(schema_id) for schema_id in named}
        modules = self._modules(names)
        types = {
            schema_id: NamedType(
                schema_id, names[schema_id], modules[schema_id], kinds[schema_id]
            )
            for schema_id in named
        }
        return self._with_inputs(types, reachable(tuple(sent), self.shapes))

    def modules(self, types: Mapping[SchemaId, NamedType]) -> tuple[ModelModule, ...]:
        """The types of each module in an order in which they can be defined."""
        grouped: dict[str, list[SchemaId]] = {}
        for named_type in types.values():
            grouped.setdefault(named_type.module, []).append(named_type.id)
        modules: list[ModelModule] = []
        for module, members in sorted(grouped.items()):
            own_ids = frozenset(members)
            needs = {
                schema_id: [need for need in self._needs[schema_id] if need in own_ids]
                for schema_id in members
            }
            groups = circles(sorted(members), needs)
            circular = any(
                len(group) > 1 or group[0] in needs[group[0]] for group in groups
            )
            ordered = [
                schema_id
                for group in groups
                for schema_id in self._in_group(group, needs)
            ]
            modules.append(
                ModelModule(
                    module, tuple(types[schema_id] for schema_id in ordered), circular
                )
            )
        return tuple(modules)

    def _in_group(
        self, group: list[SchemaId], needs: Mapping[SchemaId, list[SchemaId]]
    ) -> Iterator[SchemaId]:
        """Classes can wait for their annotations; aliases are evaluated at once."""
        aliases = [
            schema_id for schema_id in sorted(group) if self._kind(schema_id) == "alias"
        ]
        yield from sorted(set(group).difference(aliases))
        among = frozenset(aliases)
        below = {
            alias: [need for need in needs[alias] if need in among] for alias in aliases
        }
        yield from (
            alias for component in circles(aliases, below) for alias in component
        )

    def _may_be_null(self, schema_id: SchemaId) -> bool:
        """Whether a component is an object or null, by its own `type`.

        The object has its name, and null is written where it is used.
        """
        shape = self.shapes[schema_id]
        if not isinstance(shape, Union) or shape.asserts or shape.discriminator:
            return False
        part = SchemaId(schema_id.document, child(schema_id.pointer, "type", "object"))
        null = SchemaId(schema_id.document, child(schema_id.pointer, "type", "null"))
        return {*shape.members} == {part, null} and is_class(self.shapes[part])

    def _named(self, schema_id: SchemaId) -> bool:
        schema = self.shapes[schema_id]
        if isinstance(schema, Enumeration):
            return sum(value is not None for value in schema.values) > 1
        return is_class(schema)

    def _circle_breakers(self, named: frozenset[SchemaId]) -> list[SchemaId]:
        """Schemas that lead back to themselves need a name to be written at all.

        Of every circle without a named member, the first schema gets one, until there
        is none left.
        """
        breakers: list[SchemaId] = []
        groups = [[schema_id for schema_id in self._used if schema_id not in named]]
        while groups:
            nodes = groups.pop()
            needs = self._needs_among(nodes)
            for group in circles(sorted(nodes), needs):
                if len(group) > 1 or group[0] in needs[group[0]]:
                    first = min(
                        schema_id for schema_id in group if not self._refers(schema_id)
                    )
                    breakers.append(first)
                    groups.append(
                        [schema_id for schema_id in group if schema_id != first]
                    )
        return sorted(breakers)

    def _below(self, schema_id: SchemaId) -> Sequence[SchemaId]:
        return children_of(self.shapes[schema_id])

    def _needs_among(self, nodes: Sequence[SchemaId]) -> dict[SchemaId, list[SchemaId]]:
        """Of some schemas, those of the others that stand right below each."""
        inside = frozenset(nodes)
        return {
            schema_id: [
                child_id for child_id in self._below(schema_id) if child_id in inside
            ]
            for schema_id in nodes
        }

    def _refers(self, schema_id: SchemaId) -> bool:
        return isinstance(self.shapes[schema_id], Reference)

    def _kind(self, schema_id: SchemaId) -> NamedKind:
        return "class" if is_class(self.shapes[schema_id]) else "alias"

    def _names(self, named: list[SchemaId]) -> dict[SchemaId, Identifier]:
        names: dict[SchemaId, Identifier] = {}
        for schema_id in named:
            given = self._given(schema_id)
            if given is not None:
                self.allocator.claim(given[1], given[0])
                names[schema_id] = self.allocator.allocate(given[1], schema_id)
        for schema_id in named:
            if schema_id in names:
                continue
            shipped = self.allocator.shipped_name(schema_id)
            if shipped is not None:
                names[schema_id] = self.allocator.allocate(shipped, schema_id)
        for schema_id in named:
            if schema_id not in names:
                preferred = self._preferred_name(schema_id)
                names[schema_id] = self.allocator.allocate(preferred, schema_id)
        return names

    def _preferred_name(self, schema_id: SchemaId) -> Identifier:
        owner, path = owner_path(schema_id)
        # The operation of a callback stands inside the one that it belongs to.
        for length in range(len(path), 0, -1) if "callbacks" in path else ():
            inner = self._operations.get((*owner, *path[:length]))
            if inner is not None:
                return name_from_path(inner, path[length:])
        base, owner_tokens = self._owner_name(owner), owner
        named_ancestor = self.allocator.overrides.above(schema_id.pointer)
        if named_ancestor is not None and len(tokens_of(named_ancestor[0])) > len(
            owner
        ):
            base, owner_tokens = named_ancestor[1], tokens_of(named_ancestor[0])
            path = tokens_of(schema_id.pointer)[len(owner_tokens) :]
        name = name_from_path(base, path)
        whole = SchemaId(schema_id.document, child(ROOT, *owner_tokens))
        if path[:1] == ("type",) and not self._may_be_null(whole):
            # One of several types of a component, which has the name itself.
            return Identifier(f"{name}{class_name(path[1])}")
        return name

    def _given(self, schema_id: SchemaId) -> tuple[Pointer, Identifier] | None:
        """The name that the user gives to a schema, and where.

        What is an object or null has its name in the part that is an object.
        """
        places = [schema_id.pointer]
        whole, _, part = schema_id.pointer.rpartition("/type/")
        above = SchemaId(schema_id.document, Pointer(whole))
        if part == "object" and above in self.shapes and self._may_be_null(above):
            places.append(above.pointer)
        for place in places:
            given = self.allocator.overrides.of_class(place)
            if given is not None:
                return place, given
        return None

    def _owner_name(self, owner: _Owner) -> str:
        if owner[0] in {"paths", "webhooks"}:
            return self._operations.get(owner) or " ".join(owner[1:])
        given = self.allocator.overrides.at(child(ROOT, *owner))
        return component_name(owner if given is None else (*owner[:-1], given))

    def _modules(self, names: Mapping[SchemaId, Identifier]) -> dict[SchemaId, str]:
        """Inline schemas live with their owner; owners in a circle live together."""
        owner_of = {schema_id: owner_path(schema_id)[0] for schema_id in names}
        owners = sorted(set(owner_of.values()))
        needs: dict[_Owner, dict[_Owner, None]] = {owner: {} for owner in owners}
        self._needs = {
            schema_id: needs_of(schema_id, self.shapes, names) for schema_id in names
        }
        for schema_id, owner in owner_of.items():
            for need in self._needs[schema_id]:
                needs[owner][owner_of[need]] = None
        ordered = {owner: tuple(needed) for owner, needed in needs.items()}
        shipped = {
            owner: module
            for schema_id, owner in owner_of.items()
            if (module := self.allocator.shipped_module(schema_id)) is not None
        }
        groups = sorted(map(sorted, circles(owners, ordered)))
        modules: dict[_Owner, str] = {}
        taken: set[str] = set()
        classes = frozenset(names.values())
        for group in sorted(groups, key=lambda group: self._rank(group[0], shipped)):
            name = self._module(group[0], shipped.get(group[0]), taken, classes)
            taken.add(fold(name))
            modules.update(dict.fromkeys(group, f"models.{name}"))
        return {schema_id: modules[owner] for schema_id, owner in owner_of.items()}

    def _rank(
        self, owner: _Owner, shipped: Mapping[_Owner, Identifier]
    ) -> tuple[bool, bool]:
        """Whose module has its name first: given names, then those that shipped."""
        given = self.allocator.overrides.covers(child(ROOT, *owner))
        return not given, owner not in shipped

    def _module(
        self,
        owner: _Owner,
        shipped: Identifier | None,
        taken: set[str],
        classes: frozenset[Identifier],
    ) -> Identifier:
        """The name that shipped, or that of the owner; a digest settles a clash."""
        name = shipped or module_name(self._owner_name(owner), "model")
        if fold(name) in taken or name in classes:
            return Identifier(f"{name}_{digest_of('/'.join(owner))}")
        return name

    def _with_inputs(
        self, types: dict[SchemaId, NamedType], sent: Mapping[SchemaId, None]
    ) -> dict[SchemaId, NamedType]:
        with_inputs: dict[SchemaId, NamedType] = {}
        recursive = self._recursive()
        for named_type in types.values():
            twin = None
            if named_type.kind == "class" and named_type.id in sent:
                twin = self.allocator.allocate(
                    Identifier(f"{named_type.name}Dict"), named_type.id
                )
            with_inputs[named_type.id] = replace(
                named_type, input_name=twin, recursive=named_type.id in recursive
            )
        return with_inputs

    def _recursive(self) -> frozenset[SchemaId]:
        """What leads back to itself without passing through a class."""
        nodes = [
            schema_id
            for schema_id in self._used
            if not is_class(self.shapes[schema_id])
        ]
        needs = self._needs_among(nodes)
        return frozenset(
            schema_id
            for group in circles(nodes, needs)
            if len(group) > 1 or group[0] in needs[group[0]]
            for schema_id in group
        )


def is_class(schema: Schema) -> bool:
    """Whether a shape becomes a class; other objects are mappings."""
    return isinstance(schema, Object) and (
        bool(schema.properties) or schema.additional is False
    )
