"""`apiloom scaffold`: a first module of handlers and its test, written once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apiloom.cli.main import main
from tests.cli.test_list import written
from tests.formatters import is_laid_out_by_black
from tests.type_checking.checkers import mypy, pyright
from tests.weaving import Json, document

Captured = pytest.CaptureFixture[str]
HANDLERS, TEST = Path("handlers.py"), Path("test_handlers.py")
PACKAGE = ["spec.json", "-o", "pack"]


def _operation(name: str, tag: str, *schemes: str, **members: Any) -> Json:
    return {
        "operationId": name,
        "tags": [tag],
        "security": [{scheme: []} for scheme in schemes],
        "responses": {"204": {"description": "done"}},
        **members,
    }


def _parameter(name: str, where: str, **schema: Any) -> Json:
    return {"name": name, "in": where, "required": True, "schema": schema}


_ITEM = {"type": "object", "properties": {"at": {"type": "string", "format": "date"}}}
_WORD = {"type": "string", "pattern": "^[a-f]{3}$"}
_JSON = {
    "200": {"description": "it", "content": {"application/json": {"schema": _ITEM}}}
}
_STREAM = {"content": {"text/event-stream": {"schema": {"type": "string"}}}}
PATHS: Json = {
    "/a": {
        "get": _operation("readIt", "app", "basic"),
        "put": _operation("writeIt", "app", "key", deprecated=True),
    },
    "/item": {"get": _operation("item", "app", "basic", responses=_JSON)},
    "/b/{id}": {
        "parameters": [_parameter("id", "path", type="integer", minimum=7)],
        "get": _operation("b", "security", "oauth", "tls"),
        "post": _operation(
            "c",
            "check_it",
            "tls",
            parameters=[_parameter("Day", "header", type="string", format="date")],
        ),
        "patch": _operation(
            "d",
            "Access",
            "odd",
            requestBody={
                "required": True,
                "content": {"application/json": {"schema": _ITEM}},
            },
        ),
        "put": _operation(
            "e",
            "create_app",
            requestBody={
                "required": True,
                "content": {"text/plain": {"schema": _WORD}},
            },
        ),
        "options": _operation(
            "f",
            "client",
            responses={"200": {"description": "as they come", **_STREAM}},
        ),
    },
}
SCHEMES: Json = {
    "basic": {"type": "http", "scheme": "basic"},
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "oauth": {"type": "oauth2", "flows": {}},
    "tls": {"type": "mutualTLS"},
}
WHOLE = document(paths=PATHS, components={"securitySchemes": SCHEMES})
SMALL = document(paths={"/x": {"get": _operation("x", "things")}})


def _program(name: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", name, *arguments],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("whole", [WHOLE, SMALL], ids=["whole", "small"])
def test_it_runs_and_checkers_have_nothing_to_say(folder: Path, whole: Json) -> None:
    written(folder, whole)
    accept = ["--accept", "security-scheme-unknown"]
    assert main(["generate", *PACKAGE, *accept]) == 0
    assert main(["scaffold", *PACKAGE, *accept]) == 0
    for path in (HANDLERS, TEST):
        assert is_laid_out_by_black(path.read_text("utf-8")), path.read_text("utf-8")
    assert mypy(folder) == []
    assert pyright(folder) == []
    _program("ruff", "check", "--isolated", *map(str, (HANDLERS, TEST)))
    assert " passed" in _program("pytest", "-q", "-p", "no:cacheprovider", str(TEST))


def test_what_is_written_answers_as_the_test_expects(folder: Path) -> None:
    get = _operation("item", "things", responses=_JSON)
    written(folder, document(paths={"/item": {"get": get}}))
    assert main(["generate", *PACKAGE]) == 0
    assert main(["scaffold", *PACKAGE]) == 0
    handlers = HANDLERS.read_text("utf-8")
    raised = 'raise HttpError(501, "things.item is not written yet.")'
    assert handlers.count(raised) == 1
    answer = "return things.Item.Ok(ItemResponse200(at=date(2024, 5, 6)))"
    imports = "from datetime import date\nfrom pack.models import ItemResponse200\n"
    done = handlers.replace(raised, answer)
    HANDLERS.write_text(
        done.replace("\nfrom pack", f"\n{imports}from pack", 1), "utf-8"
    )
    test = TEST.read_text("utf-8")
    assert "    expected = examples.things.item()\n" in test
    TEST.write_text(test.replace("with not_written()", "if client"), "utf-8")
    assert "1 passed" in _program("pytest", "-q", "-p", "no:cacheprovider", str(TEST))


@pytest.mark.parametrize("fakes", [True, False])
def test_the_test_uses_what_the_package_has(folder: Path, fakes: bool) -> None:
    written(folder, SMALL)
    targets = ("client", "server", "testing" if fakes else "models")
    given = [part for target in targets for part in ("--target", target)]
    assert main(["scaffold", *PACKAGE, *given]) == 0
    test = TEST.read_text("utf-8")
    assert ("with client_for(app, max_retries=0) as client" in test) == fakes
    assert ("with TestClient(app) as http" in test) != fakes


def test_what_is_there_is_left_alone(folder: Path, capsys: Captured) -> None:
    written(folder, SMALL)
    assert main(["scaffold", *PACKAGE, "--into", "service"]) == 0
    told = capsys.readouterr().err
    assert "service/handlers.py: written; it is yours from now on" in told
    mine = Path("service/handlers.py")
    mine.write_text(mine.read_text("utf-8") + "\nMINE = 1\n", "utf-8")
    before = mine.read_bytes()
    assert main(["scaffold", *PACKAGE, "--into", "service"]) == 0
    told = capsys.readouterr().err
    assert "service/handlers.py is there, and is left alone; it lacks nothing" in told
    assert "service/test_handlers.py is there, and is left alone" in told
    assert mine.read_bytes() == before


def test_new_operations_are_listed(folder: Path, capsys: Captured) -> None:
    written(folder, SMALL)
    assert main(["scaffold", *PACKAGE]) == 0
    more = {**PATHS, "/y": {"get": _operation("y", "things")}}
    written(folder, document(paths={**SMALL["paths"], "/y": more["/y"]}))
    capsys.readouterr()
    assert main(["scaffold", *PACKAGE]) == 1
    assert "it lacks ThingsApi.y\n" in capsys.readouterr().err
    source = HANDLERS.read_text("utf-8").replace("things.ThingsApi", "ThingsApi")
    HANDLERS.write_text(source, "utf-8")
    assert main(["scaffold", *PACKAGE]) == 1
    assert "it lacks ThingsApi.y\n" in capsys.readouterr().err
    HANDLERS.write_text("def (", "utf-8")
    assert main(["scaffold", *PACKAGE]) == 2
    assert "handlers.py is there, and cannot be read" in capsys.readouterr().err


def test_there_is_no_test_without_a_client(folder: Path) -> None:
    written(folder, SMALL)
    assert main(["scaffold", *PACKAGE, "--target", "server"]) == 0
    assert HANDLERS.exists()
    assert not TEST.exists()


def test_what_cannot_be_handled(folder: Path, capsys: Captured) -> None:
    written(folder, SMALL)
    assert main(["scaffold", *PACKAGE, "--target", "client"]) == 2
    assert "pack has no server to handle for" in capsys.readouterr().err
    (folder / "spec.json").write_text("{}")
    assert main(["scaffold", *PACKAGE]) == 2
    assert not HANDLERS.exists()


def test_one_package_at_a_time(folder: Path, capsys: Captured) -> None:
    written(folder, SMALL)
    entry = '[[tool.apiloom.documents]]\nspec = "spec.json"\noutput = "{}"\n'
    project = "\n".join(map(entry.format, ("one", "two")))
    (folder / "pyproject.toml").write_text(project)
    assert main(["scaffold"]) == 2
    assert "name one with --only" in capsys.readouterr().err
    assert main(["scaffold", "--only", "two"]) == 0
    assert "from two import Client" in TEST.read_text("utf-8")
