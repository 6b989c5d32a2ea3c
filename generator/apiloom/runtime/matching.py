"""Patterns that mean something else to the regular expressions of pydantic."""

from pydantic_core import PydanticCustomError

from .linear_patterns import judge_linearly
from .model import CheckedText
from .patterns import is_found

judge_linearly()


class Matches(CheckedText):
    """Accepts strings in which a pattern of ECMA 262 is found."""

    __slots__ = ("_pattern",)

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def check(self, text: str) -> str:
        """The text, in which the pattern is found."""
        if not is_found(self._pattern, text):
            raise PydanticCustomError(
                "string_pattern_mismatch",
                "String should match pattern '{pattern}'",
                {"pattern": self._pattern},
            )
        return text
