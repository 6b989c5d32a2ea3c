"""The sample has a document and a pyproject.toml, and its wheel has a client."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import pytest

import apiloom
from tests.build_step.projects import (
    BACKENDS,
    Environment,
    change,
    generated,
    modules,
    project,
    run,
)

PROGRAM = Path(__file__).with_name("program.py")
BOTH = pytest.mark.parametrize("backend", BACKENDS)


@BOTH
def test_a_wheel_of_nothing_but_a_document(
    backend: str, builder: Environment, tmp_path: Path
) -> None:
    sample = project(tmp_path / "sample", backend)

    first = builder.build(backend, sample)
    kept = Path(shutil.copy(first, tmp_path))
    assert modules(first) == generated(sample / "src/shelf")

    # Installed where there is no apiloom, it serves and calls.
    user = Environment.make(tmp_path / "user", first)
    said = user.run(str(PROGRAM), cwd=tmp_path)
    assert said.splitlines() == ["No. 7 by Ada", "404", "Shelf"]

    # A changed document changes the wheel, and nothing of the old one stays behind.
    change(sample / "parts/author.yaml", "born:", "died:")
    change(sample / "openapi.yaml", "#/Author'}", "#/Writer'}")
    change(sample / "parts/author.yaml", "Author:", "Writer:")
    second = builder.build(backend, sample)
    assert modules(second) - modules(kept) == {"shelf/models/writer.py"}
    assert modules(kept) - modules(second) == {"shelf/models/author.py"}
    with zipfile.ZipFile(second) as archive:
        assert b"died: " in archive.read("shelf/models/writer.py")

    # Without a change, the same bytes: RECORD has the digests of all files.
    content = second.read_bytes()
    assert builder.build(backend, sample).read_bytes() == content


@BOTH
def test_an_sdist_has_what_its_wheel_needs(
    backend: str, builder: Environment, tmp_path: Path
) -> None:
    sample = project(tmp_path / "sample", backend)
    sdist = builder.build(backend, sample, "sdist")
    shutil.unpack_archive(sdist, tmp_path, filter="data")
    unpacked = tmp_path / "shelf-1.0"
    assert (unpacked / "openapi.yaml").is_file()
    assert (unpacked / "parts/author.yaml").is_file()

    # The wheel is that of the checkout, and where documents are lacking too.
    wanted = builder.build(backend, sample).read_bytes()
    assert builder.build(backend, unpacked).read_bytes() == wanted
    (unpacked / "parts/author.yaml").rename(tmp_path / "author.yaml")
    (unpacked / "openapi.yaml").rename(tmp_path / "openapi.yaml")
    assert builder.build(backend, unpacked).read_bytes() == wanted

    # Somebody who patches the document gets what it says then.
    (unpacked / "parts").mkdir(exist_ok=True)
    (tmp_path / "author.yaml").rename(unpacked / "parts/author.yaml")
    (tmp_path / "openapi.yaml").rename(unpacked / "openapi.yaml")
    change(unpacked / "parts/author.yaml", "born:", "died:")
    with zipfile.ZipFile(builder.build(backend, unpacked)) as archive:
        assert b"died: " in archive.read("shelf/models/author.py")


@BOTH
def test_what_stops_a_build_is_shown(
    backend: str, builder: Environment, tmp_path: Path
) -> None:
    sample = project(tmp_path / "sample", backend)
    builder.build(backend, sample)
    module = sample / "src/shelf/models/book.py"
    change(module, "title: str", "title: int")
    change(sample / "openapi.yaml", "title: {type: string}", "title: {type: integer}")
    edited = builder.call(backend, "build_wheel", sample, "dist")
    assert edited.returncode != 0
    assert "error[file-edited]" in edited.stderr
    assert "-    title: int\n" in edited.stderr

    change(sample / "openapi.yaml", "schemas/Book'}", "schemas/Bok'}")
    module.unlink()
    broken = builder.call(backend, "build_wheel", sample, "dist")
    assert broken.returncode != 0
    place = "openapi.yaml:15:41: error[unresolved-reference]"
    assert place in broken.stderr
    assert "hint: did you mean 'Book'?" in broken.stderr
    assert "src/shelf: nothing written (1 error)" in broken.stderr
    assert "apiloom generated nothing: src/shelf" in broken.stdout + broken.stderr

    change(sample / "pyproject.toml", "spec =", "speck =")
    unsure = builder.call(backend, "build_wheel", sample, "dist")
    assert unsure.returncode != 0
    assert "error[config-unknown-key]" in unsure.stderr


@BOTH
def test_an_editable_install_generates_too(
    backend: str, builder: Environment, tmp_path: Path
) -> None:
    sample = project(tmp_path / "sample", backend)
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    done = builder.call(backend, "build_editable", sample, str(wheels))
    assert done.returncode == 0, done.stdout + done.stderr
    user = Environment.make(tmp_path / "user", *wheels.iterdir())
    said = user.run("-c", "import shelf; print(shelf.__file__)", cwd=tmp_path)
    assert said.strip() == str(sample / "src/shelf/__init__.py")


def test_a_manifest_alone_may_be_committed(tmp_path: Path) -> None:
    """It keeps what has shipped, and all else follows from the document."""
    sample = project(tmp_path / "sample", "hatchling")
    (job,) = apiloom.configured(sample).jobs
    assert apiloom.generate(job).exit_code == 0
    package = job.output
    change(package / "manifest.json", "models.author:Author", "models.author:Writer")
    change(sample / "openapi.yaml", "There is none.", "None.")
    assert apiloom.generate(job).exit_code == 0
    made = {path: (package.parent / path).read_bytes() for path in generated(package)}
    assert b"class Writer(" in made["shelf/models/author.py"]

    manifest = (package / "manifest.json").read_bytes()
    shutil.rmtree(package)
    package.mkdir()
    (package / "manifest.json").write_bytes(manifest)
    assert apiloom.generate(job).exit_code == 0
    again = {path: (package.parent / path).read_bytes() for path in generated(package)}
    assert again == made


def test_the_whole_way_with_isolation(apiloom_wheel: Path, tmp_path: Path) -> None:
    """As `pip wheel .` does it: the backend and apiloom into a fresh environment."""
    sample = project(tmp_path / "sample", "hatchling")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "."]
    found = {"PIP_FIND_LINKS": str(apiloom_wheel.parent), "PIP_PRE": "1"}
    run([*command, "--wheel-dir", str(tmp_path)], sample, found)
    (wheel,) = tmp_path.glob("*.whl")
    assert modules(wheel) == generated(sample / "src/shelf")
