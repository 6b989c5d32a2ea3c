"""Where templates and runtime files are: in the package, or else in the checkout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

SUFFIX: Final = ".jinja"
_PACKAGE = Path(__file__).resolve().parents[2]
_CACHE = "__pycache__"
_WITHOUT_EFFECT = (
    "cli",
    "core/codes",
    "diff",
    "document/revision",
    "hooks",
    "templates",
)
"""Folders of apiloom that decide no byte of a package; templates are added apart."""
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
        add_files(digest, templates_in(users), users.resolve())
    add_files(digest, template_folder().rglob("*"), template_folder())
    without_effect = [_PACKAGE / folder for folder in _WITHOUT_EFFECT]
    ours = (
        path
        for path in _PACKAGE.rglob("*")
        # In a wheel the templates stand inside of the package.
        if not any(map(path.is_relative_to, without_effect))
    )
    add_files(digest, ours, _PACKAGE)
    return digest.hexdigest()


def templates_in(folder: Path) -> tuple[Path, ...]:
    """The templates below a folder of the user's, absolute and sorted."""
    paths = folder.resolve().rglob(f"*{SUFFIX}")
    return tuple(sorted(path for path in paths if path.is_file()))


def add_files(digest: hashlib._Hash, paths: Iterable[Path], folder: Path) -> None:
    """Add names, as seen from `folder`, and bytes of the files among `paths`."""
    for path in sorted(paths):
        if path.is_file() and path.parent.name != _CACHE:
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
