"""Packages woven from a handful of schemas, imported to be used."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import black
import pytest
from black.mode import TargetVersion
from pydantic import ValidationError

from apiloom.core.diagnostics import Diagnostic
from apiloom.core.exit_codes import FINE
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job

Json: TypeAlias = dict[str, Any]

SCHEMAS: Final = "/components/schemas/"
_COUNT: Final = itertools.count()
_MODE: Final = black.Mode(line_length=88, target_versions={TargetVersion.PY311})


@dataclass(frozen=True, slots=True)
class Woven:
    """A package of models while it can be imported."""

    models: Any
    diagnostics: tuple[Diagnostic, ...]
    folder: Path

    @property
    def codes(self) -> list[str]:
        """The code of each diagnostic."""
        return [diagnostic.code for diagnostic in self.diagnostics]

    @property
    def names(self) -> Mapping[str, str]:
        """What the manifest says each schema is called: pointer to `module:Name`."""
        manifest = json.loads((self.folder / "manifest.json").read_text())
        names: dict[str, str] = manifest["names"]
        return names

    def pointers(self, code: str) -> list[str]:
        """Where the diagnostics with `code` point."""
        return [
            diagnostic.where.pointer
            for diagnostic in self.diagnostics
            if diagnostic.code == code
        ]


def document(schemas: Json, version: str = "3.1.0") -> Json:
    """A document with these component schemas and no paths."""
    return {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }


def package_name() -> str:
    """A name that no package had before."""
    return f"woven_models_{next(_COUNT)}"


@contextmanager
def weaving(
    schemas: Json, folder: Path, version: str = "3.1.0", name: str | None = None
) -> Iterator[Woven]:
    """Generate models into `folder`, and import them as long as the context lasts."""
    package = name or package_name()
    spec = folder / f"{package}.json"
    spec.write_text(json.dumps(document(schemas, version)))
    outcome = generate(Job(spec, folder / package, targets=("models",)))
    assert outcome.exit_code == FINE, outcome.diagnostics
    _judge_code(folder / package)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        models = importlib.import_module(f"{package}.models")
        yield Woven(models, outcome.diagnostics, folder / package)
    finally:
        sys.path.remove(str(folder))
        for module in [
            module for module in sys.modules if module.split(".")[0] == package
        ]:
            del sys.modules[module]


def _judge_code(package: Path) -> None:
    """Every module compiles, and black finds nothing to change in it."""
    for path in sorted(package.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        compile(source, str(path), "exec")
        if "_runtime" not in path.relative_to(package).parts:
            assert black.format_str(source, mode=_MODE) == source, path.name


def ref(name: str) -> Json:
    """A reference to a component."""
    return {"$ref": f"#{SCHEMAS}{name}"}


def holder(schema: object, *, required: bool = True) -> Json:
    """An object whose one property `value` has this schema."""
    object_schema: Json = {"type": "object", "properties": {"value": schema}}
    return {**object_schema, "required": ["value"]} if required else object_schema


def read(model: Any, value: object) -> Any:
    """An instance of `model`, read from the JSON text of `value`."""
    return model.model_validate_json(json.dumps(value))


def written(instance: Any) -> Any:
    """What `instance` is on the wire."""
    return json.loads(instance.model_dump_json(exclude_unset=True, warnings="error"))


def refused(model: Any, value: object) -> list[tuple[int | str, ...]]:
    """Where `model` finds the JSON text of `value` wrong; it must find something."""
    with pytest.raises(ValidationError) as caught:
        read(model, value)
    return [error["loc"] for error in caught.value.errors(include_url=False)]


def accepts(model: Any, value: object) -> bool:
    """Whether `model`, made by `holder`, takes the JSON text of `value`."""
    try:
        read(model, {"value": value})
    except ValidationError:
        return False
    return True
