"""The last look before writing: nothing that Python cannot load gets through."""

from __future__ import annotations

import warnings

import pytest

from apiloom.core.diagnostics import Report
from apiloom.package.file_set import guard
from apiloom.package.formatting import FinalFile
from apiloom.package.manifest import FileDigests, digest
from tests.package.packages import file_set


def final(path: str, content: bytes = b"") -> FinalFile:
    """A file as formatting hands it over."""
    return FinalFile(path, content, FileDigests(digest(content), digest(content)))


def test_returns_the_files_sorted() -> None:
    report = Report()
    files = guard([final("b.py", b"B = 1\n"), final("a/__init__.py")], None, report)
    assert list(files.items()) == [("a/__init__.py", b""), ("b.py", b"B = 1\n")]
    assert not report.items


@pytest.mark.parametrize(
    "paths",
    [
        ["../a.py"],
        ["/a.py"],
        ["a/./b.py"],
        ["a\\b.py"],
        ["manifest.json"],
        ["a.py", "a.py"],
        ["Pet.py", "pet.py"],
        ["models/Pet.py", "Models/pet.py"],
        ["models", "Models/pet.py"],
        ["straße.py", "STRASSE.py"],
    ],
)
def test_paths_that_clash_or_escape_are_refused(paths: list[str]) -> None:
    report = Report()
    guard([final(path) for path in paths], None, report)
    assert {item.code for item in report} == {"internal-output-invalid"}
    assert report.failed


@pytest.mark.parametrize(
    "content",
    [
        b"x = \n",
        b"return 1\n",
        b"x = '\\d'\n",
        b"x = 1 is 1\n",
        b"\0",
        b"'\xff'\n",
        b"# Title: -*- coding: latin-1 -*-\nx = '\xe4'\n",
        b"# coding: utf-7\n",
        b"\xef\xbb\xbfx = 1\n",
        b"(" * 10_000 + b")" * 10_000,
    ],
)
def test_modules_that_do_not_compile_cleanly_are_refused(content: bytes) -> None:
    report = Report()
    with warnings.catch_warnings():
        # As in a program that is not a test: warnings alone stop nothing.
        warnings.simplefilter("ignore")
        guard([final("good.py", b"x = 1\n"), final("bad.py", content)], None, report)
    assert [(item.code, item.where.document) for item in report] == [
        ("internal-output-invalid", "bad.py")
    ]


def test_what_an_earlier_manifest_vouches_for_is_not_compiled_again() -> None:
    known = file_set({"old.py": b"x ="}).manifest
    report = Report()
    guard([final("moved.py", b"x =")], known, report)
    assert not report.items
