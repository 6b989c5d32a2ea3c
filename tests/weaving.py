"""Weaves a document into a package of its own, and imports that.

    with weave(document("3.1.0", schemas={"Pet": {...}})) as woven:
        woven.models.Pet

On the side every generated file is compiled, and black must have nothing to change.
Values are read and written in two ways: `woven.read("Pet", ...)` and `woven.write` as
the runtime does it for any schema, `read_json(woven.models.Pet, ...)` and `to_json` by
the methods of a model, as its users do. Schemas are written with `tests/shapes.py`.
"""

from __future__ import annotations

import gc
import importlib
import itertools
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Final, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from apiloom.core.acceptance import Accepted
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.exit_codes import FINE
from apiloom.core.name_override import NameOverride
from apiloom.core.selection import WHOLE, Selection
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job, Outcome
from apiloom.python.targets.package_options import Target
from apiloom.runtime.model import WIRE
from tests.formatters import is_laid_out_by_black

Json = dict[str, Any]
WOVEN: Final[tuple[Target, ...]] = ("models", "client", "server")
"""What is woven where a test does not say: fakes of an API cost a sixth of the time."""
_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Woven:
    """A generated package that has been imported, and what was said of its document."""

    name: str
    folder: Path
    outcome: Outcome

    @property
    def package(self) -> ModuleType:
        """The package itself."""
        return importlib.import_module(self.name)

    @property
    def models(self) -> Any:
        """Its `models`, as a user would import them."""
        return importlib.import_module(f"{self.name}.models")

    def module(self, path: str) -> Any:
        """A module of the package, such as `operations.default`."""
        return importlib.import_module(f"{self.name}.{path}")

    def adapter(self, name: str) -> TypeAdapter[Any]:
        """What judges the values of a model or an alias, as the runtime does."""
        return self.adapter_of(getattr(self.models, name))

    def adapter_of(self, type_: Any) -> TypeAdapter[Any]:
        """The same for a type."""
        plain = get_args(type_)[0] if get_origin(type_) is Annotated else type_
        if isinstance(plain, type) and issubclass(plain, BaseModel):
            plain.model_rebuild()
            return TypeAdapter(type_)
        return TypeAdapter(type_, config=WIRE)

    def read(self, name: str, value: object) -> Any:
        """A value of the schema `name`, read from JSON."""
        return self.adapter(name).validate_json(
            _json_text(value), by_alias=True, by_name=False
        )

    def write(self, name: str, value: object) -> Any:
        """The JSON that a value of the schema `name` is written as."""
        adapter = self.adapter(name)
        return json.loads(
            adapter.dump_json(
                value, by_alias=True, exclude_unset=True, warnings="error"
            )
        )

    def accepts(self, name: str, value: object) -> bool:
        """Whether the schema `name` has this value; text is JSON already."""
        try:
            self.read(name, value)
        except ValueError:
            return False
        return True

    def source(self, path: str) -> str:
        """The text of a generated file."""
        return (self.folder / path).read_text(encoding="utf-8")

    @property
    def manifest(self) -> Json:
        """`manifest.json`."""
        manifest: Json = json.loads(self.source("manifest.json"))
        return manifest

    @property
    def names(self) -> Mapping[str, str]:
        """What the manifest says each schema is called: pointer to `module:Name`."""
        names: Mapping[str, str] = self.manifest["names"]
        return names

    def reported(self, code: str) -> list[Diagnostic]:
        """Everything that was reported under one code."""
        return [item for item in self.outcome.diagnostics if item.code == code]

    def pointers(self, code: str) -> list[str]:
        """Where the diagnostics with `code` point."""
        return [item.where.pointer for item in self.reported(code)]

    @property
    def codes(self) -> list[str]:
        """The code of each diagnostic, notes too."""
        return [item.code for item in self.outcome.diagnostics]

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """Code and pointer of every warning, in order."""
        return [
            (diagnostic.code, diagnostic.where.pointer)
            for diagnostic in self.outcome.diagnostics
            if diagnostic.severity is Severity.WARNING
        ]


class RawJson(str):
    """JSON text to be read as it stands, such as `1e400` or a repeated key."""

    __slots__ = ()


def document(
    version: str = "3.1.0",
    *,
    schemas: Mapping[str, object] | None = None,
    paths: Mapping[str, object] | None = None,
    **members: object,
) -> Json:
    """The smallest document that holds these schemas and paths."""
    whole: Json = {
        "openapi": version,
        "info": {"title": "Small", "version": "1"},
        "paths": dict(paths or {}),
        **members,
    }
    if schemas is not None:
        components = whole.setdefault("components", {})
        components["schemas"] = dict(schemas)
    return whole


@contextmanager
def weave(
    whole: Json,
    *,
    targets: tuple[Target, ...] = WOVEN,
    clean: bool = False,
    select: Selection = WHOLE,
    names: tuple[NameOverride, ...] = (),
    accept: tuple[str, ...] = (),
    package: Path | None = None,
    **settings: Any,
) -> Iterator[Woven]:
    """Generate a package from a document, and make it importable for a while.

    `clean` asserts that there was nothing to warn about; `accept` has the entries of
    `--accept`. `package` is the folder to generate into, which may hold what an
    earlier run has left; else it is a new one. `settings` are further ones of the job.
    """
    with tempfile.TemporaryDirectory() as temporary:
        name = f"woven_{os.getpid()}_{next(_numbers)}"
        folder = package or Path(temporary) / name
        spec = folder.parent / "openapi.json"
        spec.write_text(json.dumps(whole), encoding="utf-8")
        job = Job(
            spec,
            folder,
            targets,
            accept=tuple(map(Accepted.parse, accept)),
            select=select,
            names=names,
            **settings,
        )
        outcome = generate(job)
        assert outcome.exit_code == FINE, outcome.diagnostics
        woven = Woven(folder.name, folder, outcome)
        assert not (clean and woven.warnings), woven.warnings
        assert_well_formed(folder)
        sys.path.insert(0, str(folder.parent))
        importlib.invalidate_caches()
        try:
            yield woven
        finally:
            sys.path.remove(str(folder.parent))
            _forget(folder.name)


def weave_into(
    folder: Path, name: str, whole: Json, *, targets: tuple[Target, ...] = WOVEN
) -> Outcome:
    """Generate the package `name` in a folder."""
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(whole), encoding="utf-8")
    return generate(Job(spec, folder / name, targets))


def read_json(model: type[BaseModel], value: object) -> Any:
    """An instance of a model, read from the JSON text of `value`."""
    return model.model_validate_json(json.dumps(value))


def to_json(instance: BaseModel) -> Any:
    """What an instance of a model is on the wire."""
    return json.loads(instance.model_dump_json(exclude_unset=True, warnings="error"))


def refused_at(model: type[BaseModel], value: object) -> list[tuple[int | str, ...]]:
    """Where a model finds the JSON text of `value` wrong; it must find something."""
    with pytest.raises(ValidationError) as caught:
        read_json(model, value)
    return [error["loc"] for error in caught.value.errors(include_url=False)]


def holder_accepts(model: type[BaseModel], value: object) -> bool:
    """Whether a model of `shapes.holder` takes the JSON text of what it is to hold."""
    try:
        read_json(model, {"value": value})
    except ValidationError:
        return False
    return True


def assert_well_formed(package: Path) -> None:
    """Every file compiles, and black leaves it alone; the runtime is tested as is."""
    for path in sorted(package.rglob("*.py")):
        if "_runtime" in path.relative_to(package).parts:
            continue
        source = path.read_text(encoding="utf-8")
        compile(source, str(path), "exec")
        if not is_laid_out_by_black(source):
            raise AssertionError(f"black would change {path.name}:\n{source}")


def _forget(name: str) -> None:
    """Drop a package from `sys.modules`, as if it had never been imported."""
    for loaded in [module for module in sys.modules if module.split(".")[0] == name]:
        del sys.modules[loaded]
    importlib.invalidate_caches()
    gc.collect(0)


def _json_text(value: object) -> str:
    return value if isinstance(value, RawJson) else json.dumps(value)
