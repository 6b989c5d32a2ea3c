"""The methods of a client as people look them up: how each is called, what it returns.

    client.pets.get(pet_id, ...) -> Pet      GET /pets/{pet_id}

Arguments that have to be given stand by name, `...` for those that need not be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.api.media_type_kinds import is_either
from apiloom.api.resolved_api import (
    NamedOperation,
    ResolvedApi,
    Resource,
    operation_key,
)
from apiloom.core.diagnostics import Report
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    Expression,
    Parameter,
    Signature,
    Subscript,
    runtime,
)
from apiloom.python.syntax.layout import flat
from apiloom.python.syntax.literal import scalar_literal
from apiloom.python.syntax.printer import expression_tree
from apiloom.python.syntax.scope import scope_of
from apiloom.python.targets.client.client_methods import MethodPlanner
from apiloom.python.targets.client.events import Event, events_of, received_type
from apiloom.python.targets.descriptors import Descriptors, descriptors_of
from apiloom.python.targets.models.type_expressions import TypeExpressions
from apiloom.python.targets.resource_docs import operation_summary, resource_summary

_OPTIONS: Final = Identifier("options")


@dataclass(frozen=True, slots=True)
class ListedCall:
    """What is written to call something, and the type of what it returns."""

    call: str
    returns: str


@dataclass(frozen=True, slots=True)
class ListedMethod:
    """A method: `plain` calls it, `forms` are what else can be made of it.

    `http_method` and `path` are those of the request; an event has no path.
    """

    plain: ListedCall
    forms: tuple[ListedCall, ...]
    http_method: str
    path: Text
    summary: Text | None
    deprecated: bool


@dataclass(frozen=True, slots=True)
class ListedResource:
    """What is called on one object, such as `client.pets`; it is in the file `path`."""

    name: str
    path: str
    summary: Text | None
    methods: tuple[ListedMethod, ...]


def methods_of(api: ResolvedApi, report: Report) -> tuple[ListedResource, ...]:
    """All methods of a client of the API; what its types lose goes to `report`."""
    types = TypeExpressions(api, report)
    return listed_resources(descriptors_of(types, client=True))


def listed_resources(descriptors: Descriptors) -> tuple[ListedResource, ...]:
    """All methods, in the order of the modules; then webhooks and callbacks."""
    return tuple(_Lister(descriptors).resources())


@dataclass(frozen=True, slots=True)
class _Call:
    """A call with its type yet to be printed."""

    text: str
    returns: Expression


@dataclass(frozen=True, slots=True)
class _Lister:
    descriptors: Descriptors

    def resources(self) -> Iterator[ListedResource]:
        """Every resource with its methods, and what has events."""
        for resource in self.descriptors.types.api.resources:
            yield self._resource(resource)
        incoming = self.descriptors.types.api.spec.incoming
        events = tuple(map(self._event, events_of(incoming)))
        if events:
            yield ListedResource("webhooks", "webhooks.py", None, events)

    def _resource(self, resource: Resource) -> ListedResource:
        name = f"client.{resource.module}"
        return ListedResource(
            name,
            f"operations/{resource.module}.py",
            resource_summary(resource),
            tuple(
                self._method(f"{name}.{each.method}", each)
                for each in resource.operations
            ),
        )

    def _event(self, event: Event) -> ListedMethod:
        """An event: received, and sent."""
        name, operation = scalar_literal(event.name), event.named.operation
        arguments = "url, body" if operation.body is not None else "url"
        parse = f"webhooks.parse(body, headers, name={name}, verify=...)"
        send = f"webhooks.Sender(...).send({name}, {arguments})"
        answer = self.descriptors.answer_type(operation)
        plain, sent = _printed(
            (_Call(parse, received_type(self.descriptors, event)), _Call(send, answer))
        )
        return _listed(event.named, plain, (sent,))

    def _method(self, name: str, named: NamedOperation) -> ListedMethod:
        view, _ = MethodPlanner(self.descriptors).methods(named)
        signature = view.overloads[0] if view.overloads else view.signature
        calls = (
            _Call(f"{name}({_given(signature)})", signature.returns),
            *self._forms(name, named, signature),
        )
        plain, *forms = _printed(calls)
        return _listed(named, plain, tuple(forms))

    def _forms(
        self, name: str, named: NamedOperation, signature: Signature
    ) -> Iterator[_Call]:
        """Its pages, and its stream where it has an answer too."""
        given, types = _given(signature), self.descriptors.types
        paging = types.api.paging.get(operation_key(named.operation))
        if paging is not None:
            pages = (types.of(paging.item), signature.returns)
            type_ = Subscript(runtime("pages", "Pages"), pages)
            yield _Call(f"client.paginate({name})({given})", type_)
        if is_either(named.operation):
            items = self.descriptors.success_type(named.operation, items=True)
            stream = Subscript(runtime("streams", "Stream"), (items,))
            yield _Call(f"client.stream({name})({given})", stream)


def _listed(
    named: NamedOperation, plain: ListedCall, forms: tuple[ListedCall, ...]
) -> ListedMethod:
    operation = named.operation
    return ListedMethod(
        plain,
        forms,
        operation.method,
        operation.path,
        operation_summary(named),
        operation.deprecated,
    )


def _given(signature: Signature) -> str:
    """The arguments that have to be given, and whether there are others."""
    _, *positional = signature.parameters
    by_name = [each for each in signature.keyword_only if each.name != _OPTIONS]
    names: list[str] = [each.name for each in positional if _is_required(each)]
    required = [each.name for each in by_name if _is_required(each)]
    names += ["*", *required] if required else []
    is_all = all(map(_is_required, (*positional, *by_name)))
    return ", ".join(names if is_all else (*names, "..."))


def _is_required(parameter: Parameter) -> bool:
    return parameter.default is None


def _printed(calls: tuple[_Call, ...]) -> tuple[ListedCall, ...]:
    scope = scope_of("", True, tuple(call.returns for call in calls), ())
    return tuple(
        ListedCall(call.text, flat(expression_tree(call.returns, scope)))
        for call in calls
    )
