"""The meta-schemas of JSON Schema, which nobody has to fetch."""

from __future__ import annotations

import json
from typing import Final

_HOST: Final = ("https://json-schema.org/", "http://json-schema.org/")


def meta_schema(url: str) -> bytes | None:
    """The text of the meta-schema that `url` names, as it came with apiloom."""
    if not url.startswith(_HOST):
        return None
    # Imported here for start-up time: hardly any description refers to one.
    from jsonschema_specifications import REGISTRY  # noqa: PLC0415

    if url not in REGISTRY:
        return None
    return json.dumps(REGISTRY.contents(url), indent=1).encode()
