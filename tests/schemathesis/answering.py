"""The generated server of a document, whose handlers answer examples.

Each operation answers the first of its responses that is a success, with values made
of the schemas, so that there is something to check in a response. What was deleted is
gone.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from apiloom.core.diagnostics import Report
from apiloom.document.bundle import bundle
from apiloom.document.source import LoadPolicy, load
from apiloom.document.upgrade import normalise
from tests.sweeping.cases import Case, Cases, Reply
from tests.sweeping.credentials import Credentials
from tests.sweeping.described import Description
from tests.sweeping.examples import Examples
from tests.sweeping.package import Package
from tests.sweeping.serving import Served
from tests.sweeping.values import NoExampleError
from tests.weaving import weave


@dataclass(frozen=True, slots=True)
class Answering:
    """A server, and the fields of a request that it admits."""

    app: ASGIApp
    headers: Mapping[str, str]
    unanswered: tuple[str, ...]
    """Operations that have no example of any response: they answer 501."""


@contextmanager
def answering(document: Path) -> Iterator[Answering]:
    """Generate the server of a document, and let it answer examples."""
    root = _normal(document)
    examples = Examples(_without_write_only(root))
    with weave(root) as woven:
        package = Package(woven.name, woven.manifest)
        description = Description(examples)
        choice = Cases(package, examples, description)
        cases = list(choice.all())
        replies = {case.key: reply for case in cases if (reply := _first(choice, case))}
        answered = [case for case in cases if case.key in replies]
        together = {way for case in cases for way in case.described.security}
        credentials = Credentials(package, description.schemes(), together)
        served = _Answers(package, answered, credentials, replies)
        silent = tuple(case.key for case in cases if case.key not in replies)
        yield Answering(served.app, dict(_headers(credentials)), silent)


class _Answers(Served):
    """The application of a package; each handler answers what was chosen for it."""

    def __init__(
        self,
        package: Package,
        cases: list[Case],
        credentials: Credentials,
        replies: Mapping[str, Reply],
    ) -> None:
        self._replies = replies
        self._refusals = package.module("server")
        self._gone: set[str] = set()
        super().__init__(package, cases, credentials)

    def _reply(self, namespace: Any, case: Case) -> Any:
        request = self.stage.received.pop().request
        path = request.http.url.path
        if path in self._gone:
            raise self._refusals.HttpError(404, "It was deleted.")
        if case.operation.method == "DELETE":
            self._gone.add(path)
        if case.operation.method == "POST":
            # What is made anew has the id of what was deleted.
            self._gone -= {gone for gone in self._gone if gone.startswith(f"{path}/")}
        self.stage.reply = self._replies[case.key]
        return super()._reply(namespace, case)


def _first(choice: Cases, case: Case) -> Reply | None:
    """What an operation answers: a success if there is an example of one."""
    for key in sorted(case.keys, key=lambda key: (key[0] not in "2d", key)):
        try:
            return choice.reply(case, key, 0)
        except NoExampleError:
            continue
    return None


def _headers(credentials: Credentials) -> Iterator[tuple[str, str]]:
    """Credentials for every scheme that is written into a field of its own."""
    for name, scheme in credentials.schemes.items():
        secret = credentials.secret(name)
        if scheme.get("in") == "header":
            assert isinstance(secret, str)
            yield scheme["name"], secret
        elif isinstance(secret, tuple):
            pair = ":".join(secret).encode()
            yield "Authorization", f"Basic {base64.b64encode(pair).decode()}"
        elif scheme["type"] != "apiKey":
            yield "Authorization", f"Bearer {secret}"


def _without_write_only(value: Any) -> Any:
    """A document in which no response has what is only written (section 4.8.24).

    JSON Schema lets an example have it, but OpenAPI says that it is not answered.
    """
    if isinstance(value, list):
        return [_without_write_only(item) for item in value]
    if not isinstance(value, dict):
        return value
    properties = value.get("properties")
    if not isinstance(properties, dict):
        return {key: _without_write_only(item) for key, item in value.items()}
    written = {
        name
        for name, each in properties.items()
        if isinstance(each, dict) and each.get("writeOnly") is True
    }
    kept = {name: each for name, each in properties.items() if name not in written}
    schema = {**value, "properties": kept}
    if isinstance(value.get("required"), list):
        schema["required"] = [name for name in value["required"] if name not in written]
    return {key: _without_write_only(item) for key, item in schema.items()}


def _normal(document: Path) -> dict[str, Any]:
    """The document in one tree and its one shape."""
    report, policy = Report(), LoadPolicy()
    documents = load(document, policy, report)
    assert documents is not None
    normal = normalise(bundle(documents, policy, report), report)
    assert normal is not None
    root: dict[str, Any] = normal.root
    return root
