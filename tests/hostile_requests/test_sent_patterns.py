"""What strangers send for `format: regex`: judged, and little is made of it."""

from __future__ import annotations

import re

import pytest

from apiloom.runtime.patterns import check_pattern


@pytest.mark.parametrize(
    "pattern",
    [r"\p{L}" * 1900, r"[\p{L}-z]", r"[^\P{Lu}a-z]", r"\\p{Foo", r"(?<n>a)\k<n>"],
)
def test_it_is_a_pattern(pattern: str) -> None:
    check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern", [r"\p{Foo}", r"[\p{Foo}]", "(", r"\k<n>", "(" * 4000, "a" * 10_001]
)
def test_it_is_none(pattern: str) -> None:
    with pytest.raises(re.error):
        check_pattern(pattern)
