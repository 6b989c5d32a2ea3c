"""The value of an argument that is not sent: absent, which is not null."""

from enum import Enum
from typing import Final


class Missing(Enum):
    """The type of `MISSING`; an enum member, so `is` narrows for type checkers."""

    MISSING = "MISSING"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing.MISSING
