"""Which runtime files a package needs: those that its modules import, and so on.

Runtime files import each other with `from .name import ...` alone; a test sees to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from apiloom.python.render.model_runtimes import PREFIX, PYDANTIC, ModelRuntime
from apiloom.python.render.template_files import RUNTIME_FOLDER

_RELATIVE_IMPORT: Final = re.compile(r"^\s*from (\.+)([\w.]*) import ", re.MULTILINE)


def runtime_files(
    modules: Iterable[str], models: ModelRuntime = PYDANTIC
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file behind `modules`, such as `_runtime.client`.

    `models` says what the files hold that know what classes models are.

    Files that are not Python come with the modules of their folder.
    """
    needed: dict[PurePosixPath, None] = {}
    queue = [_path_of(module) for module in modules]
    while queue:
        path = queue.pop()
        if path not in needed:
            needed[path] = None
            queue.extend(_imports_of(path, models))
    folders = {path.parent for path in needed}
    for folder in sorted(folders):
        needed.update(dict.fromkeys(_data_in(folder)))
    for path in sorted(needed):
        yield f"{PREFIX}/{path}", _content(path, models)


def _path_of(module: str) -> PurePosixPath:
    parts = module.split(".")[1:]
    folder = RUNTIME_FOLDER.joinpath(*parts)
    if folder.is_dir():
        return PurePosixPath(*parts, "__init__.py")
    return PurePosixPath(*parts).with_suffix(".py")


def _content(path: PurePosixPath, models: ModelRuntime) -> bytes:
    source = RUNTIME_FOLDER / models.source(str(path))
    return models.copied(str(path), source.read_bytes())


@cache
def _imports_of(
    path: PurePosixPath, models: ModelRuntime = PYDANTIC
) -> tuple[PurePosixPath, ...]:
    """The packages around a module, and the modules that it imports."""
    text = _content(path, models).decode()
    paths = [folder / "__init__.py" for folder in path.parents]
    for dots, name in _RELATIVE_IMPORT.findall(text):
        base = path.parents[len(dots) - 1]
        paths.append(_path_of(".".join((PREFIX, *base.parts, *name.split(".")))))
    return tuple(paths)


def _data_in(folder: PurePosixPath) -> Iterator[PurePosixPath]:
    for path in (RUNTIME_FOLDER / folder).iterdir():
        if path.is_file() and path.suffix not in {".py", ".pyc"}:
            yield folder / path.name
