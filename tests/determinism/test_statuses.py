"""Names of statuses are those of apiloom, whatever Python runs it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from apiloom.api.names import status_names as statuses


@pytest.mark.parametrize(
    ("status", "name", "phrase"),
    [
        ("404", "NotFound", "404 Not Found"),
        ("413", "RequestEntityTooLarge", "413 Request Entity Too Large"),
        ("414", "RequestUriTooLong", "414 Request-URI Too Long"),
        ("416", "RequestedRangeNotSatisfiable", "416 Requested Range Not Satisfiable"),
        ("418", "IMATeapot", "418 I'm a Teapot"),
        ("422", "UnprocessableEntity", "422 Unprocessable Entity"),
        ("599", "Status599", "599"),
        ("4XX", "ClientError", "4XX"),
    ],
)
def test_a_name_is_that_of_the_table(status: str, name: str, phrase: str) -> None:
    assert statuses.status_name(status) == name
    assert statuses.status_phrase(status) == phrase


def test_the_library_that_renames_them_is_not_asked() -> None:
    tree = ast.parse(Path(statuses.__file__).read_text("utf-8"))
    imported = {
        each.module for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)
    }
    assert "http" not in imported
