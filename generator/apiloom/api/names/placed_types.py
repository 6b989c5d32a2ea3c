"""The types that the user has chosen, where they stand in the document that was walked.

Names and types of the user's go one way: by pointers of the document as written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from apiloom.core.location import Pointer
from apiloom.core.type_choice import TypeChoice

PlacedTypes: TypeAlias = tuple[tuple[TypeChoice, tuple[Pointer, ...]], ...]
"""Choices, each with the places of the schemas that it is for, if it is by pointer."""


def placed_types(
    choices: Iterable[TypeChoice], places: Callable[[str], Iterable[Pointer]]
) -> PlacedTypes:
    """The choices with what their pointers mean now; of two for one key the later.

    `places` is told a pointer as written.
    """
    by_key = {choice.key: choice for choice in choices}
    return tuple(
        (choice, () if choice.place is None else tuple(places(choice.place)))
        for choice in by_key.values()
    )
