"""Urlencoded forms, as bodies and as whole query strings."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote_plus

from .errors import RequestValidationError
from .media_types import is_json
from .narrowing import is_array, is_object
from .operation import Encoding
from .styles import json_text, primitive, query_pairs


def form_text(value: Any, encoding: Mapping[str, Encoding]) -> str:
    """The pairs as one text."""
    pairs = form_pairs(value, encoding)
    return "&".join(f"{name}={text}" for name, text in pairs)


def form_pairs(
    value: Any, encoding: Mapping[str, Encoding]
) -> Iterator[tuple[str, str]]:
    """Encoded pairs: arrays repeat their name, objects inside are written as JSON.

    `application/x-www-form-urlencoded` bodies follow style form with explode unless an
    Encoding Object says otherwise (OpenAPI 3.1, section 4.8.15). Null is left out.
    """
    if not is_object(value):
        raise RequestValidationError("a form is made of named fields")
    for name, member in value.items():
        said = encoding.get(name)
        styled = said and said.parameter(name)
        if styled:
            style, explode = styled.effective_style, styled.effective_explode
            yield from query_pairs(name, member, style, explode, quote_plus)
            continue
        whole = said is not None and is_json(said.content_type or "")
        for item in member if is_array(member) and not whole else [member]:
            if item is not None:
                text = json_text(item) if whole else primitive(item)
                yield quote_plus(name), quote_plus(text)
