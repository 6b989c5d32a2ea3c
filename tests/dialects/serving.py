"""A generated package with its service behind a real socket."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.roundtrip.running import Served, serve

Answer: TypeAlias = Callable[[Any], Any]


@contextmanager
def package_of(document: Path, folder: Path, name: str) -> Iterator[Path]:
    """The package made of a document without a single warning, importable."""
    package = folder / name
    outcome = generate(Job(document, package), strict=True)
    assert outcome.exit_code == 0, outcome.diagnostics
    sys.path.insert(0, str(folder))
    try:
        yield package
    finally:
        sys.path.remove(str(folder))
        for module in [
            loaded for loaded in sys.modules if loaded.partition(".")[0] == name
        ]:
            del sys.modules[module]


def handlers(package: str, tag: str, answers: Mapping[str, Answer]) -> Any:
    """A service of one tag: by operation, what answers a request."""
    module = importlib.import_module(f"{package}.server.{tag}")

    def method(answer: Answer) -> Callable[[Any, Any], Awaitable[Any]]:
        async def handle(self: Any, request: Any, /) -> Any:
            return answer(request)

        return handle

    methods = {name: method(answer) for name, answer in answers.items()}
    return type(tag.title(), (getattr(module, f"{tag.title()}Api"),), methods)()


@contextmanager
def served(name: str, services: Callable[[str], dict[str, Any]]) -> Iterator[Served]:
    """The application of an importable package, with what `services` makes for it."""
    server = importlib.import_module(f"{name}.server")
    app = server.create_app(**services(name), validate_replies=True)
    with serve(app) as url:
        yield Served(name, url, [])
