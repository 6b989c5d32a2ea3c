"""The programs of users run: both clients against the server, over a socket."""

import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import bifrost
from tests.bifrost.gateway.serve import serve

PROGRAMS = Path(__file__).parent / "programs"
GENERATED = Path(bifrost.__file__).parents[1]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Where the server program is."""
    app = runpy.run_path(str(PROGRAMS / "server.py"))["app"]
    with serve(app) as served:
        yield served


def run(program: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs a program as its user would, warnings being errors."""
    return subprocess.run(
        [sys.executable, "-W", "error", str(PROGRAMS / program)],
        env={**os.environ, "PYTHONPATH": str(GENERATED), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_sync_client(url: str) -> None:
    done = run("sync_client.py", {"BIFROST_BASE_URL": url, "BIFROST_TOKEN": "secret"})
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "Customer updated successfully Acme GmbH None",
        "200 application/json Customer updated successfully",
    ]


def test_the_async_client(url: str) -> None:
    done = run(
        "async_client.py",
        {"BIFROST_BASE_URL": url, "BIFROST_MANAGEMENT_BEARER_AUTH": "secret"},
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "['Customer updated successfully', 'Customer updated successfully']"
    ]


def test_a_wrong_token_ends_a_program(url: str) -> None:
    done = run("sync_client.py", {"BIFROST_BASE_URL": url, "BIFROST_TOKEN": "wrong"})
    assert done.returncode == 1
    assert done.stdout == ""
    assert "bifrost._runtime.errors.ClientError" in done.stderr
    assert "401" in done.stderr
    assert "wrong" not in done.stderr
