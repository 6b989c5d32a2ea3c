"""What the generated models do not do yet, each with the reason.

These tests are strict: one that begins to pass has to leave this list.
"""

from __future__ import annotations

from typing import Final

import pytest

_KNOWN_GAPS: Final = {
    "test_names.py::test_components_of_such_names_may_form_a_circle": (
        "classes named like what their annotations use"
    ),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        reason = _KNOWN_GAPS.get(item.nodeid.rpartition("generation/")[2])
        if reason is not None:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
