"""Imports every module of one package and builds its models: a program of its own.

    python -P -B import_all.py FOLDER NAME

FOLDER is the package under whatever name it has for now, NAME is what it will be
imported as. Nothing of apiloom is imported, as nothing of it is there at run time. The
exit code is 1, with a traceback on stderr, where anything fails.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def import_all(folder: Path, name: str) -> None:
    """Import the package in `folder` as `name`; raises whatever it raises."""
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ImportError("the package has no __init__.py", path=str(folder))
    package = importlib.util.module_from_spec(spec)
    sys.modules[name] = package
    spec.loader.exec_module(package)
    for module in sorted(_modules(folder)):
        importlib.import_module(f"{name}.{module}")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    _build_models(name, sorted({*manifest["names"].values()}))


def _modules(folder: Path) -> set[str]:
    modules: set[str] = set()
    for path in folder.rglob("*.py"):
        steps = path.relative_to(folder).with_suffix("").parts
        steps = steps[:-1] if steps[-1] == "__init__" else steps
        if steps and all(step.isidentifier() for step in steps):
            modules.add(".".join(steps))
    return modules


def _build_models(name: str, symbols: list[str]) -> None:
    """Classes are built when first used: a mistake in one would show only then."""
    build = _builder(name)
    for symbol in symbols:
        module, _, attribute = symbol.partition(":")
        build(getattr(importlib.import_module(f"{name}.{module}"), attribute))


def _builder(name: str) -> Callable[[object], object]:
    """What builds all that judges values of a type."""
    try:
        plain = importlib.import_module(f"{name}._runtime.plain.plain_codec")
    except ModuleNotFoundError:
        from pydantic import TypeAdapter  # noqa: PLC0415 - a package may need none

        def rebuild(type_: Any) -> object:
            adapter: TypeAdapter[object] = TypeAdapter(type_)
            return adapter.rebuild()

        return rebuild
    return lambda type_: plain.codec_of(type_).json_schema()


if __name__ == "__main__":
    import_all(Path(sys.argv[1]).resolve(), sys.argv[2])
