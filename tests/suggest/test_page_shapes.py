"""How lists lead on, told by the shape of an operation; and what is no list."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from tests.shapes import array, obj
from tests.suggest.suggesting import FLAG, NUMBER, PETS, TEXT, listing, rules_for
from tests.weaving import Json

URI: Json = {"type": "string", "format": "uri"}
NULLABLE: Json = {"type": ["string", "null"]}

SHAPES: Final[dict[str, tuple[Json, dict[str, Any]]]] = {
    "the id of the last item": (
        listing(obj(data=PETS, has_more=FLAG), starting_after=TEXT, limit=NUMBER),
        {
            "kind": "cursor",
            "parameter": "starting_after",
            "items": "/data",
            "last": "/id",
            "more": "/has_more",
        },
    ),
    "an id in the answer": (
        listing(obj(data=PETS, last_id=TEXT, has_more=FLAG), after=TEXT),
        {
            "kind": "cursor",
            "parameter": "after",
            "items": "/data",
            "next": "/last_id",
            "more": "/has_more",
        },
    ),
    "a token": (
        listing(obj(pets=PETS, nextPageToken=TEXT), pageToken=TEXT, pageSize=NUMBER),
        {
            "kind": "cursor",
            "parameter": "pageToken",
            "items": "/pets",
            "next": "/nextPageToken",
        },
    ),
    "a token in the metadata": (
        listing(
            obj(items=PETS, metadata=obj(**{"continue": TEXT})),
            query={"continue": TEXT},
        ),
        {
            "kind": "cursor",
            "parameter": "continue",
            "items": "/items",
            "next": "/metadata/continue",
        },
    ),
    "a page that is a cursor": (
        listing(obj(data=PETS, next_page=NULLABLE), page=TEXT, limit=NUMBER),
        {
            "kind": "cursor",
            "parameter": "page",
            "items": "/data",
            "next": "/next_page",
        },
    ),
    "a cursor in pages of GraphQL's kind": (
        listing(
            obj(nodes=PETS, pageInfo=obj(endCursor=TEXT, hasNextPage=FLAG)), after=TEXT
        ),
        {
            "kind": "cursor",
            "parameter": "after",
            "items": "/nodes",
            "next": "/pageInfo/endCursor",
            "more": "/pageInfo/hasNextPage",
        },
    ),
    "a URL": (
        listing(obj(value=PETS, nextLink=TEXT)),
        {"kind": "url", "items": "/value", "next": "/nextLink"},
    ),
    "a URL among links": (
        listing(obj(pets=PETS, links=obj(pages=obj(next=TEXT, prev=TEXT)))),
        {"kind": "url", "items": "/pets", "next": "/links/pages/next"},
    ),
    "a link of HAL": (
        listing(obj(items=PETS, _links=obj(next=obj(href=TEXT)))),
        {"kind": "url", "items": "/items", "next": "/_links/next/href"},
    ),
    "a URL by its format": (
        listing(obj(results=PETS, count=NUMBER, next=URI, previous=URI), page=NUMBER),
        {"kind": "url", "items": "/results", "next": "/next"},
    ),
    "a header": (
        listing(PETS, headers={"Link": {"schema": TEXT}}, page=NUMBER, per_page=NUMBER),
        {"kind": "link"},
    ),
    "numbers of pages": (
        listing(PETS, page=NUMBER, per_page=NUMBER),
        {"kind": "page", "parameter": "page"},
    ),
    "numbers from zero": (
        listing(obj(pets=PETS), page={**NUMBER, "default": 0}, size=NUMBER),
        {"kind": "page", "parameter": "page", "items": "/pets", "first": 0},
    ),
    "numbers and a flag": (
        listing(
            obj(data=PETS, hasNext=FLAG, total=NUMBER), query={"page[number]": NUMBER}
        ),
        {
            "kind": "page",
            "parameter": "page[number]",
            "items": "/data",
            "more": "/hasNext",
        },
    ),
    "a position": (
        listing(obj(results=PETS), skip=NUMBER, take=NUMBER),
        {"kind": "offset", "parameter": "skip", "items": "/results"},
    ),
    "a position from one": (
        listing(obj(Resources=PETS), startIndex={**NUMBER, "default": 1}, count=NUMBER),
        {
            "kind": "offset",
            "parameter": "startIndex",
            "items": "/Resources",
            "first": 1,
        },
    ),
    "the array that is called as the path": (
        listing(obj(pets=PETS, warnings=array(TEXT)), page=NUMBER, limit=NUMBER),
        {"kind": "page", "parameter": "page", "items": "/pets"},
    ),
}
NO_LISTS: Final[dict[str, Json]] = {
    "no array": listing(obj(name=TEXT, next_cursor=TEXT), cursor=TEXT),
    "two arrays": listing(obj(a=PETS, b=PETS), page=NUMBER, limit=NUMBER),
    "nothing leads on": listing(PETS, limit=NUMBER),
    "the page of a book": listing(PETS, page=NUMBER),
    "a page that is a text": listing(PETS, page=TEXT, limit=NUMBER),
    "only the way back": listing(obj(data=PETS, prev_cursor=TEXT), cursor=TEXT),
    "the next appointment": listing(obj(data=PETS, next=TEXT)),
    "no schema": listing({}, page=NUMBER, limit=NUMBER),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_list(tmp_path: Path, shape: str) -> None:
    operation, rule = SHAPES[shape]
    found = rules_for(tmp_path, {"/pets": {"get": operation}})
    assert found == [{"operation": "listPets", **rule}]


@pytest.mark.parametrize("shape", NO_LISTS)
def test_no_list(tmp_path: Path, shape: str) -> None:
    assert rules_for(tmp_path, {"/pets": {"get": NO_LISTS[shape]}}) == []


def test_a_token_in_the_body(tmp_path: Path) -> None:
    body = obj(NextToken=TEXT, MaxResults=NUMBER)
    operation = listing(obj(Pets=PETS, NextToken=TEXT), body=body)
    (rule,) = rules_for(tmp_path, {"/pets": {"post": operation}})
    assert rule["parameter"] == "NextToken"
    assert rule["next"] == "/NextToken"


def test_one_thing_that_has_a_list(tmp_path: Path) -> None:
    """Its answer may have the links of all answers."""
    path = {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}]
    }
    one = listing(obj(tags=array(TEXT), links=obj(next=TEXT)))
    assert rules_for(tmp_path, {"/pets/{id}": {**path, "get": one}}) == []
    paged = listing(obj(tags=array(TEXT), links=obj(next=TEXT)), limit=NUMBER)
    (rule,) = rules_for(tmp_path, {"/pets/{id}": {**path, "get": paged}})
    assert rule["kind"] == "url"
