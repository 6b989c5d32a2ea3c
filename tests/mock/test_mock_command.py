"""`apiloom mock` as a process, and its server in memory."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from apiloom.cli import mock
from apiloom.cli.main import main
from apiloom.cli.mock_server import Behaviour, MockServer
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.testing.conftest import DOCUMENT

LOGIN: Final = ("ann", "secret")
SMALL: Final = """\
openapi: 3.1.0
info: {{title: Small, version: "1"}}
paths:
  /pets:
    get:
      operationId: getPet
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {{type: object, properties: {{name: {{type: string}}}}}}
              examples:
                well: {{value: {{name: {name}}}}}
                sick: {{value: {{name: Ill}}}}
        "404": {{description: none}}
"""


def served(folder: Path, **behaviour: Any) -> MockServer:
    """A server of the document of the other tests."""
    package = folder / f"mocked_{folder.name}_{len([*folder.iterdir()])}"
    assert generate(Job(DOCUMENT, package)).exit_code == 0
    server = MockServer(Behaviour(**behaviour))
    server.use(package)
    return server


def answers(server: MockServer, *requests: tuple[str, str]) -> list[httpx2.Response]:
    """What a server answers to requests, one after another."""

    async def asked() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(server)
        place = "http://mocked"
        async with httpx2.AsyncClient(
            transport=transport, base_url=place, auth=LOGIN
        ) as client:
            return [await client.request(*request) for request in requests]

    return asyncio.run(asked())


def test_each_operation_answers_with_its_example(tmp_path: Path) -> None:
    server = served(tmp_path)
    pets, pet, below, unknown, removed = answers(
        server,
        ("GET", "/pets"),
        ("GET", "/pets/5"),
        ("GET", "/v2/pets/5"),
        ("GET", "/nothing"),
        ("DELETE", "/pets/5"),
    )
    assert pets.json()["data"][0]["name"] == "name"
    assert pet.json()["id"] == below.json()["id"] == 1
    assert (unknown.status_code, removed.status_code) == (404, 204)
    assert unknown.json() == {"status": 404, "detail": "no operation for /nothing"}


def test_faults_are_those_of_the_seed(tmp_path: Path) -> None:
    statuses = []
    for _ in range(2):
        server = served(tmp_path, fault_rate=0.5, fault_status=429, seed=3)
        got = answers(server, *[("GET", "/pets/5")] * 20)
        statuses.append([each.status_code for each in got])
    assert statuses[0] == statuses[1]
    assert {*statuses[0]} == {200, 429}


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    server = served(tmp_path, stateful=True)

    async def using() -> None:
        transport = httpx2.ASGITransport(server)
        place = "http://mocked"
        async with httpx2.AsyncClient(
            transport=transport, base_url=place, auth=LOGIN
        ) as client:
            made = (await client.post("/pets", json={"name": "Tom"})).json()
            assert made["name"] == "Tom"
            path = f"/pets/{made['id']}"
            assert (await client.get(path)).json() == made
            assert (await client.get("/pets")).json()["data"] == [made]
            await client.delete(path)
            gone = await client.get(path)
            assert (gone.status_code, gone.json()) == (404, {"message": "message"})

    asyncio.run(using())


@contextmanager
def mocking(document: Path, *options: str) -> Iterator[tuple[str, Any]]:
    """The command as a process: where it is, and the process."""
    command = [sys.executable, "-m", "apiloom", "mock", document.name, "--port", "0"]
    process = subprocess.Popen(
        [*command, *options], cwd=document.parent, stderr=subprocess.PIPE, text=True
    )
    try:
        yield _line(process, r"mocking openapi.yaml on (\S+)"), process
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def _line(process: subprocess.Popen[str], pattern: str) -> str:
    """What the process says of something; it must not end before."""
    assert process.stderr is not None
    for line in process.stderr:
        if (match := re.search(pattern, line)) is not None:
            return match[match.re.groups]
    raise AssertionError(pattern)


def test_it_serves_follows_the_document_and_ends(tmp_path: Path) -> None:
    document = tmp_path / "openapi.yaml"
    document.write_text(SMALL.format(name="Rex"))
    with mocking(document, "--reload", "--cors") as (url, process):
        with httpx2.Client(base_url=url, headers={"origin": "http://page"}) as client:
            first = client.get("/pets")
            assert first.json() == {"name": "Rex"}
            assert first.headers["access-control-allow-origin"] == "*"
            sick = client.get("/pets", headers={"prefer": "example=sick"})
            assert sick.json() == {"name": "Ill"}
            none = client.get("/pets", headers={"prefer": "code=404"})
            assert (none.status_code, none.content) == (404, b"")
            other = client.get("/pets", headers={"prefer": "code=418"})
            assert other.status_code == 418
            document.write_text("openapi: 3.1.0\ninfo: 5\npaths: [")
            _line(process, "not served")
            assert client.get("/pets").json() == {"name": "Rex"}
            document.write_text(SMALL.format(name="Max"))
            _line(process, "served as it is now")
            assert client.get("/pets").json() == {"name": "Max"}
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0


def test_a_document_that_cannot_be_used_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "openapi.yaml"
    document.write_text("openapi: 3.1.0\ninfo: 5\npaths: [")
    assert main(["mock", str(document)]) == 2
    assert "not served (1 error)" in capsys.readouterr().err


def test_what_has_to_be_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mock, "find_spec", lambda name: None)
    assert main(["mock", str(DOCUMENT)]) == 2
    assert "pip install 'apiloom[mock]'" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "openapi.yaml"
    document.write_text(SMALL.format(name="Rex"))
    taken = MockServer(Behaviour()).bound("127.0.0.1", 0)
    with taken:
        port = str(taken.getsockname()[1])
        assert main(["mock", str(document), "--port", port]) == 2
    assert f"cannot listen on 127.0.0.1, port {port}" in capsys.readouterr().err
