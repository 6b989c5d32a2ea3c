"""A revision made ready to be read, for as long as it is needed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from apiloom.core.diagnostics import Diagnostic, Report
from apiloom.core.location import Location
from apiloom.document.revision.git import Git, GitError
from apiloom.document.revision.revision import Form, Revision, RevisionError
from apiloom.document.revision.stored_files import Stored
from apiloom.document.source import DocumentSet, LoadPolicy, load, load_url
from apiloom.document.source.load_policy import Store


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that can be read.

    `path` is where it stands while it is open, `root` the folder that its commit is
    put into, if it has one, and `prefix` what is written in place of that folder.
    `top` is the root of the repository on disk.
    """

    revision: Revision
    path: Path
    store: Store | None = None
    root: Path | None = None
    prefix: str = ""
    top: Path = Path()

    def policy(self, policy: LoadPolicy) -> LoadPolicy:
        """The same policy, for folders of the repository as they were committed."""
        if self.root is None:
            return policy
        roots = tuple(map(self._as_committed, policy.allowed_roots))
        return replace(policy, store=self.store, allowed_roots=roots)

    def load(self, policy: LoadPolicy, report: Report) -> DocumentSet | None:
        """Read it under what `policy` returned.

        Errors go to `report`, as those of `apiloom.document.source.load`.
        """
        if self.revision.form is Form.URL:
            return load_url(self.revision.path, policy, report)
        return load(self.path, policy, report)

    def placed(self, where: Location) -> Location:
        """The same place in a document called as the user would."""
        if self.root is None:
            return where
        path = Path(where.document)
        if not path.is_relative_to(self.root):
            return where
        below = path.relative_to(self.root).as_posix()
        return replace(where, document=f"{self.prefix}{below}")

    def placed_diagnostic(self, diagnostic: Diagnostic) -> Diagnostic:
        """The same problem in a document called as the user would."""
        return replace(diagnostic, where=self.placed(diagnostic.where))

    def _as_committed(self, folder: Path) -> Path:
        assert self.root is not None
        resolved = folder.resolve()
        if not resolved.is_relative_to(self.top):
            return folder
        return self.root / resolved.relative_to(self.top)


@contextmanager
def opened(revision: Revision, limit: int) -> Iterator[Opened]:
    """Make a document ready to be read; raises `RevisionError` where there is none.

    Files of a commit hold no more than `limit` bytes and one, and go with the block.
    """
    if revision.form is not Form.GIT:
        yield Opened(revision, Path(revision.path))
        return
    git = Git(revision.start.absolute())
    try:
        prefix = git.prefix()
    except GitError as error:
        hint = "compare two files instead, or run it inside of a git repository"
        raise _unusable(revision, str(error), hint) from None
    try:
        entries = git.entries(git.tree(revision.commit))
    except GitError as error:
        hint = (
            "git log and git tag tell the revisions there are; a clone may be shallow"
        )
        message = f"git knows no revision {revision.commit!a}: {error}"
        raise _unusable(revision, message, hint) from None
    within = _within(revision.path, prefix)
    top = revision.start.resolve()
    for _ in PurePosixPath(prefix).parts:
        top = top.parent
    with tempfile.TemporaryDirectory(prefix="apiloom-") as folder, git.blobs() as blobs:
        root = Path(folder).resolve()
        store = Stored(root, entries, blobs, limit)
        path = root / within if within else root
        store.bring(path)
        if not path.is_file():
            raise _missing(revision, within, prefix, tuple(entries))
        named = f"git:{revision.commit}:"
        yield Opened(revision, path, store, root, named, top)


def _within(path: str, prefix: str) -> str:
    """A path from the root of the repository; empty where it leads out of it."""
    relative = path.startswith(("./", "../")) or path in {".", ".."}
    steps = [*PurePosixPath(prefix).parts] if relative else []
    for step in PurePosixPath(path).parts:
        if step == "..":
            if not steps:
                return ""
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps).lstrip("/")


def _missing(
    revision: Revision, within: str, prefix: str, known: tuple[str, ...]
) -> RevisionError:
    message = f"{revision.commit!a} has no file {within or revision.path!a}"
    hint = "the path is that from the root of the repository, or begins with './'"
    if prefix + revision.path in known:
        hint = f"did you mean 'git:{revision.commit}:./{revision.path}'?"
    elif any(path.startswith(f"{within}/") for path in known):
        hint = "it is a folder: name the document inside of it"
    else:
        name = PurePosixPath(within).name
        same = [path for path in known if PurePosixPath(path).name == name]
        if len(same) == 1:
            hint = f"did you mean 'git:{revision.commit}:{same[0]}'?"
    return RevisionError("revision-path-missing", message, hint, revision.name)


def _unusable(revision: Revision, message: str, hint: str) -> RevisionError:
    return RevisionError("revision-unusable", message, hint, revision.name)
