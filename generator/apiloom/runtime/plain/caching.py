"""Functions that remember what they have returned, whatever their arguments are."""

from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def cached(function: Callable[P, T]) -> Callable[P, T]:
    """`functools.cache`; checkers doubt that classes of models have a hash."""
    return cast("Callable[P, T]", cache(function))
