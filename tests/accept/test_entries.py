"""What an entry of `accept` covers."""

from __future__ import annotations

import pytest

from apiloom.accept import Accepted, judge, unused
from apiloom.diagnostics import Diagnostic, Severity
from apiloom.location import Location, Pointer

WARNING = Severity.WARNING


def problem(
    pointer: str, severity: Severity = WARNING, fallback: str = ""
) -> Diagnostic:
    where = Location("api.yaml", Pointer(pointer))
    return Diagnostic("a-code", severity, "m", where, fallback=fallback)


@pytest.mark.parametrize(
    ("entry", "pointer", "covered"),
    [
        ("a-code", "/components/schemas/Pet", True),
        ("a-code", "", True),
        ("b-code", "/components", False),
        ("a-code:/components/schemas/Pet", "/components/schemas/Pet", True),
        ("a-code:/components/schemas/Pet", "/components/schemas/Pet/items", True),
        ("a-code:/components/schemas/Pet", "/components/schemas/Pets", False),
        ("a-code:/components/schemas/Pet", "/components/schemas", False),
        ("a-code:#/components/schemas/Pet/", "/components/schemas/Pet", True),
        ("a-code:/components/schemas/*/items", "/components/schemas/Pet/items", True),
        ("a-code:/components/schemas/P*", "/components/schemas/Pets/items", True),
        ("a-code:/components/*/items", "/components/schemas/Pet/items", False),
        ("a-code:/paths/~1a.b", "/paths/~1a.b/get", True),
        ("a-code:/paths/~1a.b", "/paths/~1a_b/get", False),
    ],
)
def test_what_is_covered(entry: str, pointer: str, covered: bool) -> None:
    entries = (Accepted.parse(entry),)
    (item,) = judge([problem(pointer)], entries)
    assert item.accepted is covered
    assert [note.code for note in unused([item], entries)] == (
        [] if covered else ["accept-unused"]
    )


def test_a_pointer_begins_with_a_slash() -> None:
    with pytest.raises(ValueError, match="does not begin with '/'"):
        Accepted.parse("a-code:components")


def test_an_error_becomes_a_warning_only_where_it_has_a_fallback() -> None:
    entries = (Accepted.parse("a-code"),)
    plain = problem("/a", Severity.ERROR)
    (kept,) = judge([plain], entries)
    assert kept == plain
    (accepted,) = judge([problem("/a", Severity.ERROR, "it goes")], entries)
    assert (accepted.severity, accepted.message) == (WARNING, "m; it goes")
    assert [note.code for note in unused([kept], entries)] == ["accept-unused"]


def test_an_unused_entry_is_named_once_with_its_place() -> None:
    where = Location("pyproject.toml", line=7, column=1)
    entries = (Accepted.parse("a-code:/a", where), Accepted.parse("a-code:/a"))
    (note,) = unused([], entries)
    assert note.where == where
    assert "'a-code:/a'" in note.message
