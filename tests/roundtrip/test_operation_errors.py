"""An operation whose errors carry less than those of all raises classes of its own."""

from __future__ import annotations

import asyncio
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from apiloom.core.location import Pointer
from apiloom.core.name_override import NameOverride
from apiloom.core.selection import OperationFilter, Selection, SelectionPattern
from tests.weaving import Json, Woven, document, weave

SCHEMAS: Json = {
    "Fault": {
        "type": "object",
        "required": ["reason"],
        "properties": {"reason": {"type": "string"}},
    },
    "Problem": {
        "type": "object",
        "required": ["title"],
        "properties": {"title": {"type": "string"}},
    },
}


def carrying(*schemas: Json | str) -> Json:
    """A response with a media type for each schema; a text stands for a component."""
    names = ("application/json", "application/problem+json")
    content = {
        name: {
            "schema": (
                {"$ref": f"#/components/schemas/{schema}"}
                if isinstance(schema, str)
                else schema
            )
        }
        for name, schema in zip(names, schemas, strict=False)
    }
    return {"description": "it failed", "content": content}


def operation(name: str, tag: str, **responses: Json) -> Json:
    keyed = {status.lstrip("_"): response for status, response in responses.items()}
    return {
        "operationId": name,
        "tags": [tag],
        "responses": {"204": {"description": "done"}, **keyed},
    }


NOTHING: Json = {"description": "nothing"}
PATHS: Json = {
    "/pets": {
        "get": operation(
            "listPets",
            "pets",
            _404=carrying("Fault"),
            _409=carrying("Fault"),
            _4XX=carrying("Fault"),
            default=carrying("Fault"),
        ),
        "put": operation(
            "putPet",
            "pets",
            _404=carrying("Fault", "Problem"),
            _409=carrying("Fault"),
            _4XX=NOTHING,
            default=carrying({}),
        ),
    },
    "/owners": {
        "get": operation(
            "listOwners",
            "owners",
            _404=carrying("Problem"),
            _4XX=carrying({"type": "array", "items": {"type": "string"}}),
            default=carrying("Problem"),
        ),
        "put": operation(
            "putOwner",
            "owners",
            _404=NOTHING,
            _4XX=carrying({"type": "array", "items": {"type": "string"}}),
        ),
    },
}
API = document("3.1.0", schemas=SCHEMAS, paths=PATHS)
EXPECTED: Json = {
    "GET /owners": {
        "404": "ListOwnersNotFoundError",
        "4XX": "ListOwnersOtherClientError",
        "default": "ListOwnersDefaultError",
        "default/4XX": "ListOwnersDefaultClientError",
        "default/5XX": "ListOwnersDefaultServerError",
    },
    "GET /pets": {
        "404": "ListPetsNotFoundError",
        "4XX": "ListPetsOtherClientError",
        "default": "ListPetsDefaultError",
        "default/4XX": "ListPetsDefaultClientError",
        "default/5XX": "ListPetsDefaultServerError",
    },
    "PUT /owners": {"4XX": "PutOwnerOtherClientError"},
    "PUT /pets": {"404": "PutPetNotFoundError"},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(API, clean=True) as package:
        yield package


def raised(woven: Woven, method: str, status: int, body: object) -> Any:
    """What a call raises, by the sync client and by the async one alike."""

    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, json=body)

    resource, _, name = method.partition(".")
    transport = httpx2.MockTransport(answer)
    arguments: Json = {"base_url": "http://x", "max_retries": 0}
    client = woven.package.Client(
        **arguments, http_client=httpx2.Client(transport=transport)
    )
    with pytest.raises(woven.package.errors.StatusError) as caught:
        getattr(getattr(client, resource), name)()

    async def call() -> None:
        http = httpx2.AsyncClient(transport=transport)
        client = woven.package.AsyncClient(**arguments, http_client=http)
        await getattr(getattr(client, resource), name)()

    with pytest.raises(type(caught.value)) as caught_too:
        asyncio.run(call())
    assert caught_too.value.data == caught.value.data
    return caught.value


def test_the_manifest_has_them(woven: Woven) -> None:
    assert woven.manifest["errors"] == EXPECTED


@pytest.mark.parametrize(
    ("method", "status", "name", "model"),
    [
        ("pets.list", 404, "ListPetsNotFoundError", "Fault"),
        ("pets.put", 404, "PutPetNotFoundError", "Fault"),
        ("owners.list", 404, "ListOwnersNotFoundError", "Problem"),
        ("pets.list", 410, "ListPetsOtherClientError", "Fault"),
        ("pets.list", 500, "ListPetsDefaultServerError", "Fault"),
        ("pets.list", 302, "ListPetsDefaultError", "Fault"),
        ("owners.list", 503, "ListOwnersDefaultServerError", "Problem"),
        ("pets.list", 409, "ConflictError", "Fault"),
    ],
)
def test_it_is_raised(
    woven: Woven, method: str, status: int, name: str, model: str
) -> None:
    body = {"Fault": {"reason": "r"}, "Problem": {"title": "t"}}[model]
    error = raised(woven, method, status, body)
    assert type(error).__name__ == name
    assert type(error) is getattr(woven.package.errors, name)
    assert error.data == getattr(woven.models, model)(**body)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.data) == (type(error), error.data)


@pytest.mark.parametrize(
    ("name", "bases"),
    [
        ("ListPetsNotFoundError", ("NotFoundError", "ClientError", "ApiError")),
        ("ListPetsOtherClientError", ("OtherClientError", "ClientError")),
        ("ListPetsDefaultError", ("DefaultError", "StatusError")),
        (
            "ListPetsDefaultClientError",
            ("ListPetsDefaultError", "DefaultClientError", "ClientError"),
        ),
        (
            "ListPetsDefaultServerError",
            ("ListPetsDefaultError", "DefaultServerError", "ServerError"),
        ),
    ],
)
def test_it_is_caught_as_before(
    woven: Woven, name: str, bases: tuple[str, ...]
) -> None:
    errors = woven.package.errors
    for base in bases:
        assert issubclass(getattr(errors, name), getattr(errors, base))


def test_what_carries_no_less_or_anything_has_none(woven: Woven) -> None:
    errors = woven.package.errors
    for name in (
        "ListPetsConflictError",  # no operation declares anything else
        "PutPetOtherClientError",  # declares nothing: whatever came is its data
        "PutOwnerNotFoundError",
        "PutPetDefaultError",  # declares anything
    ):
        assert not hasattr(errors, name)
    assert type(raised(woven, "owners.put", 404, {"a": 1})) is errors.NotFoundError


def test_methods_name_what_they_raise(woven: Woven) -> None:
    listing = woven.module("operations.pets").Pets.list.__doc__
    for name in (
        "ListPetsNotFoundError",
        "ConflictError",
        "ListPetsOtherClientError",
        "ListPetsDefaultError",
    ):
        assert f"errors.{name}: it failed" in listing


def test_they_can_be_listed(woven: Woven) -> None:
    names = {name for keyed in EXPECTED.values() for name in keyed.values()}
    assert names <= set(dir(woven.package.errors))


def test_nothing_is_loaded_before_it_is_raised(woven: Woven) -> None:
    program = (
        "import sys, httpx2\n"
        f"from {woven.name} import Client, errors\n"
        "answer = httpx2.MockTransport(lambda _: httpx2.Response(204))\n"
        "http = httpx2.Client(transport=answer)\n"
        "Client(base_url='http://x', http_client=http).pets.list()\n"
        "assert not hasattr(errors, '__wrapped__')\n"
        "loaded = [name for name in sys.modules if 'operation_errors' in name]\n"
        "print(loaded)\n"
        "errors.ListPetsNotFoundError\n"
        "print(sorted(name for name in sys.modules if 'operation_errors.' in name))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=woven.folder.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = done.stdout.splitlines()
    assert before == "[]"
    assert after == f"['{woven.name}.operation_errors.pets']"


def test_where_all_carry_the_same_there_is_nothing() -> None:
    paths = {"/pets": {"get": operation("listPets", "pets", _404=carrying("Fault"))}}
    with weave(document("3.1.0", schemas=SCHEMAS, paths=paths)) as woven:
        assert "errors" not in woven.manifest
        assert not (woven.folder / "operation_errors").exists()
        assert "error_index" not in woven.source("errors.py")


def test_a_server_alone_has_none() -> None:
    with weave(API, targets=("models", "server")) as woven:
        assert "errors" not in woven.manifest
        assert not (woven.folder / "operation_errors").exists()


def test_a_part_has_those_of_the_whole() -> None:
    select = Selection(OperationFilter(operations=(SelectionPattern("listPets"),)))
    with weave(API, select=select) as woven:
        assert woven.manifest["errors"] == {"GET /pets": EXPECTED["GET /pets"]}


def of_paths(**paths: Json) -> Json:
    keyed = {f"/{name}": item for name, item in paths.items()}
    return document("3.1.0", schemas=SCHEMAS, paths=keyed)


def test_what_has_shipped_stays(tmp_path: Path) -> None:
    folder = tmp_path / "kept_package"
    with weave(API, package=folder):
        pass
    alike = json.loads(json.dumps(API))
    alike["paths"]["/pets"]["put"]["responses"]["404"] = carrying("Fault")
    del alike["paths"]["/owners"]
    with weave(alike, package=folder) as woven:
        assert woven.manifest["errors"] == {
            key: EXPECTED[key] for key in ("GET /pets", "PUT /pets")
        }
        error = raised(woven, "pets.put", 404, {"reason": "r"})
        assert type(error).__name__ == "PutPetNotFoundError"


def test_a_name_that_shipped_stays_when_the_operation_is_called_otherwise(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "renamed_package"
    with weave(API, package=folder):
        pass
    renamed = json.loads(json.dumps(API))
    renamed["paths"]["/pets"]["get"]["operationId"] = "findPets"
    with weave(renamed, package=folder) as woven:
        assert woven.manifest["errors"] == EXPECTED
        messages = [note.message for note in woven.reported("name-kept")]
        assert any(message.startswith("errors keep") for message in messages)
    with weave(renamed) as woven:
        assert woven.manifest["errors"]["GET /pets"]["404"] == "FindPetsNotFoundError"


def test_operations_of_one_name_are_told_by_their_resources() -> None:
    api = of_paths(
        a={"get": operation("get-it", "cats", _404=carrying("Fault"))},
        b={"get": operation("getIt", "dogs", _404=carrying("Problem"))},
        c={"get": operation("get_it", "dogs", _404=carrying("Fault", "Problem"))},
        d={"get": operation("other", "dogs", _404=carrying("Fault"))},
    )
    with weave(api) as woven:
        names = [*woven.manifest["errors"].values()]
        assert names[0] == {"404": "CatsGetItNotFoundError"}
        assert len({name for keyed in names for name in keyed.values()}) == 3


def test_none_is_called_as_one_of_all_operations() -> None:
    api = of_paths(
        a={"get": operation("not", "x", _302=carrying("Fault"))},
        b={"get": operation("found", "x", _302=carrying("Problem"))},
    )
    with weave(api) as woven:
        assert woven.manifest["errors"] == {
            "GET /a": {"302": "XNotFoundError"},
            "GET /b": {"302": "FoundFoundError"},
        }
        assert len(woven.reported("name-clash")) == 1


@pytest.mark.parametrize(
    ("pointer", "name", "expected"),
    [
        ("/paths/~1pets/get/responses/404", "NoSuchPet", {"404": "NoSuchPet"}),
        (
            "/paths/~1pets/get/responses/default",
            "PetsFailedError",
            {
                "default": "PetsFailedError",
                "default/4XX": "PetsFailedClientError",
                "default/5XX": "PetsFailedServerError",
            },
        ),
        ("/paths/~1pets/get", "search", {"404": "SearchNotFoundError"}),
    ],
)
def test_the_user_has_the_last_word(
    pointer: str, name: str, expected: Json, tmp_path: Path
) -> None:
    folder = tmp_path / "given_package"
    with weave(API, package=folder):
        pass
    given = NameOverride(Pointer(pointer), name)
    with weave(API, names=(given,), package=folder) as woven:
        keyed = woven.manifest["errors"]["GET /pets"]
        assert keyed == {**keyed, **expected}
        assert not woven.reported("name-unused")
        assert issubclass(
            getattr(woven.package.errors, keyed["404"]),
            woven.package.errors.NotFoundError,
        )
