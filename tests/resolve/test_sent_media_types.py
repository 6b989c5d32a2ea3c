"""Of several media types one is sent, whatever the order, and it stays so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from apiloom.api.resolved_api import Resource
from apiloom.core.text import reveal
from tests.resolve.resolving import Resolved, resolved

JSON = "application/json"
SCHEMAS = {
    name: {"type": "object", "properties": {name: {"type": "string"}}}
    for name in ("a", "b", "c")
}


def of_body(names: Sequence[str], before: Resolved | None = None) -> Resolved:
    """An operation that takes a body of these media types, each with a schema."""
    content = {
        name: {"schema": {"$ref": f"#/components/schemas/{schema}"}}
        for name, schema in zip(names, SCHEMAS, strict=False)
    }
    responses = {"204": {"description": "done"}}
    operation = {"requestBody": {"content": content}, "responses": responses}
    return resolved(
        SCHEMAS,
        paths={"/pets": {"put": operation}},
        shipped=None if before is None else before.shipped,
    )


def sent(api: Resolved) -> str:
    """The media type that stands first: descriptors have it there, too."""
    body = resource(api).operations[0].operation.body
    assert body is not None
    return reveal(body.content[0].name)


def resource(api: Resolved) -> Resource:
    return api.api.resources[0]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((JSON, "application/x+json"), JSON),
        (("application/x+json", JSON), JSON),
        (("application/z+json", "application/a+json"), "application/a+json"),
        (("text/plain", "application/z+json"), "application/z+json"),
        (("text/plain", JSON), JSON),
        (("multipart/form-data", "text/plain"), "multipart/form-data"),
    ],
)
def test_a_rule_decides(names: tuple[str, ...], expected: str) -> None:
    assert sent(of_body(names)) == expected


def test_all_others_keep_their_order() -> None:
    body = resource(of_body(("text/b", "text/a", JSON))).operations[0].operation.body
    assert body is not None
    names = [reveal(media_type.name) for media_type in body.content]
    assert names == [JSON, "text/b", "text/a"]


@pytest.mark.parametrize(
    "shipped", [JSON, "application/z+json", "multipart/form-data", "text/plain"]
)
@pytest.mark.parametrize("more", [JSON, "application/a+json", "text/a"])
@pytest.mark.parametrize("first", [True, False])
def test_what_has_shipped_is_sent_on(shipped: str, more: str, first: bool) -> None:
    before = of_body((shipped,))
    names = (more, shipped) if first else (shipped, more)
    after = of_body(names, before)
    assert sent(after) == shipped
    again = of_body(names[::-1], after)
    assert sent(again) == shipped


def test_arguments_are_those_of_what_is_sent() -> None:
    before = of_body(("application/z+json",))
    after = of_body(("application/a+json", "application/z+json"), before)
    (operation,) = resource(after).operations
    assert dict(operation.arguments_by_key()) == {"body b": "b"}


def test_what_is_usual_needs_no_entry() -> None:
    assert of_body((JSON,)).shipped.bodies == {}
    assert of_body(("text/plain",)).shipped.bodies == {"PUT /pets": "text/plain"}
