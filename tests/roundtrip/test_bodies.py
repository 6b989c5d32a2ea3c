"""Bodies of every media type arrive as they were sent, and are answered so."""

import io
from pathlib import Path
from typing import Any

import httpx2
import pytest

from .running import Caller, Served

PET = {
    "name": "Mia",
    "born": "2020-02-29",
    "weight": 3.5,
    "kind": "cat",
    "friends": [{"name": "Rex", "weight": None}, {"name": "ü", "friends": []}],
    "undeclared": {"kept": [1, None]},
}
FILE = bytes(range(256)) + b"\r\n--boundary--\r\n"


def plain(model: Any) -> Any:
    """A model as the JSON that it came from."""
    return model.model_dump(mode="json", exclude_unset=True)


def test_object_as_model(call: Caller, models: Any) -> None:
    pet = models.Pet.model_validate_json('{"name": "Mia", "born": "2020-02-29"}')
    answer = call("bodies.post_object", pet)
    assert answer == pet
    assert isinstance(answer, models.Pet)
    assert plain(answer) == {"name": "Mia", "born": "2020-02-29"}


def test_object_as_dictionary(call: Caller) -> None:
    declared = {name: value for name, value in PET.items() if name != "born"}
    assert plain(call("bodies.post_object", declared)) == declared


def test_object_by_its_properties(call: Caller) -> None:
    answer = call("bodies.post_object", name="Mia", weight=None, kind="dog")
    assert plain(answer) == {"name": "Mia", "weight": None, "kind": "dog"}


def test_object_as_it_travels(http: httpx2.Client) -> None:
    answer = http.post("/bodies/object", json=PET)
    assert (answer.status_code, answer.json()) == (200, PET)


def test_array(call: Caller, models: Any) -> None:
    sent = [models.Pet(name="Rex"), {"name": "Mia", "weight": 2}]
    answer = call("bodies.post_array", sent)
    assert [plain(each) for each in answer] == [
        {"name": "Rex"},
        {"name": "Mia", "weight": 2},
    ]
    assert all(isinstance(each, models.Pet) for each in answer)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Circle", {"kind": "circle", "radius": 1.5}),
        ("Square", {"kind": "square", "side": 2.5}),
    ],
)
def test_union(call: Caller, models: Any, name: str, sent: dict[str, Any]) -> None:
    as_dictionary = call("bodies.post_union", sent)
    as_model = call("bodies.post_union", getattr(models, name)(**sent))
    assert type(as_dictionary) is type(as_model) is getattr(models, name)
    assert plain(as_dictionary) == plain(as_model) == sent


@pytest.mark.parametrize("body", [[], [1, 2]])
def test_optional_body(call: Caller, body: list[int]) -> None:
    assert call("bodies.post_optional", body) == {"body": body}


def test_no_body(call: Caller) -> None:
    assert call("bodies.post_optional") == {}


@pytest.mark.parametrize(
    "form",
    [
        {"name": "a b+c&d=e%ü", "age": -3, "tags": ["x,y", "&"], "agreed": True},
        {"name": "", "tags": ["one"], "agreed": False},
        {"name": "1"},
    ],
)
def test_form(call: Caller, form: dict[str, Any]) -> None:
    assert plain(call("bodies.post_form", form)) == form
    assert plain(call("bodies.post_form", **form)) == form


@pytest.mark.parametrize("text", ["plain", "zwei\r\nZeilen, ü €\n", '"quoted"'])
def test_text(call: Caller, text: str) -> None:
    assert call("bodies.post_text", text) == text
    raw = call.raw("bodies.post_text", text)
    assert (raw.status_code, raw.body) == (200, text.encode())


def test_empty_text(call: Caller) -> None:
    assert call("bodies.post_text", "") == ""


def test_bytes(call: Caller) -> None:
    assert call("bodies.post_bytes", FILE) == FILE


def test_empty_bytes(call: Caller) -> None:
    assert call("bodies.post_bytes", b"") == b""


def test_multipart(call: Caller) -> None:
    place = {"x": 1, "y": 2}
    raw = call.raw(
        "bodies.post_multipart", title="a title", count=7, place=place, file=FILE
    )
    assert raw.data == FILE
    headers = {n: v for n, v in raw.headers.items() if n.startswith("x-")}
    assert headers == {"x-title": "a title", "x-count": "7"}


def test_multipart_as_model(call: Caller, served: Served) -> None:
    model = served.module("models.post_multipart").PostMultipartBody
    raw = call.raw("bodies.post_multipart", model(title="42", file=FILE))
    assert raw.data == FILE
    assert raw.headers["x-title"] == "42"
    assert "x-count" not in raw.headers


@pytest.mark.parametrize("operation", ["bodies.post_bytes", "bodies.post_multipart"])
@pytest.mark.parametrize("kind", ["path", "named", "typed", "pieces", "file", "bytes"])
def test_files(
    call: Caller, served: Served, tmp_path: Path, kind: str, operation: str
) -> None:
    path = tmp_path / 'a "file" ü.bin'
    path.write_bytes(FILE)
    files = {
        "path": path,
        "named": (path.name, FILE),
        "typed": (path.name, FILE, "application/octet-stream"),
        "pieces": (FILE[start : start + 9] for start in range(0, len(FILE), 9)),
        "file": served.module("_runtime.uploads").File(path, name="other"),
        "bytes": io.BytesIO(FILE),
    }
    if operation == "bodies.post_bytes":
        assert call(operation, files[kind]) == FILE
    else:
        assert call(operation, title="t", file=files[kind]) == FILE


def test_multipart_content_media_type(call: Caller) -> None:
    assert call("bodies.post_upload", file=FILE) == FILE


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("bodies.post_object", {"name": ""}),
        ("bodies.post_object", {"name": "Rex", "kind": "cow"}),
        ("bodies.post_object", {}),
        ("bodies.post_array", []),
        ("bodies.post_array", [{"name": 5}]),
        ("bodies.post_union", {"kind": "triangle"}),
        ("bodies.post_union", {"kind": "circle", "side": 1}),
        ("bodies.post_optional", ["1"]),
        ("bodies.post_bytes", 5),
    ],
)
def test_wrong_body_is_not_sent(
    call: Caller, served: Served, errors: Any, operation: str, body: object
) -> None:
    before = len(served.paths)
    with pytest.raises(errors.RequestValidationError):
        call(operation, body)
    assert len(served.paths) == before


JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("path", "content", "media_type", "status"),
    [
        ("object", b'{"name": ""}', JSON, 400),
        ("object", b'{"name": "Rex", "weight": "7"}', JSON, 400),
        ("object", b"{", JSON, 400),
        ("object", b"", JSON, 400),
        ("object", b"name=Rex", FORM, 415),
        ("array", b"[]", JSON, 400),
        ("union", b'{"kind": "triangle"}', JSON, 400),
        ("optional", b'["1"]', JSON, 400),
        ("form", b"name=Rex&age=old", FORM, 400),
        ("form", b"age=3", FORM, 400),
        ("text", b"\xff", "text/plain", 400),
        ("multipart", b"nothing", "multipart/form-data; boundary=b", 400),
    ],
)
def test_server_refuses(
    http: httpx2.Client, path: str, content: bytes, media_type: str, status: int
) -> None:
    answer = http.post(
        f"/bodies/{path}", content=content, headers={"content-type": media_type}
    )
    assert answer.status_code == status
    assert answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
