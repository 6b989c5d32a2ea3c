"""Lists that come in pages, kind by kind, against a server written by hand."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from apiloom.core.page_rule import PageRule
from apiloom.runtime.pages import next_link
from tests.weaving import Json, Woven, document, weave

from .raw_server import RawServer, head, serving

ITEM: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}},
}
OF_ITEMS: Json = {"type": "array", "items": {"$ref": "#/components/schemas/Item"}}
LIST: Json = {
    "type": "object",
    "properties": {
        "data": OF_ITEMS,
        "has_more": {"type": "boolean"},
        "last-id": {"type": ["string", "null"]},
        "meta": {
            "type": "object",
            "properties": {"next": {"type": "string"}, "page": {"type": "integer"}},
        },
    },
}


def _operation(name: str, schema: Json, *parameters: str, **more: Any) -> Json:
    kinds = {"limit": "integer", "page": "integer", "offset": "integer"}
    listed = [
        {"name": each, "in": "query", "schema": {"type": kinds.get(each, "string")}}
        for each in parameters
    ]
    content = {"application/json": {"schema": schema}}
    return {
        "operationId": name,
        "tags": ["t"],
        "parameters": listed,
        "responses": {"200": {"description": "", "content": content}},
        **more,
    }


OF_LIST: Json = {"$ref": "#/components/schemas/List"}
TAG: Json = {"name": "X-Tag", "in": "header", "schema": {"type": "string"}}
BODY: Json = {
    "type": "object",
    "required": ["query"],
    "properties": {"query": {"type": "string"}, "cursor": {"type": "string"}},
}
LINKED = _operation("linked", OF_ITEMS, "page")
LINKED["parameters"].append(TAG)
DOCUMENT = document(
    paths={
        "/last": {"get": _operation("lastItem", OF_LIST, "limit", "starting_after")},
        "/next": {"get": _operation("nextCursor", OF_LIST, "after")},
        "/page": {"get": _operation("numbered", OF_LIST, "page")},
        "/given": {"get": _operation("givenPage", OF_LIST, "page")},
        "/offset": {"get": _operation("counted", OF_ITEMS, "limit", "offset")},
        "/linked": {"get": LINKED},
        "/url": {"get": _operation("addressed", OF_LIST, "limit")},
        "/search": {
            "post": _operation(
                "search",
                OF_LIST,
                requestBody={
                    "required": True,
                    "content": {"application/json": {"schema": BODY}},
                },
            )
        },
        "/whole": {"get": _operation("whole", OF_ITEMS)},
    },
    schemas={"Item": ITEM, "List": LIST},
    components={
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        "schemas": {"Item": ITEM, "List": LIST},
    },
    security=[{"key": []}],
)
RULES = (
    PageRule(
        "lastItem", "cursor", "starting_after", "/data", last="/id", more="/has_more"
    ),
    PageRule("nextCursor", "cursor", "after", "/data", "/last-id", more="/has_more"),
    PageRule("numbered", "page", "page", "/data"),
    PageRule("givenPage", "page", "page", "/data", "/meta/page"),
    PageRule("counted", "offset", "offset"),
    PageRule("GET /link*", "link"),
    PageRule("addressed", "url", None, "/data", "/meta/next"),
    PageRule("search", "cursor", "cursor", "/data", "/last-id"),
)


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(DOCUMENT, targets=("models", "client"), pages=RULES) as woven:
        yield woven


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    chosen: bool = request.param
    return chosen


def answer(body: Any, *fields: str) -> list[bytes]:
    return [head("application/json", *fields), json.dumps(body).encode()]


def items(*names: str, **more: Any) -> Json:
    return {"data": [{"id": name} for name in names], **more}


def ids(
    woven: Woven,
    is_async: bool,
    server: RawServer,
    name: str,
    *arguments: Any,
    max_pages: int | None = None,
    **keywords: Any,
) -> list[str]:
    """The ids of all items, once more page by page, which is the same."""
    module = woven.module("client")

    async def collected() -> list[str]:
        async with module.AsyncClient(base_url=server.url, key="k") as client:
            pages = client.paginate(getattr(client.t, name))(*arguments, **keywords)
            pages = pages if max_pages is None else pages.at_most(max_pages)
            return [item.id async for item in pages]

    if is_async:
        return asyncio.run(collected())
    with module.Client(base_url=server.url, key="k") as client:
        pages = client.paginate(getattr(client.t, name))(*arguments, **keywords)
        pages = pages if max_pages is None else pages.at_most(max_pages)
        return [item.id for item in pages]


def targets(server: RawServer) -> list[str]:
    return [each.split(b" ", 2)[1].decode() for each in server.requests]


def test_the_last_item_is_the_cursor(woven: Woven, is_async: bool) -> None:
    pages = items("a", "b", has_more=True), items("c", has_more=False)
    with serving(*map(answer, pages)) as server:
        assert ids(woven, is_async, server, "last_item", limit=2) == ["a", "b", "c"]
        assert targets(server) == ["/last?limit=2", "/last?limit=2&starting_after=b"]


@pytest.mark.parametrize("end", [{}, {"last-id": None}, {"last-id": ""}])
def test_the_next_cursor(woven: Woven, is_async: bool, end: Json) -> None:
    pages = items("a", **{"last-id": "x y"}), items("b", **end)
    with serving(*map(answer, pages)) as server:
        assert ids(woven, is_async, server, "next_cursor") == ["a", "b"]
        assert targets(server) == ["/next", "/next?after=x%20y"]


def test_numbers(woven: Woven, is_async: bool) -> None:
    with serving(*map(answer, (items("a"), items("b"), items()))) as server:
        assert ids(woven, is_async, server, "numbered") == ["a", "b"]
        assert targets(server) == ["/page", "/page?page=2", "/page?page=3"]
    with serving(*map(answer, (items("a"), items()))) as server:
        assert ids(woven, is_async, server, "numbered", page=7) == ["a"]
        assert targets(server) == ["/page?page=7", "/page?page=8"]
    with serving(*map(answer, (items("a", meta={"page": 5}), items("b")))) as server:
        assert ids(woven, is_async, server, "given_page") == ["a", "b"]
        assert targets(server) == ["/given", "/given?page=5"]


def test_offsets(woven: Woven, is_async: bool) -> None:
    pages: list[Any] = [[{"id": "a"}, {"id": "b"}], [{"id": "c"}], []]
    with serving(*map(answer, pages)) as server:
        assert ids(woven, is_async, server, "counted", limit=2) == ["a", "b", "c"]
        assert targets(server) == [
            "/offset?limit=2",
            "/offset?limit=2&offset=2",
            "/offset?limit=2&offset=3",
        ]


def test_links(woven: Woven, is_async: bool) -> None:
    link = 'Link: </other/a%20b?page=2&q=x>; rel="prev NEXT", </z>; rel=last'
    pages = answer([{"id": "a"}], link), answer([{"id": "b"}])
    with serving(*pages) as server:
        keywords: dict[str, Any] = {
            "page": 1,
            "x_tag": "v",
            "options": {"query": {"debug": "1"}},
        }
        assert ids(woven, is_async, server, "linked", **keywords) == ["a", "b"]
        first, second = targets(server)
        assert (first, second) == ("/linked?page=1&debug=1", "/other/a%20b?page=2&q=x")
        for request in server.requests:
            assert b"\r\nauthorization: bearer k\r\n" in request.lower()
            assert b"\r\nx-tag: v\r\n" in request.lower()


def test_another_origin_gets_no_secrets(woven: Woven, is_async: bool) -> None:
    errors = woven.module("errors")
    with serving(answer([{"id": "b"}])) as other:
        link = f'Link: <{other.url}/x>; rel="next"'
        with (
            serving(answer([{"id": "a"}], link)) as server,
            pytest.raises(errors.MissingCredentials) as caught,
        ):
            ids(woven, is_async, server, "linked")
        assert other.requests == []
    # Who reads it knows where it went, and where it would have gone.
    assert f"({server.url}) alone, and not to {other.url}: " in str(caught.value)


def test_addresses_in_the_body(woven: Woven, is_async: bool) -> None:
    pages = items("a", meta={"next": "?cursor=2&a=1&a=2"}), items("b", meta={})
    with serving(*map(answer, pages)) as server:
        assert ids(woven, is_async, server, "addressed", limit=1) == ["a", "b"]
        assert targets(server) == ["/url?limit=1", "/url?cursor=2&a=1&a=2"]


def test_a_cursor_in_the_body(woven: Woven, is_async: bool) -> None:
    model = woven.models.SearchBody(query="q")
    bodies: list[Any] = [((), {"query": "q"}), (({"query": "q"},), {}), ((model,), {})]
    for arguments, keywords in bodies:
        pages = items("a", **{"last-id": "x"}), items("b")
        with serving(*map(answer, pages)) as server:
            found = ids(woven, is_async, server, "search", *arguments, **keywords)
            assert found == ["a", "b"]
            first, second = (each.rpartition(b"\r\n")[2] for each in server.requests)
            assert json.loads(first) == {"query": "q"}
            assert json.loads(second) == {"query": "q", "cursor": "x"}


def test_a_loop_is_told(woven: Woven, is_async: bool) -> None:
    errors = woven.module("errors")
    with (
        serving(answer(items("a", **{"last-id": "x"}))) as server,
        pytest.raises(errors.ResponseValidationError, match="that was there before"),
    ):
        ids(woven, is_async, server, "next_cursor")
    assert len(server.requests) == 2


def test_so_many_pages_at_most(woven: Woven, is_async: bool) -> None:
    with serving(answer(items("a"))) as server:
        assert ids(woven, is_async, server, "numbered", max_pages=3) == ["a"] * 3
        assert len(server.requests) == 3


def test_pages_one_by_one(woven: Woven) -> None:
    pages = answer(items("a", has_more=True), "X-N: 1"), answer(
        items("b", has_more=False)
    )
    with serving(*pages) as server:
        client = woven.module("client").Client(base_url=server.url, key="k")
        with client:
            first, second = client.paginate(client.t.last_item)().pages()
    assert [item.id for item in (*first.items, *second.items)] == ["a", "b"]
    assert (first.status_code, first.headers["x-n"]) == (200, "1")
    assert first.data.has_more
    assert isinstance(second.data, woven.models.List)


def test_each_iteration_begins_anew(woven: Woven) -> None:
    with serving(answer(items("a", has_more=False))) as server:
        client = woven.module("client").Client(base_url=server.url, key="k")
        with client:
            pages = client.paginate(client.t.last_item)()
            assert server.requests == []
            assert [item.id for item in pages] == [item.id for item in pages] == ["a"]
    assert len(server.requests) == 2


def test_what_is_not_in_pages(woven: Woven, is_async: bool) -> None:
    with (
        serving(answer([])) as server,
        pytest.raises(TypeError, match="nothing is known of pages of whole"),
    ):
        ids(woven, is_async, server, "whole")


@pytest.mark.parametrize(
    ("field", "target"),
    [
        ("<a>; rel=next", "a"),
        ('<a,b;c>; title="x, <y>; rel=next"; rel="next"', "a,b;c"),
        ('<a>; rel=last, <b>;rel = "x next"', "b"),
        ('<a>; title="rel=next"', None),
        ("a; rel=next", None),
        ("", None),
        ('"', None),
        ("<" * 10_000, None),
        ('"' * 10_001, None),
    ],
)
def test_the_next_link(field: str, target: str | None) -> None:
    assert next_link([field]) == target
