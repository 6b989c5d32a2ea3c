"""Which documents a pull request changes: also those that it moves, or lets go.

A document is found again by its package: the same output folder was made of another
file at the base. Else git says what was moved. One that nothing is made of any more is
a change as well, and a removed one says so.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from apiloom.cli.config import configured
from apiloom.hooks.github.repository import file_in, has_file, renamed_from
from apiloom.pipeline.job import Job

_CONFIGURATION: Final = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class ComparedDocument:
    """A document of the configuration, now and at the base.

    `path` and `before` are ways from the root of the repository; `before` is empty
    where the document is new. `job_before` is how the base has it configured.
    """

    path: str
    job: Job
    before: str
    job_before: Job | None

    @property
    def moved(self) -> bool:
        """Whether it has another path than at the base."""
        return bool(self.before) and self.before != self.path


@dataclass(frozen=True, slots=True)
class Documents:
    """All that are configured now, and the paths of those that were at the base."""

    compared: tuple[ComparedDocument, ...]
    gone: tuple[str, ...]


def documents_since(base: str, jobs: Iterable[Job], prefix: str) -> Documents:
    """Hold the configuration against that of the commit `base`; raises `GitError`.

    `prefix` is the way from the root of the repository to the current folder.
    """
    root = Path(os.path.normpath(Path.cwd() / os.path.relpath(".", prefix or ".")))
    before = dict(_jobs_at(base, prefix))
    renamed = renamed_from(base)
    compared = tuple(
        _compared(
            base, job, _from(root, job.spec), _from(root, job.output), before, renamed
        )
        for job in jobs
    )
    known = {document.before for document in compared} | {
        document.path for document in compared
    }
    gone = {_spec for _spec, _ in before.values()} - known
    return Documents(compared, tuple(sorted(gone)))


def _compared(
    base: str,
    job: Job,
    path: str,
    output: str,
    before: dict[str, tuple[str, Job]],
    renamed: dict[str, str],
) -> ComparedDocument:
    former, former_job = before.get(output, ("", None))
    if former_job is None:
        # The package may have moved as well.
        of_this = [job for spec, job in before.values() if spec == path]
        former_job = of_this[0] if of_this else None
    for name in (former, path, renamed.get(path, "")):
        if name and has_file(base, name):
            return ComparedDocument(path, job, name, former_job)
    return ComparedDocument(path, job, "", former_job)


def _jobs_at(base: str, prefix: str) -> Iterator[tuple[str, tuple[str, Job]]]:
    """What a commit has configured: document and job, by output folder."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        # The search for a configuration ends at the root of a repository.
        (root / ".git").mkdir()
        here = PurePosixPath(prefix)
        for folder in (here, *here.parents):
            content = file_in(base, (folder / _CONFIGURATION).as_posix())
            (root / folder).mkdir(parents=True, exist_ok=True)
            if content is not None:
                (root / folder / _CONFIGURATION).write_bytes(content)
        for job in configured(root / here, plugins=False).jobs:
            yield _from(root, job.output), (_from(root, job.spec), job)


def _from(root: Path, path: Path) -> str:
    return PurePosixPath(os.path.relpath(path, root)).as_posix()
