"""What the user wants of schemas where there are two ways to take them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SchemaStyle:
    """`exact` takes schemas without a `type` by the letter. With `inherit`, an `allOf`
    that extends a schema makes a subclass."""

    exact: bool = False
    inherit: bool = False
