"""The part of an API that is asked for: operations, and all that they lead to.

Names have been decided on the whole, so what stays is called as it would be without a
selection; what nothing that is selected leads to is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from apiloom.api.ir import ApiSpec, Incoming, Operation, SecurityScheme, Tag
from apiloom.api.resolve.operation_schemas import schemas_in_use, sent_bodies
from apiloom.api.resolve.selection_patterns import Patterns, Subject
from apiloom.api.resolved_api import (
    ModelModule,
    NamedType,
    ResolvedApi,
    Resource,
    operation_key,
)
from apiloom.api.schema.schema_graph import reachable
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import Pointer, component_of, tokens_of
from apiloom.core.selection import Selection
from apiloom.core.text import Text, reveal


def select(resolved: ResolvedApi, selection: Selection, report: Report) -> ResolvedApi:
    """The API without what `selection` leaves out; the same where it is empty.

    Reports `selection-unused` for each pattern that fits nothing, and
    `selection-empty` where nothing is left.
    """
    if not selection:
        return resolved
    spec = resolved.spec
    chooser = _Chooser(Patterns(selection.select), Patterns(selection.omit))
    operations = tuple(filter(chooser.has, spec.operations))
    incoming = tuple(chooser.incoming(spec.incoming, operations))
    components = tuple(
        component
        for component in spec.components
        if chooser.has_schema(component, spec)
    )
    chooser.report_unused(report)
    if not (operations or incoming or components):
        message = "the selection leaves nothing of the document"
        hint = "`select` names what is wanted, `omit` what of that is not"
        report.error("selection-empty", message, spec.document, hint=hint)
    part = replace(
        spec,
        operations=operations,
        incoming=incoming,
        components=components,
        security_schemes=tuple(_schemes(spec, operations)),
        tags=tuple(_tags(spec, operations)),
    )
    return _pruned(resolved, part)


def selected_keys(
    resolved: ResolvedApi,
) -> tuple[frozenset[str], frozenset[str], frozenset[Pointer]]:
    """What is left: operations as `METHOD path`, webhooks as `METHOD name`, components.

    The components are those that schemas stand in, by pointer.
    """
    spec = resolved.spec
    webhooks = {
        f"{incoming.method} {reveal(name)}"
        for incoming in spec.incoming
        for name in incoming.webhooks
    }
    used = schemas_in_use(spec, resolved.shapes)
    components = {
        component_of(schema_id.pointer)
        for schema_id in used
        if schema_id.pointer.startswith("/components/")
    }
    operations = frozenset(map(operation_key, spec.operations))
    return operations, frozenset(webhooks), frozenset(components)


@dataclass(frozen=True, slots=True)
class _Chooser:
    """Judges operations by `select` and `omit`."""

    selected: Patterns
    omitted: Patterns

    def has(self, operation: Operation) -> bool:
        """Whether an operation is selected."""
        return self._judge(
            Subject(
                tuple(map(reveal, operation.tags)),
                _revealed(operation.operation_id),
                operation.method,
                reveal(operation.path),
            )
        )

    def incoming(
        self, candidates: tuple[Incoming, ...], operations: Iterable[Operation]
    ) -> Iterator[Incoming]:
        """Webhooks that are selected, and the callbacks of everything that is."""
        chosen = {operation.where.pointer for operation in operations}
        waiting = [operation.where.pointer for operation in operations]
        callbacks: dict[Pointer, list[Pointer]] = {}
        for candidate in candidates:
            for owner in candidate.owners:
                callbacks.setdefault(owner, []).append(candidate.where.pointer)
            if self._has_webhook(candidate):
                chosen.add(candidate.where.pointer)
                waiting.append(candidate.where.pointer)
        while waiting:
            for pointer in callbacks.get(waiting.pop(), ()):
                if pointer not in chosen:
                    chosen.add(pointer)
                    waiting.append(pointer)
        return (
            candidate for candidate in candidates if candidate.where.pointer in chosen
        )

    def _has_webhook(self, incoming: Incoming) -> bool:
        fitting = [
            self._judge(
                Subject(
                    tuple(map(reveal, incoming.tags)),
                    _revealed(incoming.operation_id),
                    incoming.method,
                    name=reveal(name),
                )
            )
            for name in incoming.webhooks
        ]
        return any(fitting)

    def has_schema(self, schema_id: SchemaId, spec: ApiSpec) -> bool:
        """Whether a component is selected for its own sake."""
        name = tokens_of(schema_id.pointer)[-1]
        named = (name, schema_id.pointer, spec.place(schema_id.text))
        return self.selected.fit_schema(named)

    def report_unused(self, report: Report) -> None:
        """A warning for each pattern that fits nothing."""
        for pattern in (*self.selected.unused(), *self.omitted.unused()):
            if not pattern.shared:
                message = f"nothing of the document fits {pattern.text!a}"
                hint = "remove it, or look for a typing error"
                report.add(
                    Diagnostic(
                        "selection-unused",
                        Severity.WARNING,
                        message,
                        pattern.where,
                        hint,
                    )
                )

    def _judge(self, subject: Subject) -> bool:
        selected = self.selected.fit(subject) or not self.selected.choice
        # Both are asked, so that it is known which patterns fit nothing.
        omitted = self.omitted.fit(subject)
        return selected and not omitted


def _revealed(text: Text | None) -> str | None:
    return None if text is None else reveal(text)


def _schemes(
    spec: ApiSpec, operations: Iterable[Operation]
) -> Iterator[SecurityScheme]:
    used = {
        use.scheme
        for operation in operations
        for requirement in operation.security
        for use in requirement
    }
    return (scheme for scheme in spec.security_schemes if scheme.key in used)


def _tags(spec: ApiSpec, operations: Iterable[Operation]) -> Iterator[Tag]:
    used = {tag for operation in operations for tag in operation.tags}
    return (tag for tag in spec.tags if tag.name in used)


def _pruned(resolved: ResolvedApi, part: ApiSpec) -> ResolvedApi:
    """What `part` leads to, under the names that it has in the whole."""
    shapes = resolved.shapes
    used = schemas_in_use(part, shapes)
    sent = reachable(tuple(sent_bodies(part.operations)), shapes)
    types = {
        named_type.id: (
            named_type
            if named_type.id in sent
            else replace(named_type, input_name=None)
        )
        for named_type in resolved.types.values()
        if named_type.id in used
    }
    schemes = frozenset(part.security_schemes)
    return replace(
        resolved,
        spec=part,
        types=types,
        modules=tuple(_modules(resolved.modules, types)),
        resources=tuple(_resources(resolved.resources, part.operations)),
        schemes=tuple(
            named_scheme
            for named_scheme in resolved.schemes
            if named_scheme.scheme in schemes
        ),
    )


def _modules(
    modules: Iterable[ModelModule], types: dict[SchemaId, NamedType]
) -> Iterator[ModelModule]:
    for module in modules:
        left = tuple(
            types[named_type.id]
            for named_type in module.types
            if named_type.id in types
        )
        if left:
            yield replace(module, types=left)


def _resources(
    resources: Iterable[Resource], operations: tuple[Operation, ...]
) -> Iterator[Resource]:
    identities = frozenset(map(_identity, operations))
    for resource in resources:
        left = tuple(
            named
            for named in resource.operations
            if _identity(named.operation) in identities
        )
        if left:
            yield replace(resource, operations=left)


def _identity(operation: Operation) -> tuple[Pointer, str, Text]:
    """A path item that several paths share makes several operations of one pointer."""
    return operation.where.pointer, operation.method, operation.path
