"""The API as typed values: no Python names, no JSON trees, no document syntax."""
