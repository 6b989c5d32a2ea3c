"""Imports a generated package and uses it: `python -m tests.sweeping.probe FOLDER`.

FOLDER holds the package and the document in its normal shape. Prints one JSON object
with the stages `imports`, `decodes`, `answers` and `calls`. Nothing of apiloom is
imported.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import inspect
import json
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from tests.sweeping.default_answers import Answers
from tests.sweeping.examples import Examples
from tests.sweeping.known_differences import known_difference
from tests.sweeping.package import Package
from tests.sweeping.results import Stage
from tests.sweeping.sweeper import Sweeper

PACKAGE: Final = "swept"
_LONGEST: Final = 600


class NewFailureError(Exception):
    """A failure that was not known: nothing more has to be tried."""


class Found:
    """What one stage has seen so far."""

    def __init__(self) -> None:
        self.seen = 0
        self.skipped = 0
        self.failures: list[tuple[str, str]] = []
        self.left_out: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self.known: Counter[str] = Counter()
        self.stops_after: set[tuple[str, str]] | None = None
        """With these failures, which are known, the first other one ends the stage."""

    def tried(self, name: str, work: Callable[[], None]) -> None:
        """Do one thing; what it raises is a failure."""
        self.seen += 1
        try:
            work()
        except Exception as error:  # noqa: BLE001 - a crash is what we look for
            self.failed(name, error)

    def failed(self, name: str, error: Exception) -> None:
        """Something went wrong with one thing."""
        detail = f"{name}: {error}"
        if not isinstance(error, AssertionError):
            detail += f" | {_last_frame(error)}"
        failure = _kind(error), detail[:_LONGEST]
        if (known := known_difference(*failure)) is not None:
            self.known[known.name] += 1
            return
        self.failures.append(failure)
        if self.stops_after is not None and failure not in self.stops_after:
            raise NewFailureError


def main() -> None:
    """Run the stages and print what came out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--calls-only", action="store_true")
    parser.add_argument("--until-new", type=Path, help="failures that are known")
    parser.add_argument("--most", type=int, default=0, help="operations to call")
    options = parser.parse_args()
    folder: Path = options.folder
    sys.path.insert(0, str(folder))
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(1000)
    manifest = json.loads((folder / PACKAGE / "manifest.json").read_text("utf-8"))
    stages: dict[str, Stage] = {}
    if not options.calls_only:
        package = folder / PACKAGE
        _stage("imports", stages, lambda found: _imports(package, manifest, found))
    if options.calls_only or not stages["imports"].failed:
        normal = json.loads((folder / "normal.json").read_text("utf-8"))
        examples = Examples(normal["root"])
        names = {
            _pointer(name, normal["places"]): place
            for name, place in manifest["names"].items()
        }
        if not options.calls_only:
            _stage("decodes", stages, lambda found: _decodes(names, examples, found))
            _stage("answers", stages, _answers)

        def calls(found: Found) -> None:
            found.stops_after = _known(options.until_new)
            _calls(manifest, examples, found, options.most)

        _stage("calls", stages, calls)
    found = {name: asdict(stage) for name, stage in stages.items()}
    sys.stdout.write(f"{json.dumps(found)}\n")


def _stage(name: str, stages: dict[str, Stage], work: Callable[[Found], None]) -> None:
    started, found = time.monotonic(), Found()
    try:
        work(found)
    except Exception as error:  # noqa: BLE001 - the stage itself broke down
        found.failures.append((_kind(error), traceback.format_exc()[-1500:]))
    stages[name] = Stage(
        round(time.monotonic() - started, 3),
        found.seen,
        tuple(found.failures),
        found.skipped,
        found.left_out,
        found.counts,
        dict(found.known),
    )


def _kind(error: Exception) -> str:
    if isinstance(status := getattr(error, "status_code", None), int):
        return f"the server answered {status}"
    if isinstance(error, AssertionError):
        return str(error).partition(":")[0][:80]
    first = str(error).splitlines()[0][:60] if str(error) else ""
    return f"{type(error).__name__}: {first}"


def _last_frame(error: Exception) -> str:
    """Where it was raised, and what a server said."""
    said = getattr(error, "body", b"")
    if said:
        return repr(said[:300])
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


def _imports(package: Path, manifest: dict[str, Any], found: Found) -> None:
    """Import every module, and build every model and every type."""
    for path in sorted(package.rglob("*.py")):
        name = _module_name(package, path)
        found.tried(name, partial(_import, name))
    assert "apiloom" not in sys.modules, "the package imports apiloom"
    for place in sorted(set(manifest["names"].values())):
        found.tried(place, partial(_build, place))


def _module_name(package: Path, path: Path) -> str:
    steps = [PACKAGE, *path.relative_to(package).with_suffix("").parts]
    return ".".join(steps[:-1] if steps[-1] == "__init__" else steps)


def _import(name: str) -> None:
    module = importlib.import_module(name)
    for public in getattr(module, "__all__", ()):
        getattr(module, public)


def symbol(place: str) -> Any:
    """What stands at `module:Name` in the package."""
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(f"{PACKAGE}.{module}"), name)


def _build(place: str) -> None:
    type_ = symbol(place)
    if inspect.isclass(type_) and issubclass(type_, BaseModel):
        type_.model_rebuild(force=False, raise_errors=True)
    codec_of(type_)  # builds it


def codec_of(type_: Any) -> Any:
    """The codec of the package's own runtime."""
    return importlib.import_module(f"{PACKAGE}._runtime.codec").codec_of(type_)


def _pointer(name: str, places: dict[str, str]) -> str:
    """Where a schema stands in the one tree, by its name in the manifest."""
    head = name
    while head not in places and head:
        head = head.rpartition("/")[0]
    return places[head] + name[len(head) :] if head else name


def _decodes(names: dict[str, str], examples: Examples, found: Found) -> None:
    """Every named schema reads an example of itself and writes it back."""
    for pointer, place in sorted(names.items()):
        values = list(_examples(examples, pointer))
        found.skipped += not values
        declared = examples.declared(pointer) if values else frozenset[str]()
        for value in values:
            found.tried(
                f"{place} ({pointer}) {json.dumps(value)[:200]}",
                partial(_round_trip, place, value, declared),
            )


def _examples(examples: Examples, pointer: str) -> Iterator[Any]:
    try:
        yield from examples.of(pointer)
    except (LookupError, TypeError, ValueError):
        return


def _round_trip(place: str, value: Any, declared: frozenset[str]) -> None:
    codec = codec_of(symbol(place))
    try:
        read = codec.read_json(json.dumps(value))
    except ValueError as error:
        raise AssertionError(f"an example is refused: {_short(error)}") from None
    written = json.loads(codec.write_json(read))
    assert written == value, f"an example is written otherwise: {written}"
    extra = (read.model_extra or {}) if isinstance(read, BaseModel) else {}
    lost = sorted(declared & extra.keys())
    assert not lost, f"declared properties are no fields: {lost}"


def _answers(found: Found) -> None:
    """The client takes what a mock answers by default, for every response."""
    answers = Answers(PACKAGE)
    for name, error in answers.wrong():
        found.seen += 1
        found.failed(name, error)
    found.seen += answers.counts.total()
    found.counts = {f"mock: {name}": n for name, n in answers.counts.items()}
    found.skipped = answers.counts["no example is known"]


def _short(error: ValueError) -> str:
    return " ".join(str(error).split())[:300]


def _known(path: Path | None) -> set[tuple[str, str]] | None:
    if path is None:
        return None
    return {(kind, detail) for kind, detail in json.loads(path.read_text("utf-8"))}


def _calls(
    manifest: dict[str, Any], examples: Examples, found: Found, most: int
) -> None:
    """Every method is called against the generated server, in rounds."""
    with asyncio.Runner() as runner:
        package = Package(PACKAGE, manifest)
        sweeper = Sweeper(package, examples, runner.get_loop(), most=most)
        with suppress(NewFailureError):
            sweeper.sweep(found.failed)
    found.counts = dict(sweeper.counts)
    found.left_out = dict(sweeper.left_out)
    found.seen = sweeper.counts["operations called"]
    found.skipped = sum(
        count for name, count in found.left_out.items() if name.startswith("operation")
    )


if __name__ == "__main__":
    main()
