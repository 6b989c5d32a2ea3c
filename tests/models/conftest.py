"""Weaving as a fixture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from .weaving import Json, Woven, weaving


class Weave(Protocol):
    """Weaves schemas and imports their models until the test is over."""

    def __call__(self, schemas: Json, version: str = "3.1.0") -> Woven:
        """The models of `schemas`."""
        ...


@pytest.fixture
def weave(tmp_path: Path) -> Iterator[Weave]:
    """Models of any schemas, as long as the test runs."""
    with ExitStack() as stack:

        def make(schemas: Json, version: str = "3.1.0") -> Woven:
            return stack.enter_context(weaving(schemas, tmp_path, version))

        yield make
