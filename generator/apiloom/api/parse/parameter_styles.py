"""Styles of parameters and of the fields of forms (OpenAPI 3.1, section 4.8.12.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from apiloom.api.ir import ParameterLocation
from apiloom.api.parse.object_reader import Reader
from apiloom.core.text import reveal

# Not in the table of the specification: what Swagger 2.0 could separate by, anywhere.
_SEPARATED: Final = ("spaceDelimited", "pipeDelimited", "tabDelimited")
FORM_STYLES: Final = ("form", *_SEPARATED, "deepObject")
STYLES: Final[dict[ParameterLocation, tuple[str, ...]]] = {
    "path": ("simple", "label", "matrix", *_SEPARATED),
    "query": FORM_STYLES,
    "header": ("simple", *_SEPARATED),
    "cookie": ("form", "cookie"),
    "querystring": (),
}


def style_of(reader: Reader, known: Sequence[str]) -> str | None:
    """The style at `reader`; one that is not `known` is reported and left out."""
    written = reader.text("style")
    if written is None or reveal(written) in known:
        return None if written is None else reveal(written)
    reader.complain(
        "parameter-style",
        f"the style {written!r} does not belong here",
        f"use one of {', '.join(known)}; the default is used",
        ("style",),
    )
    return None
