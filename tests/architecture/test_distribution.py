"""Wheel and source distribution are whole, and work where nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import apiloom
from tests.architecture.places import APILOOM, BIFROST, ROOT, RUNTIME, SPEC, TEMPLATES


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """What a command says, in an environment without our paths."""
    hidden = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    environment = {key: os.environ[key] for key in os.environ if key not in hidden}
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    done = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder that is no by-product."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {"__pycache__", ".mypy_cache"} & set(path.parts)
    }


def test_built_installed_and_run(tmp_path: Path) -> None:
    """In one test, so that it is built and installed once."""
    run(sys.executable, "-m", "build", ROOT, "--outdir", tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    (source,) = tmp_path.glob("*.tar.gz")
    _check_wheel(wheel)
    _check_source(source)

    place = tmp_path / "venv"
    venv.create(place, with_pip=True)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    said = run(programs / "apiloom", "--version", cwd=tmp_path)
    assert apiloom.__version__ in said
    run(programs / "apiloom", "generate", SPEC, "-o", "out/bifrost", cwd=tmp_path)
    made, committed = files_in(tmp_path / "out" / "bifrost"), files_in(BIFROST)
    assert made.keys() == committed.keys()
    different = {path for path in made if made[path] != committed[path]}
    # The manifest names the formatter, which may be newer than the one that we have.
    assert different <= {"manifest.json"}
    assert _without_formatter(made) == _without_formatter(committed)


def _without_formatter(package: dict[str, bytes]) -> list[bytes]:
    lines = package["manifest.json"].splitlines()
    return [line for line in lines if b'"formatter"' not in line]


def _check_wheel(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    for folder, inside in (
        (TEMPLATES, "apiloom/templates"),
        (RUNTIME, "apiloom/runtime"),
        (APILOOM, "apiloom"),
    ):
        assert {f"{inside}/{name}" for name in files_in(folder)} <= names
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"apiloom", path.name.split("-py3")[0] + ".dist-info"}


def _check_source(path: Path) -> None:
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for folder in ("generator", "templates", "spec", "generated"):
        there = files_in(ROOT / folder)
        assert {f"{folder}/{name}" for name in there} <= names
    assert {"pyproject.toml", "README.md", "LICENSE"} <= names


def test_a_bare_checkout_runs() -> None:
    said = run(sys.executable, "-P", "generator", "--version")
    assert apiloom.__version__ in said
