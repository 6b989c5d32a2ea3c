"""What type checkers say about programs that are written on top of a generated API."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"

PROGRAM = """
from runtime_server.program import Governance, bearer, key, login
from apiloom.runtime.server.refusals import Forbidden, HttpError
from runtime_server.sample.models import BifrostError, CustomerResponse, ErrorField
from runtime_server.sample.server import Access, Security, create_app
from runtime_server.sample.server.governance import GovernanceApi, UpdateCustomer


class Bare(GovernanceApi[str]):
    async def update_customer(
        self, req: UpdateCustomer.Request[str]
    ) -> UpdateCustomer.Response:
        name: str = req.principal + req.customer_id + (req.body.name or "")
        number: int = req.principal  # wrong
        if number or name:
            return UpdateCustomer.Ok("text")  # wrong
        return CustomerResponse()  # wrong


class Plain(GovernanceApi[str]):
    def update_customer(
        self, req: UpdateCustomer.Request[str]
    ) -> UpdateCustomer.Response:
        req.http.add_task(print, req.http.headers["host"], sep="")
        req.http.add_task(int, sep="")  # wrong
        host: int = req.http.headers["host"]  # wrong
        if host:
            return "text"  # wrong
        return UpdateCustomer.Ok(CustomerResponse())


class Refusing(GovernanceApi[str]):
    def update_customer(
        self, req: UpdateCustomer.Request[str]
    ) -> UpdateCustomer.Response:
        if req.customer_id == "a":
            raise UpdateCustomer.NotFound(BifrostError(error=ErrorField(message="a")))
        if req.customer_id == "b":
            raise UpdateCustomer.NotFound(CustomerResponse())  # wrong
        if req.customer_id == "c":
            raise HttpError("404")  # wrong
        if req.customer_id == "d":
            raise UpdateCustomer.Ok(CustomerResponse())  # wrong
        raise Forbidden("No", scopes=["write"])


class Other(GovernanceApi[str]):
    def update_customer(self, req: UpdateCustomer.Request[str]) -> str:  # wrong
        return "text"


def count(token: str, access: Access) -> int | None:
    return len(token)


apart = Security(
    management_bearer_auth=bearer, api_key=None, query_key=None, session=None,
    login=login,
)
mixed = Security(
    management_bearer_auth=bearer, api_key=key, query_key=key, session=key, login=login
)
counted = Security(
    management_bearer_auth=count, api_key=None, query_key=None, session=None, login=None
)
create_app(governance=Governance({}), security=apart, max_body_size=1000)
create_app(governance=Governance({}), security=apart, max_size=1000)  # wrong
create_app(governance=Governance({}), security=mixed, document_path=None)
create_app(governance=Governance({}), security=counted)  # wrong
create_app(governance=Governance({}))  # wrong
own = Governance({})
create_app(governance=own, security=apart, exceptions={KeyError: 404})
create_app(governance=own, security=apart, exceptions={KeyError: "x"})  # wrong
Security(management_bearer_auth=bearer)  # wrong
"""
WRONG = {
    number for number, line in enumerate(PROGRAM.split("\n"), 1) if "# wrong" in line
}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


def test_mypy(program: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file="]
    command += ["--output=json", f"--cache-dir={program.parent / 'cache'}"]
    command += ["--explicit-package-bases", "--follow-imports=silent", str(program)]
    paths = os.pathsep.join([str(ROOT / "generator"), str(TESTS)])
    found = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MYPYPATH": paths},
        cwd=program.parent,
    )
    lines = [json.loads(line) for line in found.stdout.splitlines()]
    wrong = {entry["line"] for entry in lines if entry["severity"] == "error"}
    assert wrong == WRONG, found.stdout + found.stderr


def test_pyright(program: Path) -> None:
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "extraPaths": [str(ROOT / "generator"), str(TESTS)],
        "include": ["program.py"],
    }
    (program.parent / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--outputjson"]
    command += ["--pythonpath", sys.executable, "-p", str(program.parent)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    entries = json.loads(found.stdout)["generalDiagnostics"]
    wrong = {entry["range"]["start"]["line"] + 1 for entry in entries}
    assert wrong == WRONG, found.stdout
