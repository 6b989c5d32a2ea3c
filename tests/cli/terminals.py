"""Running apiloom on a terminal that is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def on_terminal(folder: Path, *arguments: str, columns: int = 80, **more: str) -> str:
    """What `apiloom` shows a person: both streams are a terminal of some width.

    Skips nothing: a system without pseudo-terminals fails at the import below.
    """
    # Here, since the modules are not on every system.
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"COLUMNS", "LINES", "NO_COLOR"}
    }
    environment |= {"PYTHONPATH": str(ROOT / "generator"), "TERM": "xterm", **more}
    with subprocess.Popen(
        [sys.executable, "-m", "apiloom", *arguments],
        cwd=folder,
        env=environment,
        stdin=slave,
        stdout=slave,
        stderr=slave,
    ):
        os.close(slave)
        shown = _everything(master)
    os.close(master)
    # The bar comes when the machine is slow, and is wiped again.
    lines = shown.decode().replace("\r\n", "\n").split("\n")
    return "\n".join(line.rpartition("\x1b[K")[2] for line in lines)


def _everything(master: int) -> bytes:
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(master, 65_536)
        except OSError:
            # What Linux says once the other side is closed.
            return b"".join(parts)
        if not part:
            return b"".join(parts)
        parts.append(part)
