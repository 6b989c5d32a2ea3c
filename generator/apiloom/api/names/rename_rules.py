"""Where the user's rules for names hold, and what names they give there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from apiloom.api.ir import ApiSpec
from apiloom.api.names.name_overrides import NameOverrides
from apiloom.api.schema.shapes import Object
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.identifiers import class_name, module_name, snake_name
from apiloom.core.location import Pointer, child, tokens_of
from apiloom.core.name_override import NameOverride
from apiloom.core.rename_rule import RenameKind, RenameRule
from apiloom.core.text import reveal

_NAMES: Final[dict[RenameKind, Callable[[str], str]]] = {
    "operation": lambda text: snake_name(text, "operation"),
    "schema": class_name,
    "property": lambda text: snake_name(text, "field"),
    "parameter": lambda text: snake_name(text, "parameter"),
    "tag": lambda text: module_name(text, "tag"),
}
"""How a name in Python is made of what a rule gives."""


@dataclass(slots=True)
class RenameRules:
    """The rules of one API, in order: the first that holds for something counts."""

    rules: Sequence[RenameRule]
    report: Report
    _used: set[int] = field(default_factory=set)

    def apply(self, api: ApiSpec, overrides: NameOverrides) -> None:
        """Give names to all that the rules hold for, unless it has a given one."""
        if not self.rules:
            return
        for kind, pointer, text in _named_in(api):
            renamed = self._renamed(kind, pointer, text)
            if renamed is not None:
                overrides.give(renamed)
        for number, rule in enumerate(self.rules):
            if number not in self._used:
                self._complain(
                    rule,
                    "name-unused",
                    Severity.WARNING,
                    f"no {rule.kind} of the document matches {rule.match!a}",
                )

    def _renamed(
        self, kind: RenameKind, pointer: Pointer, text: str
    ) -> NameOverride | None:
        for number, rule in enumerate(self.rules):
            if rule.kind != kind or (renamed := rule.renamed(text)) is None:
                continue
            self._used.add(number)
            if not any(character.isalnum() for character in renamed):
                message = f"nothing that could be a name is left of {text!a}"
                self._complain(rule, "name-unusable", Severity.ERROR, message)
                return None
            return NameOverride(pointer, _NAMES[kind](renamed), rule.where)
        return None

    def _complain(
        self, rule: RenameRule, code: str, severity: Severity, message: str
    ) -> None:
        hint = (
            "`match` is searched for in what the document says: an `operationId`, the "
            "key of a schema, the name of a property, parameter or tag"
        )
        self.report.add(Diagnostic(code, severity, message, rule.where, hint))


def _named_in(api: ApiSpec) -> Iterator[tuple[RenameKind, Pointer, str]]:
    """All that rules can be for: where it stands, and what the document calls it."""
    for operation in api.operations:
        if operation.operation_id is not None:
            yield "operation", operation.where.pointer, reveal(operation.operation_id)
        for parameter in operation.parameters:
            where = parameter.where.pointer
            yield "parameter", where, reveal(parameter.wire_name)
    for incoming in api.incoming:
        if incoming.operation_id is not None:
            yield "operation", incoming.where.pointer, reveal(incoming.operation_id)
    for component in api.components:
        yield "schema", component.pointer, tokens_of(component.pointer)[-1]
    for tag in api.tags:
        yield "tag", tag.pointer, reveal(tag.name)
    for schema_id, shape in api.schemas.items():
        for property_ in shape.properties if isinstance(shape, Object) else ():
            name = reveal(property_.wire_name)
            yield "property", child(schema_id.pointer, "properties", name), name
