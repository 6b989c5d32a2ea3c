"""Weaving models as a fixture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest

from tests.shapes import Schema
from tests.weaving import Woven, document, weave


class WeaveModels(Protocol):
    """Weaves schemas and imports their models until the test is over."""

    def __call__(self, schemas: Schema, version: str = "3.1.0") -> Woven:
        """The models of `schemas`, by name."""
        ...


@pytest.fixture
def weave_models() -> Iterator[WeaveModels]:
    """Models of any schemas, as long as the test runs."""
    with ExitStack() as stack:

        def models_of(schemas: Schema, version: str = "3.1.0") -> Woven:
            whole = document(version, schemas=schemas)
            return stack.enter_context(weave(whole, targets=("models",)))

        yield models_of
