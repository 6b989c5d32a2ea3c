"""A package with three webhooks and a callback, and a subscriber to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.runtime_client.scripted_server import ScriptedServer, running
from tests.weaving import Woven, weave

DOCUMENT = Path(__file__).parents[1] / "type_checking/documents/events.yaml"


@pytest.fixture(scope="session")
def shop() -> Iterator[Woven]:
    """The package, imported."""
    document = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    with weave(document, targets=("models", "client")) as woven:
        yield woven


@pytest.fixture
def subscriber() -> Iterator[ScriptedServer]:
    """A server that was written by hand, and keeps what it gets."""
    with running() as server:
        yield server
