"""What an entry of `accept` covers."""

from __future__ import annotations

import pytest

from apiloom.core.acceptance import Accepted, judge, unused
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.location import Location, Pointer

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


@pytest.mark.parametrize(
    ("place", "covered"),
    [
        ("models/pet.yaml#/Pet", True),
        ("pet.yaml#/Pet", True),
        ("./pet.yaml#/Pet", True),
        ("*.yaml#/Pet", True),
        ("models/*#", True),
        ("pet.yaml#", True),
        ("t.yaml#/Pet", False),
        ("*/models/pet.yaml#/Pet", True),
        ("other.yaml#/Pet", False),
        ("pet.yaml#/Pets", False),
        ("models#/Pet", False),
        ("petXyaml#/Pet", False),
    ],
)
def test_one_file_of_several(place: str, covered: bool) -> None:
    where = Location("specs/models/pet.yaml", Pointer("/Pet/items"))
    entry = Accepted.parse(f"a-code:{place}")
    (item,) = judge([Diagnostic("a-code", WARNING, "m", where)], (entry,))
    assert item.accepted is covered
    assert str(entry) == f"a-code:{place.removeprefix('./')}"


def test_a_document_of_the_network_is_named_by_its_url() -> None:
    url = "https://a.example.com/pet.yaml"
    item = Diagnostic("a-code", WARNING, "m", Location(url, Pointer("/Pet")))
    (found,) = judge([item], (Accepted.parse(f"a-code:{url}#/Pet"),))
    assert found.accepted


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
