"""A package of the document here, beside the programs that serve it."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from starlette.applications import Starlette

from apiloom import Job, generate

HERE: Final = Path(__file__).parent


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where `shop` and the programs can be imported from."""
    folder = tmp_path_factory.mktemp("serving")
    outcome = generate(Job(HERE / "openapi.yaml", folder / "shop"))
    assert outcome.exit_code == 0, outcome.diagnostics
    for program in (HERE / "programs").glob("*.py"):
        shutil.copy(program, folder)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield folder
    sys.path.remove(str(folder))
    here = {path.stem for path in folder.iterdir()}
    for name in [each for each in sys.modules if each.partition(".")[0] in here]:
        del sys.modules[name]


@pytest.fixture
def shop(folder: Path) -> Any:
    """The package."""
    assert folder.is_dir()
    return importlib.import_module("shop")


@pytest.fixture
def service(folder: Path) -> Any:
    """The program that serves it alone."""
    assert folder.is_dir()
    return importlib.import_module("service")


@pytest.fixture
def server(shop: Any) -> Any:
    """The server of the package."""
    return importlib.import_module(f"{shop.__name__}.server")


@pytest.fixture
def app(service: Any, server: Any) -> Any:
    """Makes an application; its lifespan is nobody's business here."""

    def create(**options: Any) -> Starlette:
        security = server.Security(token=service.check)
        made: Starlette = server.create_app(
            orders=service.Orders(), security=security, **options
        )
        return made

    return create
