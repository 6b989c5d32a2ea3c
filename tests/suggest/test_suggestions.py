"""One rule for many operations that are alike; streams, files and names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from apiloom.core.page_rule import PageRule
from apiloom.core.rename_rule import RenameRule
from apiloom.core.stream_rule import StreamRule
from apiloom.core.type_choice import TypeChoice
from tests.shapes import array, obj
from tests.suggest.suggesting import FLAG, NUMBER, PETS, TEXT, listing, rules_for
from tests.weaving import Json

PAGE = obj(data=PETS, next_cursor=TEXT)


def _cursors(*names: str) -> dict[str, Any]:
    return {
        f"/v1/{name}": {"get": listing(PAGE, name=f"list{name}", cursor=TEXT)}
        for name in names
    }


def _patterns(folder: Path, paths: dict[str, Any]) -> list[str]:
    return [rule["operation"] for rule in rules_for(folder, paths)]


def test_one_rule_for_all(tmp_path: Path) -> None:
    assert _patterns(tmp_path, _cursors("Pets", "Owners", "Vets")) == ["GET /**"]


def test_no_more_than_what_is_meant(tmp_path: Path) -> None:
    """A rule that fits an operation for which another is likelier is narrower."""
    links = obj(data=PETS, next_cursor=TEXT, nextLink=TEXT)
    other = {"get": listing(links, name="findLinks", cursor=TEXT)}
    patterns = _patterns(tmp_path, {**_cursors("Pets", "Owners"), "/v2/x": other})
    # The rule for one comes first, and counts.
    assert patterns == ["findLinks", "GET /**"]


def test_no_pattern_takes_what_is_no_list(tmp_path: Path) -> None:
    numbered = {"get": listing(PETS, name="listPets", page=NUMBER, limit=NUMBER)}
    also = {"get": listing(PETS, name="listOwners", page=NUMBER, limit=NUMBER)}
    book = {"get": listing(PETS, name="readBook", page=NUMBER)}
    paths = {"/a/pets": numbered, "/a/owners": also, "/b/book": book}
    assert _patterns(tmp_path, paths) == ["GET /a/**"]
    paths = {"/pets": numbered, "/owners": also, "/book": book}
    assert _patterns(tmp_path, paths) == ["list*"]
    also = {"get": listing(PETS, name="owners", page=NUMBER, limit=NUMBER)}
    paths = {"/pets": numbered, "/owners": also, "/book": book}
    assert _patterns(tmp_path, paths) == ["listPets", "owners"]


def test_operations_without_an_id(tmp_path: Path) -> None:
    where: Json = {"name": "a", "in": "path", "required": True, "schema": TEXT}
    operation = listing(PAGE, name=None, cursor=TEXT)
    paths = {"/v1/{a}/pets": {"parameters": [where], "get": operation}}
    assert _patterns(tmp_path, paths) == ["GET /v1/{a}/pets"]


def test_what_is_said_already_is_left_out(tmp_path: Path) -> None:
    rule = PageRule("listPets", "cursor", "cursor", "/data", "/next_cursor")
    paths = _cursors("Pets", "Owners")
    (found,) = rules_for(tmp_path, paths, pages=(rule,))
    assert found["operation"] == "listOwners"


def _chat(description: str) -> Json:
    stream = {"type": "boolean", "description": description}
    body = obj(stream=stream)
    operation = listing(obj(text=TEXT), name="chat", body=body)
    content = operation["responses"]["200"]["content"]
    content["text/event-stream"] = {"schema": obj(delta=TEXT)}
    return {"/chat": {"post": operation}}


def test_the_end_of_a_stream(tmp_path: Path) -> None:
    paths = _chat("Whether to stream. It ends with `data: [DONE]`.")
    assert rules_for(tmp_path, paths) == [{"operation": "chat", "sentinel": "[DONE]"}]
    assert rules_for(tmp_path, paths, streams=(StreamRule("chat", "[DONE]"),)) == []
    assert rules_for(tmp_path, _chat("Whether to stream, [yes] or [no].")) == []


def test_files(tmp_path: Path) -> None:
    schema = obj(
        file=TEXT,
        title=TEXT,
        scans=array({**TEXT, "description": "unsaid"}),
        photos=array(TEXT),
        avatar={**TEXT, "description": "The image to upload."},
        attachment={**TEXT, "format": "binary"},
    )
    operation = {
        "operationId": "send",
        "requestBody": {"content": {"multipart/form-data": {"schema": schema}}},
        "responses": {"204": {"description": ""}},
    }
    paths = {"/scans": {"post": operation}}
    place = "#/paths/~1scans/post/requestBody/content/multipart~1form-data/schema"
    keys = [f"{place}/properties/{name}" for name in ("file", "avatar")]
    assert rules_for(tmp_path, paths) == [{"key": key, "to": "file"} for key in keys]
    chosen = tuple(TypeChoice(key, "file") for key in keys)
    assert rules_for(tmp_path, paths, types=chosen) == []


def test_names_that_begin_alike(tmp_path: Path) -> None:
    paths = {
        f"/{name}": {"get": listing(obj(flag=FLAG), name=f"shop.v1.{name}")}
        for name in ("pets", "owners", "vets", "orders")
    }
    (rule,) = rules_for(tmp_path, paths)
    assert rule == {"kind": "operation", "match": "^shop\\.v1\\.(.*)$", "to": "\\1"}
    assert rules_for(tmp_path, paths, rename=(RenameRule(**rule),)) == []
    del paths["/pets"]
    assert rules_for(tmp_path, paths) == []
