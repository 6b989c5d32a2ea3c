"""Outputs in places where writing is forbidden, cut short, shared, linked or close."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.nothing_lost.documents import leftovers, version
from tests.package.packages import contents

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
_KILOBYTES = 2
"""A limit for one file that the modules of schemas keep and the manifest does not."""


def _start(folder: Path, number: int, output: str, *more: str) -> subprocess.Popen[str]:
    document = folder / f"version{number}.json"
    if not document.exists():
        document.write_text(json.dumps(version(number)))
    arguments = ["generate", document.name, "-o", output, "--target", "models", *more]
    return subprocess.Popen(
        [sys.executable, "-m", "apiloom", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
    )


def _generate(folder: Path, number: int, output: str = "pets") -> tuple[int, str]:
    """Generate version `number`: the exit code and what was said."""
    process = _start(folder, number, output)
    said = process.communicate()[1]
    return process.returncode, said


def _with_mounts(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run `script` where it may mount: `call` generates from one of both documents."""
    for number in (0, 1):
        (folder / f"version{number}.json").write_text(json.dumps(version(number)))
    inside = ["unshare", "--user", "--map-root-user", "--mount", "bash", "-ec"]
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare here")
    (folder / "probe").mkdir()
    probe = [*inside, f"mount -t tmpfs none {folder / 'probe'}"]
    if subprocess.run(probe, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not permitted here")
    call = f"{sys.executable} -m apiloom generate --target models"
    return subprocess.run(
        [*inside, f'call() {{ {call} "$@"; }}\n{script}'],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """Both versions as they are written where nothing is in the way.

    The manifest names the document, so it is called the same in every test.
    """
    found = []
    for number in (0, 1):
        folder = tmp_path_factory.mktemp("free")
        assert _generate(folder, number)[0] == 0
        found.append(contents(folder / "pets"))
    return found


def test_a_file_that_cannot_be_written_whole_changes_nothing(
    tmp_path: Path, packages: list[dict[str, bytes]]
) -> None:
    assert _generate(tmp_path, 0)[0] == 0
    (tmp_path / "version1.json").write_text(json.dumps(version(1)))
    # Python ignores the signal that comes with it, so that a write fails half-way.
    call = f"{sys.executable} -m apiloom generate version1.json -o pets"
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f {_KILOBYTES}; exec {call} --target models"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "output-unwritable" in done.stderr
    assert os.strerror(errno.EFBIG) in done.stderr
    assert contents(tmp_path / "pets") == packages[0]
    assert leftovers(tmp_path / "pets") == []


def test_a_full_disk_changes_nothing(
    tmp_path: Path, packages: list[dict[str, bytes]]
) -> None:
    size = sum(map(len, packages[0].values())) // 1024 + 4 * len(packages[0])
    done = _with_mounts(
        tmp_path,
        f"""
        mkdir disk
        mount -t tmpfs -o size={size + 60}k none disk
        call version0.json -o disk/pets
        cp -r disk/pets before
        head -c 100000000 /dev/zero > disk/filler || true
        code=0; call version1.json -o disk/pets || code=$?
        diff -r before disk/pets
        test "$(ls -A disk)" = "$(printf 'filler\\npets')"
        exit $code
        """,
    )
    assert done.returncode == 2, done.stderr
    assert "output-unwritable" in done.stderr
    assert os.strerror(errno.ENOSPC) in done.stderr


def test_a_file_system_that_is_read_only_is_left_alone(tmp_path: Path) -> None:
    done = _with_mounts(
        tmp_path,
        """
        mkdir disk
        call version0.json -o disk/pets
        cp -r disk/pets before
        mount --bind disk disk
        mount -o remount,ro,bind disk
        code=0; call version1.json -o disk/pets || code=$?
        diff -r before disk/pets
        exit $code
        """,
    )
    assert done.returncode == 2, done.stderr
    assert "output-unwritable" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_is_read_only_is_left_alone(
    tmp_path: Path, packages: list[dict[str, bytes]]
) -> None:
    assert _generate(tmp_path, 0)[0] == 0
    (tmp_path / "version1.json").write_text(json.dumps(version(1)))
    for folder in (tmp_path / "pets", tmp_path):
        folder.chmod(0o500)
        try:
            code, said = _generate(tmp_path, 1)
        finally:
            folder.chmod(0o700)
        assert code == 2
        assert "output-unwritable" in said
        assert contents(tmp_path / "pets") == packages[0]


def test_runs_at_once_leave_one_whole_package(
    tmp_path: Path, packages: list[dict[str, bytes]]
) -> None:
    assert _generate(tmp_path, 0)[0] == 0
    runs = [_start(tmp_path, number % 2, "pets") for number in range(6)]
    said = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0] * 6, said
    assert contents(tmp_path / "pets") in packages
    assert leftovers(tmp_path / "pets") == []


def test_an_output_that_is_a_link_stays_one(
    tmp_path: Path, packages: list[dict[str, bytes]]
) -> None:
    real = tmp_path / "elsewhere/real"
    real.mkdir(parents=True)
    link = tmp_path / "pets"
    link.symlink_to("elsewhere/real")
    for number in (0, 1):
        assert _generate(tmp_path, number)[0] == 0
        assert link.readlink() == Path("elsewhere/real")
        assert contents(real) == packages[number]
    link.unlink()
    link.symlink_to("nowhere")
    code, said = _generate(tmp_path, 0)
    assert code == 2
    assert "it is a link to nothing" in said
    assert link.is_symlink()


def test_an_output_beside_the_document_is_no_input(
    tmp_path: Path, packages: list[dict[str, bytes]]
) -> None:
    # The package stands below the folder that references may reach.
    for number in (0, 1, 0):
        assert _generate(tmp_path, number, "inside/pets")[0] == 0
        assert contents(tmp_path / "inside/pets") == packages[number]
        documents = [json.loads(path.read_text()) for path in tmp_path.glob("*.json")]
        assert all(each in (version(0), version(1)) for each in documents)


def test_an_output_that_holds_the_document_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "api"
    folder.mkdir()
    (folder / "version0.json").write_text(json.dumps(version(0)))
    before = contents(folder)
    process = _start(folder, 0, "../api", "--force")
    said = process.communicate()[1]
    assert process.returncode == 2
    assert "it contains the document" in said
    assert contents(folder) == before
