"""A document in which one operation leads to much, and another to little."""

from __future__ import annotations

from typing import Any, Final

from tests.weaving import Json, document


def ref(name: str, section: str = "schemas") -> Json:
    return {"$ref": f"#/components/{section}/{name}"}


def answer(schema: Json, **more: Any) -> Json:
    return {
        "description": "ok",
        "content": {"application/json": {"schema": schema}},
    } | more


def inline(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


TEXT: Final = {"type": "string"}
KEY: Final = {"name": "id", "in": "path", "required": True, "schema": TEXT}

PATHS: Final[Json] = {
    "/v1/orders": {
        "get": {
            "operationId": "listOrders",
            "tags": ["orders"],
            "parameters": [ref("Page", "parameters")],
            "responses": {
                "200": answer({"type": "array", "items": ref("Order")}),
                "429": ref("Slow", "responses"),
            },
        },
        "post": {
            "operationId": "createOrder",
            "tags": ["orders", "writing"],
            "security": [{"login": []}],
            "requestBody": {"content": {"application/json": {"schema": ref("Order")}}},
            "responses": {"201": answer(ref("Order"))},
            "callbacks": {
                "paid": {
                    "{$request.body#/url}": {
                        "post": {
                            "requestBody": {
                                "content": {
                                    "application/json": {"schema": ref("Payment")}
                                }
                            },
                            "responses": {"200": {"description": "ok"}},
                        }
                    }
                },
                "sent": ref("Sent", "callbacks"),
            },
        },
    },
    "/v1/orders/{id}": {
        "parameters": [KEY],
        "get": {
            "operationId": "getOrder",
            "tags": ["orders"],
            "responses": {"200": answer(ref("Order")), "404": answer(ref("Problem"))},
        },
    },
    "/v2/animals": {
        "get": {
            "operationId": "listAnimals",
            "tags": ["animals"],
            "responses": {"200": answer({"type": "array", "items": ref("Animal")})},
        },
    },
    "/health": {
        "get": {
            "responses": {
                "200": answer(inline(up={"type": "boolean"}, at=inline(x=TEXT)))
            },
            "security": [],
        }
    },
}

SCHEMAS: Final[Json] = {
    "Order": {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string", "readOnly": True},
            "lines": {"type": "array", "items": inline(item=ref("Item"))},
            "customer": ref("Customer"),
        },
    },
    # A circle: one module has both, named after the first.
    "Customer": inline(
        name=TEXT, last=ref("Order"), groups={"type": "array", "items": ref("Group")}
    ),
    "Group": inline(members={"type": "array", "items": ref("Customer")}),
    "Item": inline(name=TEXT, kind={"enum": ["a", "b"]}),
    "item": inline(other=TEXT),  # shares a name with Item, so one has a digest
    "Payment": inline(amount={"type": "number"}),
    "Shipment": inline(address=ref("item")),
    "Problem": inline(detail=TEXT),
    "Animal": {
        **inline(kind=TEXT),
        "required": ["kind"],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"cat": "Cat", "dog": "#/components/schemas/Dog"},
        },
    },
    "Cat": {"allOf": [ref("Animal"), inline(lives={"type": "integer"})]},
    "Dog": {"allOf": [ref("Animal"), inline(tricks=TEXT)]},
    "Event": inline(order=ref("Order")),
    "EventPage": inline(next=TEXT),
}

WEBHOOKS: Final[Json] = {
    "orderSeen": {
        "post": {
            "operationId": "orderSeen",
            "requestBody": {"content": {"application/json": {"schema": ref("Event")}}},
            "responses": {"200": {"description": "ok"}},
        }
    }
}

SHOP: Final[Json] = document(
    paths=PATHS,
    schemas=SCHEMAS,
    webhooks=WEBHOOKS,
    security=[{"token": []}],
    tags=[
        {"name": "orders", "description": "What was bought."},
        {"name": "animals", "description": "What was seen."},
        {"name": "writing"},
    ],
)
SHOP["components"] |= {
    "parameters": {
        "Page": {"name": "page", "in": "query", "schema": {"type": "integer"}}
    },
    "responses": {
        "Slow": answer(inline(wait={"type": "integer"})),
        "Unused": answer(ref("Problem")),
    },
    "callbacks": {
        "Sent": {
            "{$request.body#/url}": {
                "post": {
                    "requestBody": {
                        "content": {"application/json": {"schema": ref("Shipment")}}
                    },
                    "responses": {"200": {"description": "ok"}},
                }
            }
        }
    },
    "securitySchemes": {
        "token": {"type": "http", "scheme": "bearer"},
        "login": {"type": "http", "scheme": "basic"},
    },
}
