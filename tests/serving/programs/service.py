"""A service of its own: `uvicorn service:app`, or gunicorn, or hypercorn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

from shop.models import Error, Order
from shop.server import Access, RequestIds, Security, create_app
from shop.server.orders import Get, OrdersApi, Put, Watch
from starlette.applications import Starlette
from starlette.middleware import Middleware


class AppState(TypedDict):
    """What the lifespan opens."""

    store: dict[str, Order]
    left: list[str]


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncGenerator[AppState]:
    store = {"a": Order(id="a", amount=1)}
    yield AppState(store=store, left=[])
    store.clear()


class Orders(OrdersApi[str]):
    async def get(self, request: Get.Request, /) -> Get.Response:
        state = request.http.state_as(AppState)
        if request.id == "left":
            amount = len(state["left"])
            return Get.Ok(Order(id="left", amount=amount))
        order = state["store"].get(request.id)
        if order is None:
            raise Get.NotFound(Error(message=f"There is no {request.id}"))
        return Get.Ok(order)

    def put(self, request: Put.Request[str], /) -> Put.Response:
        request.http.state_as(AppState)["store"][request.id] = request.body
        return Put.NoContent()

    async def watch(self, request: Watch.Request, /) -> Watch.Response:
        state = request.http.state_as(AppState)

        async def orders() -> AsyncIterator[Order]:
            try:
                for amount in range(1000):
                    yield Order(id="n", amount=amount)
                    await asyncio.sleep(0 if amount < 2 else 0.02)
            finally:
                state["left"].append("one")

        return Watch.Ok(orders())


def check(token: str, access: Access) -> str | None:
    return "admin" if token == "secret" else None


app = create_app(
    orders=Orders(),
    security=Security(token=check),
    lifespan=lifespan,
    middleware=[Middleware(RequestIds)],
)
