"""Which of the declared responses a client wants, as Prism's users ask for it.

Prefer: code=404
Prefer: code=200, example=sick
"""

from collections.abc import Iterable
from typing import NamedTuple


class Preference(NamedTuple):
    """A status, and the name of an example; None where nothing is wanted."""

    code: int | None = None
    example: str | None = None


def preference_of(fields: Iterable[str]) -> Preference:
    """What the `Prefer` fields of a request ask for (RFC 7240, section 2).

    The first of two that are at odds counts; what is unknown is ignored, as there.
    """
    said: dict[str, str] = {}
    for field in fields:
        for part in field.replace(";", ",").split(","):
            name, _, value = part.partition("=")
            said.setdefault(name.strip().lower(), value.strip().strip('"'))
    code = said.get("code", "")
    status = int(code) if len(code) == 3 and code.isascii() and code.isdigit() else None
    return Preference(status, said.get("example") or None)
