"""What goes into which distribution, and where nothing happens."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from tests.build_step.projects import BACKENDS, Environment, change, modules, project

BOTH = pytest.mark.parametrize("backend", BACKENDS)


def around(sample: Path, output: str) -> None:
    """A package that somebody has written, and the generated one at `output`."""
    written = sample / "src/shelf"
    written.mkdir(parents=True)
    (written / "__init__.py").write_text("", "utf-8")
    change(sample / "pyproject.toml", '"src/shelf"', f'"{output}"')
    (sample / ".gitignore").write_text(f"/{output}/\n", "utf-8")


def members(sdist: Path) -> set[str]:
    with tarfile.open(sdist) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


@BOTH
def test_inside_a_package_that_is_written(
    backend: str, builder: Environment, tmp_path: Path
) -> None:
    sample = project(tmp_path / "sample", backend)
    around(sample, "src/shelf/api")
    found = modules(builder.build(backend, sample))
    assert {"shelf/__init__.py", "shelf/api/models/book.py"} <= found
    assert {"shelf/api/server/openapi.json", "shelf/api/manifest.json"} <= found


@BOTH
def test_beside_the_package_it_stays_out_of_the_wheel(
    backend: str, builder: Environment, tmp_path: Path
) -> None:
    sample = project(tmp_path / "sample", backend)
    around(sample, "tests/shelf_api")
    assert modules(builder.build(backend, sample)) == {"shelf/__init__.py"}
    assert (sample / "tests/shelf_api/models/book.py").is_file()


def test_setuptools_with_a_list_of_packages(
    builder: Environment, tmp_path: Path
) -> None:
    """What is inside the generated package follows from the document."""
    sample = project(tmp_path / "sample", "setuptools")
    around(sample, "src/shelf/api")
    with (sample / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('\n[tool.setuptools]\npackages = ["shelf"]\n')
        file.write('package-dir = { "" = "src" }\n')
    found = modules(builder.build("setuptools", sample))
    assert {"shelf/api/_runtime/server/page.html", "shelf/api/client.py"} <= found


def test_setuptools_with_a_setup_py(builder: Environment, tmp_path: Path) -> None:
    """It looks for packages before they are generated, and has its own `build_py`."""
    sample = project(tmp_path / "sample", "setuptools")
    around(sample, "src/shelf/api")
    (sample / "setup.py").write_text(
        "from setuptools import find_packages, setup\n"
        "from setuptools.command.build_py import build_py\n"
        "class Build(build_py):\n"
        "    def run(self):\n"
        "        super().run()\n"
        "        open('built', 'w').close()\n"
        "setup(packages=find_packages('src'), package_dir={'': 'src'},\n"
        "      cmdclass={'build_py': Build})\n",
        "utf-8",
    )
    found = modules(builder.build("setuptools", sample))
    assert {"shelf/api/py.typed", "shelf/api/models/author.py"} <= found
    assert (sample / "built").is_file()


def test_hatchling_keeps_out_what_its_target_excludes(
    builder: Environment, tmp_path: Path
) -> None:
    sample = project(tmp_path / "sample", "hatchling")
    with (sample / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('\n[tool.hatch.build.targets.sdist]\nexclude = ["/src/shelf"]\n')
    found = members(builder.build("hatchling", sample, "sdist"))
    assert "openapi.yaml" in found
    assert not any(name.startswith("src/shelf/") for name in found)
    assert "shelf/client.py" in modules(builder.build("hatchling", sample))


def test_hatchling_adds_documents_that_its_target_leaves_out(
    builder: Environment, tmp_path: Path
) -> None:
    sample = project(tmp_path / "sample", "hatchling")
    with (sample / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('\n[tool.hatch.build.targets.sdist]\nonly-include = ["src"]\n')
    found = members(builder.build("hatchling", sample, "sdist"))
    assert {"openapi.yaml", "parts/author.yaml", "src/shelf/client.py"} <= found


def test_hatchling_knows_no_options_of_the_hook(
    builder: Environment, tmp_path: Path
) -> None:
    sample = project(tmp_path / "sample", "hatchling")
    change(sample / "pyproject.toml", "hooks.apiloom]", "hooks.apiloom]\nspec = 'x'")
    done = builder.call("hatchling", "build_wheel", sample, "dist")
    assert done.returncode != 0
    assert "unknown keys in [tool.hatch.build.hooks.apiloom]: spec" in done.stderr


@pytest.mark.parametrize("lacking", ["requires", "table"])
def test_setuptools_projects_that_have_not_asked(
    lacking: str, builder: Environment, tmp_path: Path
) -> None:
    """apiloom may stand beside setuptools without building everything there is."""
    sample = project(tmp_path / "sample", "setuptools")
    file = sample / "pyproject.toml"
    if lacking == "requires":
        change(file, ', "apiloom"', ', "apiloom-of-another-kind"')
    else:
        change(file, "[tool.apiloom]", "[tool.other]")
    (sample / "shelf.py").write_text("", "utf-8")
    done = builder.call("setuptools", "build_wheel", sample, "dist")
    assert done.returncode == 0, done.stderr
    assert not (sample / "src").exists()
    said = "apiloom: no [tool.apiloom] in pyproject.toml, nothing to do\n"
    assert (said in done.stderr) == (lacking == "table")


def test_setuptools_generates_nothing_to_tell_a_version(
    builder: Environment, tmp_path: Path
) -> None:
    sample = project(tmp_path / "sample", "setuptools")
    (sample / "setup.py").write_text("import setuptools; setuptools.setup()", "utf-8")
    for question in ("--version", "clean"):
        builder.run("setup.py", question, cwd=sample)
    assert not (sample / "src").exists()


@BOTH
def test_a_document_outside_of_the_project(
    backend: str, builder: Environment, tmp_path: Path
) -> None:
    """A monorepo: its wheel is built from the sdist all the same."""
    sample = project(tmp_path / "sample", backend)
    (sample / "openapi.yaml").rename(tmp_path / "openapi.yaml")
    (sample / "parts").rename(tmp_path / "parts")
    change(sample / "pyproject.toml", '"openapi.yaml"', '"../openapi.yaml"')
    wanted = builder.build(backend, sample).read_bytes()
    sdist = builder.build(backend, sample, "sdist")
    assert all(".." not in Path(name).parts for name in members(sdist))
    away = tmp_path / "away" / "deep"
    away.mkdir(parents=True)
    with tarfile.open(sdist) as archive:
        archive.extractall(away, filter="data")
    assert builder.build(backend, away / "shelf-1.0").read_bytes() == wanted
