"""Parts, and models whoever made them, are judged before anything is sent."""

from __future__ import annotations

import base64
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from .conftest import Sender
from .raw_server import RawServer

DOCUMENT = "files.yaml"
PATH = Path(__file__)
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "file: Field required"),
    ({"file": PATH, "count": 6}, "count: "),
    ({"file": PATH, "count": "5"}, "count: "),
    ({"file": PATH, "note": "123456"}, "note: "),
    ({"file": PATH, "note": PATH}, "note: "),
    ({"file": PATH, "kind": "c"}, "kind: "),
    ({"file": PATH, "meta": {"k": "1"}}, "meta.k: "),
    ({"file": PATH, "meta": {}}, "meta.k: "),
    ({"file": PATH, "metas": [{"k": 1}, {"k": None}]}, "metas.1.k: "),
    ({"file": PATH, "at": "today"}, "at: "),
    ({"file": PATH, "digest": PATH}, "what is encoded is given as bytes"),
    ({"file": PATH, "pages": PATH}, "pages: "),
    ({"file": PATH, "pages": [PATH, 1]}, "pages.1: "),
    ({"file": {"a": 1}}, "file: "),
    ({"file": 5}, "file: "),
    ({"file": "text"}, "file: "),
    ({"file": PATH, "words": ["a", "b c"]}, "' ' inside of an item"),
    ({"file": PATH, "latin": "日"}, "latin-1|iso-8859-1"),
]


@pytest.mark.parametrize(("properties", "reason"), REFUSED)
def test_what_breaks_the_document(
    send: Sender, server: RawServer, properties: dict[str, Any], reason: str
) -> None:
    refused = send.woven.module("errors").RequestValidationError
    with pytest.raises(refused, match=f"upload: body: .*(?:{reason})"):
        send("files.upload", properties)
    if properties:
        with pytest.raises(refused, match=f"upload: body: .*(?:{reason})"):
            send("files.upload", **properties)
    assert not server.came


def test_what_the_document_does_not_know(send: Sender, server: RawServer) -> None:
    with pytest.raises(send.woven.module("errors").RequestValidationError):
        send("files.upload", {"file": b"", "other": "x"})
    with pytest.raises(TypeError, match="'other'"):
        send("files.upload", file=b"", other="x")
    assert not server.came


def test_how_parts_are_written(send: Sender, server: RawServer) -> None:
    models = send.woven.models
    send(
        "files.upload",
        latin="ü",
        words=["a", "b"],
        metas=[{"k": 1}, models.Meta(k=2)],
        meta={"k": 3, "at": dt.datetime(2026, 1, 2, tzinfo=dt.UTC)},
        at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
        digest=b"\xff\0",
        kind="a",
        count=5,
        file=b"\0",
    )
    expected: list[tuple[str, str, bytes]] = [
        ('file"; filename="file', "application/octet-stream", b"\0"),
        ("count", "", b"5"),
        ("kind", "", b"a"),
        ("at", "", b"2026-01-02T00:00:00Z"),
        ("digest", "", base64.b64encode(b"\xff\0")),
        ("meta", "application/json", b'{"k":3,"at":"2026-01-02T00:00:00Z"}'),
        ("metas", "application/json", b'{"k":1}'),
        ("metas", "application/json", b'{"k":2}'),
        ("words", "", b"a b"),
        ("latin", "text/plain; charset=iso-8859-1", b"\xfc"),
    ]
    parts = b"".join(
        f'--boundary\r\nContent-Disposition: form-data; name="{name}"\r\n'.encode()
        + (f"Content-Type: {type_}\r\n".encode() if type_ else b"")
        + b"\r\n"
        + content
        + b"\r\n"
        for name, type_, content in expected
    )
    assert server.only.parts == parts + b"--boundary--\r\n"
    assert server.only.fields["content-length"] == str(len(server.only.body))


def test_ordered_parts(send: Sender, server: RawServer, tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"1")
    send("files.mixed", [b"0", path])
    head = b"--boundary\r\nContent-Type: application/octet-stream\r\n\r\n"
    disposition = b'Content-Disposition: attachment; filename="a.bin"\r\n'
    named = head.replace(b"Content-Type", disposition + b"Content-Type")
    assert server.only.parts == head + b"0\r\n" + named + b"1\r\n--boundary--\r\n"
    with pytest.raises(send.woven.module("errors").RequestValidationError):
        send("files.mixed", [b"0", b"1", b"2"])


class Foreign(BaseModel):
    """A model of the user's own."""

    name: str
    size: int = 1


@pytest.mark.parametrize("operation", ["files.item", "files.read_only"])
def test_models_whoever_made_them(
    send: Sender, server: RawServer, operation: str
) -> None:
    models, refused = send.woven.models, send.woven.module("errors")
    read = models.Item.from_dict({"id": 1, "name": "n"})
    wrong: list[Any] = [
        models.ItemInput.model_construct(name="too long", size=1),
        models.ItemInput.model_construct(name="n"),
        models.ItemInput.model_construct(name=b"n", size=1),
        Foreign(name="too long"),
        Foreign.model_construct(name="n", size="1"),
        read,
    ]
    for body in wrong:
        with pytest.raises(refused.RequestValidationError, match=r"name|size"):
            send(operation, body)
    assert not server.came


def test_models_that_keep_to_it(send: Sender, server: RawServer) -> None:
    models = send.woven.models
    for body in (models.ItemInput(name="n", size=1), Foreign(name="n", size=1)):
        send("files.item", body)
    assert [json.loads(came.body) for came in server.came] == [
        {"name": "n", "size": 1}
    ] * 2


def test_what_was_put_into_a_model_later(send: Sender, server: RawServer) -> None:
    models = send.woven.models
    meta = models.Meta.model_construct(k="1")
    with pytest.raises(send.woven.module("errors").RequestValidationError, match="k"):
        send("files.upload", file=b"", metas=[{"k": 1}, meta])
    assert not server.came
