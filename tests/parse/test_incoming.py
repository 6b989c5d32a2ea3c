"""What webhooks and callbacks carry becomes models."""

from __future__ import annotations

from typing import Any

from tests.weaving import document, weave


def _carrying(*names: str) -> Any:
    schema = {"type": "object", "properties": {name: {} for name in names}}
    return {"content": {"application/json": {"schema": schema}}}


def _operation(**members: Any) -> Any:
    return {"responses": {"204": {"description": "heard"}}, **members}


def test_webhooks() -> None:
    answer = {"200": {"description": "heard", **_carrying("ok")}}
    webhooks = {
        "newPet": {
            "post": {
                "operationId": "petArrived",
                "requestBody": _carrying("id"),
                "responses": answer,
            }
        },
        "gone": {"post": _operation(requestBody=_carrying("why"))},
        "shared": {"$ref": "#/components/pathItems/Shared"},
    }
    shared = {"put": _operation(requestBody=_carrying("who"))}
    whole = document(webhooks=webhooks, components={"pathItems": {"Shared": shared}})
    with weave(whole, clean=True) as woven:
        models = woven.models
        assert models.PetArrivedBody(id=1).id == 1
        assert models.PetArrivedResponse200(ok=True).ok
        assert models.GonePostBody(why="x").why == "x"
        assert woven.manifest["operations"] == {}
        places = [
            place
            for pointer, place in woven.manifest["names"].items()
            if pointer.startswith("/components/pathItems/Shared")
        ]
        assert len(places) == 1


def test_callbacks() -> None:
    inner = {
        "onDone": {
            "{$request.body#/url}": {
                "post": _operation(operationId="heardOf", requestBody=_carrying("deep"))
            }
        }
    }
    callbacks = {
        "onEvent": {
            "{$request.body#/url}": {
                "post": _operation(requestBody=_carrying("kind"), callbacks=inner)
            }
        },
        "other": {"$ref": "#/components/callbacks/Other"},
    }
    other = {"{$request.query.url}": {"put": _operation(requestBody=_carrying("n"))}}
    subscribe = _operation(operationId="subscribe", callbacks=callbacks)
    whole = document(
        paths={"/a": {"post": subscribe, "put": {**subscribe, "operationId": "again"}}},
        components={"callbacks": {"Other": other}},
    )
    with weave(whole) as woven:
        assert woven.models.SubscribeOnEventPostBody(kind="x").kind == "x"
        names = woven.manifest["names"]
        assert woven.models.SubscribeOnEventPostOnDonePostBody(deep=1).deep == 1
        assert sum("callbacks/Other" in pointer for pointer in names) == 1
        assert sum("onDone" in pointer for pointer in names) == 2
        assert woven.manifest["operations"].keys() == {"POST /a", "PUT /a"}
