"""Links of responses as calls: to which method, and with what (OpenAPI 3.1, 4.8.20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from apiloom.api.ir import Link
from apiloom.api.resolved_api import (
    NamedOperation,
    OperationLink,
    Resource,
    operation_key,
)
from apiloom.core.diagnostics import Report
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text, reveal
from apiloom.runtime.link_expressions import is_usable


class UnfollowedError(Exception):
    """Why no method follows a link."""


@dataclass(frozen=True, slots=True)
class LinkedOperations:
    """Finds what links lead to, and tells of those that lead to no method."""

    report: Report
    _by_id: dict[str, tuple[Resource, NamedOperation]] = field(default_factory=dict)
    _by_pointer: dict[str, tuple[Resource, NamedOperation]] = field(
        default_factory=dict
    )

    def all(
        self, resources: Iterable[Resource]
    ) -> Mapping[tuple[str, str], tuple[OperationLink, ...]]:
        """The links by `METHOD path` and status; only responses that have some."""
        for resource in resources:
            for named in resource.operations:
                place = resource, named
                self._by_pointer.setdefault(named.operation.where.pointer, place)
                if named.operation.operation_id is not None:
                    key = reveal(named.operation.operation_id)
                    self._by_id.setdefault(key, place)
        found: dict[tuple[str, str], tuple[OperationLink, ...]] = {}
        for _, named in [*self._by_pointer.values()]:
            for response in named.operation.responses:
                links = tuple(self._followed(response.links))
                if links:
                    found[operation_key(named.operation), response.status] = links
        return found

    def _followed(self, links: Iterable[Link]) -> Iterator[OperationLink]:
        for link in links:
            try:
                yield self._operation_link(link)
            except UnfollowedError as unfollowed:
                self.report.note(
                    "links-ignored",
                    f"no method follows the link {link.name!r}: {unfollowed}",
                    link.where.document,
                    link.where.pointer,
                    "call the operation that it names with the values of the answer",
                )

    def _operation_link(self, link: Link) -> OperationLink:
        resource, named = self._target(link)
        if link.further:
            raise UnfollowedError(f"`{link.further}` of a link is not heeded")
        arguments = tuple(
            (_argument(named, name), value) for name, value in link.parameters
        )
        for _, value in arguments:
            if not is_usable(value.value):
                raise UnfollowedError("a value is no runtime expression")
        return OperationLink(link.name, f"{resource.module}.{named.method}", arguments)

    def _target(self, link: Link) -> tuple[Resource, NamedOperation]:
        place = None
        if link.operation_id is not None:
            place = self._by_id.get(reveal(link.operation_id))
        elif link.operation_ref is not None:
            place = self._by_pointer.get(link.operation_ref)
        if place is None:
            raise UnfollowedError("it leads to no operation of the package")
        return place


def _argument(named: NamedOperation, key: Text) -> Identifier:
    """The argument for `id`, or `path.id`, which tells parameters of one name apart."""
    name = reveal(key)
    pairs = zip(named.operation.parameters, named.arguments, strict=True)
    plain: list[Identifier] = []
    for parameter, argument in pairs:
        wire_name = reveal(parameter.wire_name)
        if name == f"{parameter.location}.{wire_name}":
            return argument
        if name == wire_name:
            plain.append(argument)
    if not plain:
        raise UnfollowedError("the operation has no such parameter")
    return plain[0]
