"""Plants each fault in the package of a document, and asks whether it is noticed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.sweeping.planted import FAULTS, Fault

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PACKAGE: Final = "swept"


@dataclass(frozen=True, slots=True)
class Notice:
    """What came of one fault in one document: the first new failure, if there is one.

    `state` is `noticed`, `unnoticed`, or why there was nothing to notice.
    """

    document: str
    fault: str
    state: str
    message: str = ""


def noticed(
    document: Path, label: str, folder: Path, faults: Iterable[Fault] = FAULTS
) -> Iterator[Notice]:
    """Each fault in turn; the unbroken package stays in `folder` for the next call.

    What the unbroken package does already is no notice of a fault.
    """
    whole = folder / "whole"
    before = folder / "before.json"
    if not before.is_file():
        whole.mkdir(parents=True)
        found = _json([*_WORK, str(document), str(whole)])
        stage = found.get("stages", {}).get("calls")
        before.write_text(json.dumps(None if stage is None else stage["failures"]))
    if json.loads(before.read_text()) is None:
        yield from (Notice(label, each.name, "is not called") for each in faults)
        return
    for fault in faults:
        broken = folder / fault.name
        try:
            yield _notice(document, label, fault, whole, broken)
        finally:
            shutil.rmtree(broken, ignore_errors=True)


_WORK: Final = [sys.executable, "-m", "tests.sweeping.work", "--calls-only"]
_PROBE: Final = [sys.executable, "-m", "tests.sweeping.probe", "--calls-only"]


def _notice(
    document: Path, label: str, fault: Fault, whole: Path, broken: Path
) -> Notice:
    broken.mkdir()
    until = ["--until-new", str(whole.parent / "before.json")]
    if fault.walk is not None:
        command = [*_WORK, str(document), str(broken), "--plant", fault.name, *until]
        found = _json(command).get("stages", {})
    elif not fault.fits(whole / PACKAGE):
        return Notice(label, fault.name, "has no such file in its runtime")
    else:
        fault.plant(whole / PACKAGE, broken / PACKAGE)
        (broken / "normal.json").symlink_to(whole / "normal.json")
        found = _json([*_PROBE, str(broken), *until])
    if "calls" not in found:
        return Notice(label, fault.name, "breaks the package", str(found)[:300])
    known = {
        tuple(each) for each in json.loads((whole.parent / "before.json").read_text())
    }
    new = [each for each in found["calls"]["failures"] if tuple(each) not in known]
    state = "noticed" if new else "unnoticed"
    return Notice(label, fault.name, state, new[0][1] if new else "")


def _json(command: list[str]) -> dict[str, Any]:
    process = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    try:
        found: dict[str, Any] = json.loads(process.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return {"stderr": process.stderr[-1500:]}
    return found


def planted(
    documents: Iterable[tuple[str, Path]], out: Path, workers: int
) -> Iterator[Notice]:
    """All faults in all documents."""

    def work(document: tuple[str, Path]) -> list[Notice]:
        label, path = document
        folder = out / "planted" / label.replace("/", "__")
        shutil.rmtree(folder, ignore_errors=True)
        try:
            return list(noticed(path, label, folder))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    with ThreadPoolExecutor(workers) as pool:
        for notices in pool.map(work, documents):
            yield from notices


def report(notices: Iterable[Notice]) -> tuple[str, list[str]]:
    """What to print of all faults, and the names of those that nobody noticed."""
    listed = list(notices)
    lines: list[str] = []
    missed: list[str] = []
    for fault in FAULTS:
        mine = [each for each in listed if each.fault == fault.name]
        by = [each for each in mine if each.state == "noticed"]
        broken = [each for each in mine if each.state == "breaks the package"]
        lines.append(
            f"{fault.name}: {fault.meaning}: {len(by)} of {len(mine)} documents"
        )
        lines += [f"    {each.document}: {each.message[:160]}" for each in by[:5]]
        lines += [f"    broken: {each.document}: {each.message}" for each in broken[:2]]
        if len(by) > 5:
            lines.append(f"    and {', '.join(each.document for each in by[5:])}")
        if not by:
            missed.append(fault.name)
    return "\n".join(lines), missed
