"""What the user wants of schemas where there are two ways to take them."""

from __future__ import annotations

from dataclasses import dataclass

from apiloom.core.model_style import MODEL_STYLES, ModelStyle


@dataclass(frozen=True, slots=True)
class SchemaStyle:
    """`exact` takes schemas without a `type` by the letter. With `inherit`, an `allOf`
    that extends a schema makes a subclass. `models` says what classes they become."""

    exact: bool = False
    inherit: bool = False
    models: ModelStyle = MODEL_STYLES[0]
