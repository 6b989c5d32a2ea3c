"""The server: `create_app`, security, and a module of handlers for each tag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from apiloom.api.ir import UNREADABLE, Server
from apiloom.api.resolved_api import NamedScheme, Resource
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Bare,
    Call,
    ClassHeader,
    Expression,
    Listing,
    Name,
    Parameter,
    Quoted,
    Sequence,
    Signature,
    Subscript,
    Symbol,
    Value,
    either,
    runtime,
    typing,
    typing_only,
)
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.planned_files import DataFile, Draft, TemplateFile
from apiloom.python.targets.resource_docs import resource_doc
from apiloom.python.targets.server.served_document import served_json
from apiloom.python.targets.server.server_operations import (
    NamespacePlanner,
    NamespaceView,
)

_PRINCIPAL: Final = runtime("server.schemes", "Principal")
_ROUTES: Final = Subscript(
    Name(Symbol("collections.abc", "Sequence")), (runtime("server.route", "Route"),)
)
"""Spelled out, since checkers would find it by looking at each of them."""
_OFFERED: Final = {
    "arriving": ("BodyStream",),
    "downloads": ("Download",),
    "lifespans": ("lifespan_of",),
    "problem": ("BodyError", "ParameterError", "Problem"),
    "refusals": ("Forbidden", "HttpError", "Unauthorized"),
    "request": ("HttpRequest",),
    "request_ids": ("RequestIdFilter", "RequestIds", "request_id"),
    "spans": ("span_details",),
    "uploaded": ("UploadedFile",),
}
"""What of the runtime is importable from `server`, whatever the document says."""
_SELF: Final = Parameter(Identifier("self"))
_CHECKS: Final = {"basic": "BasicCheck", "other": "RequestCheck"}


@dataclass(frozen=True, slots=True)
class HandlersView:
    """A module of handlers."""

    doc: Doc
    api: ClassHeader
    api_doc: Doc
    decorator: Expression
    unimplemented: Expression
    routes: Assignment
    namespaces: tuple[NamespaceView, ...]


@dataclass(frozen=True, slots=True)
class SecurityView:
    """`security.py`: a function for each scheme, all sync or all async."""

    header: ClassHeader
    overload: Expression
    overloads: tuple[Signature, ...]
    signature: Signature
    schemes: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AppView:
    """`server/__init__.py`; `completion` says what completion shows of it.

    The module of a tag is imported when somebody asks for it: by `lazily`, or for its
    routes by `create_app`. Type checkers see no `__getattr__`, or any name would do.
    """

    doc: Doc
    signature: Signature
    public: Assignment
    completion: Assignment
    operation: Assignment
    offered: tuple[Expression, ...]
    type_checking: Expression
    lazily: Expression
    build: Expression
    files: Expression
    services: tuple[Sequence, ...]
    base_paths: Expression | None
    secured: bool


@dataclass(frozen=True, slots=True)
class ServerPlanner:
    """Plans the server of one API.

    `nested_names` are those inside of namespaces that a model has as well.
    """

    descriptors: Descriptors
    nested_names: frozenset[str]

    def files(self) -> Iterator[Draft]:
        """Every file of the server."""
        schemes = self.descriptors.used_schemes()
        yield partial(self._app_file, schemes)
        if schemes:
            yield partial(self._security_file, schemes)
        for resource in self.descriptors.types.api.resources:
            yield partial(self._handlers_file, resource)
        yield self._document

    def _document(self) -> DataFile:
        """The document as it was read, as JSON (RFC 8259)."""
        original = self.descriptors.types.api.spec.original
        return DataFile("server/openapi.json", served_json(original))

    def _handlers_file(self, resource: Resource) -> TemplateFile:
        planner = NamespacePlanner(self.descriptors)
        namespaces = tuple(map(planner.namespace, resource.operations))
        routes = tuple(
            planner.route(named, resource.tag) for named in resource.operations
        )
        doc = resource_doc(resource)
        generic = (Subscript(typing("Generic"), (_PRINCIPAL,)),)
        view = HandlersView(
            doc,
            ClassHeader(
                Identifier(f"{resource.name}Api"),
                generic if _is_secured(resource) else (),
            ),
            Doc(
                (*doc.paragraphs, "Every operation that is not overridden answers 501.")
            ),
            Name(Symbol("dataclasses", "dataclass")),
            runtime("server.route", "NotImplementedOperation"),
            Assignment(_routes_name(resource), _ROUTES, Sequence(routes)),
            namespaces,
        )
        return TemplateFile(
            f"server/{resource.module}.py",
            "server/handlers.py.jinja",
            view,
            f"server.{resource.module}",
            self.nested_names.union(_bound(view)),
        )

    def _security_file(self, schemes: tuple[NamedScheme, ...]) -> TemplateFile:
        base = Subscript(runtime("server.security", "SecuritySchemes"), (_PRINCIPAL,))
        view = SecurityView(
            ClassHeader(Identifier("Security"), (base,)),
            typing("overload"),
            (
                _constructor(schemes, "Async", stub=True),
                _constructor(schemes, "", stub=True),
            ),
            _constructor(schemes, "", stub=False),
            tuple(map(_scheme, schemes)),
        )
        taken = frozenset({"Security"})
        return TemplateFile(
            "server/security.py",
            "server/security.py.jinja",
            view,
            "server.security",
            taken,
        )

    def _app_file(self, schemes: tuple[NamedScheme, ...]) -> TemplateFile:
        api = self.descriptors.types.api
        offered = [
            (name, runtime(f"server.{module}", name))
            for module, names in _OFFERED.items()
            for name in names
        ]
        parameters = [self._service_parameter(resource) for resource in api.resources]
        if schemes:
            security = Name(Symbol("server.security", "Security", local=True))
            offered.append(("Access", runtime("server.schemes", "Access")))
            offered.append(("Security", security))
            parameters.append(
                Parameter(Identifier("security"), Subscript(security, (_PRINCIPAL,)))
            )
        public = sorted({"Operation", "create_app", *(name for name, _ in offered)})
        modules = {resource.module for resource in api.resources}
        shown = sorted({*public, *modules})
        view = AppView(
            Doc((("The server of ", api.spec.info.title, "."),)),
            _create_app(parameters),
            Assignment(Identifier("__all__"), None, _texts(public)),
            Assignment(
                Identifier("__dir__"),
                None,
                Call(runtime("lazy", "offering"), (_texts(shown),)),
            ),
            Assignment(
                Identifier("Operation"),
                typing("TypeAlias"),
                runtime("server.route", "AnyOperation"),
            ),
            tuple(value for _, value in offered),
            typing("TYPE_CHECKING"),
            Call(
                runtime("lazy", "submodules"),
                (Bare(Identifier("__name__")), _texts(sorted(modules))),
            ),
            runtime("server.app", "build_app"),
            Name(Symbol("importlib.resources", "files")),
            tuple(map(_service, api.resources)),
            _base_paths(api.spec.servers),
            bool(schemes),
        )
        taken = frozenset({"create_app", "Operation"} | modules)
        return TemplateFile(
            "server/__init__.py", "server/app.py.jinja", view, "server", taken
        )

    def _service_parameter(self, resource: Resource) -> Parameter:
        api: Expression = Name(
            Symbol(f"server.{resource.module}", f"{resource.name}Api", local=True)
        )
        if _is_secured(resource):
            api = Subscript(api, (_PRINCIPAL,))
        return Parameter(
            resource.module, Quoted(either((typing_only(api), NONE))), NONE
        )


def plan_server(descriptors: Descriptors) -> Iterator[Draft]:
    """The files of the `server` target."""
    models = (named.name for named in descriptors.types.api.types.values())
    nested_names = frozenset({"Form", "Request", "Response"}.intersection(models))
    return ServerPlanner(descriptors, nested_names).files()


def _base_paths(servers: tuple[Server, ...]) -> Expression | None:
    """Below which paths the servers of the document are, if not at the root."""
    paths = dict.fromkeys(each.base_path for each in servers if each.base_path)
    return Sequence(tuple(map(Value, paths))) if paths else None


def _is_secured(resource: Resource) -> bool:
    return any(named.operation.security for named in resource.operations)


def _create_app(parameters: list[Parameter]) -> Signature:
    options = Subscript(typing("Unpack"), (runtime("server.app", "ServerOptions"),))
    return Signature(
        Identifier("create_app"),
        (),
        Name(Symbol("starlette.applications", "Starlette")),
        keyword_only=tuple(parameters),
        rest=Parameter(Identifier("options"), options),
    )


def _texts(names: list[str]) -> Listing:
    return Listing(tuple(Value(Text(name)) for name in names))


def _service(resource: Resource) -> Sequence:
    """A handler class among the arguments of `create_app`, and its routes.

    They are not imported by a statement: inside a package pyright takes that for a
    module in the place of the argument.
    """
    routes = runtime("server.route", "routes_of")
    package, module = Bare(Identifier("__name__")), Value(Text(resource.module))
    return Sequence((Bare(resource.module), Call(routes, (package, module))))


def _routes_name(resource: Resource) -> Identifier:
    return Identifier(f"{resource.module.upper()}_ROUTES")


def _constructor(
    schemes: tuple[NamedScheme, ...], prefix: str, *, stub: bool
) -> Signature:
    parameters: list[Parameter] = []
    for scheme in schemes:
        kind = _CHECKS.get(scheme.scheme.kind, "TokenCheck")
        check = Subscript(runtime("server.schemes", f"{prefix}{kind}"), (_PRINCIPAL,))
        # Nobody has to pass a function for what the document does not say.
        default = NONE if scheme.scheme.key == UNREADABLE else None
        parameters.append(Parameter(scheme.argument, either((check, NONE)), default))
    return Signature(
        Identifier("__init__"),
        (_SELF,),
        NONE,
        keyword_only=tuple(parameters),
        stub=stub,
    )


def _scheme(named: NamedScheme) -> Expression:
    scheme = named.scheme
    arguments = (Value(named.argument), Bare(named.argument))
    if scheme.kind == "apiKey":
        keywords: tuple[tuple[Identifier, Expression], ...] = (
            (Identifier("location"), Value(Text(scheme.location or "header"))),
            (Identifier("parameter"), Value(scheme.wire_name)),
        )
        return Call(runtime("server.schemes", "ApiKey"), arguments, keywords)
    if scheme.kind == "other":
        challenge = (Identifier("scheme"), Value(scheme.challenge))
        return Call(runtime("server.schemes", "Other"), arguments, (challenge,))
    kind = "Basic" if scheme.kind == "basic" else "Bearer"
    return Call(runtime("server.schemes", kind), arguments)


def _bound(view: HandlersView) -> Iterator[str]:
    yield from (view.api.name, view.routes.name)
    for namespace in view.namespaces:
        yield namespace.header.name
        yield namespace.handler.signature.name
        yield from (field.name for field in namespace.fields)
        yield from (reply.header.name for reply in namespace.replies)
