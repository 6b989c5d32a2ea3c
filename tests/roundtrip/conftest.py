"""The package is generated once; its server runs as long as the tests do."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job

from .running import TLS, Caller, Counter, Served, serve
from .served import create_app

DOCUMENT = Path(__file__).parent / "openapi.yaml"
PACKAGE = "round_trip_api"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the generated package, which can be imported."""
    folder = tmp_path_factory.mktemp("round_trip") / PACKAGE
    outcome = generate(Job(DOCUMENT, folder))
    assert outcome.exit_code == 0, outcome.diagnostics
    sys.path.insert(0, str(folder.parent))
    yield folder
    sys.path.remove(str(folder.parent))
    for name in [each for each in sys.modules if each.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def served(generated: Path) -> Iterator[Served]:
    """The service behind a real socket."""
    counter = Counter(create_app(generated.name))
    with serve(counter) as url:
        yield Served(generated.name, url, counter.paths)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def call(served: Served, request: pytest.FixtureRequest) -> Caller:
    """Each of the two generated clients."""
    return Caller(served, request.param)


@pytest.fixture
def http(served: Served) -> Iterator[httpx2.Client]:
    """Plain HTTP, for what a generated client does not send."""
    with httpx2.Client(base_url=served.url, verify=TLS) as client:
        yield client


@pytest.fixture
def models(served: Served) -> Any:
    """The generated models."""
    return served.module("models")


@pytest.fixture
def errors(served: Served) -> Any:
    """The generated errors."""
    return served.module("errors")


@pytest.fixture(scope="session")
def operations() -> dict[tuple[str, str], Any]:
    """By method and path, the operations as the document has them."""
    document = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    return {
        (method.upper(), path): item[method]
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }
