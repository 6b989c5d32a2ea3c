"""The tour of the README, run as a reader would run it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(language: str) -> list[str]:
    return [text for kind, text in _BLOCK.findall(README) if kind == language]


def _programs() -> dict[str, str]:
    """Each Python block by the file name in its first line."""
    found = {}
    for text in _blocks("python"):
        first, _, rest = text.partition("\n")
        found[first.removeprefix("# ")] = rest
    return found


def _command(starts_with: str) -> list[str]:
    """A shell block as a reader types it, run by the apiloom of these tests."""
    (line,) = [text.strip() for text in _blocks("sh") if text.startswith(starts_with)]
    return [sys.executable, "-m", *line.split()]


def _environment(folder: Path) -> dict[str, str]:
    paths = [str(ROOT / "generator"), str(folder)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1"}


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=_environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _serving(folder: Path, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "uvicorn", "server:app", "--port", str(port)]
    server = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, "the server of the README does not start"
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_the_tour_runs(tmp_path: Path) -> None:
    (tmp_path / "spec").mkdir()
    shutil.copy(ROOT / "spec/openapi.yaml", tmp_path / "spec")
    port = _free_port()
    for name, text in _programs().items():
        (tmp_path / name).write_text(text.replace(":8080", f":{port}"), "utf-8")

    _run(_command("apiloom generate"), tmp_path)
    shown = _run([sys.executable, "models.py"], tmp_path).splitlines()
    assert shown[:2] == ["c1", '{"max_limit":250.0,"calendar_aligned":null}']
    assert set(re.findall(r"\w+", shown[2])) == {"max_limit", "calendar_aligned"}
    assert _run([sys.executable, "data.py"], tmp_path).splitlines() == [
        '{"id":"c1"}',
        "2026-01-01 00:00:00+00:00 True",
    ]
    with _serving(tmp_path, port):
        said = _run([sys.executable, "client.py"], tmp_path).splitlines()
    assert said[0].startswith("updated by admin id='c1' name='Acme GmbH'")
    assert said[1].startswith("404 ")
    assert "Customer not found" in said[1]
    _run(_command("apiloom check"), tmp_path)


def test_the_programs_type_check(tmp_path: Path) -> None:
    for name, text in _programs().items():
        (tmp_path / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", *sorted(_programs())]
    environment = {**os.environ, "MYPYPATH": str(ROOT / "generated")}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()


def test_the_configuration_shown_is_the_one_of_this_repository() -> None:
    shown, *_ = _blocks("toml")
    assert shown in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_test_command_is_what_ci_runs() -> None:
    (line,) = [text for text in _blocks("sh") if "pytest" in text]
    steps = line.splitlines()[1].split(" && ")
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert all(step in ci for step in steps)
