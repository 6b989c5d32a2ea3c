"""Options of a `oneOf` whose type is implied exclude those of other types."""

from __future__ import annotations

from tests.shapes import INTEGER, TEXT, array, ref
from tests.weaving import document, weave

NAMED = {"properties": {"name": TEXT}}
SCHEMAS: dict[str, object] = {
    "Named": NAMED,
    "Either": {"oneOf": [ref("Named"), TEXT]},
    "Three": {"oneOf": [ref("Named"), array(TEXT), {"properties": {"n": INTEGER}}]},
    "Listed": {"oneOf": [{"items": TEXT}, TEXT]},
    "Names": {"oneOf": [{"required": ["a"]}, TEXT]},
}


def test_a_string_is_no_object_of_an_implied_type() -> None:
    with weave(document(schemas=SCHEMAS), targets=("models",)) as woven:
        assert woven.read("Either", "x") == "x"
        assert type(woven.read("Either", {"name": "x"})) is woven.models.Named
        assert not woven.accepts("Either", 5)
        assert woven.accepts("Three", ["x"])
        assert woven.accepts("Three", {"name": 5, "n": 5})
        assert not woven.accepts("Three", {"other": 5}), "both objects have it"
        assert woven.accepts("Listed", "x")
        assert woven.accepts("Listed", ["x"])
        assert not woven.accepts("Names", "x"), "names alone imply nothing"
