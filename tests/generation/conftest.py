"""What the generated models do not do yet, each with the reason.

These tests are strict: one that begins to pass has to leave this list.
"""

from __future__ import annotations

from typing import Final

import pytest

_DIGITS: Final = "pydantic reads digits in a string as a time stamp"
_LITERALS: Final = "pydantic's Literal does not tell 1, 1.0 and true apart"
_REGEX: Final = "patterns are Python's: `$` before a newline, `\\d` beyond ASCII"
_EQUALITY: Final = "items are compared by their JSON text"
_KNOWN_GAPS: Final = {
    "test_all_of.py::test_a_conflict_costs_the_property_not_the_parent": (
        "the hint points at the merged schema, not at the member behind it"
    ),
    "test_all_of.py::test_one_does_not_hold[Tightened-4]": "keywords without a type",
    "test_names.py::test_components_of_such_names_may_form_a_circle": (
        "classes named like what their annotations use"
    ),
    "test_enums.py::test_listed_values[WholeFloat-1]": _LITERALS,
    "test_enums.py::test_listed_values[WholeFloat-2]": _LITERALS,
    "test_enums.py::test_other_values[ConstantFlag-0]": _LITERALS,
    "test_enums.py::test_other_values[ConstantFlag-0.0]": _LITERALS,
    "test_enums.py::test_other_values[Numbers-True]": _LITERALS,
    "test_enums.py::test_other_values[Numbers-False]": _LITERALS,
    "test_enums.py::test_type_and_bounds_hold_beside_an_enum": "bounds beside `enum`",
    "test_judging.py::test_refused[Moment: '1715769015']": _DIGITS,
    "test_judging.py::test_refused[Day: '0']": _DIGITS,
    "test_judging.py::test_refused[Day: '86400']": _DIGITS,
    "test_judging.py::test_refused[Exact: 1.5]": "a number is read as a decimal",
    "test_judging.py::test_refused[Code: 'AB\\\\n']": _REGEX,
    "test_judging.py::test_refused[Digit: '\\\\u0663']": _REGEX,
    "test_judging.py::test_refused[Digit: '3\\\\n']": _REGEX,
    "test_judging.py::test_refused[Distinct: [1, 1.0]]": _EQUALITY,
    "test_judging.py::test_refused[Distinct: "
    "[{'a': 1, 'b': 2}, {'b': 2, 'a': 1}]]": _EQUALITY,
    "test_objects.py::test_what_the_document_forbids[Sized-wire22]": "sizes of classes",
    "test_objects.py::test_what_the_document_forbids[Sized-wire23]": "sizes of classes",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        reason = _KNOWN_GAPS.get(item.nodeid.rpartition("generation/")[2])
        if reason is not None:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
