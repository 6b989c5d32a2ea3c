"""The plug-in of pytest gives each test an API of its own, and verifies it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from apiloom.runtime.testing import pytest_fixtures
from apiloom.runtime.testing.mock_api import MockedApi
from tests.testing.conftest import DOCUMENT

TESTS: Final = """\
import pytest
from plugged.testing import MockApi


def test_declared(mock_api: MockApi) -> None:
    mock_api.pets.get.ok(name="Rex")
    with mock_api.client() as client:
        assert client.pets.get(1).name == "Rex"


def test_swallowed(mock_api: MockApi) -> None:
    with mock_api.client() as client:
        try:
            client.pets.get(1)
        except AssertionError:
            pass


@pytest.mark.mock_api(all_called=True)
def test_unused(mock_api: MockApi) -> None:
    mock_api.pets.get.ok(name="Rex")


@pytest.mark.mock_api(defaults=True)
def test_defaults(mock_api: MockApi) -> None:
    with mock_api.client() as client:
        assert client.pets.get(1).id == 1
"""


def test_it_fails_those_tests_that_have_to(tmp_path: Path) -> None:
    assert generate(Job(DOCUMENT, tmp_path / "plugged")).exit_code == 0
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["plugged.pytest_plugin"]')
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\n")
    command = [sys.executable, "-m", "pytest", "-q", "-rEf", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "."], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "4 passed, 2 errors" in done.stdout, done.stdout + done.stderr
    errors = re.findall(r"ERROR test_it.py::(\w+) - (.*)", done.stdout)
    assert [name for name, _ in errors] == ["test_swallowed", "test_unused"]
    assert ".Undecl" in errors[0][1]
    assert "never called: pets.get" in done.stdout


def test_without_pytest_it_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytest_fixtures, "find_spec", lambda name: None)
    assert pytest_fixtures.fixture_of(MockedApi) is MockedApi
