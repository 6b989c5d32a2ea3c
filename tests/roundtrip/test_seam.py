"""The client and the server over models that are none of pydantic's.

The codec of a package, and its one model, are replaced by hand, and pydantic cannot be
imported: whatever goes past the seam to it fails.
"""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import Any, Final

from tests.roundtrip import dataclass_codec
from tests.shapes import INTEGER, TEXT, array, obj, ref
from tests.weaving import document, weave

MODEL: Final = """
from dataclasses import dataclass, field

from .._runtime.codec import AnyModel


@dataclass(kw_only=True)
class Pet(AnyModel):
    name: str
    class_: int | None = field(default=None, metadata={"key": "class"})
    friends: "list[Pet] | None" = None
"""
PROGRAM: Final = """
import asyncio, sys
sys.path.insert(0, {folder!r})
sys.modules["pydantic"] = sys.modules["pydantic_core"] = None
import httpx2
from {package} import AsyncClient
from {package}.errors import RequestValidationError, StatusError
from {package}.models import Pet
from {package}.server import create_app
from {package}.server.pets import Add, PetsApi, Put

class Pets(PetsApi):
    async def add(self, request, /):
        return Add.Ok([pet for pet in request.body if pet.name != request.but])

    async def put(self, request, /):
        if request.body.name == "nobody":
            return Put.Ok("no pet")
        return Put.Ok(request.body)

async def main():
    app = create_app(pets=Pets())
    http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app))
    client = AsyncClient(base_url="http://x", http_client=http)
    tom = Pet(name="Tom", class_=3, friends=[Pet(name="Al")], extra={{"more": [1]}})
    print(await client.pets.put(tom) == tom)
    print(await client.pets.put(name="Tom", class_=None))
    print(await client.pets.add([tom, {{"name": "Kim"}}], but="Tom"))
    try:
        await client.pets.add([{{"name": 1}}])
    except RequestValidationError as error:
        print(error)
    try:
        await client.pets.put(name="nobody")
    except StatusError as error:
        print(error.status_code)
    sent = await http.put("http://x/pet", json={{"class": "x", "friends": [{{}}]}})
    print(sent.status_code, [error["pointer"] for error in sent.json()["errors"]])
    flawed = b'{{"class": "x", "friends": [{{"name": "Al"}}], "more": 1}}'
    kind = {{"content-type": "application/json"}}
    answer = lambda _: httpx2.Response(200, content=flawed, headers=kind)
    http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    client = AsyncClient(base_url="http://x", http_client=http)
    print(await client.pets.put(name="Tom"))

asyncio.run(main())
"""
EXPECTED: Final = """\
True
Pet(extra={}, name='Tom', class_=None, friends=None)
[Pet(extra={}, name='Kim', class_=None, friends=None)]
addPets: body: 0.name: Is no str
500
400 ['/name', '/class', '/friends/0/name']
Pet(extra={'more': 1, 'class': 'x'}, name=None, class_=None, \
friends=[Pet(extra={}, name='Al', class_=None, friends=None)])
"""


def _operation(name: str, schema: Any, *parameters: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {
        "operationId": name,
        "tags": ["pets"],
        "parameters": parameters,
        "requestBody": {"content": content, "required": True},
        "responses": {"200": {"description": "", "content": content}},
    }


def test_models_of_another_kind_travel_where_pydantic_is_not_there() -> None:
    but = {"name": "but", "in": "query", "schema": TEXT}
    paths = {
        "/pets": {"post": _operation("addPets", array(ref("Pet")), but)},
        "/pet": {"put": _operation("putPet", ref("Pet"))},
    }
    pet = obj("name", name=TEXT, friends=array(ref("Pet")), **{"class": INTEGER})
    with weave(document(paths=paths, schemas={"Pet": pet})) as woven:
        codec = inspect.getsource(dataclass_codec).replace("apiloom.runtime.", ".")
        (woven.folder / "_runtime" / "pydantic_codec.py").write_text(codec)
        (woven.folder / "models" / "pet.py").write_text(MODEL)
        program = PROGRAM.format(folder=str(woven.folder.parent), package=woven.name)
        finished = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program],
            capture_output=True,
            text=True,
            check=False,
        )
    assert finished.returncode == 0, finished.stderr
    assert "BrokenReplyError: the body is not a Pet" in finished.stderr
    assert finished.stdout == EXPECTED
