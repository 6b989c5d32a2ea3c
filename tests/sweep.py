"""Sweep over real documents: `python tests/sweep.py FOLDER [--types] [--workers N]`.

Every OpenAPI document below FOLDER goes through all stages in a process of its own,
with a limit of time and memory: it is generated, every operation is there, the code
compiles and imports, the models read examples, the client takes what a mock answers by
default, the client calls the server, and with `--types` black, mypy and pyright have
nothing to say. Results go to DIR/results.jsonl; documents that are listed there are not
done again. Exits with 1 if anything failed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.sweeping.documents_found import documents_below  # noqa: E402
from tests.sweeping.planting import planted, report  # noqa: E402
from tests.sweeping.results import (  # noqa: E402
    Result,
    Stage,
    read_results,
    stages_from,
    table,
)


@dataclass(frozen=True, slots=True)
class Sweep:
    """What to sweep, and how."""

    folder: Path
    out: Path
    types: bool = False
    keep: bool = False
    seconds: int = 600
    megabytes: int = 6000
    most: int = 0
    """Operations of each document that are called; 0 for all."""

    def result_of(self, document: Path) -> Result:
        """All stages of one document, in a process of its own."""
        label = document.relative_to(self.folder).as_posix()
        package = self.out / "packages" / label.replace("/", "__")
        shutil.rmtree(package, ignore_errors=True)
        package.mkdir(parents=True)
        try:
            tree = self._worked(document, package)
        finally:
            if not self.keep:
                shutil.rmtree(package, ignore_errors=True)
        stages = stages_from(tree["stages"])
        return Result(label, stages, tree["warnings"], tree["refused"])

    def _worked(self, document: Path, package: Path) -> dict[str, Any]:
        command = [sys.executable, "-m", "tests.sweeping.work"]
        command += [str(document), str(package), f"--memory={self.megabytes}"]
        command += ["--types"] if self.types else []
        command += [f"--most={self.most}"] if self.most else []
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            output, errors = process.communicate(timeout=self.seconds)
            found: dict[str, Any] = json.loads(output.splitlines()[-1])
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return _broken(f"more than {self.seconds} s", "")
        except (ValueError, IndexError):
            kind = f"the process ended with {process.returncode}"
            return _broken(kind, errors[-1500:])
        return found


def _broken(kind: str, detail: str) -> dict[str, Any]:
    stage = {"seconds": 0.0, "seen": 1, "skipped": 0, "failures": [(kind, detail)]}
    return {"stages": {"generated": stage}, "warnings": {}, "refused": ""}


def sweep(what: Sweep, *, workers: int = 1, retry: bool = False) -> Iterator[Result]:
    """Results of an earlier run first, then those of the other documents as they come.

    With `retry`, documents that failed are done again.
    """
    what.out.mkdir(parents=True, exist_ok=True)
    journal = what.out / "results.jsonl"
    earlier = read_results(journal)
    if retry:
        earlier = {name: each for name, each in earlier.items() if not each.failed}
    journal.write_text(
        "".join(f"{each.line()}\n" for each in earlier.values()), "utf-8"
    )
    yield from earlier.values()
    documents = [
        path
        for path in documents_below(what.folder)
        if path.relative_to(what.folder).as_posix() not in earlier
    ]
    with (
        journal.open("a", encoding="utf-8") as lines,
        ThreadPoolExecutor(workers) as pool,
    ):
        running = [pool.submit(what.result_of, path) for path in documents]
        for done in as_completed(running):
            result = done.result()
            lines.write(f"{result.line()}\n")
            lines.flush()
            yield result


def main() -> int:
    """The command; prints a line for each document that failed, then the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--types", action="store_true", help="black, mypy, pyright too")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path, help="where results are, to go on from")
    parser.add_argument("--planted", action="store_true", help="plant every fault")
    parser.add_argument("--most", type=int, default=0, help="operations of a document")
    parser.add_argument("--retry", action="store_true", help="do failed ones again")
    parser.add_argument("--keep", action="store_true", help="keep the packages in OUT")
    parser.add_argument("--limit", type=int, default=600, help="seconds a document")
    parser.add_argument("--memory", type=int, default=6000, help="megabytes a document")
    options = parser.parse_args()
    out = options.out or Path(tempfile.mkdtemp(prefix="apiloom-sweep-"))
    what = Sweep(
        folder=options.folder.resolve(),
        out=out.resolve(),
        types=options.types,
        keep=options.keep,
        seconds=options.limit,
        megabytes=options.memory,
        most=options.most,
    )
    if options.planted:
        return _planted(what, options.workers)
    known = () if options.retry else read_results(out / "results.jsonl")
    results: list[Result] = []
    for result in sweep(what, workers=options.workers, retry=options.retry):
        results.append(result)
        if result.document not in known:
            _show(result)
    sys.stdout.write(f"{table(results)}\nresults: {out / 'results.jsonl'}\n")
    return int(any(each.failed for each in results))


def _planted(what: Sweep, workers: int) -> int:
    """Prints which documents notice which fault; 1 if none notices one of them."""
    labelled = [
        (path.relative_to(what.folder).as_posix(), path)
        for path in documents_below(what.folder)
    ]
    text, missed = report(planted(labelled, what.out, workers))
    unseen = f"noticed by no document: {', '.join(missed)}" if missed else "all noticed"
    sys.stdout.write(f"{text}\n{unseen}\n")
    return int(bool(missed))


def _show(result: Result) -> None:
    failed = [name for name, stage in result.stages.items() if stage.failed]
    seconds = sum(stage.seconds for stage in result.stages.values())
    state = "refused" if result.refused else ", ".join(failed) or "fine"
    sys.stderr.write(f"{seconds:7.1f} s  {result.document}: {state}\n")


__all__ = ["Result", "Stage", "Sweep", "sweep"]

if __name__ == "__main__":
    sys.exit(main())
