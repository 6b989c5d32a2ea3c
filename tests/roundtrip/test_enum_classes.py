"""`enums = "class"`: members and plain values travel alike, in every place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

import httpx2
import pytest

from tests.shapes import array, by_tag, mapping, obj, one_of, ref
from tests.weaving import Woven, document, weave

from .running import TLS, serve

SCHEMAS: dict[str, object] = {
    "Level": {
        "type": "integer",
        "enum": [1, 2, -1],
        "x-enum-varnames": ["LOW", "HIGH", "NONE"],
        "x-enum-descriptions": ["slow", "fast", ""],
    },
    "Color": {"type": "string", "enum": ["red", "dark-green", ""]},
    "Mixed": {"enum": [1, "a", None, 1.5]},
    "Same": {"enum": [1, True]},
    "Flag": {"enum": [True, False]},
    "One": {"enum": ["only"]},
    "Round": obj("kind", kind={"enum": ["circle", "ellipse"]}),
    "Square": obj("kind", kind={"enum": ["square"]}),
    "Shape": one_of(ref("Round"), ref("Square"), discriminator=by_tag("kind")),
    "All": obj(
        "level",
        level=ref("Level"),
        color={"allOf": [ref("Color")], "default": "red"},
        mixed=ref("Mixed"),
        shape=ref("Shape"),
        colors=array(ref("Color"), default=["red"]),
        levels=mapping(ref("Level")),
        inline={"enum": ["v", "w", None]},
    ),
}
BODY = {
    "level": 2,
    "color": "dark-green",
    "mixed": 1.5,
    "shape": {"kind": "ellipse"},
    "colors": ["", "red"],
    "levels": {"a": -1},
    "inline": None,
}


def parameter(name: str, place: str, schema: object, **more: object) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": schema, **more}


CONTENT = {"application/json": {"schema": ref("All")}}
ANSWER = {"200": {"description": "", "content": {"application/json": {}}}}
FORM = {"application/x-www-form-urlencoded": {"schema": ref("Form")}}
PATHS: dict[str, object] = {
    "/a/{level}": {
        "post": {
            "operationId": "post",
            "parameters": [
                parameter("level", "path", ref("Level"), required=True),
                parameter("colors", "query", array(ref("Color"))),
                parameter("size", "query", {"enum": ["s", "l"], "default": "s"}),
                parameter("tint", "header", ref("Color")),
            ],
            "requestBody": {"required": True, "content": CONTENT},
            "responses": ANSWER,
        }
    },
    "/form": {
        "post": {
            "operationId": "fill",
            "requestBody": {"required": True, "content": FORM},
            "responses": ANSWER,
        }
    },
}


@dataclass(frozen=True)
class Running:
    """The package, and where its server is."""

    woven: Woven
    url: str


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    schemas = SCHEMAS | {"Form": obj("level", level=ref("Level"), color=ref("Color"))}
    whole = document(schemas=schemas, paths=PATHS)
    with weave(whole, enums="class") as woven:
        module, forms = woven.module("server.a"), woven.module("server.form")

        class Api(module.AApi):  # type: ignore[misc, name-defined]
            async def post(self, request: Any, /) -> Any:
                assert isinstance(request.level, woven.models.Level)
                assert isinstance(request.body.level, woven.models.Level)
                assert request.size is woven.models.PostSize.S
                sent = {
                    "level": request.level,
                    "colors": request.colors,
                    "tint": request.tint,
                    "body": request.body.model_dump(mode="json", exclude_unset=True),
                }
                return module.Post.Ok(sent)

        class FormApi(forms.FormApi):  # type: ignore[misc, name-defined]
            async def fill(self, request: Any, /) -> Any:
                assert isinstance(request.body.level, woven.models.Level)
                return forms.Fill.Ok([request.body.level, request.body.color])

        app = woven.module("server").create_app(a=Api(), form=FormApi())
        with serve(app) as url:
            yield Running(woven, url)


@pytest.mark.parametrize("members", [True, False])
def test_members_and_values_travel_alike(running: Running, members: bool) -> None:
    models = running.woven.models
    level = models.Level.HIGH if members else 2
    color = models.Color.DARK_GREEN if members else "dark-green"
    body = {**BODY, "level": level, "color": color}
    with httpx2.Client(verify=TLS, base_url=running.url) as http:
        client = running.woven.package.Client(
            base_url=running.url, http_client=http, max_retries=0
        )
        sent = {
            "level": 2,
            "colors": ["dark-green"],
            "tint": "dark-green",
            "body": BODY,
        }
        assert client.a.post(level, body, colors=[color], tint=color) == sent
        assert client.form.fill(level=level, color=color) == [2, "dark-green"]
        refused = running.woven.module("errors").RequestValidationError
        for wrong in (3, True, "2"):
            with pytest.raises(refused):
                client.a.post(wrong, body)
            with pytest.raises(refused):
                client.form.fill(level=wrong)
        answer = http.post("/a/2", json={"level": 3})
        assert answer.status_code == 400
        assert "Input should be 1, 2, -1" in answer.text


def test_what_becomes_a_class(running: Running) -> None:
    models = running.woven.models
    assert issubclass(models.Level, IntEnum)
    assert issubclass(models.Color, StrEnum)
    assert [member.name for member in models.Color] == ["RED", "DARK_GREEN", "EMPTY"]
    assert [member.value for member in models.Mixed] == [1, "a", 1.5]
    for name in ("Same", "Flag", "One"):
        assert not isinstance(getattr(models, name), type)
    source = running.woven.source("models/level.py")
    assert 'LOW = 1\n    """slow"""' in source
    assert running.woven.manifest["values"]["/components/schemas/Color"] == {
        '""': "EMPTY",
        '"dark-green"': "DARK_GREEN",
        '"red"': "RED",
    }


def test_models_read_and_write_them(running: Running) -> None:
    models = running.woven.models
    read = running.woven.read("All", BODY | {"level": 2.0})
    assert read.level is models.Level.HIGH
    assert read.shape.kind is models.RoundKind.ELLIPSE
    assert running.woven.write("All", read) == BODY
    built = models.All(level=1)
    assert (built.level, built.color) == (models.Level.LOW, models.Color.RED)
    assert running.woven.write("All", built) == {"level": 1}
    for wrong in ({"level": 3}, {"level": True}, {"level": "LOW"}, {"level": None}):
        assert not running.woven.accepts("All", wrong)
    for wrong in ({"color": "blue"}, {"color": 1}, {"mixed": "b"}, {"inline": ""}):
        assert not running.woven.accepts("All", {"level": 1, **wrong})
