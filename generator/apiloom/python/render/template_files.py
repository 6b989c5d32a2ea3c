"""Where templates and runtime files are: in the package, or else in the checkout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Final

SUFFIX: Final = ".jinja"
_PACKAGE = Path(__file__).resolve().parents[2]
_CACHE = "__pycache__"
_CHUNK: Final = 1 << 20
_WITHOUT_EFFECT = (
    "cli",
    "core/codes",
    "diff",
    "document/revision",
    "hooks",
    "templates",
)
"""Folders of apiloom that decide no byte of a package; templates are added apart."""
_LARGEST: Final = 1_000_000
"""Bytes of a template of the user's."""
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
    inside = folder.resolve()
    return tuple(path for path in _named_so(inside) if _stands_in(inside, path))


def templates_elsewhere(folder: Path) -> tuple[Path, ...]:
    """What is called like a template below that folder, and is a link out of it."""
    inside = folder.resolve()
    return tuple(path for path in _named_so(inside) if not _stands_in(inside, path))


def user_template(folder: Path, name: str) -> Path | None:
    """The file of a template that the user has in `folder`; None where he has none.

    Raises `ValueError` for a name that leads out of the folder, or whose file does.
    """
    if leads_out(name):
        raise ValueError(f"{name!a} leads out of the folder of templates")
    path = folder / name
    if not path.is_file():
        return None
    if not _stands_in(folder.resolve(), path):
        raise ValueError(f"{name!a} is a link out of the folder of templates")
    return path


def leads_out(name: str) -> bool:
    """Whether the name of a template is more than a way down, on any system."""
    windows = PureWindowsPath(name)
    return bool(windows.anchor) or name.startswith("/") or ".." in windows.parts


def read_user_template(path: Path) -> str:
    """The text of a template of the user's.

    Raises `OSError` and `ValueError` where it cannot be read, or is no template's size.
    """
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError(f"it has more than {_LARGEST:,} bytes")
    return data.decode("utf-8").replace("\r\n", "\n")


def _named_so(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob(f"*{SUFFIX}") if path.is_file())


def _stands_in(folder: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(folder)


def add_files(digest: hashlib._Hash, paths: Iterable[Path], folder: Path) -> None:
    """Add names, as seen from `folder`, and bytes of the files among `paths`."""
    for path in sorted(paths):
        if path.is_file() and path.parent.name != _CACHE:
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\0{path.stat().st_size}\0".encode())
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
