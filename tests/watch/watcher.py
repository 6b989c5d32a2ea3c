"""A running `apiloom watch`, and what it says."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import apiloom
from tests.interrupts import HEED

GENERATOR = Path(apiloom.__file__).parents[1]
_PATIENCE = 60.0
_PROGRAM = HEED + "import sys\nfrom apiloom.cli.main import main\nsys.exit(main())"


class Watcher:
    """Reads what the process says, line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        assert process.stderr is not None
        threading.Thread(target=self._read, args=(process.stderr,), daemon=True).start()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self._lines.put(line.rstrip("\n"))

    def hears(self, text: str) -> list[str]:
        """Wait for a line with `text`; what has been said since the last wait."""
        heard: list[str] = []
        ends = time.monotonic() + _PATIENCE
        while not heard or text not in heard[-1]:
            try:
                heard.append(self._lines.get(timeout=ends - time.monotonic()))
            except (queue.Empty, ValueError):
                raise AssertionError(f"no {text!r} in {self.said + heard}") from None
        self.said += heard
        return heard

    def round(self) -> str:
        """Everything that is said up to the next rest."""
        return "\n".join(self.hears("watching "))

    def interrupt(self) -> int:
        """Press Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(_PATIENCE)


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watcher]:
    """`apiloom watch ...` run in `folder`; killed at the end where it still runs."""
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, "watch", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(GENERATOR)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Watcher(process)
        finally:
            process.kill()
