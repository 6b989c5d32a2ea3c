"""Goes through the stages of one generation and prints what each costs, as JSON.

`python stages.py DOCUMENT FOLDER`: the package goes to a new folder in FOLDER. A list
of stage, CPU seconds and peak memory in MiB; that of a stage alone where the system
can tell (Linux), else the highest so far. `tests/bench/bench_scaling.py` runs it.
"""

from __future__ import annotations

import gc
import json
import resource
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from apiloom.api.parse import parse_document
from apiloom.api.resolve import resolve_api
from apiloom.core.diagnostics import Report
from apiloom.core.shipped import Shipped
from apiloom.document.source import LoadPolicy, SourceDocument, load
from apiloom.document.upgrade import normalise
from apiloom.document.validation import check_official
from apiloom.package.disk import scan
from apiloom.package.file_set import FileSet, guard
from apiloom.package.formatting import finish, formatter_id
from apiloom.package.manifest import Manifest, Origin
from apiloom.package.package_writer import Changes, publish
from apiloom.python.render.render_files import render
from apiloom.python.render.template_environment import make_environment
from apiloom.python.targets.package_options import PackageOptions
from apiloom.python.targets.package_plan import drafts

T = TypeVar("T")

_RESET: Final = Path("/proc/self/clear_refs")
_STATUS: Final = Path("/proc/self/status")


class Meter:
    """Takes the time and the memory of one step after the other."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, float, float]] = []

    def __call__(self, name: str, step: Callable[[], T | None]) -> T:
        """Take one step, which must come to something."""
        _forget_peak()
        start = _cpu()
        result = step()
        seconds = _cpu() - start
        self.steps.append((name, seconds, _peak()))
        if result is None:
            sys.exit(f"the document stops at: {name}")
        return result


def _cpu() -> float:
    """CPU seconds until now, those of finished workers among them."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _forget_peak() -> None:
    if _RESET.exists():
        _RESET.write_text("5")


def _peak() -> float:
    if _RESET.exists():
        lines = _STATUS.read_text().splitlines()
        line = next(line for line in lines if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def judged(document: SourceDocument, report: Report) -> bool:
    """Hold the document against the official schema."""
    check_official(document, report)
    return True


def run(document: Path, output: Path) -> list[tuple[str, float, float]]:
    """What every stage of one generation costs."""
    step, report = Meter(), Report()
    options = PackageOptions(output.name)
    documents = step("load", lambda: load(document, LoadPolicy(), report))
    step("official", lambda: judged(documents.entry, report))
    normal = step("normalise", lambda: normalise(documents, report))
    api = step("build", lambda: parse_document(normal, report))
    resolved = step(
        "analyse",
        lambda: resolve_api(api, inputs=True, shipped=Shipped(), report=report),
    )
    files = tuple(drafts(resolved, options, report))
    rendered = step("render", lambda: render(files, make_environment(), report))
    disk = scan(output)
    final = step("format", lambda: finish(rendered, disk, formatter_id(), report))
    contents = step("guard", lambda: guard(final, None, report))
    if report.failed:
        sys.exit("\n".join(item.message for item in report))

    def write() -> bool:
        manifest = Manifest(
            Origin("", document.name, "", "", "", {}),
            warnings=0,
            files={file.path: file.digests for file in final},
            shipped=resolved.shipped(options.targets),
        )
        publish(disk, Changes(FileSet(contents, manifest).contents()))
        return True

    step("write", write)
    return step.steps


def main() -> None:
    """Run all stages and print the list."""
    document, folder = map(Path, sys.argv[1:])
    output = folder / "bifrost"
    shutil.rmtree(output, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    # As the pipeline does for the whole of a run.
    gc.disable()
    sys.stdout.write(json.dumps(run(document, output)))


if __name__ == "__main__":
    main()
