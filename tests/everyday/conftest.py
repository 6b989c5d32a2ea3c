"""Packages for parts of documents that everybody knows, as `settings.toml` has them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from apiloom import configured, generate

HERE: Final = Path(__file__).parent
NAMES: Final = ("stripe", "github", "openai", "digitalocean")


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a package for each document, and the programs that use them."""
    folder = tmp_path_factory.mktemp("everyday")
    for document in (HERE / "documents").glob("*.yaml"):
        shutil.copy(document, folder)
    shutil.copy(HERE / "documents" / "settings.toml", folder / "pyproject.toml")
    for job in configured(folder).jobs:
        outcome = generate(job)
        assert outcome.exit_code == 0, outcome.diagnostics
    for program in (HERE / "programs").glob("*.py"):
        shutil.copy(program, folder)
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))
    here = {path.stem for path in folder.iterdir()}
    for name in [each for each in sys.modules if each.partition(".")[0] in here]:
        del sys.modules[name]
