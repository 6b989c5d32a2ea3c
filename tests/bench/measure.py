"""What the benchmarks share: fresh processes, interleaved rounds, medians, tables."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final, Self, TypeVar

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
SPEC: Final = ROOT / "spec" / "openapi.yaml"
APILOOM: Final = (sys.executable, "-m", "apiloom")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """One process, its start included: seconds, peak memory in MiB, its output."""

    wall: float
    cpu: float
    peak: float
    output: str


def environment(*first: Path) -> dict[str, str]:
    """The environment in which the checkout's own packages are found.

    Folders in `first` come before them. Byte code is kept from one process to the next,
    as it is of what was installed, or else each would measure the compiler of Python.
    """
    folders = (*first, ROOT / "generator", ROOT / "generated", HERE)
    given = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**given, "PYTHONPATH": os.pathsep.join(map(str, folders))}


def fresh(
    command: Sequence[str],
    *,
    status: int = 0,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> Run:
    """Run `command` in a fresh process; end the benchmark where it fails.

    `status` is the exit code that it must have, `cwd` the folder that it runs in.
    """
    launcher = (sys.executable, "-I", "-S", str(HERE / "launch.py"))
    done = subprocess.run(
        [*launcher, *command],
        env=env or environment(),
        cwd=cwd,
        check=True,
        capture_output=True,
        text=True,
    )
    output, _, last = done.stdout.rstrip("\n").rpartition("\n")
    wall, cpu, peak, code = last.split()
    if int(code) != status:
        call = " ".join(command)
        sys.exit(f"{call}\nexited with {code}, not {status}:\n{output}{done.stderr}")
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Run(float(wall), float(cpu), float(peak) / unit, output)


class Worker:
    """A process that answers each line with a line, until its input ends.

    `hello` is the line that it begins with.
    """

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str] | None = None
    ) -> None:
        self._command = command
        self._process = subprocess.Popen(
            command,
            env=env or environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.hello = self._line()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def ask(self, line: str) -> str:
        """What it answers to a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            command = " ".join(self._command)
            sys.exit(f"{command}\nended with {self._process.wait()}")
        return line.rstrip("\n")


def write_copies(spec: Path, count: int, target: Path) -> None:
    """Write the document `spec` to `target` several times over, see `copies.py`."""
    script = str(HERE / "copies.py")
    fresh((sys.executable, script, str(spec), str(count), str(target)))


def interleaved(
    tasks: Mapping[str, Callable[[], T]], rounds: int
) -> dict[str, list[T]]:
    """Run every task once a round, each round beginning with another one.

    What slows the machine for a while then slows all of them. A first round, which
    also warms the caches of files and of byte code, is thrown away.
    """
    names = list(tasks)
    found: dict[str, list[T]] = {name: [] for name in names}
    for turn in range(rounds + 1):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            outcome = tasks[name]()
            if turn:
                found[name].append(outcome)
        progress(f"round {turn}/{rounds}")
    progress("")
    return found


def middle(values: Iterable[float]) -> float:
    """The median."""
    return median(values)


def say(text: str = "") -> None:
    """Print one line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def progress(text: str) -> None:
    """Show what is going on, to somebody who watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def heading(title: str) -> None:
    """Print what is measured and on what."""
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs"
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    say(f"# {title}")
    python = f"{platform.python_implementation()} {platform.python_version()}"
    say(f"# {python}, {system}{load}")
    say()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: the first column to the left, figures to the right."""
    lines = [head, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    for line in lines:
        first, *others = (
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        say("  ".join([first, *others]).rstrip())
    say()


def verdict(what: str, figure: float, limit: float, *, at_least: bool = False) -> None:
    """Print whether a figure is what the project promises."""
    met = figure >= limit if at_least else figure <= limit
    sign = ">=" if at_least else "<="
    word = "met" if met else "MISSED"
    say(f"{word:6}  {what}: {figure:.3g} (promised {sign} {limit:g})")
