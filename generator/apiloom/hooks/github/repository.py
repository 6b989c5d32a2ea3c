"""What git says of the checkout, asked in the folder that the step works in."""

from __future__ import annotations

import subprocess


class GitError(Exception):
    """Git cannot answer; the text says why."""


def has_commit(commit: str) -> bool:
    """Whether the repository has the files of a commit."""
    return _run("cat-file", "-e", f"{commit}^{{tree}}").returncode == 0


def fetch(commit: str) -> str:
    """Get one commit from the origin; why not, where that is impossible."""
    done = _run("fetch", "--quiet", "--no-tags", "--depth=1", "origin", commit)
    if done.returncode == 0 and has_commit(commit):
        return ""
    return _reason(done) or "the origin does not have it"


def prefix() -> str:
    """The way from the root of the repository to here, `""` or ending in `/`."""
    return _answer("rev-parse", "--show-prefix").removesuffix("\n")


def file_in(commit: str, path: str) -> bytes | None:
    """The bytes of a file of a commit by its path from the root; None without one.

    Raises `GitError` where the commit cannot be read.
    """
    if not has_file(commit, path):
        return None
    done = _run("cat-file", "blob", f"{commit}:{path}")
    if done.returncode:
        raise GitError(_reason(done))
    return done.stdout


def has_file(commit: str, path: str) -> bool:
    """Whether a commit has a file at a path from the root; raises `GitError`."""
    name = ("--full-tree", "--name-only", "-z", commit, "--", path)
    return path in _answer("ls-tree", *name).split("\0")


def renamed_from(commit: str) -> dict[str, str]:
    """The path before, by that now, of each file that was moved since; `GitError`."""
    listed = ("--name-status", "--no-relative", "--no-ext-diff", "--no-textconv", "-z")
    answer = _answer("diff", "--find-renames=30%", "--diff-filter=R", *listed, commit)
    fields = answer.split("\0")[:-1]
    # Three for each: how alike they are, the old path, the new one.
    return {fields[at + 2]: fields[at + 1] for at in range(0, len(fields) - 2, 3)}


def is_changed(commit: str, paths: list[str]) -> bool:
    """Whether any of these files is another one than in a commit.

    What git cannot tell counts as changed.
    """
    options = ("--quiet", "--no-ext-diff", "--no-textconv")
    return _run("diff", *options, commit, "--", *paths).returncode != 0


def _answer(*arguments: str) -> str:
    done = _run(*arguments)
    if done.returncode:
        raise GitError(_reason(done))
    return done.stdout.decode("utf-8", "surrogateescape")


def _run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    # Which git that is, the workflow decides. A path is a path, and no pattern.
    command = ["git", "--literal-pathspecs", *arguments]
    return subprocess.run(command, capture_output=True, check=False)  # noqa: S603


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    text = done.stderr.decode("utf-8", "replace").strip()
    return text.rpartition("\n")[2] or f"git ended with {done.returncode}"
