"""Models in an application of FastAPI: what it answers, and what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.models.test_written_by_others import SCHEMAS, WIRE
from tests.weaving import Woven, document, read_json, weave

fastapi = pytest.importorskip("fastapi")
testclient = pytest.importorskip("fastapi.testclient")


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), targets=("models",)) as package:
        yield package


@pytest.fixture(scope="module")
def client(woven: Woven) -> Any:
    chart_type = woven.models.Chart
    chart = read_json(chart_type, WIRE)
    app = fastapi.FastAPI()
    returned = {
        "model": chart_type,
        "list": list[chart_type],  # type: ignore[valid-type]
        "any": Any,
        "map": dict[str, Any],
    }
    values = {"model": chart, "list": [chart], "any": chart, "map": {"k": chart}}
    for name, type_ in returned.items():
        app.get(f"/{name}", response_model=type_)(lambda name=name: values[name])

    def annotated() -> Any:
        return chart

    annotated.__annotations__["return"] = chart_type
    app.get("/annotated")(annotated)

    def echo(body: Any) -> Any:
        return body

    echo.__annotations__.update({"body": chart_type, "return": chart_type})
    app.post("/echo")(echo)
    return testclient.TestClient(app)


@pytest.mark.parametrize("path", ["model", "annotated", "any"])
def test_an_answer_is_what_was_set(client: Any, path: str) -> None:
    assert client.get(f"/{path}").json() == WIRE


def test_answers_inside_of_others(client: Any) -> None:
    assert client.get("/list").json() == [WIRE]
    assert client.get("/map").json() == {"k": WIRE}


# pydantic says so of every model that is built when it is first used.
@pytest.mark.filterwarnings("ignore:The 'alias' attribute")
def test_what_is_sent_comes_back(client: Any) -> None:
    assert client.post("/echo", json=WIRE).json() == WIRE
    refused = client.post("/echo", json={"x": {"values": [], "unit": None}})
    assert refused.status_code == 422


def test_the_document_describes_the_models(client: Any) -> None:
    described = client.get("/openapi.json").json()
    schemas = described["components"]["schemas"]
    names = {name.partition("-")[0] for name in schemas}
    assert names >= {"Axis", "Chart", "Cat", "Dog", "Some"}
    axis = next(schema for name, schema in schemas.items() if name.startswith("Axis"))
    assert set(axis["properties"]) == {*SCHEMAS["Axis"]["properties"]}
    assert json.dumps(described)
