"""The ways to read: what is judged, and who may read."""

from typing import NamedTuple


class Reading(NamedTuple):
    """How a type is read."""

    asserted: bool = True
    """Judged by keywords that no type expresses, too."""
    native: bool = False
    """From parsed JSON and nothing else, so that a library may read what it reads as
    these readers do."""
    alone: bool = False
    """By that library alone, whatever it can read: what does not fit is refused at
    once, for reasons that nobody is told."""


JUDGED = Reading()
"""As values of callers, forms and files are read."""
BY_TYPE = Reading(asserted=False)
"""Without what no type expresses."""
PARSED = Reading(native=True)
"""As JSON texts are."""
ALONE = Reading(native=True, alone=True)
"""As parts of what a library reads."""
