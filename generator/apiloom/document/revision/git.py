"""Git, asked for what it has and for nothing else.

No hook, pager, filter or other program of a repository's configuration is run, nothing
is fetched, and the answers are in the C locale.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

_OPTIONS: Final = (
    "--no-pager",
    "--no-optional-locks",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
)
_ENVIRONMENT: Final = {
    "LC_ALL": "C",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}
_UNWANTED: Final = ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_TRACE", "LANGUAGE")


class GitError(Exception):
    """Git is not there, or does not answer: what it said, in one line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a tree: a plain one, a link, or something that has no bytes."""

    mode: str
    id: str

    @property
    def is_link(self) -> bool:
        """Whether its bytes are the path that it leads to."""
        return self.mode == "120000"

    @property
    def is_file(self) -> bool:
        """Whether it is a plain file; a submodule is none."""
        return self.mode.startswith("100")


@dataclass(frozen=True, slots=True)
class Git:
    """The repository that the folder `folder` belongs to."""

    folder: Path

    def prefix(self) -> str:
        """The folder as a path from the root of the repository, empty or ending in `/`.

        Raises `GitError` where it belongs to none.
        """
        return self._run("rev-parse", "--show-prefix").removesuffix("\n")

    def tree(self, commit: str) -> str:
        """The id of the tree of a revision; `GitError` where there is no such one."""
        name = f"{commit}^{{tree}}"
        return self._run("rev-parse", "--verify", "--end-of-options", name).strip()

    def entries(self, tree: str) -> Mapping[str, Entry]:
        """Every file of a tree by its path from the root."""
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", tree)
        return dict(map(_listed, filter(None, listed.split("\0"))))

    @contextmanager
    def blobs(self) -> Iterator[Blobs]:
        """The contents of files, for as long as the block lasts."""
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            self._command("cat-file", "--batch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env=_environment(),
        )
        assert process.stdin is not None
        assert process.stdout is not None
        with process:
            try:
                yield Blobs(process.stdin, process.stdout)
            finally:
                process.kill()

    def _run(self, *arguments: str) -> str:
        try:
            process = subprocess.run(  # noqa: S603 - an option cannot be among them
                self._command(*arguments),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                cwd=self.folder,
                env=_environment(),
            )
        except FileNotFoundError:
            has_folder = self.folder.is_dir()
            reason = "git is not installed" if has_folder else "there is no such folder"
            raise GitError(reason) from None
        except OSError as error:
            raise GitError(error.strerror or str(error)) from None
        if process.returncode:
            complaint = process.stderr.decode("utf-8", "replace").strip().split("\n")[0]
            raise GitError(complaint.removeprefix("fatal: ") or "git does not answer")
        return os.fsdecode(process.stdout)

    def _command(self, *arguments: str) -> tuple[str, ...]:
        return ("git", *_OPTIONS, *arguments)


@dataclass(frozen=True, slots=True)
class Blobs:
    """`git cat-file --batch`: one id on a line, one answer."""

    requests: IO[bytes]
    answers: IO[bytes]

    def read(self, entry: Entry, limit: int) -> bytes | None:
        """The first `limit` bytes of a file; None where the repository lacks it."""
        self.requests.write(f"{entry.id}\n".encode("ascii"))
        self.requests.flush()
        header = self.answers.readline().split()
        if len(header) != 3:
            return None
        size = int(header[2])
        content = self.answers.read(min(size, limit))
        left = size - len(content) + 1  # the line feed that ends an answer
        while left > 0:
            left -= len(self.answers.read(min(left, 1 << 20))) or left
        return content


def _listed(line: str) -> tuple[str, Entry]:
    described, _, path = line.partition("\t")
    mode, _, identity = described.split(" ")
    return path, Entry(mode, identity)


def _environment() -> dict[str, str]:
    inherited = {key: os.environ[key] for key in os.environ if key not in _UNWANTED}
    return inherited | _ENVIRONMENT
