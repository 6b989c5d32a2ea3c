"""The same API inside of an application of FastAPI: `uvicorn mounted:outer`."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TypedDict

from fastapi import FastAPI, Request
from service import Orders, check, lifespan
from shop.server import Security, create_app, lifespan_of
from starlette.applications import Starlette


class OuterState(TypedDict):
    """What the outer application opens."""

    name: str


@asynccontextmanager
async def own(app: Starlette) -> AsyncGenerator[OuterState]:
    yield OuterState(name="outer")


api = create_app(
    orders=Orders(),
    security=Security(token=check),
    lifespan=lifespan,
    cors=["https://app.example.com"],
)
outer = FastAPI(lifespan=lifespan_of(own, api))
outer.mount("/shop", api)


@outer.get("/name")
def name(request: Request) -> str:
    return str(request.state.name)
