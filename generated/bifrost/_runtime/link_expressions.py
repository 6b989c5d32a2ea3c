"""Runtime expressions: what a link fills in (OpenAPI 3.1, section 4.8.20.4)."""

import re
from typing import Final

_EXPRESSION: Final = re.compile(
    r"\$(?:url|method|statusCode"
    r"|request\.(?:(?:header|query|path)\.[^{}]+|body(?:#(?:/[^{}]*)?)?)"
    r"|response\.(?:header\.[^{}]+|body(?:#(?:/[^{}]*)?)?))"
)
EMBEDDED: Final = re.compile(r"\{(\$[^{}]*)\}")
"""An expression inside of a text."""


def is_expression(text: str) -> bool:
    """Whether the whole text is one expression."""
    return _EXPRESSION.fullmatch(text) is not None


def is_usable(value: object) -> bool:
    """Whether it is a constant, an expression, or a text with good ones inside."""
    if not isinstance(value, str):
        return True
    if value.startswith("$"):
        return is_expression(value)
    return all(map(is_expression, EMBEDDED.findall(value)))
