"""Which operations give lists page by page, and where in an answer all of that is.

The user says it (`pages` in the configuration), or an extension of the operation. A
rule that names one operation has to fit it; one with a pattern holds for the operations
that are as it says. Where the document is wrong about itself, it has said nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from apiloom.api.ir import Operation
from apiloom.api.media_type_kinds import is_json
from apiloom.api.resolve.operation_rules import UnfitError, near, ruled
from apiloom.api.resolved_api import (
    NamedOperation,
    OperationPaging,
    Resource,
    operation_key,
)
from apiloom.api.schema.object_members import objects_of
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Array, Object, Schema, SchemaId
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.identifiers import Identifier
from apiloom.core.location import unescape_token
from apiloom.core.page_rule import PageRule
from apiloom.core.text import Text, reveal


@dataclass(frozen=True, slots=True)
class PagedOperations:
    """Finds the operations that rules hold for."""

    shapes: Mapping[SchemaId, Schema]
    field_names: Mapping[SchemaId, Mapping[Text, Identifier]]
    report: Report

    def all(
        self, rules: tuple[PageRule, ...], resources: tuple[Resource, ...]
    ) -> Mapping[str, OperationPaging]:
        """By `METHOD path`, how an operation gives pages: as the first rule says.

        What the document says counts where no rule does.
        """
        found = dict(ruled(rules, resources, self.paging, self._refuse))
        for resource in resources:
            for named in resource.operations:
                paging = self._declared(named)
                if paging is not None:
                    found.setdefault(operation_key(named.operation), paging)
        return found

    def _declared(self, named: NamedOperation) -> OperationPaging | None:
        rule = named.operation.pages
        if rule is None:
            return None
        try:
            return self.paging(rule, named)
        except UnfitError as problem:
            message = f"the pages cannot be found as the extension says: {problem}"
            self.report.add(
                Diagnostic(
                    "page-extension-unusable",
                    Severity.WARNING,
                    message,
                    rule.where,
                    problem.hint,
                )
            )
            return None

    def _refuse(self, rule: PageRule, problem: UnfitError) -> None:
        message = f"the pages of {rule.operation!a} cannot be found so: {problem}"
        self.report.add(
            Diagnostic(
                "pages-unusable", Severity.ERROR, message, rule.where, problem.hint
            )
        )

    def paging(self, rule: PageRule, named: NamedOperation) -> OperationPaging:
        """How an operation gives pages by a rule.

        Raises `UnfitError` where it is not as the rule says.
        """
        answer = json_answer(named.operation)
        items, end = self._path(answer, rule.items, "items")
        shape = end_of(end, self.shapes).shape
        if not isinstance(shape, Array) or shape.items is None:
            raise UnfitError("the items are no array", self._arrays(answer))
        last = None if rule.last is None else self._path(shape.items, rule.last, "last")
        return OperationPaging(
            kind=rule.kind,
            argument=self._argument(rule, named),
            item=shape.items,
            items=items,
            next=self._names(answer, rule.next, "next"),
            last=() if last is None else last[0],
            more=self._names(answer, rule.more, "more"),
            first=_first(rule),
        )

    def _names(
        self, answer: SchemaId, pointer: str | None, what: str
    ) -> tuple[Identifier, ...]:
        return () if pointer is None else self._path(answer, pointer, what)[0]

    def _argument(self, rule: PageRule, named: NamedOperation) -> int | Identifier:
        """The position of a parameter, or the argument for a property of the body."""
        if rule.parameter is None:
            return 0
        names: list[str] = []
        for position, parameter in enumerate(named.operation.parameters):
            if parameter.location == "query":
                if parameter.wire_name == Text(rule.parameter):
                    return position
                names.append(reveal(parameter.wire_name))
        properties = named.properties or {}
        if Text(rule.parameter) in properties:
            return properties[Text(rule.parameter)]
        names += map(reveal, properties)
        reason = f"it has no parameter {rule.parameter!a}"
        raise UnfitError(reason, near(rule.parameter, names))

    def _path(
        self, start: SchemaId, pointer: str, what: str
    ) -> tuple[tuple[Identifier, ...], SchemaId]:
        """The attributes that a pointer leads through, and where it ends."""
        path: list[Identifier] = []
        here = start
        for token in pointer.split("/")[1:]:
            wire_name = Text(unescape_token(token))
            owners = [*objects_of(here, self.shapes)]
            found = next((pair for pair in self._found(owners, wire_name)), None)
            if found is None:
                names = [
                    reveal(each) for owner in owners for each in _wire_names(owner)
                ]
                reason = f"`{what}` leads nowhere: there is no {reveal(wire_name)!a}"
                raise UnfitError(reason, near(reveal(wire_name), names))
            path.append(found[0])
            here = found[1]
        return tuple(path), here

    def _found(
        self, owners: list[Object], wire_name: Text
    ) -> Iterator[tuple[Identifier, SchemaId]]:
        for owner in owners:
            for property_ in owner.properties:
                name = self.field_names.get(owner.id, {}).get(wire_name)
                if property_.wire_name == wire_name and name is not None:
                    yield name, property_.schema

    def _arrays(self, answer: SchemaId) -> str:
        """A hint: the arrays that there are in an answer."""
        names = [
            f"'/{reveal(property_.wire_name)}'"
            for owner in objects_of(answer, self.shapes)
            for property_ in owner.properties
            if isinstance(end_of(property_.schema, self.shapes).shape, Array)
        ]
        return "arrays are at " + ", ".join(names) if names else "there is none"


def json_answer(operation: Operation) -> SchemaId:
    """The schema of the first success that is JSON.

    Raises `UnfitError` where there is none.
    """
    for response in operation.responses:
        for media_type in response.content if response.status[0] == "2" else ():
            if is_json(media_type.name) and media_type.schema is not None:
                return media_type.schema
    raise UnfitError("it answers no JSON that has a schema")


def _wire_names(owner: Object) -> Iterator[Text]:
    return (property_.wire_name for property_ in owner.properties)


def _first(rule: PageRule) -> int:
    if rule.first is not None:
        return rule.first
    return 1 if rule.kind == "page" else 0
