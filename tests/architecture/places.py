"""Where things are in the repository."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = ROOT / "generator"
APILOOM: Final = SOURCES / "apiloom"
RUNTIME: Final = APILOOM / "runtime"
TEMPLATES: Final = ROOT / "templates"
SPEC: Final = ROOT / "spec" / "openapi.yaml"
BIFROST: Final = ROOT / "generated" / "bifrost"
BY_PRODUCTS: Final = ("build", "dist", "venv")
"""Folders at the root that hold what builds leave behind."""


def python_files(*folders: Path) -> list[Path]:
    """Every Python file below `folders`, sorted."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def named(path: Path) -> str:
    """How a path is written in the tables of these tests."""
    return path.relative_to(ROOT).as_posix()


def own_python_files(root: Path = ROOT) -> list[Path]:
    """Every Python file of the repository, sorted: tracked by git, or soon to be.

    Where there is no git, as in an unpacked sdist, the tree itself says what is there.
    """
    if not (root / ".git").exists():
        steps_of = {path: path.relative_to(root).parts for path in root.rglob("*.py")}
        return sorted(
            path
            for path, steps in steps_of.items()
            if steps[0] not in BY_PRODUCTS
            and not any(step.startswith(".") for step in steps)
        )
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = {root / name for name in listing.split("\0") if name}
    return sorted(path for path in paths if path.is_file())
