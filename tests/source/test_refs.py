"""References into a document, and what is said about those that lead nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.core.location import Pointer, child
from apiloom.document.source.references import Unresolved, reference_to, resolve

ROOT = {
    "components": {
        "schemas": {
            "Pet": {"type": "object"},
            "a/b~c d%é": {"x": 1},
            "Alias": {"$ref": "#/components/schemas/Pet"},
            "Again": {"$ref": "#/components/schemas/Alias"},
            "Round": {"$ref": "#/components/schemas/Round"},
        }
    },
    "list": [{"a": 0}, 1],
    "": {"": "empty"},
    "scalar": "text",
}


@pytest.mark.parametrize(
    ("reference", "pointer", "value"),
    [
        ("#", "", ROOT),
        ("#/list/0/a", "/list/0/a", 0),
        ("#/", "/", {"": "empty"}),
        ("#//", "//", "empty"),
        ("#/components/schemas/Pet", "/components/schemas/Pet", {"type": "object"}),
        ("#/components/schemas/%50et", "/components/schemas/Pet", {"type": "object"}),
        (
            "#/components/schemas/a~1b~0c%20d%25%C3%A9",
            "/components/schemas/a~1b~0c d%é",
            {"x": 1},
        ),
        ("#%2Flist/1", "/list/1", 1),
        ("#/components/schemas/Again/type", "/components/schemas/Pet/type", "object"),
    ],
)
def test_resolved(reference: str, pointer: str, value: object) -> None:
    assert resolve(ROOT, reference) == (pointer, value)


@pytest.mark.parametrize(
    ("reference", "message", "hint"),
    [
        (
            "#/components/schemas/Pett",
            "#/components/schemas has no member 'Pett'",
            "did you mean 'Pet'?",
        ),
        ("#/list/2", "the array #/list has 2 items, and none is 2", ""),
        ("#/list/01", "the array #/list has 2 items, and none is 01", ""),
        ("#/list/-", "the array #/list has 2 items, and none is -", ""),
        ("#/list/²", "the array #/list has 2 items, and none is ²", ""),
        ("#/scalar/0", "#/scalar is neither an object nor an array", ""),
        (
            "#/components/schemas/Round/type",
            "#/components/schemas/Round has no member 'type'",
            "#/components/schemas/Round is a reference itself: refer to what it leads"
            " to",
        ),
        (
            "#/components/schemas/Alias/nothing",
            "#/components/schemas/Pet has no member 'nothing'",
            "",
        ),
        (
            "#Pet",
            "'Pet' is an anchor, not a JSON pointer",
            "write it as '#/components/...': anchors are not read",
        ),
        ("#/a~2", "'~' stands alone in it", "'~0' means '~', '~1' means '/'"),
        ("#/%FF", "it is not UTF-8 once percent-decoded", "write the name as it is"),
        ("#/\ud800", "it is not UTF-8 once percent-decoded", "write the name as it is"),
        (
            "other.yaml#/a",
            "it leaves the document, and only one document is read",
            "bundle the description into one file",
        ),
        (
            "http://127.0.0.1/",
            "it leaves the document, and only one document is read",
            "bundle the description into one file",
        ),
    ],
)
def test_unresolved(reference: str, message: str, hint: str) -> None:
    assert resolve(ROOT, reference) == Unresolved(message, hint)


@settings(deadline=None)
@given(st.lists(st.text()))
def test_spelling_a_reference(tokens: list[str]) -> None:
    tree: dict[str, object] = {}
    inner = tree
    for token in tokens:
        inner[token] = inner = {}
    pointer = child(Pointer(""), *tokens)
    reference = reference_to(pointer)
    assert reference.isascii()
    assert resolve(tree, reference) == (pointer, inner)
