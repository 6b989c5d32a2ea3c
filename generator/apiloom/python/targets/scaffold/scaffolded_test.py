"""A first `test_handlers.py`: a call of each operation of which one is known.

It passes at once, since it says of each that it is not written yet, and what is to be
there when it is: the answer of a mock, which is the document's example.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from apiloom.api.ir import Operation, Response
from apiloom.api.media_type_kinds import is_streamed
from apiloom.api.resolved_api import NamedOperation, Resource
from apiloom.core.identifiers import Identifier
from apiloom.python.syntax.expression import NONE, Attribute, Bare, Call
from apiloom.python.syntax.layout import Chain
from apiloom.python.syntax.printer import expression_tree
from apiloom.python.syntax.scope import scope_of
from apiloom.python.syntax.statement_layout import lay_out, lay_out_block
from apiloom.python.targets.client.method_examples import MethodExamples
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.testing.example_answers import ExampleAnswers, Examples

_BLOCK = " " * 4
_INSIDE = " " * 8
_NOT_WRITTEN = """

@contextmanager
def not_written() -> Generator[None]:
    \"\"\"Around what answers 501 yet: take it away when that is written.\"\"\"
    with pytest.raises(errors.StatusError) as caught:
        yield
    assert caught.value.status_code == 501
""".splitlines()
_FAKES = """

@pytest.fixture
def examples() -> Iterator[Client]:
    \"\"\"Answers each operation with its example, as your handlers may.\"\"\"
    with MockApi(defaults=True).client() as client:
        yield client
""".splitlines()


@dataclass(frozen=True, slots=True)
class ScaffoldedTest:
    """Writes the module; with `fakes` there is a `testing` package to write it with."""

    server: Descriptors
    client: Descriptors
    package: str
    fakes: bool

    def lines(self) -> Iterator[str]:
        """The module; long lines are left to a formatter."""
        yield '"""Calls each operation in one process: the client, and no socket.'
        yield ""
        yield "Written once by `apiloom scaffold`, and yours from then on: an operation"
        yield "answers 501 until it is written, and then what you say here."
        yield '"""'
        tests, unknown = self._tests()
        yield from ("", "from __future__ import annotations", "")
        yield f"from collections.abc import {'Generator, ' if tests else ''}Iterator"
        if tests:
            yield "from contextlib import contextmanager"
        yield from ("", "import pytest")
        text = "\n".join(tests)
        uses_examples = "examples: Client" in text
        yield from self._packages(uses_examples)
        yield from self._client_fixture()
        if uses_examples:
            yield from _FAKES
        if tests:
            yield from _NOT_WRITTEN
        yield from tests
        if unknown:
            yield from ("", "", "# Of these no example of a call is known:")
            yield from (f"# client.{name}(...)" for name in unknown)

    def _packages(self, uses_examples: bool) -> Iterator[str]:
        """The imports of what is tested."""
        if not self.fakes:
            yield "from starlette.testclient import TestClient"
        yield ""
        names = ["MockApi", "client_for"] if uses_examples else ["client_for"]
        imports = [
            "from handlers import app",
            f"from {self.package} import Client, errors",
        ]
        if self.fakes:
            imports.append(f"from {self.package}.testing import {', '.join(names)}")
        yield from sorted(imports)

    def _client_fixture(self) -> Iterator[str]:
        secrets = [
            f"{each.argument}="
            + ('("user", "password")' if each.scheme.kind == "basic" else '"secret"')
            for each in self.client.used_schemes()
        ]
        yield from ("", "", "@pytest.fixture", "def client() -> Iterator[Client]:")
        yield '    """Calls your handlers, and shows credentials."""'
        if self.fakes:
            given = ", ".join(["app", "max_retries=0", *secrets])
            yield f"    with client_for({given}) as client:"
            yield "        yield client"
            return
        place = 'base_url="http://testserver", http_client=http, max_retries=0'
        yield "    with TestClient(app) as http:"
        yield f"        yield Client({', '.join([place, *secrets])})"

    def _tests(self) -> tuple[list[str], list[str]]:
        """The lines of all tests, and the operations that there is none of."""
        calls, answers = MethodExamples(self.client), ExampleAnswers(self.client)
        lines: list[str] = []
        unknown: list[str] = []
        for resource in self.client.types.api.resources:
            known = answers.of(resource) if self.fakes else {}
            for named in resource.operations:
                call = self._call(resource, named, calls)
                if call is None:
                    unknown.append(f"{resource.module}.{named.method}")
                else:
                    lines += ("", "", *self._test(resource, named, call, known))
        return lines, unknown

    def _call(
        self, resource: Resource, named: NamedOperation, examples: MethodExamples
    ) -> Call | None:
        """The call of one operation; None where no example makes one."""
        operation = named.operation
        needed = self.server.security(operation)
        if operation.deprecated or (needed and not self.client.security(operation)):
            return None
        call = examples.call(named, resource)
        if call is None or scope_of("", True, call, ("client",)).local_modules():
            return None
        return call

    def _test(
        self, resource: Resource, named: NamedOperation, call: Call, known: Examples
    ) -> Iterator[str]:
        operation = named.operation
        scope = scope_of("", True, call, ("client",))
        tree = expression_tree(call, scope)
        is_expected = self._is_known(named, known)
        given = "client: Client, examples: Client" if is_expected else "client: Client"
        yield f"def test_{resource.module}_{named.method}({given}) -> None:"
        yield from lay_out_block(_BLOCK, scope.imports().running)
        if is_expected:
            method = Attribute(Bare(Identifier("examples")), resource.module)
            same = replace(call, function=Attribute(method, named.method))
            expected = Chain(("expected = ", expression_tree(same, scope)))
            yield from lay_out(_BLOCK, expected)
        yield "    with not_written():"
        if is_expected:
            yield from lay_out(_INSIDE, Chain(("found = ", tree)))
            yield f"{_INSIDE}assert found == expected"
        elif is_streamed(operation):
            yield from lay_out(_INSIDE, Chain((tree, ".__enter__()")))
        else:
            yield from lay_out(_INSIDE, tree)

    def _is_known(self, named: NamedOperation, known: Examples) -> bool:
        """Whether a mock answers with a value that can be expected."""
        operation = named.operation
        success = _success(operation)
        if success is None or is_streamed(operation):
            return False
        if self.client.answer_type(operation) == NONE:
            return False
        return "value" in known.get(named.method, {}).get(success.status, {})


def _success(operation: Operation) -> Response | None:
    """The response that a mock gives, where the client returns it."""
    return next((each for each in operation.responses if each.status[0] == "2"), None)
