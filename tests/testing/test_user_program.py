"""The test suite of a user, which checkers judge elsewhere, passes."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import Iterator
from inspect import iscoroutinefunction
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.testing.conftest import DOCUMENT, USING

NAMES: Final = (
    "check_what_is_said_is_answered_and_the_rest_is_an_example",
    "check_pages",
    "check_faults_and_answers_by_request",
    "check_async",
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The program, beside the package that it imports."""
    folder: Path = tmp_path_factory.mktemp("program")
    assert generate(Job(DOCUMENT, folder / "mocked")).exit_code == 0
    sys.path.insert(0, str(folder))
    path = USING / "using" / "using_mocks.py"
    spec = importlib.util.spec_from_file_location("using_mocks", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0] == "mocked"]:
        del sys.modules[name]


@pytest.mark.parametrize("name", NAMES)
def test_it_passes(program: ModuleType, name: str) -> None:
    test = getattr(program, name)
    if iscoroutinefunction(test):
        asyncio.run(test())
    else:
        test()


def test_no_test_of_it_is_forgotten(program: ModuleType) -> None:
    assert {name for name in vars(program) if name.startswith("check_")} == {*NAMES}
