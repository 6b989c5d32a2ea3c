"""Header fields of responses have attributes that never move."""

from __future__ import annotations

import json
from pathlib import Path

import apiloom
from apiloom.core.location import Pointer
from apiloom.core.name_override import NameOverride
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.weaving import Json, Woven, document, weave

COUNT: Json = {"schema": {"type": "integer"}}
HEADERS = "/paths/~1users/get/responses/200/headers/"


def _with(*names: str, path: str = "/users", others: Json | None = None) -> Json:
    headers: Json = dict.fromkeys(names, COUNT) | (others or {})
    response = {"description": "", "headers": headers}
    operation = {"operationId": "listUsers", "responses": {"200": response}}
    return document(paths={path: {"get": operation}})


def _headers(woven: Woven) -> dict[str, str]:
    found: dict[str, str] = woven.manifest["headers"]
    return found


def test_a_field_is_called_after_its_name_in_any_case() -> None:
    names = "X-Rate-Limit", "ETag", "class", "X_y", "x-y", "5xx"
    with weave(_with(*names)) as woven:
        assert _headers(woven) == {
            "x-rate-limit": "x_rate_limit",
            "etag": "etag",
            "class": "class_",
            "x_y": "x_underscore_y",
            "x-y": "x_minus_y",
            "5xx": "header_5xx",
        }
        source = woven.source("response_headers/users.py")
    assert "    x_rate_limit: int | None" in source


def test_attributes_stay(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text(json.dumps(_with("x-y")))
    job = Job(path, tmp_path / "client")
    generate(job)
    path.write_text(json.dumps(_with("x_y", "x-y", path="/people")))
    outcome = generate(job)
    manifest = json.loads((tmp_path / "client" / "manifest.json").read_text("utf-8"))
    assert manifest["headers"]["x-y"] == "x_y"
    assert manifest["headers"]["x_y"] == "x_underscore_y"
    assert "name-kept" in [each.code for each in outcome.diagnostics]


def test_the_user_has_a_name() -> None:
    names = (NameOverride(Pointer(f"{HEADERS}X-Rate-Limit"), "quota"),)
    with weave(_with("X-Rate-Limit"), names=names) as woven:
        assert _headers(woven) == {"x-rate-limit": "quota"}


def test_two_fields_cannot_have_the_name_of_one(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text(json.dumps(_with("X-A", "X-B")))
    names = tuple(NameOverride(Pointer(f"{HEADERS}{x}"), "b") for x in ("X-A", "X-B"))
    outcome = generate(Job(path, tmp_path / "client", names=names))
    assert [each.code for each in outcome.diagnostics] == ["name-unusable"]


def test_what_is_not_declared_is_nowhere() -> None:
    with weave(_with()) as woven:
        assert "headers" not in woven.manifest
        assert not (woven.folder / "response_headers").exists()
        assert "DeclaredResponse" not in woven.source("operations/users.py")


def test_a_preview_tells_of_them(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    text: Json = {"schema": {"type": "string"}}
    old.write_text(json.dumps(_with("X-A", "X-B", "X-C")))
    new.write_text(json.dumps(_with("X-A", "X-D", others={"X-B": text})))
    preview = apiloom.preview(str(old), str(new))
    found = {
        (change.name.rpartition(".")[2], str(change.action), str(change.breaks))
        for change in preview.surface or ()
    }
    assert found == {
        ("x_b", "retyped", "code"),
        ("x_c", "removed", "code"),
        ("x_d", "added", "nothing"),
    }


def test_a_preview_tells_of_the_first(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps(_with()))
    new.write_text(json.dumps(_with("X-A")))
    preview = apiloom.preview(str(old), str(new))
    assert [(each.name, str(each.breaks)) for each in preview.surface or ()] == [
        ("response_headers.users.ListHeaders", "nothing")
    ]
