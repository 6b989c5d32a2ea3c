"""Where templates and runtime files are: in the package, or else in the checkout."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

SUFFIX: Final = ".jinja"
_PACKAGE = Path(__file__).resolve().parent.parent
_NOT_OURS = frozenset({"__pycache__", "codes", "templates"})
_IN_PACKAGE = _PACKAGE / "templates"
_IN_CHECKOUT = _PACKAGE.parent.parent / "templates"
RUNTIME_FOLDER = _PACKAGE / "runtime"


@cache
def template_folder() -> Path:
    """The folder of templates: the wheel has it inside the package."""
    return _IN_PACKAGE if _IN_PACKAGE.is_dir() else _IN_CHECKOUT


def templates_digest(users: Path | None = None) -> str:
    """SHA-256 over what decides the output: templates, runtime, apiloom itself.

    `users` is a folder of the user's own templates.
    """
    digest = hashlib.sha256()
    if users is not None:
        for path in templates_in(users):
            _add(digest, path.relative_to(users.resolve()).as_posix(), path)
    for folder in (template_folder(), _PACKAGE):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            # In a wheel the templates stand inside of the package; codes only explain.
            if path.is_file() and not _NOT_OURS & {*inside.parts[:1], path.parent.name}:
                _add(digest, inside.as_posix(), path)
    return digest.hexdigest()


def templates_in(folder: Path) -> tuple[Path, ...]:
    """The templates below a folder of the user's, absolute and sorted."""
    found = folder.resolve().rglob(f"*{SUFFIX}")
    return tuple(sorted(path for path in found if path.is_file()))


def _add(digest: hashlib._Hash, name: str, path: Path) -> None:
    digest.update(f"{name}\0{path.stat().st_size}\0".encode())
    digest.update(path.read_bytes())
