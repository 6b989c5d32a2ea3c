"""What becomes of tuples and of typed further properties."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.preview.documents import Document, Edit, schema, surface


def type_further(document: Document) -> None:
    schema(document, "Pet")["additionalProperties"] = {"type": "integer"}


def make_tuple(document: Document) -> None:
    schema(document, "Pet")["properties"]["nick"] = {
        "type": "array",
        "prefixItems": [{"type": "string"}],
        "items": False,
    }


@pytest.mark.parametrize(
    ("edit", "name"), [(type_further, "extra_properties"), (make_tuple, "nick")]
)
def test_a_type_is_another(edit: Edit, name: str, tmp_path: Path) -> None:
    told = [
        (str(change.breaks), str(change.action), change.name)
        for change in surface(tmp_path, edit)
    ]
    assert told == [("code", "retyped", f"models.Pet.{name}")]
