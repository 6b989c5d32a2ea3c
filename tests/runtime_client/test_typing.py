"""Type checkers see through `raw`, and refuse what the document refuses."""

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

PROGRAM = """
from typing import assert_type
from apiloom.runtime.decode import RawResponse
from runtime_client.sample import AsyncClient, Client, errors
from runtime_client.sample.models import Customer, SampleError

def sync(client: Client) -> None:
    update = client.governance.update_customer
    assert_type(update("1", name="n"), Customer)
    assert_type(client.raw(update)("1", name="n"), RawResponse[Customer])
    assert_type(client.raw(update)("1", {"name": "n"}).data, Customer)
    assert_type(client.raw(client.governance.export)().data, bytes)
    client.with_options(timeout=None, management_bearer_auth=lambda: "t").governance
    try:
        update("1", budget={"max_limit": 2.0}, options={"timeout": 5})
    except errors.NotFoundError as error:
        assert_type(error.data, SampleError)
    except errors.DefaultServerError as error:
        assert_type(error.data, SampleError)
    update("1", nmae="n")  # WRONG
    update("1", name=None)  # WRONG
    update("1", budget={"max_limt": 2.0})  # WRONG
    update("1", {"name": None})  # WRONG
    update("1", options={"time_out": 5})  # WRONG
    client.raw(update)("1", name=5)  # WRONG
    client.with_options(time_out=5)  # WRONG
    Client(basic_auth="user:password")  # WRONG

async def asynchronous(client: AsyncClient) -> None:
    update = client.governance.update_customer
    assert_type(await update("1", name="n"), Customer)
    assert_type(await client.raw(update)("1", name="n"), RawResponse[Customer])
    await client.raw(update)("1", name=5)  # WRONG
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, "utf-8")
    return path


def test_mypy(program: Path, tmp_path: Path) -> None:
    finished = subprocess.run(
        [
            sys.executable,
            *("-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context"),
            *("--config-file", "", "--cache-dir", str(tmp_path / "cache")),
            *("--explicit-package-bases", "--follow-imports", "silent"),
            str(program),
        ],
        env={"MYPYPATH": f"{TESTS}:{TESTS.parent / 'generator'}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = PROGRAM.split("\n")
    wrong = {number for number, line in enumerate(lines, 1) if "# WRONG" in line}
    reported = {
        int(line.split(":")[1])
        for line in finished.stdout.splitlines()
        if ": error:" in line
    }
    assert reported == wrong, finished.stdout + finished.stderr
