"""Strings that the user says are files, where the document does not."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest

from apiloom.core.type_choice import TypeChoice
from tests.shapes import array, obj
from tests.weaving import Json, document, weave

PROPERTIES: Json = {
    "scan": {"type": "string"},
    "pages": array({"type": "string", "format": "upload"}),
    "title": {"type": "string"},
}
DOCUMENT = document(
    paths={
        "/scans": {
            "post": {
                "operationId": "scan",
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {"schema": obj("scan", **PROPERTIES)}
                    },
                },
                "responses": {"204": {"description": ""}},
            }
        }
    }
)
PLACE = (
    "#/paths/~1scans/post/requestBody/content/multipart~1form-data/schema"
    "/properties/scan"
)


@pytest.mark.parametrize("models", ["pydantic", "dataclass", "msgspec"])
def test_a_file_by_place_and_by_format(tmp_path: Path, models: str) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\xff")
    sent: list[bytes] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.read())
        return httpx2.Response(204)

    choices = (TypeChoice(PLACE, "file"), TypeChoice("upload", "file"))
    with weave(DOCUMENT, clean=True, types=choices, models=models) as woven:
        http = httpx2.Client(transport=httpx2.MockTransport(answer))
        client = woven.package.Client(base_url="https://a.example", http_client=http)
        file = woven.package.File(b"one", name="1.txt", type="text/plain")
        client.scans.scan(scan=tmp_path / "a.png", pages=[file, b"\xfe"], title="T")
    (body,) = sent
    assert b'name="scan"; filename="a.png"' in body
    assert b"\r\n\r\n\x89PNG\xff\r\n" in body
    assert b'name="pages"; filename="1.txt"\r\nContent-Type: text/plain' in body
    assert b"\r\n\r\n\xfe\r\n" in body
    assert b'name="title"\r\n' in body
