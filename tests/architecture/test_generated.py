"""`generated/bifrost` is what this apiloom makes of `spec/`, and good Python."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import Final

import pytest

from apiloom.core.exit_codes import FINE
from apiloom.pipeline.commands import check, generate
from apiloom.pipeline.job import Job
from tests.architecture.places import BIFROST, ROOT, SOURCES, SPEC, named, python_files
from tests.formatters import is_laid_out_by_black, said_by_ruff

MODULES: Final = python_files(BIFROST)
HEAVY: Final = ("httpx2", "pydantic", "starlette")


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a module of this interpreter from the root of the repository."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_command_finds_nothing_to_do() -> None:
    done = run("-m", "apiloom", "check")
    assert done.returncode == FINE, done.stdout + done.stderr


def test_the_library_finds_nothing_to_do() -> None:
    outcome = check(Job(SPEC, BIFROST))
    assert outcome.exit_code == FINE
    assert outcome.diagnostics == ()


def test_a_fresh_package_is_the_committed_one(tmp_path: Path) -> None:
    assert generate(Job(SPEC, tmp_path / "bifrost")).exit_code == FINE
    assert _contents(tmp_path / "bifrost") == _contents(BIFROST)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_mypy(tmp_path: Path) -> None:
    done = run("-m", "mypy", "--strict", f"--cache-dir={tmp_path}", str(BIFROST))
    assert done.returncode == 0, done.stdout


def test_pyright() -> None:
    done = run("-m", "pyright", "--pythonpath", sys.executable, str(BIFROST))
    assert done.returncode == 0, done.stdout


def test_black() -> None:
    """Told what to do, so that no configuration takes part."""
    options = ("--check", "--diff", "--line-length=88", "--target-version=py311")
    isolated = ("--config", os.devnull)
    done = run("-m", "black", *isolated, *options, str(BIFROST))
    assert done.returncode == 0, done.stdout[:3000] + done.stderr[-500:]


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_black_agrees_with_the_layout(path: Path) -> None:
    """Also where the module tells formatters to keep off."""
    assert is_laid_out_by_black(path.read_text("utf-8"))


def test_ruff() -> None:
    assert said_by_ruff(BIFROST) == ""


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_inside_are_relative(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        else:
            continue
        tops = {name.partition(".")[0] for name in names}
        assert not tops & {"bifrost", "apiloom", "generated"}


def test_modules_import_each_other_in_no_circle() -> None:
    graph = {_module(path): _needs(path) for path in MODULES}
    ready: set[str] = set()
    while waiting := graph.keys() - ready:
        free = {each for each in waiting if graph[each] <= ready}
        assert free, {each: graph[each] - ready for each in sorted(waiting)}
        ready |= free


def _module(path: Path) -> str:
    steps = path.relative_to(BIFROST).with_suffix("").parts
    return ".".join(steps[:-1] if steps[-1] == "__init__" else steps)


def _needs(path: Path) -> set[str]:
    """The modules that are imported while this one is; packages above left out."""
    here = PurePosixPath(path.relative_to(BIFROST).as_posix())
    found: set[str] = set()
    stack: list[ast.AST] = [ast.parse(path.read_bytes())]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and _only_for_types(node.test):
            stack.extend(node.orelse)
            continue
        if isinstance(node, ast.ImportFrom) and node.level:
            base = here.parents[node.level - 1]
            steps = [*base.parts, *filter(None, (node.module or "").split("."))]
            for alias in node.names:
                inner = BIFROST.joinpath(*steps, f"{alias.name}.py").is_file()
                found.add(".".join([*steps, alias.name] if inner else steps))
        stack.extend(ast.iter_child_nodes(node))
    above = {".".join(parent.parts) for parent in here.parents}
    return found - (above if here.name != "__init__.py" else set())


def _only_for_types(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id.startswith("TYPE_CHECKING")


def loaded(program: str) -> set[str]:
    """The modules that a program loads."""
    listing = "import json, sys; print(json.dumps(list(sys.modules)))"
    done = run("-c", f"{program}\n{listing}", cwd=BIFROST.parent)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def test_importing_the_package_loads_nothing_heavy() -> None:
    found = loaded("import bifrost")
    assert "bifrost" in found
    assert not {each for each in found if each.partition(".")[0] in HEAVY}


def test_a_model_loads_what_it_needs() -> None:
    found = loaded("import bifrost; bifrost.models.Budget")
    own = {each for each in found if each.partition(".")[0] == "bifrost"}
    assert own == {
        "bifrost",
        "bifrost._runtime",
        "bifrost._runtime.building",
        "bifrost._runtime.constants",
        "bifrost._runtime.digits",
        "bifrost._runtime.dumps",
        "bifrost._runtime.formats",
        "bifrost._runtime.json_values",
        "bifrost._runtime.lazy",
        "bifrost._runtime.model",
        "bifrost._runtime.narrowing",
        "bifrost._runtime.past_null",
        "bifrost._runtime.presence",
        "bifrost._runtime.spellings",
        "bifrost._runtime.tag_messages",
        "bifrost.models",
        "bifrost.models.budget",
    }
    assert not {each for each in found if each.partition(".")[0] in HEAVY} & {
        "httpx2",
        "starlette",
    }


def test_the_client_loads_no_server() -> None:
    found = loaded("import bifrost; bifrost.Client")
    assert not {each for each in found if each.startswith("bifrost.server")}
    assert not {each for each in found if each.partition(".")[0] == "starlette"}
    assert "bifrost.models" not in found
