"""Imports a generated package and uses it: `python -m tests.sweeping.probe FOLDER`.

FOLDER holds the package and the document in its normal shape. Prints one JSON object
with the stages `imports`, `decodes` and `calls`. Nothing of apiloom is imported.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from tests.sweeping.calling import Caller
from tests.sweeping.examples import Examples
from tests.sweeping.results import Stage

PACKAGE: Final = "swept"
_LONGEST: Final = 600


class Found:
    """What one stage has seen so far."""

    def __init__(self) -> None:
        self.seen = 0
        self.skipped = 0
        self.failures: list[tuple[str, str]] = []

    def tried(self, name: str, work: Callable[[], None]) -> None:
        """Do one thing; what it raises is a failure."""
        self.seen += 1
        try:
            work()
        except Exception as error:  # noqa: BLE001 - a crash is what we look for
            detail = f"{name}: {error}"
            if not isinstance(error, AssertionError):
                detail += f" | {_last_frame(error)}"
            self.failures.append((_kind(error), detail[:_LONGEST]))


def main() -> None:
    """Run the stages and print what came out."""
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(1000)
    manifest = json.loads((folder / PACKAGE / "manifest.json").read_text("utf-8"))
    stages: dict[str, Stage] = {}
    _stage("imports", stages, lambda found: _imports(folder / PACKAGE, manifest, found))
    if not stages["imports"].failed:
        normal = json.loads((folder / "normal.json").read_text("utf-8"))
        examples = Examples(normal["root"])
        names = {
            _pointer(name, normal["places"]): place
            for name, place in manifest["names"].items()
        }
        _stage("decodes", stages, lambda found: _decodes(names, examples, found))
        _stage("calls", stages, lambda found: _calls(manifest, examples, found))
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
    adapter_of(type_).validator  # noqa: B018 - builds it


def adapter_of(type_: Any) -> Any:
    """The adapter of the package's own runtime."""
    return importlib.import_module(f"{PACKAGE}._runtime.adapters").adapter_of(type_)


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
        for value in values:
            found.tried(
                f"{place} ({pointer}) {json.dumps(value)[:200]}",
                partial(_round_trip, place, value),
            )


def _examples(examples: Examples, pointer: str) -> Iterator[Any]:
    try:
        yield from examples.of(pointer)
    except (LookupError, TypeError, ValueError):
        return


def _round_trip(place: str, value: Any) -> None:
    adapter = adapter_of(symbol(place))
    try:
        read = adapter.validate_json(json.dumps(value), by_alias=True, by_name=False)
    except ValueError as error:
        raise AssertionError(f"an example is refused: {_short(error)}") from None
    text = adapter.dump_json(read, by_alias=True, exclude_unset=True, warnings="error")
    written = json.loads(text)
    assert written == value, f"an example is written otherwise: {written}"


def _short(error: ValueError) -> str:
    return " ".join(str(error).split())[:300]


def _calls(manifest: dict[str, Any], examples: Examples, found: Found) -> None:
    """One method of each shape is called against the generated server."""
    caller = Caller(PACKAGE, manifest, examples)
    calls = list(caller.calls())

    async def run() -> None:
        async with caller.connected() as client:
            for name, call in calls:
                found.seen += 1
                try:
                    await call(client)
                except Exception as error:  # noqa: BLE001 - what we look for
                    detail = f"{name}: {error} | {_last_frame(error)}"
                    found.failures.append((_kind(error), detail[:_LONGEST]))

    asyncio.run(run())
    found.skipped = caller.skipped


if __name__ == "__main__":
    main()
