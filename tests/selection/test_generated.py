"""A part of an API: it imports, is used, and is called as in the whole."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from openapi_spec_validator import validate

from apiloom.core.selection import WHOLE, OperationFilter, Selection, SelectionPattern
from tests.selection.shop import SHOP
from tests.weaving import Json, Woven, weave


def chosen(omit: OperationFilter | None = None, **kinds: str) -> Selection:
    """A selection, each kind with its patterns between spaces."""
    choice = {
        k: tuple(map(SelectionPattern, text.split(" "))) for k, text in kinds.items()
    }
    return Selection(OperationFilter(**choice), omit or OperationFilter())


@pytest.fixture(scope="module")
def whole() -> Iterator[Woven]:
    with weave(SHOP) as woven:
        yield woven


def files(woven: Woven) -> dict[str, bytes]:
    return {
        path.relative_to(woven.folder).as_posix(): path.read_bytes()
        for path in woven.folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def pointers(woven: Woven) -> set[str]:
    """The components that became classes."""
    prefix = "/components/schemas/"
    return {
        pointer.removeprefix(prefix).partition("/")[0]
        for pointer in woven.manifest["names"]
        if pointer.startswith(prefix)
    }


def published(woven: Woven) -> Json:
    openapi: Json = json.loads(woven.source("server/openapi.json"))
    return openapi


def check_part(part: Woven, whole: Woven) -> None:
    """Everything that stays has its name; what mentions nothing pruned, its bytes."""
    for table in ("names", "operations"):
        assert part.manifest[table].items() <= whole.manifest[table].items()
        assert part.manifest[table]
    mine, theirs = files(part), files(whole)
    assert mine.keys() <= theirs.keys()
    assert set(part.manifest["files"]) == mine.keys() - {"manifest.json"}
    for path, content in mine.items():
        if path.startswith("_runtime/"):
            assert content == theirs[path]
        if path.endswith(".py"):
            part.module(
                path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
            )
    for name in part.models.__all__:
        assert getattr(part.models, name)
    validate(published(part))


def test_one_tag(whole: Woven) -> None:
    with weave(SHOP, select=chosen(tags="animals"), clean=True) as part:
        check_part(part, whole)
        assert list(part.manifest["operations"]) == ["GET /v2/animals"]
        # The children of a base come with it, though nothing refers to them.
        assert pointers(part) == {"Animal", "Cat", "Dog"}
        for path in ("models/animal.py", "operations/animals.py", "server/animals.py"):
            assert files(part)[path] == files(whole)[path]
        document = published(part)
        assert list(document["paths"]) == ["/v2/animals"]
        assert list(document["components"]["schemas"]) == ["Animal", "Cat", "Dog"]
        assert list(document["components"]["securitySchemes"]) == ["token"]
        assert [tag["name"] for tag in document["tags"]] == ["animals"]
        assert "webhooks" in document
        assert not document["webhooks"]
        assert "login" not in part.source("client.py")


def test_one_path_is_served_and_called(whole: Woven) -> None:
    with weave(SHOP, select=chosen(paths="/v1/orders/**"), clean=True) as part:
        check_part(part, whole)
        assert sorted(part.manifest["operations"]) == [
            "GET /v1/orders",
            "GET /v1/orders/{id}",
            "POST /v1/orders",
        ]
        orders = part.module("server.orders")

        class Orders(orders.OrdersApi):  # type: ignore[misc, name-defined]
            async def get(self, request: Any) -> Any:
                order = part.models.Order(id=request.id)
                return orders.Get.Ok(order)

        server = part.module("server")

        def allow(token: str, operation: Any) -> str:
            return token

        security = server.Security(token=allow, login=lambda *_: None)
        app = server.create_app(orders=Orders(), security=security)
        check_calls(part, app)


def check_calls(part: Woven, app: Any) -> None:
    transport = httpx2.ASGITransport(app=app)

    async def call() -> None:
        async with httpx2.AsyncClient(transport=transport) as http:
            client = part.package.AsyncClient(
                base_url="http://x", token="t", http_client=http
            )
            order = await client.orders.get("o1")
            assert order.id == "o1"
            missing = await http.get("http://x/health")
            assert missing.status_code == 404

    asyncio.run(call())


def test_one_operation_leaves_out_its_siblings(whole: Woven) -> None:
    with weave(SHOP, select=chosen(operations="listOrders")) as part:
        check_part(part, whole)
        assert list(part.manifest["operations"]) == ["GET /v1/orders"]
        item = published(part)["paths"]["/v1/orders"]
        assert list(item) == ["get"]
        document = published(part)["components"]
        assert list(document["responses"]) == ["Slow"]
        assert list(document["parameters"]) == ["Page"]
        assert "callbacks" not in document
        # Nothing is sent any more, so there are no dictionaries to send.
        assert "OrderInput" not in part.source("models/__init__.py")
        assert "TypedDict" in whole.source("models/customer.py")
        assert "TypedDict" not in part.source("models/customer.py")
        # A circle has the module that it has in the whole.
        assert part.manifest["names"]["/components/schemas/Group"] == (
            whole.manifest["names"]["/components/schemas/Group"]
        )


def test_callbacks_come_with_their_operation(whole: Woven) -> None:
    with weave(SHOP, select=chosen(operations="createOrder")) as part:
        check_part(part, whole)
        assert {"Payment", "Shipment"} <= pointers(part)
        # Its name has a digest in the whole, where `Item` has the plain one.
        named = part.manifest["names"]["/components/schemas/item"]
        assert named.startswith("models.item_")
    with weave(SHOP, select=chosen(operations="getOrder")) as part:
        check_part(part, whole)
        assert pointers(part).isdisjoint({"Payment", "Shipment", "Event"})


def test_webhooks_by_name(whole: Woven) -> None:
    with weave(SHOP, select=chosen(operations="orderSeen getOrder")) as part:
        check_part(part, whole)
        assert "Event" in pointers(part)
        assert list(published(part)["webhooks"]) == ["orderSeen"]


def test_omitting(whole: Woven) -> None:
    omit = OperationFilter(
        tags=(SelectionPattern("orders"),), paths=(SelectionPattern("/health"),)
    )
    with weave(SHOP, select=Selection(omit=omit)) as part:
        check_part(part, whole)
        assert list(part.manifest["operations"]) == ["GET /v2/animals"]
        # Webhooks stay where no operation is asked for by name.
        assert "Event" in pointers(part)
        assert "EventPage" not in pointers(part)


def test_schemas_that_nothing_uses(whole: Woven) -> None:
    select = chosen(paths="/health", schemas="Event* /components/schemas/Problem")
    with weave(SHOP, select=select, clean=True) as part:
        check_part(part, whole)
        assert {"Event", "EventPage", "Problem", "Order"} <= pointers(part)
        assert "Animal" not in pointers(part)
        schemas = published(part)["components"]["schemas"]
        assert {"EventPage", "Problem"} <= schemas.keys()


def test_only_schemas(whole: Woven) -> None:
    with weave(SHOP, select=chosen(schemas="Payment"), targets=("models",)) as part:
        assert pointers(part) == {"Payment"}
        assert part.manifest["operations"] == {}
        assert part.read("Payment", {"amount": 1.5}).amount == 1.5


def test_what_is_said_of_parts_that_are_not_wanted() -> None:
    broken = json.loads(json.dumps(SHOP))
    broken["components"]["schemas"]["Cat"]["allOf"].append({"$ref": "#/nowhere"})
    broken["components"]["schemas"]["Problem"]["properties"]["p"] = {
        "type": "string",
        "pattern": "(",
    }
    with weave(broken, select=chosen(operations="listOrders"), clean=True) as part:
        assert not part.reported("unresolved-reference")
    with weave(broken, select=chosen(operations="getOrder")) as part:
        assert [code for code, _ in part.warnings] == ["pattern-unusable"]


def test_the_whole_is_published_as_it_is(whole: Woven) -> None:
    assert published(whole) == SHOP
    assert not WHOLE
