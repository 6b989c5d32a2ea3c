"""Where the two documents may be: on disk, in git, on another host."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from apiloom import Job, Preview, ReferencePolicy, preview
from tests.preview.documents import (
    PETS,
    Document,
    committed,
    edited,
    git,
    schema,
    written,
)
from tests.preview.test_surface import add_field, drop_field, drop_parameter, said

SPLIT: Document = edited(
    lambda document: document["components"]["schemas"].update(
        {"Pet": {"$ref": "parts/pet.json"}}
    )
)


def names(found: Preview) -> tuple[str, ...]:
    assert not found.exit_code, found.diagnostics
    assert found.surface is not None
    return tuple(each.name for each in found.surface)


def complaint(found: Preview) -> tuple[str, str, str]:
    assert found.exit_code == 2
    assert (found.contract, found.surface, found.files) == (None, None, None)
    (item,) = found.diagnostics
    return item.code, f"{item.where.document}: {item.message}", item.hint


def test_a_file_against_a_file(tmp_path: Path) -> None:
    old = written(tmp_path, "old.json", PETS)
    new = written(tmp_path, "new.json", edited(add_field))
    assert names(preview(old, new)) == ("models.Pet.colour",)
    assert names(preview(str(new), str(old))) == ("models.Pet.colour",)


def test_the_same_bytes_are_no_change(tmp_path: Path) -> None:
    old = written(tmp_path, "old.json", PETS)
    new = written(tmp_path, "new.json", PETS)
    found = preview(old, new)
    assert (found.contract, found.surface, found.files) == ((), (), ())
    assert found.worst() is None


def test_a_file_against_the_last_commit(repository: Path) -> None:
    new = written(repository, "api/pets.json", edited(drop_field))
    found = preview(new)
    assert names(found) == ("models.Pet.nick",)
    assert found.old == "git:HEAD:./pets.json"
    os.chdir("/")
    assert names(preview(new)) == ("models.Pet.nick",), "wherever one stands"


def test_a_commit_against_another_one(repository: Path) -> None:
    written(repository, "api/pets.json", edited(drop_field))
    git(repository, "tag", "v1")
    committed(repository)
    git(repository, "checkout", "-q", "-b", "feature/x")
    written(repository, "api/pets.json", edited(drop_parameter))
    committed(repository)
    there = preview("git:v1:api/pets.json", "git:main:api/pets.json")
    assert names(there) == ("models.Pet.nick",)
    assert (
        len(names(preview("git:main:api/pets.json", "git:feature/x:api/pets.json"))) > 1
    )
    assert names(preview("git:HEAD~1:api/pets.json", "git:main:./api/pets.json")) == ()


def test_paths_of_git_are_those_of_git(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = written(repository, "api/pets.json", edited(drop_field))
    monkeypatch.chdir(repository / "api")
    for path in ("api/pets.json", "./pets.json", "../api/pets.json"):
        assert names(preview(f"git:HEAD:{path}", new)) == ("models.Pet.nick",)


def test_files_it_refers_to_are_of_the_same_commit(repository: Path) -> None:
    pet = schema(PETS, "Pet") | {}
    pet["properties"] = pet["properties"] | {
        "kind": {"$ref": "../pets.json#/components/schemas/Kind"}
    }
    written(repository, "api/pets.json", SPLIT)
    written(repository, "api/parts/pet.json", pet)
    committed(repository)
    assert names(preview("git:HEAD:api/pets.json", "api/pets.json")) == ()
    changed = pet | {"required": ["id", "kind", "nick"]}
    written(repository, "api/parts/pet.json", changed)
    found = preview("git:HEAD:api/pets.json", "api/pets.json")
    assert names(found) == ("models.Pet.nick",)
    # What is gone from the disk is still in the commit.
    (repository / "api/parts/pet.json").rename(repository / "pet.json")
    written(repository, "api/pets.json", PETS)
    assert names(preview("git:HEAD:api/pets.json", "api/pets.json")) == ()


def test_links_inside_of_the_tree_are_followed(repository: Path) -> None:
    written(repository, "api/pets.json", SPLIT)
    written(repository, "api/real/pet.json", {"type": "string"})
    (repository / "api/parts").symlink_to("real")
    committed(repository)
    found = preview("git:HEAD:api/pets.json", "api/pets.json")
    assert names(found) == ()


@pytest.mark.parametrize("target", ["/etc", "../../..", "../secret", "loop"])
def test_links_that_lead_out_are_not_followed(repository: Path, target: str) -> None:
    """Neither out of the tree, nor out of the document's folder, as on disk."""
    written(repository, "api/pets.json", SPLIT)
    written(repository, "secret/pet.json", {"type": "string"})
    link = repository / "api/parts"
    link.symlink_to(target if target != "loop" else "parts")
    committed(repository)
    found = preview("git:HEAD:api/pets.json", "git:HEAD:api/pets.json")
    assert found.exit_code == 2
    codes = {item.code for item in found.diagnostics}
    assert codes <= {"unresolved-reference", "reference-refused"}
    assert {item.where.document for item in found.diagnostics} == {
        "git:HEAD:api/pets.json"
    }


def test_roots_are_those_of_the_commit(repository: Path) -> None:
    document = edited(
        lambda new: new["components"]["schemas"].update(
            {"Pet": {"$ref": "../shared/pet.json"}}
        )
    )
    written(repository, "api/pets.json", document)
    written(repository, "shared/pet.json", schema(edited(add_field), "Problem"))
    committed(repository)
    written(repository, "shared/pet.json", {"type": "string"})
    references = ReferencePolicy(roots=(repository / "shared",))
    job = Job(Path("-"), Path("api"), references=references)
    same = preview("git:HEAD:api/pets.json", "git:HEAD:api/pets.json", job)
    assert names(same) == ()
    assert names(preview("git:HEAD:api/pets.json", "api/pets.json", job)) != ()


def test_problems_name_the_commit_and_no_other_folder(repository: Path) -> None:
    broken = edited(add_field)
    schema(broken, "Pet")["properties"]["nick"] = {"$ref": "#/nowhere"}
    written(repository, "api/pets.json", broken)
    committed(repository)
    found = preview("git:HEAD~1:api/pets.json", "git:HEAD:api/pets.json")
    assert found.exit_code == 2
    for item in found.diagnostics:
        assert item.where.document == "git:HEAD:api/pets.json"
        assert item.where.line
        assert "/tmp" not in str(item)


def test_places_name_the_commit(repository: Path) -> None:
    new = written(repository, "api/pets.json", edited(drop_parameter))
    found = preview("git:HEAD:api/pets.json", new)
    assert found.contract
    (change,) = [each for each in found.contract if each.old and not each.new]
    assert change.old is not None
    assert change.old.document == "git:HEAD:api/pets.json"
    assert change.old.line
    assert '"verbose"' in found.excerpts[change.old]


@pytest.mark.parametrize(
    ("revision", "code", "said_of_it"),
    [
        ("git:nowhere:api/pets.json", "revision-unusable", "no revision 'nowhere'"),
        ("git:--help:api/pets.json", "revision-unusable", "'--help' is not a revision"),
        ("git:HEAD", "revision-unusable", "it lacks a revision or a path"),
        ("git:HEAD:", "revision-unusable", "it lacks a revision or a path"),
        ("git::api/pets.json", "revision-unusable", "it lacks a revision or a path"),
        ("git:HEAD\n:x", "revision-unusable", "names no document"),
        ("git:HEAD:gone.json", "revision-path-missing", "has no file 'gone.json'"),
        ("git:HEAD:../x.json", "revision-path-missing", "has no file"),
        ("git:HEAD:api", "revision-path-missing", "has no file 'api'"),
        ("https://example.org/x.json", "reference-refused", "not on the list"),
        ("gone.json", "file-missing", "there is no such file"),
    ],
)
def test_what_cannot_be_had_is_said(
    revision: str, code: str, said_of_it: str, repository: Path
) -> None:
    found, message, hint = complaint(preview(revision, "api/pets.json"))
    assert found == code
    assert said_of_it in message
    assert hint


def test_hints_lead_on(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, hint = complaint(preview("git:HEAD:pets.json", "api/pets.json"))
    assert hint == "did you mean 'git:HEAD:api/pets.json'?"
    monkeypatch.chdir(repository / "api")
    _, _, hint = complaint(preview("git:HEAD:pets.json", "pets.json"))
    assert hint == "did you mean 'git:HEAD:./pets.json'?"
    _, _, hint = complaint(preview("git:HEAD:./../api", "pets.json"))
    assert "folder" in hint


def test_outside_of_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    new = written(tmp_path, "pets.json", PETS)
    code, message, hint = complaint(preview(new))
    assert code == "revision-unusable"
    assert "not a git repository" in message
    assert "two files" in hint


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    code, message, _ = complaint(preview(repository / "api/pets.json"))
    assert code == "revision-unusable"
    assert message.endswith("git is not installed")


def test_git_runs_nothing_that_a_repository_configures(repository: Path) -> None:
    """Neither hooks, monitors, pagers, filters nor diff programs."""
    trap = repository / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {repository}/sprung\ncat\n")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "filter.x.smudge",
        "diff.x.textconv",
    ):
        git(repository, "config", key, str(trap))
    (repository / ".git/info/attributes").write_text("* filter=x diff=x\n")
    written(repository, "api/pets.json", edited(drop_field))
    assert names(preview(repository / "api/pets.json")) == ("models.Pet.nick",)
    assert not (repository / "sprung").exists()


def test_nothing_is_left_behind(
    repository: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(place))
    preview(repository / "api/pets.json")
    assert list(place.iterdir()) == []
    status = subprocess.run(
        ["git", "status", "--porcelain"],
        cwd=repository,
        check=True,
        capture_output=True,
        text=True,
    )
    assert status.stdout == ""


class _Documents(BaseHTTPRequestHandler):
    """Serves the API in two files."""

    def do_GET(self) -> None:
        content = {"/api/pets.json": SPLIT, "/api/parts/pet.json": schema(PETS, "Pet")}
        document = content[self.path]
        if self.path.endswith("pet.json"):
            document = {"type": "object", "properties": {"id": {"type": "string"}}}
        data = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        del args


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A host on this machine that has the document."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Documents)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_document_on_an_allowed_host(host: str, tmp_path: Path) -> None:
    new = written(tmp_path, "new.json", PETS)
    url = f"http://{host}/api/pets.json"
    job = Job(Path("-"), Path("api"), references=ReferencePolicy(hosts=(host,)))
    found = preview(url, new, job)
    assert "code field added models.Pet.kind" in said(found.surface or ())
    assert names(preview(url, url, job)) == ()
    code, message, hint = complaint(preview(url, new))
    assert code == "reference-refused"
    assert message.startswith(url)
    assert "--allow-host" in hint
