"""What becomes of a document: a package that imports, or a refusal with a position."""

from __future__ import annotations

import importlib
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from apiloom.core.acceptance import Accepted
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.exit_codes import FINE, UNUSABLE
from apiloom.package.import_all import import_all
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from apiloom.python.targets.package_options import TARGETS, Target
from tests.mutants.mutation import json_text

PACKAGE: Final = "mutant"


def failure(
    document: Any,
    folder: Path | None = None,
    *,
    targets: tuple[Target, ...] = TARGETS,
    models: Any = "pydantic",
) -> str | None:
    """What is wrong with what becomes of a document; None where nothing is.

    An error that has a fallback is accepted, so that the fallback is judged. The
    package is left in `folder`.
    """
    if folder is None:
        with tempfile.TemporaryDirectory() as temporary:
            return failure(document, Path(temporary), targets=targets, models=models)
    path = folder / "openapi.json"
    path.write_text(json_text(document), encoding="utf-8")
    accepted: tuple[Accepted, ...] = ()
    try:
        while True:
            job = Job(path, folder / PACKAGE, targets, accept=accepted, models=models)
            outcome = generate(job)
            errors = [
                each
                for each in outcome.diagnostics
                if each.severity is Severity.ERROR and not each.accepted
            ]
            codes = {each.code for each in errors}
            if not codes or not all(each.fallback for each in errors):
                break
            accepted += tuple(Accepted(code) for code in sorted(codes))
        if outcome.exit_code == UNUSABLE:
            return _without_position(errors)
        if outcome.exit_code != FINE:
            return f"exit code {outcome.exit_code}: {errors[:1]}"
        with _imported():
            import_all(folder / PACKAGE, PACKAGE)
    except Exception:  # noqa: BLE001 - whatever it is, it is what this looks for
        return traceback.format_exc(limit=-6)
    return None


def _without_position(errors: list[Diagnostic]) -> str | None:
    """A refusal that does not say where; or none at all."""
    if not errors:
        return "refused without an error"
    for each in errors:
        if each.code.startswith("internal"):
            return f"{each.code}: {each.message}"
        if not each.where.line:
            return f"no position: {each.code}: {each.message}"
    return None


@contextmanager
def _imported() -> Iterator[None]:
    try:
        yield
    finally:
        for name in [each for each in sys.modules if each.split(".")[0] == PACKAGE]:
            del sys.modules[name]
        importlib.invalidate_caches()
