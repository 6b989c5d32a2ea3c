"""Names that an earlier run gave, as a manifest has them: they stay what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from apiloom.core.identifiers import Identifier

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class MethodPlace:
    """Where an operation has its method: module and class of a resource, and name.

    The class is that of the client; that of the server has `Api` behind it.
    """

    module: Identifier
    resource: Identifier
    method: Identifier


@dataclass(frozen=True, slots=True)
class Shipped:
    """The public names of a package, by what they are for in the document.

    A place is what `ApiSpec.place` says of a schema. `types` maps places to
    `module:Name`, `twins` to the names of dictionaries, `fields` to the fields of
    classes by wire name. `operations` maps `METHOD path` to client method and handler
    method, `arguments` to arguments by location and wire name, such as `query limit`;
    `credentials` maps security schemes to arguments of the client, `errors` statuses of
    operations to their exceptions, `bodies` operations to the media type of their body
    where that is not `application/json`, `headers` the header fields of responses, in
    lower case, to attributes.
    `values` maps enumerations to the names of their values, which are JSON;
    `value_holders` has the classes that hold these.
    `servers` has the names of servers by their URLs, as they are written, and
    `server_variables` what the variables of each are called.
    `lists` has the traits of the entries of lists of the document that places lead
    through (`listed_identity`): by them an entry is found again that has moved.
    """

    types: Mapping[str, str] = field(default_factory=dict)
    twins: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    operations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    arguments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    credentials: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    value_holders: Mapping[str, str] = field(default_factory=dict)
    servers: Mapping[str, str] = field(default_factory=dict)
    server_variables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def methods(self) -> dict[str, MethodPlace]:
        """`METHOD path` -> where the method is: client and server agree on it."""
        return {
            key: _method_place(name)
            for key, names in self.operations.items()
            for name in list(names.values())[:1]
        }

    def relocated(self, homes: Mapping[str, str]) -> Shipped:
        """The same names, with what was at the keys of `homes`, or below, at their
        values now, unless something has shipped there itself."""
        homes = {old: now for old, now in homes.items() if now not in self.types}
        if not homes:
            return self
        return replace(
            self,
            types=_relocated(self.types, homes),
            twins=_relocated(self.twins, homes),
            fields=_relocated(self.fields, homes),
            lists=_relocated(self.lists, homes),
            values=_relocated(self.values, homes),
            value_holders=_relocated(self.value_holders, homes),
        )

    def lists_in(self, places: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The lists at or below these places."""
        above = tuple(f"{place}/" for place in places)
        return {
            place: entries
            for place, entries in self.lists.items()
            if place.startswith(above)
        }

    def moved(self, homes: Mapping[str, str]) -> Shipped:
        """The same names, with what was at the keys of `homes`, and only there, at
        their values now."""
        if not homes:
            return self
        return replace(
            self,
            types=_moved(self.types, homes),
            twins=_moved(self.twins, homes),
            fields=_moved(self.fields, homes),
            values=_moved(self.values, homes),
            value_holders=_moved(self.value_holders, homes),
        )

    def under(self, former: Mapping[str, str]) -> Shipped:
        """The same names, also at the places that stand for `former` ones now."""
        moved = {
            place: old
            for place, old in former.items()
            if place not in self.types and old in self.types
        }
        if not moved:
            return self
        return replace(
            self,
            types=_also_at(self.types, moved),
            twins=_also_at(self.twins, moved),
            fields=_also_at(self.fields, moved),
            values=_also_at(self.values, moved),
            value_holders=_also_at(self.value_holders, moved),
        )


def _method_place(name: str) -> MethodPlace:
    """`operations.pets:Pets.list`, or `server.pets:PetsApi.list`, taken apart."""
    place, _, member = name.partition(":")
    folder, _, module = place.partition(".")
    resource, _, method = member.partition(".")
    if folder == "server":
        resource = resource.removesuffix("Api")
    return MethodPlace(Identifier(module), Identifier(resource), Identifier(method))


def _relocated(names: Mapping[str, _T], homes: Mapping[str, str]) -> Mapping[str, _T]:
    return {_place_now(place, homes): name for place, name in names.items()}


def _moved(names: Mapping[str, _T], homes: Mapping[str, str]) -> Mapping[str, _T]:
    return {homes.get(place, place): name for place, name in names.items()}


def _place_now(place: str, homes: Mapping[str, str]) -> str:
    """The nearest of `homes` that a place lies in has moved, and what is below it."""
    ancestor = place
    while ancestor:
        if ancestor in homes:
            return homes[ancestor] + place[len(ancestor) :]
        ancestor = ancestor.rpartition("/")[0]
    return place


def _also_at(names: Mapping[str, _T], moved: Mapping[str, str]) -> Mapping[str, _T]:
    at_once = {place: names[old] for place, old in moved.items() if old in names}
    return at_once | dict(names)


class Renamed(NamedTuple):
    """A public name that is another now.

    `kind` is what it is of: "class", "dictionary", "value", "field", "method",
    "argument", "credential", "header", "server" or "error"; `before` and `now` are
    written as callers reach it.
    """

    kind: str
    before: str
    now: str


def renamed(before: Shipped, now: Shipped) -> Iterator[Renamed]:
    """The names that have changed, by what they are for, sorted within each kind."""
    yield from _changed("class", before.types, now.types)
    yield from _changed("dictionary", before.twins, now.twins)
    yield from _changed("class", before.value_holders, now.value_holders)
    for place in sorted(before.values.keys() & now.values.keys()):
        owner = now.value_holders.get(place, "")
        yield from _changed(
            "value", before.values[place], now.values[place], f"{owner}."
        )
    for place in sorted(before.fields.keys() & now.fields.keys()):
        owner = now.types.get(place, "").rpartition(":")[2]
        yield from _changed(
            "field", before.fields[place], now.fields[place], f"{owner}."
        )
    for key in sorted(before.operations.keys() & now.operations.keys()):
        yield from _changed("method", before.operations[key], now.operations[key])
    for key in sorted(before.arguments.keys() & now.arguments.keys()):
        method = next(iter(now.operations.get(key, {}).values()), "")
        yield from _changed(
            "argument",
            before.arguments[key],
            now.arguments[key],
            f"{method.rpartition(':')[2]}: ",
        )
    yield from _changed("credential", before.credentials, now.credentials)
    yield from _changed("header", before.headers, now.headers)
    yield from _changed("server", before.servers, now.servers)
    for url in sorted(before.server_variables.keys() & now.server_variables.keys()):
        owner = now.servers.get(url, "")
        yield from _changed(
            "argument",
            before.server_variables[url],
            now.server_variables[url],
            f"{owner}: ",
        )
    for key in sorted(before.errors.keys() & now.errors.keys()):
        yield from _changed("error", before.errors[key], now.errors[key])


def _changed(
    kind: str, before: Mapping[str, str], now: Mapping[str, str], owner: str = ""
) -> Iterator[Renamed]:
    for key in sorted(before.keys() & now.keys()):
        if before[key] != now[key]:
            yield Renamed(kind, f"{owner}{before[key]}", f"{owner}{now[key]}")
