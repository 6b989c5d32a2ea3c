"""Fixtures: each test that takes `both` runs with the sync and the async client."""

from collections.abc import Iterator

import pytest

from apiloom.runtime import response_warnings

from .harness import Harness, Mode
from .scripted_server import ScriptedServer, running


@pytest.fixture(params=["sync", "async"])
def both(request: pytest.FixtureRequest) -> Harness:
    mode: Mode = request.param
    return Harness(mode)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running() as server:
        yield server


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """No warning was given yet, and the environment has no setting of the sample."""
    monkeypatch.setattr(response_warnings, "_seen", set[tuple[str, str]]())
    for name in ("BASE_URL", "MANAGEMENT_BEARER_AUTH", "BASIC_AUTH", "API_KEY"):
        monkeypatch.delenv(f"SAMPLE_{name}", raising=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The scripted server answers everything with a body, whatever is declared."""
    quiet = pytest.mark.filterwarnings("ignore:.*of which the document says nothing")
    for item in items:
        if "runtime_client" in item.path.parts:
            item.add_marker(quiet)
