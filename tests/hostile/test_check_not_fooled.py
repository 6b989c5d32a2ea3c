"""`check` judges by the document, whatever a repository says about itself."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apiloom.package.manifest import parse
from apiloom.package.output_folder import same_documents
from apiloom.pipeline.commands import check, generate
from apiloom.pipeline.job import Job, Outcome

_DOCUMENT = """\
openapi: 3.1.0
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string, maxLength: 5}}}
    Kind: {$ref: 'parts/kind.yaml'}
"""
_MODULE = "models/pet.py"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose package is up to date."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "parts").mkdir()
    (folder / "openapi.yaml").write_text(_DOCUMENT)
    (folder / "parts/kind.yaml").write_text("{type: string, enum: [cat, dog]}")
    assert generate(Job(folder / "openapi.yaml", folder / "pets", ("models",))).written
    return folder


@pytest.fixture(params=["here", "elsewhere"])
def job(
    request: pytest.FixtureRequest,
    made: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Job:
    """A copy: where the user's own cache knows it, and where nothing does."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "repository"
    shutil.copytree(made, folder)
    copied = Job(folder / "openapi.yaml", folder / "pets", ("models",))
    if request.param == "here":
        assert check(copied).exit_code == 0
    return copied


def manifest(job: Job, edit: Callable[[dict[str, Any]], None]) -> None:
    path = job.output / "manifest.json"
    tree = json.loads(path.read_text())
    edit(tree)
    path.write_text(json.dumps(tree))


def listed_again(job: Job, name: str) -> None:
    """Make the manifest say that a file is as it was left."""

    def edit(tree: dict[str, Any]) -> None:
        digest = hashlib.sha256((job.output / name).read_bytes()).hexdigest()
        tree["files"][name] = {"content": digest, "rendered": digest}

    manifest(job, edit)


def loosened(job: Job) -> Path:
    """Edit a module by hand, to the same length."""
    module = job.output / _MODULE
    text = module.read_text()
    assert "max_length=5" in text
    module.write_text(text.replace("max_length=5", "max_length=9"))
    return module


def an_edited_module(job: Job) -> None:
    loosened(job)


def an_edited_module_of_the_same_age(job: Job) -> None:
    before = (job.output / _MODULE).stat()
    module = loosened(job)
    os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))


def an_edited_module_and_manifest(job: Job) -> None:
    loosened(job)
    listed_again(job, _MODULE)


def a_module_that_the_manifest_forgets(job: Job) -> None:
    loosened(job)
    manifest(job, lambda tree: tree["files"].pop(_MODULE))


def an_edited_document(job: Job) -> None:
    job.spec.write_text(_DOCUMENT.replace("maxLength: 5", "maxLength: 6"))


def an_edited_document_and_manifest(job: Job) -> None:
    an_edited_document(job)

    def edit(tree: dict[str, Any]) -> None:
        digest = hashlib.sha256(job.spec.read_bytes()).hexdigest()
        tree["documents"]["openapi.yaml"] = digest

    manifest(job, edit)


def an_edited_part_that_the_manifest_forgets(job: Job) -> None:
    (job.spec.parent / "parts/kind.yaml").write_text("{type: string, enum: [cow]}")
    manifest(job, lambda tree: tree["documents"].pop("parts/kind.yaml"))


def a_manifest_that_is_gone(job: Job) -> None:
    loosened(job)
    (job.output / "manifest.json").unlink()


def a_stamp(job: Job) -> None:
    loosened(job)
    for name in ("stamp", "pets.stamp", "pets/stamp"):
        (job.spec.parent / name).touch()


def attributes_of_git(job: Job) -> None:
    loosened(job)
    (job.spec.parent / ".gitattributes").write_text("* -diff -text binary merge=ours\n")


def a_link_to_another_module(job: Job) -> None:
    module = loosened(job)
    module.rename(job.spec.parent / "pet.py")
    module.symlink_to(job.spec.parent / "pet.py")


def a_link_to_the_same_module(job: Job) -> None:
    """Today's bytes, and tomorrow others."""
    (job.output / _MODULE).rename(job.spec.parent / "pet.py")
    (job.output / _MODULE).symlink_to(job.spec.parent / "pet.py")


def a_pipe(job: Job) -> None:
    (job.output / _MODULE).unlink()
    os.mkfifo(job.output / _MODULE)


def another_case(job: Job) -> None:
    module = loosened(job)
    module.rename(module.with_name("PET.py"))


def a_package_of_the_same_name(job: Job) -> None:
    (job.output / "models/pet").mkdir()
    (job.output / "models/pet/__init__.py").write_text("class Pet: ...\n")


def an_extension_of_the_same_name(job: Job) -> None:
    (job.output / "models/pet.abi3.so").write_bytes(b"\x7fELF")


def a_stub_of_the_same_name(job: Job) -> None:
    (job.output / "models/pet.pyi").write_text("class Pet: ...\n")


def bytecode_that_is_never_compared(job: Job) -> None:
    """A cached module whose header says: do not look at the source (PEP 552)."""
    module = job.output / _MODULE
    cached = Path(importlib.util.cache_from_source(str(module)))
    cached.parent.mkdir(exist_ok=True)
    header = importlib.util.MAGIC_NUMBER + (0b01).to_bytes(4, "little") + bytes(8)
    cached.write_bytes(header + b"code")


def carriage_returns(job: Job) -> None:
    module = job.output / _MODULE
    module.write_bytes(module.read_bytes().replace(b"\n", b"\r", 1))


def a_cache_in_the_repository(job: Job) -> None:
    """What the user's cache has, put beside; where it is relative it is none."""
    loosened(job)
    listed_again(job, _MODULE)
    cache = Path(os.environ["XDG_CACHE_HOME"])
    if cache.exists():
        shutil.copytree(cache, job.spec.parent / ".cache")
        shutil.rmtree(cache)


_WAYS = [
    an_edited_module,
    an_edited_module_of_the_same_age,
    an_edited_module_and_manifest,
    a_module_that_the_manifest_forgets,
    an_edited_document,
    an_edited_document_and_manifest,
    an_edited_part_that_the_manifest_forgets,
    a_manifest_that_is_gone,
    a_stamp,
    attributes_of_git,
    a_link_to_another_module,
    a_link_to_the_same_module,
    a_pipe,
    another_case,
    a_package_of_the_same_name,
    an_extension_of_the_same_name,
    a_stub_of_the_same_name,
    bytecode_that_is_never_compared,
    carriage_returns,
    a_cache_in_the_repository,
]


@pytest.mark.parametrize("way", _WAYS, ids=lambda way: way.__name__)
def test_no_way_fools_it(job: Job, way: Callable[[Job], None]) -> None:
    way(job)
    assert check(job).exit_code != 0
    # Nor a second time: what was found wrong is not remembered as right.
    assert check(job).exit_code != 0


def test_a_relative_cache_is_none(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(job).exit_code == 0
    monkeypatch.chdir(job.spec.parent)
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("HOME", str(job.spec.parent.parent / "home"))
    assert check(job).exit_code == 0
    assert not (job.spec.parent / "cache").exists()


@pytest.mark.parametrize(
    "name", ["../../../../../../dev/zero", "pipe", "../outside.yaml", "link", "huge"]
)
def test_what_a_manifest_names_is_read_only_where_references_lead(
    job: Job, name: str
) -> None:
    folder = job.spec.parent
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to("/dev/zero")
    with (folder / "huge").open("wb") as file:
        file.truncate(1 << 40)
    (folder.parent / "outside.yaml").write_text("a")
    digest = hashlib.sha256(b"a").hexdigest()
    manifest(job, lambda tree: tree["documents"].update({name: digest}))
    # As if a run of ours had left it so: that the user's cache knows.
    trusted: list[Outcome] = [check(job), check(job)]
    assert [outcome.exit_code for outcome in trusted] == [1, 1]
    origin = parse((job.output / "manifest.json").read_bytes()).origin
    assert not same_documents(origin, job.spec)


def test_a_listed_file_without_end_is_not_read(job: Job) -> None:
    with (job.output / _MODULE).open("wb") as file:
        file.truncate(1 << 40)
    outcome = check(job)
    assert outcome.exit_code == 1
    (job.output / "manifest.json").unlink()
    with (job.output / "manifest.json").open("wb") as file:
        file.truncate(1 << 40)
    assert [item.code for item in check(job).diagnostics] == ["manifest-damaged"]
