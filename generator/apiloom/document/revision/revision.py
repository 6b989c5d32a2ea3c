"""What people may write for one of the two documents that are to be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from apiloom.core.location import Location

_GIT: Final = "git:"
_URL: Final = re.compile(r"https?://", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_EXAMPLE: Final = "write git:REVISION:PATH, such as git:main:openapi.yaml"


class RevisionError(Exception):
    """A document that cannot be had: why, what to do about it, and its name."""

    def __init__(self, code: str, message: str, hint: str, name: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.where = Location(name)


class Form(StrEnum):
    """Where a document is."""

    FILE = "file"
    GIT = "git"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Revision:
    """One document: a file, a file of a commit, or a URL.

    `name` is what it is called in messages. `commit` is a revision as git knows them
    (gitrevisions(7)). `path` is, with a commit, as git has it too: from the root of the
    repository, or from the folder `start` where it begins with `./` or `../`.
    """

    form: Form
    name: str
    path: str
    commit: str = ""
    start: Path = Path()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `PATH`, `git:REVISION:PATH` or a URL; `RevisionError` where it is none.

        A file whose name begins with `git:` is written `./git:...`.
        """
        if not text or _CONTROL.search(text):
            message = f"{text!a} names no document"
            raise RevisionError(
                "revision-unusable", message, _EXAMPLE, ascii(text)[1:-1]
            )
        if _URL.match(text):
            return cls(Form.URL, text, text)
        if not text.startswith(_GIT):
            return cls(Form.FILE, text, text)
        commit, colon, path = text.removeprefix(_GIT).partition(":")
        if not colon or not commit or not path:
            message = "it lacks a revision or a path"
            raise RevisionError("revision-unusable", message, _EXAMPLE, text)
        if commit.startswith("-"):
            # No revision begins so, but options of git do.
            message = f"{commit!a} is not a revision"
            raise RevisionError("revision-unusable", message, _EXAMPLE, text)
        return cls(Form.GIT, text, path, commit)

    @classmethod
    def head_of(cls, file: Revision) -> Self:
        """The same file as the last commit of its repository has it.

        `RevisionError` where `file` is something else than a file.
        """
        if file.form is not Form.FILE:
            message = "only a file can be compared with the last commit"
            hint = "name the old document first, and this one second"
            raise RevisionError("revision-unusable", message, hint, file.name)
        absolute = Path(file.path).absolute()
        path = f"./{absolute.name}"
        name = f"{_GIT}HEAD:{path}"
        return cls(Form.GIT, name, path, "HEAD", absolute.parent)
