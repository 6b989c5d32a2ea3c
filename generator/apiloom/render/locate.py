"""Where templates and runtime files are: in the package, or else in the checkout."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_NOT_OURS = frozenset({"__pycache__", "codes", "templates"})
_IN_PACKAGE = _PACKAGE / "templates"
_IN_CHECKOUT = _PACKAGE.parent.parent / "templates"
RUNTIME_FOLDER = _PACKAGE / "runtime"


@cache
def template_folder() -> Path:
    """The folder of templates: the wheel has it inside the package."""
    return _IN_PACKAGE if _IN_PACKAGE.is_dir() else _IN_CHECKOUT


def templates_digest() -> str:
    """SHA-256 over what decides the output: templates, runtime, apiloom itself."""
    digest = hashlib.sha256()
    for folder in (template_folder(), _PACKAGE):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            # In a wheel the templates stand inside of the package; codes only explain.
            if path.is_file() and not _NOT_OURS & {*inside.parts[:1], path.parent.name}:
                name = inside.as_posix()
                digest.update(f"{name}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
