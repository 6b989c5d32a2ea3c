"""Client and server over a socket, with models that are none of pydantic's.

The program runs where pydantic cannot be imported.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from apiloom.core.model_style import MODEL_STYLES
from tests.shapes import INTEGER, TEXT, array, by_tag, mapping, obj, one_of, ref
from tests.weaving import Woven, document, weave

JSON: Final = "application/json"
SCHEMAS: Final[dict[str, Any]] = {
    "Pet": obj(
        "name",
        "kind",
        name={**TEXT, "minLength": 2},
        kind={"enum": ["cat"]},
        petSize={**INTEGER, "default": 5},
        note={"type": ["string", "null"]},
        born={"type": "string", "format": "date"},
        friends=array(ref("Pet")),
        scores=mapping(INTEGER),
    ),
    "Bird": obj("kind", kind={"enum": ["bird"]}, wings=INTEGER),
    "Animal": one_of(ref("Pet"), ref("Bird"), discriminator=by_tag("kind")),
    "Upload": obj(
        "data",
        data={"type": "string", "format": "binary"},
        pet=ref("Pet"),
        raw={"type": "string", "contentEncoding": "base64"},
        counts=array(INTEGER),
    ),
    "Form": obj(
        "n", n=INTEGER, day={"type": "string", "format": "date"}, all=array(TEXT)
    ),
    "Fault": obj("code", code=INTEGER),
}


def _content(schema: Any, media: str = JSON) -> dict[str, Any]:
    return {media: {"schema": schema}}


def _operation(
    name: str, body: dict[str, Any], answer: Any, *parameters: Any
) -> dict[str, Any]:
    return {
        "operationId": name,
        "tags": ["pets"],
        "parameters": parameters,
        "requestBody": {"content": body, "required": True},
        "responses": {
            "200": {"description": "", "content": _content(answer)},
            "409": {"description": "", "content": _content(ref("Fault"))},
        },
    }


def _parameter(name: str, place: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": schema, **more}


DAY: Final = {"type": "string", "format": "date"}
PATHS: Final[dict[str, Any]] = {
    "/pets/{day}": {
        "post": _operation(
            "add",
            _content(ref("Pet")),
            ref("Pet"),
            _parameter("day", "path", DAY, required=True),
            _parameter("tags", "query", array(TEXT)),
            _parameter("where", "query", obj(a=INTEGER, b=DAY), style="deepObject"),
            _parameter("limit", "query", {**INTEGER, "minimum": 1, "default": 7}),
        )
    },
    "/animals": {
        "put": _operation("swap", _content(ref("Animal")), array(ref("Animal")))
    },
    "/form": {
        "post": _operation(
            "fill", _content(ref("Form"), "application/x-www-form-urlencoded"), {}
        )
    },
    "/upload": {
        "post": _operation("upload", _content(ref("Upload"), "multipart/form-data"), {})
    },
}
PROGRAM: Final = """
import sys, warnings
sys.modules["pydantic"] = sys.modules["pydantic_core"] = None
sys.path[:0] = {paths!r}
warnings.simplefilter("ignore")
from datetime import date
import httpx2
from {package} import MISSING, Client
from {package}.errors import RequestValidationError, StatusError
from {package}.models import Bird, Fault, Pet
from {package}.server import create_app
from {package}.server.pets import Add, Fill, PetsApi, Swap, Upload
from tests.roundtrip.running import TLS, serve

class Pets(PetsApi):
    async def add(self, request, /):
        assert isinstance(request.body, Pet), request.body
        if request.body.name == "taken":
            return Add.Conflict(Fault(code=7))
        seen = [request.day, request.tags, request.where, request.limit]
        body = request.body
        body.extra_properties["seen"] = [str(part) for part in seen[:2]] + [
            None if seen[2] in (None, MISSING) else seen[2].to_dict(), seen[3]
        ]
        return Add.Ok(body)

    async def swap(self, request, /):
        return Swap.Ok([request.body, {{"kind": "bird", "wings": 2}}])

    async def fill(self, request, /):
        form = request.body
        return Fill.Ok([form.n, str(form.day), form.all])

    async def upload(self, request, /):
        body = request.body
        data = body.data if isinstance(body.data, bytes) else body.data.read()
        pet = body.pet and body.pet.to_dict()
        return Upload.Ok([data.decode(), pet, body.raw.decode(), body.counts])

def show(call, *arguments, **keywords):
    try:
        print(call(*arguments, **keywords))
    except (RequestValidationError, StatusError) as error:
        data = getattr(error, "data", None)
        print(type(error).__name__, data if isinstance(data, Fault) else error)

with serve(create_app(pets=Pets())) as url, httpx2.Client(verify=TLS) as http:
    pets = Client(base_url=url, http_client=http, max_retries=0).pets
    day = date(2024, 2, 29)
    tom = Pet(name="Tom", friends=[Pet(name="Al", born=day)], scores={{"a": 1}})
    answer = pets.add(day, tom, tags=["a", "b"], where={{"a": 1, "b": day}})
    print(answer.to_json())
    print(answer.friends[0].born == day, answer.note is MISSING, answer.pet_size)
    print(pets.add(day, name="Kim", note=None, pet_size=None, limit=9).to_dict())
    show(pets.add, day, name="taken")
    show(pets.add, day, {{"name": "T", "kind": "cat", "friends": [{{}}]}})
    show(pets.add, day, Pet(name="Tom", friends=[Pet(name="A")]))
    show(pets.add, day, name="Tom", limit=0)
    show(pets.swap, Bird(wings=1))
    show(pets.swap, {{"kind": "cat", "name": "Tom"}})
    show(pets.swap, {{"kind": "cow"}})
    show(pets.fill, n=3, day=day, all=["x", "y z"])
    show(pets.upload, data=b"hello", pet=tom, raw=b"raw", counts=[1, 2])
    sent = http.post(
        url + "/pets/2024-02-29?limit=x", json={{"name": "Tom", "kind": "cat"}}
    )
    print(sent.status_code, sent.json()["errors"][0]["detail"])
    wrong = {{"name": 1, "friends": [{{"a": 1}}]}}
    sent = http.post(url + "/pets/2024-02-29", json=wrong)
    print(sent.status_code, [error["pointer"] for error in sent.json()["errors"]])

friends = [{{"name": "Al"}}, {{"petSize": 5}}]
flawed = {{"name": "T", "born": "never", "friends": friends}}
transport = httpx2.MockTransport(lambda _: httpx2.Response(200, json=flawed))
with httpx2.Client(transport=transport) as http:
    pets = Client(base_url="http://x", http_client=http).pets
    answer = pets.add(date(2024, 2, 29), name="Tom")
    print(answer.name, answer.born, answer.friends[1].name, answer.kind)
    print(answer.to_dict() == flawed)
    answer.born = day
    print(answer.to_dict())
"""
EXPECTED: Final = """\
{"name":"Tom","kind":"cat","friends":[{"name":"Al","kind":"cat","born":"2024-02-\
29"}],"scores":{"a":1},"seen":["2024-02-29","['a', \
'b']",{"a":1,"b":"2024-02-29"},7]}
True True 5
{'name': 'Kim', 'kind': 'cat', 'note': None, 'seen': ['2024-02-29', 'None', \
None, 9]}
ConflictError Fault(code=7, extra_properties={})
RequestValidationError add: body: name: Does not satisfy `minLength`; \
friends.0.name: Field required; friends.0.kind: Field required
RequestValidationError add: body: friends.0.name: Does not satisfy `minLength`
RequestValidationError add: query 'limit': Does not satisfy `minimum`
[Bird(kind='bird', wings=1, extra_properties={}), Bird(kind='bird', wings=2, \
extra_properties={})]
[Pet(name='Tom', kind='cat', pet_size=5, note=MISSING, born=None, friends=None, \
scores=None, extra_properties={}), Bird(kind='bird', wings=2, \
extra_properties={})]
RequestValidationError swap: body: `kind` must be 'cat' or 'bird'
[3, '2024-02-29', ['x', 'y z']]
['hello', {'name': 'Tom', 'kind': 'cat', 'friends': [{'name': 'Al', 'kind': \
'cat', 'born': '2024-02-29'}], 'scores': {'a': 1}}, 'raw', [1, 2]]
400 Input should be a valid integer
400 ['/name', '/friends/0/name', '/friends/0/kind', '/kind']
T never None cat
True
{'name': 'T', 'born': '2024-02-29', 'friends': [{'name': 'Al'}, {'petSize': 5}]}
"""


@pytest.fixture(scope="module", params=MODEL_STYLES[1:])
def woven(request: pytest.FixtureRequest) -> Iterator[Woven]:
    whole = document(paths=PATHS, schemas=SCHEMAS)
    with weave(whole, clean=True, models=request.param) as woven:
        yield woven


def test_client_and_server_where_pydantic_is_not_there(woven: Woven) -> None:
    paths = [str(woven.folder.parent), str(Path(__file__).parents[2])]
    program = PROGRAM.format(paths=paths, package=woven.name)
    finished = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.stderr == ""
    assert finished.stdout == EXPECTED
