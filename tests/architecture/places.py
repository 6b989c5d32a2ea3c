"""Where things are in the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = ROOT / "generator"
APILOOM: Final = SOURCES / "apiloom"
RUNTIME: Final = APILOOM / "runtime"
TEMPLATES: Final = ROOT / "templates"
SPEC: Final = ROOT / "spec" / "openapi.yaml"
BIFROST: Final = ROOT / "generated" / "bifrost"


def python_files(*folders: Path) -> list[Path]:
    """Every Python file below `folders`, sorted."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def named(path: Path) -> str:
    """How a path is written in the tables of these tests."""
    return path.relative_to(ROOT).as_posix()
