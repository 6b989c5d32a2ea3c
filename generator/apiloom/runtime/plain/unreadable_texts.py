"""Why a text is no JSON (RFC 8259), whoever parses it."""

from typing import Final

TOO_DEEP: Final = "nested too deep"
"""What the error of a parser says of a text that it gives up."""


def unreadable(error: ValueError) -> str:
    """Why `from_json` cannot read a text: "is not JSON: ...", or it is too deep."""
    deep = str(error) == TOO_DEEP
    return f"is {TOO_DEEP}" if deep else f"is not JSON: {error}"
