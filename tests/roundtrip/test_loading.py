"""A resource loads nothing but itself, a call the models of its operation alone."""

from __future__ import annotations

import subprocess
import sys

from tests.shapes import TEXT, obj, ref
from tests.weaving import document, weave

PROGRAM = """
import sys
sys.path.insert(0, {folder!r})
import httpx2
from {package} import Client

def loaded():
    names = {{name.removeprefix("{package}.") for name in sys.modules}}
    return sorted(names & {{"models.cat", "models.dog", "operations.dogs", "pydantic"}})

answer = httpx2.Response(200, json={{"name": "Tom"}})
http = httpx2.Client(transport=httpx2.MockTransport(lambda _: answer))
client = Client(base_url="http://x", http_client=http)
client.pets
print(loaded())
client.pets.cat()
print(loaded())
"""


def _operation(name: str, tag: str, schema: str) -> dict[str, object]:
    content = {"application/json": {"schema": ref(schema)}}
    responses = {"200": {"description": "", "content": content}}
    return {"operationId": name, "tags": [tag], "responses": responses}


def test_a_call_loads_what_its_operation_needs() -> None:
    paths = {
        "/cat": {"get": _operation("cat", "pets", "Cat")},
        "/dog": {"get": _operation("dog", "pets", "Dog")},
        "/dogs": {"get": _operation("get", "dogs", "Dog")},
    }
    schemas = {"Cat": obj(name=TEXT), "Dog": obj(name=TEXT)}
    with weave(document(paths=paths, schemas=schemas), clean=True) as woven:
        program = PROGRAM.format(folder=str(woven.folder.parent), package=woven.name)
        finished = subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True
        )
    assert finished.stdout.splitlines() == ["[]", "['models.cat', 'pydantic']"]
