"""`apiloom watch` as a process: files change under it, and the package follows."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from apiloom.package.manifest import MANIFEST
from tests.package.packages import contents
from tests.watch.watcher import watching

_DOCUMENT = """\
openapi: 3.1.0
info: {{title: t, version: '1'}}
paths: {{}}
components:
  schemas:
    Pet:
      type: object
      properties:
        {field}: {{type: string}}
    Owner: {{$ref: 'shared/owner.yaml'}}
"""
_OWNER = "type: object\nproperties: {{{field}: {{type: string}}}}\n"
_CALL = ("openapi.yaml", "-o", "pets", "--target", "models")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    (tmp_path / "openapi.yaml").write_text(_DOCUMENT.format(field="name"))
    (tmp_path / "shared/owner.yaml").write_text(_OWNER.format(field="name"))
    return tmp_path


def test_the_package_follows_the_document_and_what_it_refers_to(folder: Path) -> None:
    document, owner = folder / "openapi.yaml", folder / "shared/owner.yaml"
    with watching(folder, *_CALL) as watcher:
        assert "written" in watcher.round()
        assert "    name: " in (folder / "pets/models/pet.py").read_text()

        document.write_text(_DOCUMENT.format(field="nickname"))
        said = watcher.round()
        assert "openapi.yaml changed" in said
        assert "models/pet.py +1 -1" in said
        assert "    nickname: " in (folder / "pets/models/pet.py").read_text()

        owner.write_text(_OWNER.format(field="address"))
        said = watcher.round()
        assert "shared/owner.yaml changed" in said
        assert "models/pet.py" not in said
        assert "    address: " in (folder / "pets/models/owner.py").read_text()
        assert watcher.interrupt() == 0


def test_what_is_half_saved_is_told_and_waited_for(folder: Path) -> None:
    document, owner = folder / "openapi.yaml", folder / "shared/owner.yaml"
    with watching(folder, *_CALL) as watcher:
        watcher.round()
        before = contents(folder / "pets")

        whole = _DOCUMENT.format(field="nickname")
        document.write_text(whole[: whole.index("string")] + "'")
        said = watcher.round()
        assert "openapi.yaml:" in said
        assert "nothing written" in said
        assert contents(folder / "pets") == before

        document.write_text(whole)
        assert "models/pet.py" in watcher.round()

        # A file that is referred to goes, and comes back as another.
        owner.unlink()
        assert "nothing written" in watcher.round()
        document.unlink()
        assert "nothing written" in watcher.round()
        owner.write_text(_OWNER.format(field="address"))
        document.write_text(whole)
        assert "models/owner.py" in watcher.round()


def test_a_checkout_in_the_middle_is_no_harm(folder: Path) -> None:
    def git(*arguments: str) -> None:
        named = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        subprocess.run(["git", *named, *arguments], cwd=folder, check=True)

    with watching(folder, *_CALL) as watcher:
        watcher.round()
        git("init", "--quiet", "--initial-branch=one")
        git("add", ".")
        git("commit", "--quiet", "--message=one")
        one = contents(folder / "pets")

        (folder / "openapi.yaml").write_text(_DOCUMENT.format(field="nickname"))
        watcher.round()
        git("checkout", "--quiet", "-b", "two")
        git("commit", "--quiet", "--all", "--message=two")
        two = contents(folder / "pets")
        assert one != two

        # Document and package come from the other branch together.
        git("checkout", "--quiet", "one")
        said = watcher.round()
        assert "unchanged" in said or "written" in said, said
        assert contents(folder / "pets") == one

        # The document alone does: the package follows.
        git("checkout", "--quiet", "two", "--", "openapi.yaml")
        watcher.round()
        assert contents(folder / "pets") == two
        assert watcher.process.poll() is None


def test_a_file_edited_by_hand_is_shown_and_kept(folder: Path) -> None:
    with watching(folder, *_CALL) as watcher:
        watcher.round()
        edited = folder / "pets/models/pet.py"
        mine = edited.read_text() + "# mine\n"
        edited.write_text(mine)
        (folder / "openapi.yaml").write_text(_DOCUMENT.format(field="nickname"))
        assert "edited by hand" in watcher.round()
        assert edited.read_text() == mine
        # Restored together with the manifest, as version control does it.
        edited.write_text(mine.removesuffix("# mine\n"))
        (folder / "pets" / MANIFEST).touch()
        assert "models/pet.py" in watcher.round()
        assert "nickname" in edited.read_text()


def test_the_configuration_is_watched_too(folder: Path) -> None:
    configuration = folder / "pyproject.toml"
    table = '[tool.apiloom]\nspec = "openapi.yaml"\noutput = "{}"\n'
    with watching(folder) as watcher:
        assert "config-missing" in watcher.round()
        configuration.write_text(table.format("out-side"))
        assert "output-unusable" in watcher.round()
        configuration.write_text(table.format("pets"))
        assert "written" in watcher.round()
        assert (folder / "pets/models/pet.py").is_file()


def test_watch_speaks_to_people_only(folder: Path) -> None:
    with watching(folder, *_CALL, "--json") as watcher:
        watcher.hears("watch speaks to people")
        assert watcher.process.wait(60) == 2
