"""What schemas and their fragments refer to."""

from __future__ import annotations

from apiloom.api.schema.schema_references import definitions_of


def test_a_reference_in_data_is_none() -> None:
    fragment = {"const": {"$ref": "data"}, "enum": [{"$ref": "data"}]}
    assert not list(definitions_of(fragment))


def test_a_property_may_be_called_like_a_keyword() -> None:
    fragment = {
        "properties": {"const": {"$ref": "a"}},
        "not": {"patternProperties": {"enum": {"$ref": "b"}}},
        "dependentSchemas": {"enum": {"items": {"$ref": "c"}}},
    }
    assert set(definitions_of(fragment, {"$ref": "d"})) == {"a", "b", "c", "d"}
