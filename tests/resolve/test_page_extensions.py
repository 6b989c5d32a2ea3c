"""Extensions about pages: what is read, what is not, and who wins."""

from __future__ import annotations

from typing import Any, Final

import pytest

from apiloom.core.page_rule import PageRule
from tests.shapes import array, obj
from tests.weaving import Json, Woven, document, weave

TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
ANSWER = obj(
    data=obj(items=array(obj("id", id=TEXT)), more=FLAG, cursor=TEXT),
    value=array(TEXT),
    nextLink=TEXT,
)
SPEAKEASY: Final = "x-speakeasy-pagination"
FERN: Final = "x-fern-pagination"
MICROSOFT: Final = "x-ms-pageable"


def _document(extension: Json, whole: Json | None = None) -> Json:
    parameters: list[Json] = [
        {"name": name, "in": "query", "schema": {}}
        for name in ("after", "page", "skip")
    ]
    content = {"application/json": {"schema": ANSWER}}
    operation = {
        "operationId": "listPets",
        "parameters": parameters,
        "responses": {"200": {"description": "", "content": content}},
        **extension,
    }
    return {**document(paths={"/pets": {"get": operation}}), **(whole or {})}


def _paging(woven: Woven) -> Any:
    return woven.module("operations.pets")._list().paging


def _inputs(kind: str, name: str) -> list[Any]:
    return [{"name": name, "in": "parameters", "type": kind}, {"name": "x"}, "y"]


READ: Final[dict[str, tuple[Json, Json]]] = {
    "microsoft": (
        {MICROSOFT: {"nextLinkName": "nextLink"}},
        {"kind": "url", "items": ("value",), "next": ("next_link",)},
    ),
    "microsoft's items": (
        {MICROSOFT: {"itemName": "value", "nextLinkName": "nextLink"}},
        {"kind": "url", "items": ("value",), "next": ("next_link",)},
    ),
    "speakeasy's cursor": (
        {
            SPEAKEASY: {
                "type": "cursor",
                "inputs": _inputs("cursor", "after"),
                "outputs": {
                    "results": "$.data.items",
                    "nextCursor": "$.data['cursor']",
                },
            }
        },
        {"kind": "cursor", "argument": 0, "next": ("data", "cursor")},
    ),
    "speakeasy's last item": (
        {
            SPEAKEASY: {
                "type": "cursor",
                "inputs": _inputs("cursor", "after"),
                "outputs": {
                    "results": "$.data.items",
                    "nextCursor": "$.data.items[-1].id",
                },
            }
        },
        {"kind": "cursor", "argument": 0, "last": ("id",)},
    ),
    "speakeasy's page": (
        {
            SPEAKEASY: {
                "type": "offsetLimit",
                "inputs": _inputs("page", "page"),
                "outputs": {"results": "$.data.items"},
            }
        },
        {"kind": "page", "argument": 1, "items": ("data", "items_")},
    ),
    "speakeasy's URL": (
        {
            SPEAKEASY: {
                "type": "url",
                "outputs": {"results": "$.value", "nextUrl": "$.nextLink"},
            }
        },
        {"kind": "url", "items": ("value",), "next": ("next_link",)},
    ),
    "fern's cursor": (
        {
            FERN: {
                "cursor": "$request.after",
                "next_cursor": "$response.data.cursor",
                "results": "$response.data.items",
                "has-next-page": "$response.data.more",
            }
        },
        {"kind": "cursor", "argument": 0, "more": ("data", "more")},
    ),
    "fern's page": (
        {FERN: {"offset": "$request.page", "results": "$response.value"}},
        {"kind": "page", "argument": 1, "first": 1},
    ),
    "fern's offset": (
        {
            FERN: {
                "offset": "$request.skip",
                "step": "$request.page",
                "results": "$response.value",
            }
        },
        {"kind": "offset", "argument": 2},
    ),
    "fern's URL": (
        {FERN: {"next_uri": "$response.nextLink", "results": "$response.value"}},
        {"kind": "url", "next": ("next_link",)},
    ),
}
UNREAD: Final[dict[str, Json]] = {
    "no object": {MICROSOFT: 5},
    "no text": {MICROSOFT: {"nextLinkName": ["a"]}},
    "no such property": {MICROSOFT: {"nextLinkName": "next_link"}},
    "no items": {MICROSOFT: {"itemName": "nextLink", "nextLinkName": "nextLink"}},
    "no type": {SPEAKEASY: {"outputs": {}}},
    "no outputs": {SPEAKEASY: {"type": "url", "outputs": []}},
    "no inputs": {
        SPEAKEASY: {"type": "cursor", "outputs": {"nextCursor": "$.nextLink"}}
    },
    "an expression": {
        SPEAKEASY: {
            "type": "url",
            "outputs": {"results": "$.value", "nextUrl": "$..nextLink[?(@.a)]"},
        }
    },
    "no path": {FERN: {"next_uri": "nextLink", "results": "$response.value"}},
    "no argument": {FERN: {"offset": "$request.a.b", "results": "$response.value"}},
    "nothing": {FERN: {}},
    "nothing for all": {FERN: True},
    "hostile": {FERN: {"offset": "$request.__import__('os')", "results": "$response"}},
}


@pytest.mark.parametrize("said", READ)
def test_what_is_read(said: str) -> None:
    extension, expected = READ[said]
    with weave(_document(extension), clean=True) as woven:
        paging = _paging(woven)
    found = {name: getattr(paging, name) for name in expected}
    assert {name: found[name] for name in expected if name != "items"} == {
        name: value for name, value in expected.items() if name != "items"
    }
    assert [each.rstrip("_") for each in found.get("items", ())] == [
        each.rstrip("_") for each in expected.get("items", ())
    ]


@pytest.mark.parametrize("said", UNREAD)
def test_what_is_not_read(said: str) -> None:
    with weave(_document(UNREAD[said])) as woven:
        assert _paging(woven) is None
        ((code, pointer),) = woven.warnings
    assert code == "page-extension-unusable"
    assert pointer == f"/paths/~1pets/get/{next(iter(UNREAD[said]))}"


@pytest.mark.parametrize(
    "extension", [{MICROSOFT: {"nextLinkName": None}}, {FERN: False}]
)
def test_one_page_is_no_fault(extension: Json) -> None:
    with weave(_document(extension), clean=True) as woven:
        assert _paging(woven) is None


def test_what_the_document_says_as_a_whole() -> None:
    whole = {FERN: {"offset": "$request.page", "results": "$response.value"}}
    with weave(_document({FERN: True}, whole), clean=True) as woven:
        assert _paging(woven).kind == "page"


def test_the_configuration_wins() -> None:
    rule = PageRule("listPets", "offset", "skip", "/value")
    extension = {MICROSOFT: {"nextLinkName": "nextLink"}}
    with weave(_document(extension), clean=True, pages=(rule,)) as woven:
        assert _paging(woven).kind == "offset"
