"""The part of an API that is asked for: operations, and all that they lead to.

Names have been decided on the whole, so what stays is called as it would be without a
selection; what nothing that is selected leads to is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from apiloom.api.ir import ApiSpec, Incoming, Operation, SecurityScheme, Tag
from apiloom.api.resolve.operation_names import operation_key
from apiloom.api.resolve.operation_schemas import schemas_of_operations, sent_bodies
from apiloom.api.resolve.resolved_api import (
    ModelModule,
    NamedType,
    ResolvedApi,
    Resource,
)
from apiloom.api.resolve.selection_patterns import Patterns, Subject
from apiloom.api.schema.children import reachable
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
        each for each in spec.components if chooser.has_schema(each, spec)
    )
    chooser.tell_idle(report)
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


def kept_of(
    resolved: ResolvedApi,
) -> tuple[frozenset[str], frozenset[str], frozenset[Pointer]]:
    """What is left: operations as `METHOD path`, webhooks as `METHOD name`, components.

    The components are those that schemas stand in, by pointer.
    """
    spec = resolved.spec
    webhooks = {
        f"{each.method} {reveal(name)}"
        for each in spec.incoming
        for name in each.webhooks
    }
    used = reachable(_roots(spec), resolved.shapes)
    components = {
        component_of(each.pointer)
        for each in used
        if each.pointer.startswith("/components/")
    }
    operations = frozenset(map(operation_key, spec.operations))
    return operations, frozenset(webhooks), frozenset(components)


@dataclass(frozen=True, slots=True)
class _Chooser:
    """Judges operations by what is wanted and what is not."""

    wanted: Patterns
    unwanted: Patterns

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
        chosen = {each.where.pointer for each in operations}
        waiting = [each.where.pointer for each in operations]
        below: dict[Pointer, list[Pointer]] = {}
        for each in candidates:
            for owner in each.owners:
                below.setdefault(owner, []).append(each.where.pointer)
            if self._has_webhook(each):
                chosen.add(each.where.pointer)
                waiting.append(each.where.pointer)
        while waiting:
            for pointer in below.get(waiting.pop(), ()):
                if pointer not in chosen:
                    chosen.add(pointer)
                    waiting.append(pointer)
        return (each for each in candidates if each.where.pointer in chosen)

    def _has_webhook(self, incoming: Incoming) -> bool:
        found = [
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
        return any(found)

    def has_schema(self, schema_id: SchemaId, spec: ApiSpec) -> bool:
        """Whether a component is wanted for its own sake."""
        name = tokens_of(schema_id.pointer)[-1]
        named = (name, schema_id.pointer, spec.place(schema_id.pointer))
        return self.wanted.fit_schema(named)

    def tell_idle(self, report: Report) -> None:
        """A warning for each pattern that fits nothing."""
        for each in (*self.wanted.idle(), *self.unwanted.idle()):
            if not each.shared:
                message = f"nothing of the document fits {each.text!a}"
                hint = "remove it, or look for a typing error"
                report.add(
                    Diagnostic(
                        "selection-unused", Severity.WARNING, message, each.where, hint
                    )
                )

    def _judge(self, subject: Subject) -> bool:
        wanted = self.wanted.fit(subject) or not self.wanted.choice
        # Both are asked, so that it is known which patterns fit nothing.
        unwanted = self.unwanted.fit(subject)
        return wanted and not unwanted


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
    return (each for each in spec.security_schemes if each.key in used)


def _tags(spec: ApiSpec, operations: Iterable[Operation]) -> Iterator[Tag]:
    used = {tag for operation in operations for tag in operation.tags}
    return (each for each in spec.tags if each.name in used)


def _roots(spec: ApiSpec) -> list[SchemaId]:
    return [*spec.components, *schemas_of_operations(spec.operations, spec.incoming)]


def _pruned(resolved: ResolvedApi, part: ApiSpec) -> ResolvedApi:
    """What `part` leads to, under the names that it has in the whole."""
    shapes = resolved.shapes
    used = reachable(_roots(part), shapes)
    sent = reachable(tuple(sent_bodies(part.operations)), shapes)
    types = {
        each.id: each if each.id in sent else replace(each, input_name=None)
        for each in resolved.types.values()
        if each.id in used
    }
    schemes = frozenset(part.security_schemes)
    return replace(
        resolved,
        spec=part,
        types=types,
        modules=tuple(_modules(resolved.modules, types)),
        resources=tuple(_resources(resolved.resources, part.operations)),
        schemes=tuple(each for each in resolved.schemes if each.scheme in schemes),
    )


def _modules(
    modules: Iterable[ModelModule], types: dict[SchemaId, NamedType]
) -> Iterator[ModelModule]:
    for module in modules:
        left = tuple(types[each.id] for each in module.types if each.id in types)
        if left:
            yield replace(module, types=left)


def _resources(
    resources: Iterable[Resource], operations: tuple[Operation, ...]
) -> Iterator[Resource]:
    kept = frozenset(map(_identity, operations))
    for resource in resources:
        left = tuple(
            each for each in resource.operations if _identity(each.operation) in kept
        )
        if left:
            yield replace(resource, operations=left)


def _identity(operation: Operation) -> tuple[Pointer, str, Text]:
    """A path item that several paths share makes several operations of one pointer."""
    return operation.where.pointer, operation.method, operation.path
