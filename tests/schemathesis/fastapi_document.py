"""A document that FastAPI writes, of an application with one of everything."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Cookie, FastAPI, Header, Path, Query
from pydantic import BaseModel, Field


class Item(BaseModel):
    """What is kept."""

    name: str = Field(min_length=1, max_length=40)
    price: float = Field(gt=0)
    tags: list[str] = []
    owner: str | None = None


def fastapi_document() -> dict[str, Any]:
    """The document as JSON."""
    app = FastAPI(title="Shop", version="1")

    @app.get("/items")
    def list_items(
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
        tag: Annotated[list[str] | None, Query()] = None,
        x_trace: Annotated[str | None, Header()] = None,
        seen: Annotated[int | None, Cookie()] = None,
    ) -> list[Item]:
        raise NotImplementedError

    @app.put("/items/{number}")
    def put_item(number: Annotated[int, Path(ge=0)], item: Item) -> Item:
        raise NotImplementedError

    @app.delete("/items/{number}", status_code=204)
    def delete_item(number: int) -> None:
        raise NotImplementedError

    document: dict[str, Any] = app.openapi()
    return document
