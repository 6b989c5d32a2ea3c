"""What checkers have to report: each line with the mark, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TypedDict

from fastapi import FastAPI
from service import AppState, Orders, check
from shop.server import HttpRequest, RequestIds, Security, create_app, lifespan_of
from starlette.applications import Starlette


class Wrong(TypedDict):
    store: int


@asynccontextmanager
async def number(app: Starlette) -> AsyncGenerator[int]:
    yield 5


def read(http: HttpRequest) -> None:
    http.state_as(AppState)["stores"].clear()  # refused
    http.state_as(AppState)["left"].append(5)  # refused
    http.state_as(Wrong)["store"].clear()  # refused


security = Security(token=check)
create_app(orders=Orders(), security=security, lifespan=number)  # refused
create_app(orders=Orders(), security=security, base_path=2)  # refused
create_app(orders=Orders(), security=security, basepath="/x")  # refused
create_app(orders=Orders(), security=security, cors=[1])  # refused
create_app(orders=Orders(), security=security, middleware=[RequestIds])  # refused
create_app(orders=Orders())  # refused
api = create_app(orders=Orders(), security=security)
FastAPI(lifespan=lifespan_of(api, number))  # refused
