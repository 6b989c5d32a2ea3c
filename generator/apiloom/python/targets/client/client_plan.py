"""The client: `client.py`, `errors.py`, and a module of operations for each tag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from apiloom.api.media_type_kinds import is_either, is_streamed
from apiloom.api.resolved_api import NamedScheme, Resource
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Attribute,
    Bare,
    Call,
    ClassHeader,
    Expression,
    Mapping,
    Name,
    Parameter,
    Quoted,
    Return,
    Sequence,
    Signature,
    Subscript,
    Symbol,
    Value,
    builtin,
    runtime,
    typing,
)
from apiloom.python.syntax.scope import LocalImport
from apiloom.python.targets.client.api_document import plan_api_document
from apiloom.python.targets.client.client_arguments import SELF, client_parameters
from apiloom.python.targets.client.client_credentials import (
    credential_type,
    scheme_descriptor,
)
from apiloom.python.targets.client.client_docs import client_doc
from apiloom.python.targets.client.client_errors import plan_errors
from apiloom.python.targets.client.client_methods import (
    MethodPlanner,
)
from apiloom.python.targets.client.client_servers import plan_servers
from apiloom.python.targets.client.events import has_events
from apiloom.python.targets.client.method_examples import MethodExamples
from apiloom.python.targets.client.method_forms import MethodView
from apiloom.python.targets.client.operation_descriptors import (
    DescriptorView,
    descriptor_view,
)
from apiloom.python.targets.client.operation_errors import operation_errors
from apiloom.python.targets.client.response_headers import (
    answers_class,
    plan_headers,
    read_as,
    with_error_headers,
)
from apiloom.python.targets.client.webhook_plan import WebhookPlanner
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.package_options import PackageOptions
from apiloom.python.targets.planned_files import Draft, TemplateFile, ready
from apiloom.python.targets.resource_docs import resource_doc


@dataclass(frozen=True, slots=True)
class ResourceView:
    """The class for one tag, sync or async."""

    header: ClassHeader
    doc: Doc
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True)
class OperationsView:
    """A module of operations."""

    doc: Doc
    descriptors: tuple[DescriptorView, ...]
    resources: tuple[ResourceView, ...]


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A property of a client that makes a resource when it is first used."""

    decorator: Expression
    signature: Signature
    doc: Doc
    module: LocalImport
    result: Return


@dataclass(frozen=True, slots=True)
class OptionsView:
    """The `TypedDict` of what `with_options` can change."""

    header: ClassHeader
    doc: Doc
    items: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client class."""

    header: ClassHeader
    doc: Doc
    constructor: Signature
    settings: Expression
    servers: bool
    start: Call
    with_options: Signature
    properties: tuple[PropertyView, ...]


@dataclass(frozen=True, slots=True)
class ClientModuleView:
    """`client.py`."""

    doc: Doc
    api: Assignment
    options: tuple[OptionsView, ...]
    clients: tuple[ClientView, ...]


@dataclass(frozen=True, slots=True)
class ClientPlanner:
    """Plans the client of one API."""

    descriptors: Descriptors
    options: PackageOptions

    def files(self) -> Iterator[Draft]:
        """Every file of the client."""
        yield partial(plan_errors, self.descriptors)
        yield from operation_errors(self.descriptors)
        yield from plan_headers(self.descriptors.types)
        yield self._client_file
        yield from plan_servers(self.descriptors.types.api)
        resources = self.descriptors.types.api.resources
        doc = Doc(("The operations of the document, one module for each tag.",))
        path, template = "operations/__init__.py", "package/doc.py.jinja"
        yield ready(TemplateFile(path, template, doc, "operations"))
        examples = MethodExamples(self.descriptors)
        for resource in resources:
            yield partial(self._operations_file, resource, examples)
        if has_events(self.descriptors.types.api.spec.incoming):
            yield WebhookPlanner(MethodPlanner(self.descriptors)).file
        yield partial(plan_api_document, self.descriptors)

    def _operations_file(
        self, resource: Resource, examples: MethodExamples
    ) -> TemplateFile:
        doc = resource_doc(resource)
        statuses = with_error_headers(self.descriptors.types.api.spec.operations)
        descriptors = tuple(
            descriptor_view(
                self.descriptors,
                named,
                resource.tag,
                read_as(named, resource, statuses),
            )
            for named in resource.operations
        )
        planner = MethodPlanner(self.descriptors)
        methods = [
            examples.added(
                planner.methods(named, answers_class(named, resource)), named, resource
            )
            for named in resource.operations
        ]
        classes = tuple(
            ResourceView(
                ClassHeader(
                    Identifier(f"{prefix}{resource.name}"),
                    (base_of(prefix, resource),),
                ),
                doc,
                tuple(views[position] for views in methods),
            )
            for position, prefix in enumerate(("", "Async"))
        )
        taken = frozenset(
            {
                *(descriptor.signature.name for descriptor in descriptors),
                *(named.method for named in resource.operations),
                *(class_.header.name for class_ in classes),
            }
        )
        view = OperationsView(doc, descriptors, classes)
        return TemplateFile(
            f"operations/{resource.module}.py",
            "client/operations.py.jinja",
            view,
            f"operations.{resource.module}",
            taken,
        )

    def _client_file(self) -> TemplateFile:
        api = self.descriptors.types.api
        schemes = self.descriptors.used_schemes()
        view = ClientModuleView(
            Doc((("The clients of ", api.spec.info.title, "."),)),
            self._api(schemes),
            (self._options("", schemes), self._options("Async", schemes)),
            (self._client("", schemes), self._client("Async", schemes)),
        )
        taken = frozenset(
            {"API", "Client", "AsyncClient", "Options", "AsyncOptions"}
            | {resource.module for resource in api.resources}
        )
        return TemplateFile(
            "client.py", "client/client.py.jinja", view, "client", taken
        )

    def _api(self, schemes: tuple[NamedScheme, ...]) -> Assignment:
        servers = self.descriptors.types.api.spec.servers
        keywords: list[tuple[str, Expression]] = [
            ("package", Value(Text(self.options.package))),
            ("version", Value(self.descriptors.types.api.spec.info.version)),
        ]
        if servers and servers[0].is_whole:
            keywords.append(("base_url", Value(servers[0].url)))
        if servers and servers[0].path is not None:
            keywords.append(("base_path", Value(servers[0].path)))
        if schemes:
            keywords.append(
                ("security", Sequence(tuple(map(scheme_descriptor, schemes))))
            )
        errors = Name(Symbol("errors", "ERRORS", local=True))
        keywords.append(("errors", errors))
        arguments = tuple((Identifier(key), value) for key, value in keywords)
        call = Call(runtime("configuration", "Api"), (), arguments)
        return Assignment(Identifier("API"), None, call)

    def _options(self, prefix: str, schemes: tuple[NamedScheme, ...]) -> OptionsView:
        return OptionsView(
            ClassHeader(
                Identifier(f"{prefix}Options"),
                (runtime("options", f"{prefix}ClientOptions"),),
                ((Identifier("total"), Value(False)),),
            ),
            Doc((f"What `{prefix}Client.with_options` can change.",)),
            tuple(
                Assignment(scheme.argument, credential_type(scheme, prefix))
                for scheme in schemes
            ),
        )

    def _client(self, prefix: str, schemes: tuple[NamedScheme, ...]) -> ClientView:
        parameters = client_parameters(
            prefix, schemes, has_servers=bool(self.descriptors.types.api.servers)
        )
        options = Subscript(typing("Unpack"), (Bare(Identifier(f"{prefix}Options")),))
        return ClientView(
            ClassHeader(
                Identifier(f"{prefix}Client"),
                (runtime("client", f"{prefix or 'Sync'}Client"),),
            ),
            client_doc(
                prefix, self.options.package, self.descriptors.types.api, schemes
            ),
            Signature(Identifier("__init__"), (SELF,), NONE, keyword_only=parameters),
            runtime("configuration", "settings_of"),
            bool(self.descriptors.types.api.servers),
            _start(schemes),
            Signature(
                Identifier("with_options"),
                (SELF,),
                typing("Self"),
                rest=Parameter(Identifier("options"), options),
            ),
            tuple(
                self._property(prefix, resource)
                for resource in self.descriptors.types.api.resources
            ),
        )

    def _property(self, prefix: str, resource: Resource) -> PropertyView:
        name = Identifier(f"{prefix}{resource.name}")
        symbol = Symbol(f"operations.{resource.module}", name, local=True)
        used = Name(symbol, typing_only=True)
        return PropertyView(
            Name(Symbol("functools", "cached_property")),
            Signature(resource.module, (SELF,), Quoted(used)),
            resource_doc(resource),
            LocalImport(symbol),
            Return(Call(used, (Bare(Identifier("self")),))),
        )


def plan_client(descriptors: Descriptors, options: PackageOptions) -> Iterator[Draft]:
    """The files of the `client` target."""
    return ClientPlanner(descriptors, options).files()


def base_of(prefix: str, resource: Resource) -> Expression:
    """The class that a resource derives from; that of streams is bigger."""
    kind = prefix or "Sync"
    operations = [named.operation for named in resource.operations]
    if any(is_streamed(each) or is_either(each) for each in operations):
        return runtime("stream_resources", f"{kind}Streams")
    return runtime("resources", f"{kind}Resource")


def _start(schemes: tuple[NamedScheme, ...]) -> Call:
    """`super().__init__(API, settings, {...}, http_client)`."""
    credentials = Mapping(
        tuple((Value(scheme.argument), Bare(scheme.argument)) for scheme in schemes)
    )
    base = Attribute(Call(builtin("super")), Identifier("__init__"))
    settings, http_client = Identifier("settings"), Identifier("http_client")
    arguments = (
        Bare(Identifier("API")),
        Bare(settings),
        credentials,
        Bare(http_client),
    )
    return Call(base, arguments)
