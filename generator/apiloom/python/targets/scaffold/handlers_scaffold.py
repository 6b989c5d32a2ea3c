"""A first `handlers.py` and its test, which belong to the user once they are written.

Nothing of the document's text stands in them but values that are Python literals.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.api.ir import UNREADABLE
from apiloom.api.media_type_kinds import is_streamed
from apiloom.api.resolved_api import NamedOperation, NamedScheme, ResolvedApi, Resource
from apiloom.core.diagnostics import Report
from apiloom.python.syntax.layout import Chain
from apiloom.python.syntax.printer import expression_tree
from apiloom.python.syntax.scope import scope_of
from apiloom.python.syntax.statement_layout import lay_out, lay_out_block
from apiloom.python.targets.client.method_examples import MethodExamples
from apiloom.python.targets.descriptors import Descriptors, descriptors_of
from apiloom.python.targets.models.type_expressions import TypeExpressions

_TAKEN: Final = frozenset({"annotations", "app", "dataclass"})
"""What a module of handlers binds, whatever the document says."""
_HIDDEN: Final = "create_app"
"""A module that a function of the package stands before: its classes are imported."""
_INSIDE: Final = " " * 8


@dataclass(frozen=True, slots=True)
class HandlersScaffold:
    """The text of both files, and what `handlers.py` has to have.

    `methods` has the name of each generated class and those of its handlers. There is
    no `test` where there is no client to write it with.
    """

    handlers: str
    test: str | None
    methods: dict[str, tuple[str, ...]]

    def lacking(self, source: str) -> tuple[str, ...]:
        """The handlers that a module does not have, as `Class.method`.

        A class counts for the generated class that is among its bases. Raises
        `SyntaxError` where `source` is not Python.
        """
        written = _methods_by_base(source)
        return tuple(
            f"{class_}.{method}"
            for class_, methods in self.methods.items()
            for method in methods
            if method not in written.get(class_, ())
        )


def handlers_scaffold(
    api: ResolvedApi, package: str, report: Report, *, has_client: bool
) -> HandlersScaffold:
    """What to begin with: each handler answers 501. `package` is the import name."""
    types = TypeExpressions(api, report)
    server = _ServerScaffold(descriptors_of(types, client=False), package)
    test = None
    if has_client:
        client = descriptors_of(types, client=True)
        scaffold = _TestScaffold(server.descriptors, client, package)
        test = "\n".join(scaffold.lines()) + "\n"
    return HandlersScaffold(
        "\n".join(server.lines()) + "\n",
        test,
        {
            f"{each.name}Api": tuple(named.method for named in each.operations)
            for each in api.resources
        },
    )


@dataclass(frozen=True, slots=True)
class _ServerScaffold:
    """Writes `handlers.py`."""

    descriptors: Descriptors
    package: str

    def lines(self) -> Iterator[str]:
        """The module; long lines are left to a formatter."""
        api = self.descriptors.types.api
        schemes = self.descriptors.used_schemes()
        yield f'"""What each operation of {self.package} does.'
        yield ""
        yield "Written once by `apiloom scaffold`, and yours from then on."
        yield "`uvicorn handlers:app` serves it, with a page to try it at /docs."
        yield '"""'
        yield ""
        yield "from __future__ import annotations"
        yield ""
        if schemes:
            yield from ("from dataclasses import dataclass", "")
        yield from self._imports()
        if schemes:
            yield from _caller()
        for resource in api.resources:
            yield from self._class(resource)
        for scheme in schemes:
            yield from _check(scheme)
        yield from ("", "", "app = create_app(")
        for resource in api.resources:
            yield f"    {resource.module}={_class_name(resource)}(),"
        if schemes:
            checks = ", ".join(
                f"{each.argument}={_check_name(each)}" for each in schemes
            )
            yield f"    security=Security({checks}),"
        yield ")"

    def _imports(self) -> Iterator[str]:
        """What is imported of the package, in the order that isort has."""
        server = f"{self.package}.server"
        resources = self.descriptors.types.api.resources
        is_secured = bool(self.descriptors.used_schemes())
        offered = ["HttpError", *(("Access", "Security") if is_secured else ())]
        aliases = {str(each.module): _alias(each) for each in resources}
        plain = ["create_app", *(name for name in aliases if aliases[name] == name)]
        yield f"from {server} import ("
        names = (*sorted(offered), *sorted(dict.fromkeys(plain)))
        yield from (f"    {name}," for name in names)
        yield ")"
        for name, alias in sorted(aliases.items()):
            if alias != name:
                yield f"from {server} import {name} as {alias}"
        for resource in resources:
            if resource.module == _HIDDEN:
                classes = {each.namespace for each in resource.operations}
                listed = ", ".join(sorted({*classes, f"{resource.name}Api"}))
                yield f"from {server}.{_HIDDEN} import {listed}"

    def _class(self, resource: Resource) -> Iterator[str]:
        module = "" if resource.module == _HIDDEN else f"{_alias(resource)}."
        secured = any(map(self._is_secured, resource.operations))
        base = f"{module}{resource.name}Api{'[Caller]' if secured else ''}"
        yield from ("", "", f"class {_class_name(resource)}({base}):")
        yield f'    """Handles the operations of `{resource.module}`."""'
        for named in resource.operations:
            place = f"{module}{named.namespace}"
            request = f"{place}.Request{'[Caller]' if self._is_secured(named) else ''}"
            signature = f"self, request: {request}, /"
            yield ""
            yield f"    async def {named.method}({signature}) -> {place}.Response:"
            yield f"        raise HttpError(501, {_not_written(resource, named)!r})"

    def _is_secured(self, named: NamedOperation) -> bool:
        return bool(named.operation.security)


@dataclass(frozen=True, slots=True)
class _TestScaffold:
    """Writes `test_handlers.py`: a call of each operation of which one is known."""

    server: Descriptors
    client: Descriptors
    package: str

    def lines(self) -> Iterator[str]:
        """The module; long lines are left to a formatter."""
        yield '"""Calls each operation in one process: the client, and no socket.'
        yield ""
        yield "Written once by `apiloom scaffold`, and yours from then on: an operation"
        yield "answers 501 until it is written, and then what you say here."
        yield '"""'
        yield ""
        yield "from __future__ import annotations"
        yield ""
        yield "from collections.abc import Iterator"
        yield ""
        yield "import pytest"
        yield "from starlette.testclient import TestClient"
        yield ""
        yield from sorted(
            (
                "from handlers import app",
                f"from {self.package} import Client, errors",
            )
        )
        yield from ("", "", "@pytest.fixture", "def client() -> Iterator[Client]:")
        yield "    with TestClient(app) as http:"
        yield "        yield Client("
        yield '            base_url="http://testserver",'
        yield "            http_client=http,"
        yield "            max_retries=0,"
        for scheme in self.client.used_schemes():
            is_basic = scheme.scheme.kind == "basic"
            secret = '("user", "password")' if is_basic else '"secret"'
            yield f"            {scheme.argument}={secret},"
        yield "        )"
        examples = MethodExamples(self.client)
        unknown: list[str] = []
        for resource in self.client.types.api.resources:
            for named in resource.operations:
                test = self._test(resource, named, examples)
                if test:
                    yield from ("", "", *test)
                else:
                    unknown.append(f"{resource.module}.{named.method}")
        if unknown:
            yield from ("", "", "# Of these no example of a call is known:")
            yield from (f"# client.{name}(...)" for name in unknown)

    def _test(
        self, resource: Resource, named: NamedOperation, examples: MethodExamples
    ) -> tuple[str, ...]:
        """The test of one operation; empty where it cannot be called by an example."""
        operation = named.operation
        needed = self.server.security(operation)
        if operation.deprecated or (needed and not self.client.security(operation)):
            return ()
        call = examples.call(named, resource)
        if call is None:
            return ()
        scope = scope_of("", True, call, ("client",))
        if scope.local_modules():
            return ()
        tree = expression_tree(call, scope)
        raises = "    with pytest.raises(errors.StatusError) as caught"
        begun = Chain((tree, ".__enter__()")) if is_streamed(operation) else tree
        return (
            f"def test_{resource.module}_{named.method}(client: Client) -> None:",
            *lay_out_block("    ", scope.imports().running),
            f"{raises}:",
            *lay_out(_INSIDE, begun),
            "    assert caught.value.status_code == 501",
        )


def _caller() -> Iterator[str]:
    yield from ("", "", "@dataclass(frozen=True)", "class Caller:")
    yield '    """Whom credentials stand for: `request.principal`."""'
    yield from ("", "    name: str")


def _check(named: NamedScheme) -> Iterator[str]:
    """The function of one security scheme."""
    given = {"basic": "user: str, password: str, ", "other": ""}
    arguments = given.get(named.scheme.kind, "token: str, ")
    if named.scheme.key == UNREADABLE:
        return
    name = _check_name(named)
    yield from (
        "",
        "",
        f"async def {name}({arguments}access: Access) -> Caller | None:",
    )
    yield '    """Whom the credentials stand for; None answers 401."""'
    yield f'    raise HttpError(501, "{name} is not written yet.")'


def _check_name(named: NamedScheme) -> str:
    """The function of a scheme; None for one that the document does not describe."""
    is_known = named.scheme.key != UNREADABLE
    return f"check_{named.argument}" if is_known else "None"


def _class_name(resource: Resource) -> str:
    return f"{resource.name}Handlers"


def _alias(resource: Resource) -> str:
    """What a module of handlers is called where it is imported."""
    name = str(resource.module)
    clashes = name in _TAKEN or name.startswith("check_")
    return f"{name}_operations" if clashes else name


def _not_written(resource: Resource, named: NamedOperation) -> str:
    return f"{resource.module}.{named.method} is not written yet."


def _methods_by_base(source: str) -> dict[str, set[str]]:
    """What the classes of a module define, by the last name of each base."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ClassDef):
            continue
        methods = {
            each.name
            for each in node.body
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        for base in node.bases:
            end = base.value if isinstance(base, ast.Subscript) else base
            name = end.attr if isinstance(end, ast.Attribute) else ast.unparse(end)
            found.setdefault(name, set()).update(methods)
    return found
