"""The `testing` package: `MockApi`, clients in memory, and a module for each tag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from apiloom.api.resolved_api import NamedOperation, NamedScheme, Resource
from apiloom.core.identifiers import Identifier, free_name
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    Assignment,
    Attribute,
    Bare,
    Call,
    ClassHeader,
    Expression,
    Listing,
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
from apiloom.python.targets.client.client_plan import PropertyView
from apiloom.python.targets.descriptors import Descriptors, descriptors_of
from apiloom.python.targets.planned_files import DataFile, Draft, TemplateFile
from apiloom.python.targets.resource_docs import resource_doc
from apiloom.python.targets.server.served_document import served_json
from apiloom.python.targets.testing.example_answers import ExampleAnswers
from apiloom.python.targets.testing.mock_operations import (
    SELF,
    FieldsView,
    OperationMockPlanner,
    OperationMockView,
)

_RESERVED: Final = frozenset(
    {
        *("app", "async_client", "calls", "client", "forget_calls", "package"),
        *("pauses", "record", "replay"),
        *("undeclared", "verify"),
    }
)
"""What a `MockApi` has beside the tags."""
_CREDENTIAL: Final = "mock"


@dataclass(frozen=True, slots=True)
class MockModuleView:
    """The mocks of one tag."""

    doc: Doc
    fields: tuple[FieldsView, ...]
    operations: tuple[OperationMockView, ...]
    header: ClassHeader
    property: Expression


@dataclass(frozen=True, slots=True)
class ClientMakerView:
    """What makes a client: one that a `MockApi` answers, or an application."""

    method: Signature
    mocked: Return
    function: Signature
    over_app: Return


@dataclass(frozen=True, slots=True)
class PluginView:
    """`pytest_plugin.py`."""

    doc: Doc
    public: Assignment
    configure: Expression
    fixture: Assignment


@dataclass(frozen=True, slots=True)
class MockApiView:
    """`testing/__init__.py`."""

    doc: Doc
    about: Doc
    public: Assignment
    header: ClassHeader
    described: Assignment
    properties: tuple[PropertyView, ...]
    makers: tuple[ClientMakerView, ...]
    offered: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class TestingPlanner:
    """Plans what fakes one API."""

    descriptors: Descriptors
    examples: ExampleAnswers = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "examples", ExampleAnswers(self.descriptors))

    def files(self) -> Iterator[Draft]:
        """Every file of the target."""
        yield self._api_file
        yield self._plugin_file
        yield self._index_file
        for resource in self.descriptors.types.api.resources:
            yield partial(self._mocks_file, resource)
            yield partial(self._examples_file, resource)

    def _plugin_file(self) -> TemplateFile:
        """Beside `testing`, where no tag can be called so."""
        name = Identifier("mock_api")
        make = Name(Symbol("testing", "MockApi", local=True))
        call = Call(runtime("testing.pytest_fixtures", "fixture_of"), (make,))
        configure = runtime("testing.pytest_fixtures", "pytest_configure")
        public = (Value(name), Value(Identifier("pytest_configure")))
        view = PluginView(
            Doc(("For pytest: the fixture `mock_api`, a `MockApi` for each test.",)),
            Assignment(Identifier("__all__"), None, Listing(public)),
            configure,
            Assignment(name, None, call),
        )
        template = "testing/pytest_plugin.py.jinja"
        taken = frozenset({name})
        return TemplateFile("pytest_plugin.py", template, view, "pytest_plugin", taken)

    def _index_file(self) -> DataFile:
        """Where the operations are, so that a request finds its module."""
        index = {
            str(resource.module): {
                str(named.method): _place(named) for named in resource.operations
            }
            for resource in self.descriptors.types.api.resources
        }
        servers = self.descriptors.types.api.spec.servers
        bases = dict.fromkeys(
            reveal(server.base_path) for server in servers if server.base_path
        )
        whole = {"base_paths": [*bases], "operations": index}
        return DataFile("testing/operations.index.json", served_json(whole))

    def _examples_file(self, resource: Resource) -> DataFile:
        path = f"testing/{resource.module}.examples.json"
        return DataFile(path, served_json(self.examples.of(resource)))

    def _mocks_file(self, resource: Resource) -> TemplateFile:
        planner = OperationMockPlanner(self.descriptors, resource)
        operations = tuple(map(planner.operation, resource.operations))
        fields = tuple(map(planner.fields, planner.models()))
        header = ClassHeader(
            self._tag_class(resource), (runtime("testing.mock_api", "TagMock"),)
        )
        view = MockModuleView(
            resource_doc(resource), fields, operations, header, builtin("property")
        )
        bound = {header.name, *_bound(view)}
        module = f"testing.{resource.module}"
        path = f"testing/{resource.module}.py"
        return TemplateFile(
            path, "testing/mocks.py.jinja", view, module, frozenset(bound)
        )

    def _tag_class(self, resource: Resource) -> Identifier:
        planner = OperationMockPlanner(self.descriptors, resource)
        taken = {f"Mock{named.namespace}" for named in resource.operations}
        taken |= {f"{model.name}Fields" for model in planner.models()}
        return free_name(Identifier(f"{resource.name}Mock"), taken)

    def _api_file(self) -> TemplateFile:
        api = self.descriptors.types.api
        properties = tuple(self._properties())
        public = ["MockApi", "NoExampleError", "UndeclaredCallError"]
        public += ["async_client_for", "client_for"]
        view = MockApiView(
            Doc((("Tests of what uses ", api.spec.info.title, ", without it."),)),
            Doc(((api.spec.info.title, ", answered by a test."),)),
            Assignment(
                Identifier("__all__"),
                None,
                Listing(tuple(Value(Text(name)) for name in public)),
            ),
            ClassHeader(
                Identifier("MockApi"), (runtime("testing.mock_api", "MockedApi"),)
            ),
            Assignment(
                Identifier("_api"), None, Name(Symbol("client", "API", local=True))
            ),
            properties,
            (self._maker("", "client"), self._maker("Async", "async_client")),
            (
                runtime("testing.mock_state", "UndeclaredCallError"),
                runtime("testing.example_replies", "NoExampleError"),
            ),
        )
        taken = frozenset(
            {
                *public[:1],
                *public[3:],
                *_RESERVED,
                *(each.signature.name for each in properties),
            }
        )
        return TemplateFile(
            "testing/__init__.py", "testing/mock_api.py.jinja", view, "testing", taken
        )

    def _properties(self) -> Iterator[PropertyView]:
        taken = set(_RESERVED)
        for resource in self.descriptors.types.api.resources:
            name = free_name(resource.module, taken)
            taken.add(name)
            module = f"testing.{resource.module}"
            symbol = Symbol(module, self._tag_class(resource), local=True)
            used = Name(symbol, typing_only=True)
            state = Attribute(Bare(Identifier("self")), Identifier("_state"))
            yield PropertyView(
                Name(Symbol("functools", "cached_property")),
                Signature(name, (SELF,), Quoted(used)),
                resource_doc(resource),
                LocalImport(symbol),
                Return(Call(used, (state,))),
            )

    def _maker(self, prefix: str, name: str) -> ClientMakerView:
        """What makes clients of one kind."""
        client = Name(Symbol("client", f"{prefix}Client", local=True))
        options = Name(Symbol("client", f"{prefix}Options", local=True))
        api = Name(Symbol("client", "API", local=True))
        make = runtime("testing.clients", f"{prefix.lower() or 'sync'}_client")
        rest = Parameter(Identifier("options"), Subscript(typing("Unpack"), (options,)))
        app = Identifier("app")
        owner = Identifier("self")
        state = Attribute(Bare(owner), Identifier("_state"))
        secrets = Mapping(tuple(map(_credential, self._schemes())))
        mocked = Attribute(state, Identifier(f"{prefix.lower() or 'sync'}_client"))
        given = Bare(Identifier("options"))
        return ClientMakerView(
            Signature(Identifier(name), (SELF,), client, rest=rest),
            Return(Call(mocked, (client, api, secrets, given))),
            Signature(
                Identifier(f"{name}_for"),
                (Parameter(app, Name(Symbol("starlette.types", "ASGIApp"))),),
                client,
                rest=rest,
            ),
            Return(Call(make, (client, api, Bare(app), given))),
        )

    def _schemes(self) -> tuple[NamedScheme, ...]:
        types = self.descriptors.types
        return descriptors_of(types, client=True).used_schemes()


def plan_testing(descriptors: Descriptors) -> Iterator[Draft]:
    """The files of the `testing` target."""
    return TestingPlanner(descriptors).files()


def _credential(named: NamedScheme) -> tuple[Expression, Expression]:
    """What a client of a mock shows of itself, where a test does not care."""
    secret = Value(Text(_CREDENTIAL))
    is_login = named.scheme.kind == "basic"
    return Value(named.argument), Sequence((secret, secret)) if is_login else secret


def _place(named: NamedOperation) -> dict[str, Any]:
    operation = named.operation
    several = (each for each in operation.parameters if each.several)
    server = operation.served_at
    return {
        "method": operation.method,
        "path": reveal(operation.wire_path),
        "several": [reveal(each.wire_name) for each in several],
        "server": None if server is None else reveal(server),
    }


def _bound(view: MockModuleView) -> Iterator[str]:
    """Every name that the module or one of its class bodies binds."""
    for fields in view.fields:
        yield fields.header.name
        yield from (item.name for item in fields.items)
    for operation in view.operations:
        yield operation.header.name
        yield operation.declared.signature.name
        yield from (method.signature.name for method in operation.methods)
