"""A title or a summary that only repeats a name is no docstring."""

from __future__ import annotations

import inspect

import pytest

from apiloom.core.text import Text
from apiloom.python.targets.descriptions import says_more
from tests.weaving import document, weave


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Order Status", "order_status", False),
        ("The order status.", "OrderStatus", False),
        ("orderStatus", "OrderStatus", False),
        ("Status of the order", "order_status", True),
        ("A", "a", False),
        ("!", "a", True),
        ("!", "!", False),
        (" ", "a", False),
        ("x " * 100, "x", True),
    ],
)
def test_what_says_more_than_a_name(text: str, name: str, *, expected: bool) -> None:
    assert says_more(Text(text), name) is expected


def test_titles_summaries_and_tags_that_repeat_names_are_left_out() -> None:
    order = {
        "title": "Order",
        "type": "object",
        "properties": {
            "order_id": {"title": "Order Id", "type": "string"},
            "at": {"title": "At", "description": "When it came.", "type": "string"},
            "by": {"title": "Who sent it", "description": "By.", "type": "string"},
        },
    }
    operation = {
        "operationId": "readOrder",
        "summary": "Read Order",
        "description": "Read one of them.",
        "tags": ["orders"],
        "responses": {"204": {"description": "Done."}},
    }
    again = operation | {"operationId": "again", "summary": "Read one of them."}
    described = document(
        "3.1.0",
        schemas={"Order": order},
        paths={"/o": {"get": operation, "post": again}},
    )
    with weave(described) as woven:
        assert woven.models.Order.__dict__.get("__doc__") is None
        source = inspect.getsource(woven.module("models.order"))
        assert "Order Id" not in source
        assert '"""When it came."""' in source
        assert '"""Who sent it"""' in source
        orders = woven.module("operations.orders").Orders
        assert inspect.getdoc(orders) == "The operations of `orders`."
        example = "\n\nExample:\n    client.orders.read()"
        said = "Read one of them.\n\nGET /o"
        assert inspect.getdoc(orders.read) == said + example
        assert (inspect.getdoc(orders.again) or "").startswith(
            "Read one of them.\n\nPOST /o\n\nExample:"
        )
        handlers = woven.module("server.orders").OrdersApi
        assert inspect.getdoc(handlers.read) == "Read one of them.\n\nGET /o"
