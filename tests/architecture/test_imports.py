"""Who may import whom: the contracts of `pyproject.toml`, and rules of the runtime."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path, PurePosixPath

import pytest

from apiloom.python.render.runtime_files import _imports_of
from tests.architecture.places import APILOOM, ROOT, RUNTIME, python_files

ALLOWED = {
    "anyio",  # what httpx2 and Starlette are written with
    "httpcore2",  # what httpx2 is written with
    "httpx2",
    "msgspec",  # in packages that have its structs
    "pydantic",
    "pydantic_core",
    "starlette",
    "typing_extensions",
}
MODULES = python_files(RUNTIME)
IDS = [path.relative_to(RUNTIME).as_posix() for path in MODULES]


def test_contracts() -> None:
    # In a process of its own: the linter configures logging for all of it.
    call = "import sys; from importlinter.cli import lint_imports; sys.exit("
    call += "lint_imports(no_cache=True, no_logo=True))"
    done = subprocess.run(
        [sys.executable, "-c", call],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_two_modules_have_one_name() -> None:
    """The runtime is apart: its names are those of the packages it is copied into."""
    paths_by_name: dict[str, list[str]] = defaultdict(list)
    for path in python_files(APILOOM):
        if RUNTIME not in path.parents and path.name != "__init__.py":
            paths_by_name[path.name].append(path.relative_to(APILOOM).as_posix())
    repeated = {name: paths for name, paths in paths_by_name.items() if paths[1:]}
    assert repeated == {}


def _imports(path: Path) -> list[ast.Import | ast.ImportFrom]:
    tree = ast.parse(path.read_text("utf-8"))
    found = ast.walk(tree)
    return [each for each in found if isinstance(each, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_the_runtime_needs_nothing_but_its_libraries(path: Path) -> None:
    assert _libraries(path) - sys.stdlib_module_names <= ALLOWED


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_the_runtime_imports_in_the_form_that_rendering_follows(path: Path) -> None:
    """Rendering finds `from .name import ...` by a pattern: it must find them all."""
    here = PurePosixPath(path.relative_to(RUNTIME).as_posix())
    wanted = {folder / "__init__.py" for folder in here.parents}
    for each in _imports(path):
        if isinstance(each, ast.ImportFrom) and each.level:
            assert each.module, f"line {each.lineno}: `from . import` is not followed"
            base = here.parents[each.level - 1]
            target = base.joinpath(*each.module.split("."))
            folder = (RUNTIME / target).is_dir()
            wanted.add(target / "__init__.py" if folder else target.with_suffix(".py"))
    assert set(_imports_of(here)) == wanted
    assert all((RUNTIME / each).is_file() for each in wanted)


def _libraries(path: Path) -> set[str]:
    """The distributions that a module imports."""
    named: set[str] = set()
    for each in _imports(path):
        if isinstance(each, ast.Import):
            named |= {alias.name.partition(".")[0] for alias in each.names}
        elif not each.level:
            named.add((each.module or "").partition(".")[0])
    return named


def test_only_the_codec_knows_which_library_has_the_models() -> None:
    """The client and the server ask `codec`; nothing else of theirs leads beyond it."""
    seam = PurePosixPath("codec.py")
    served = sorted(RUNTIME.glob("server/*.py"))
    queue = [PurePosixPath("client.py"), PurePosixPath("json_data.py")]
    queue += [PurePosixPath("server", path.name) for path in served]
    asking: set[PurePosixPath] = set()
    while queue:
        path = queue.pop()
        if path not in asking and path != seam:
            asking.add(path)
            queue += _imports_of(path)
    assert {"decode.py", "judging.py", "lenient.py"} < {str(path) for path in asking}
    of_pydantic = {"pydantic", "pydantic_core"}
    knowing = {path for path in asking if _libraries(RUNTIME / path) & of_pydantic}
    assert not knowing


def test_a_codec_has_all_that_is_asked_of_it() -> None:
    module = importlib.import_module("apiloom.runtime.pydantic_codec")
    contract = importlib.import_module("apiloom.runtime.codec_contract")
    asked = set(importlib.import_module("apiloom.runtime.codec").__all__)
    assert asked - set(contract.__dict__) == set(module.__all__)


def test_generating_loads_no_library_of_what_is_generated() -> None:
    """Each costs memory and time, and nothing here needs what it does."""
    program = """if True:
        import sys
        import apiloom.api.resolve, apiloom.python.render.render_files
        import apiloom.python.targets.package_plan
        print(*{"pydantic", "httpx2", "starlette"} & sys.modules.keys())
    """
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert not done.stdout.split()
