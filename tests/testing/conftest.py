"""A package with a server, a client, and what fakes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import yaml

from tests.weaving import Woven, weave

USING: Final = Path(__file__).parents[1] / "type_checking"
DOCUMENT: Final = USING / "documents" / "mocked.yaml"


@pytest.fixture(scope="module")
def mocked() -> Iterator[Woven]:
    """A package for the document that the checkers are given."""
    whole = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    with weave(whole, targets=("testing",)) as woven:
        yield woven
