"""Projects that are built from a document, and the environments that build them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = Path(__file__).with_name("sample")
BACKENDS = {"hatchling": "hatchling.build", "setuptools": "setuptools.build_meta"}
# What PEP 517 has a frontend call, without the time of one.
_CALL = """
import importlib, sys
backend, name, *arguments = sys.argv[1:]
getattr(importlib.import_module(backend), name)(*arguments)
"""


@dataclass(frozen=True)
class Environment:
    """A virtual environment that also sees what is installed beside these tests."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, *wheels: Path) -> Environment:
        """A fresh one with `wheels`, and without what is installed editable here."""
        run([sys.executable, "-m", "venv", "--without-pip", str(folder)], ROOT)
        made = cls(folder)
        # A line of a .pth file makes a folder visible, and not the .pth files in it.
        beside = sysconfig.get_path("purelib")
        (made.packages / "beside.pth").write_text(f"{beside}\n", "utf-8")
        for wheel in wheels:
            made.install(str(wheel))
        return made

    @property
    def python(self) -> str:
        return str(self.folder / "bin" / "python")

    @property
    def packages(self) -> Path:
        (found,) = (self.folder / "lib").glob("python*/site-packages")
        return found

    def install(self, *what: str, cwd: Path = ROOT) -> None:
        """By pip, without the network and without what it would need."""
        options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
        pip = [self.python, "-m", "pip", "install", *options, "--force-reinstall"]
        run([*pip, *what], cwd)

    def run(self, *arguments: str, cwd: Path) -> str:
        """What its Python prints."""
        return run([self.python, *arguments], cwd)

    def call(
        self, backend: str, name: str, project: Path, *arguments: str
    ) -> subprocess.CompletedProcess[str]:
        """Have the backend do one thing in `project`."""
        command = [self.python, "-c", _CALL, BACKENDS[backend], name, *arguments]
        environment = {**clean(), "SOURCE_DATE_EPOCH": "1700000000"}
        return subprocess.run(
            command,
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def build(self, backend: str, project: Path, what: str = "wheel") -> Path:
        """The wheel or sdist of `project`, fresh."""
        dist = project / "dist"
        shutil.rmtree(dist, ignore_errors=True)
        done = self.call(backend, f"build_{what}", project, str(dist))
        assert done.returncode == 0, done.stdout + done.stderr
        (made,) = dist.iterdir()
        return made


def clean() -> dict[str, str]:
    """The environment of these tests without what leads to their own apiloom."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "HATCH", "COV"))
    }


def run(command: list[str], cwd: Path, environment: Mapping[str, str] = {}) -> str:
    """What the command prints; it must succeed."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**clean(), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def project(folder: Path, backend: str) -> Path:
    """The sample in `folder`, as somebody would commit it for `backend`."""
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("*.toml"))
    shutil.copy(SAMPLE / f"{backend}.toml", folder / "pyproject.toml")
    (folder / ".git").mkdir()
    (folder / ".gitignore").write_text("/src/shelf/\n", "utf-8")
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Replace `old`, which must be there."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def later(file: Path) -> None:
    """As if somebody had saved it just now."""
    os.utime(file)


def modules(wheel: Path) -> set[str]:
    """The files of a wheel, without its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def generated(folder: Path) -> set[str]:
    """The files of a package on disk, named from the folder that holds it."""
    return {
        path.relative_to(folder.parent).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
