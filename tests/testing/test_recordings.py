"""Answers of a server are written to a file, without secrets, and given again."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.testing.test_app_clients import served
from tests.weaving import Woven


def test_what_was_answered_is_answered_again(mocked: Woven, tmp_path: Path) -> None:
    testing, errors = mocked.module("testing"), mocked.module("errors")
    path = tmp_path / "answers.json"
    with testing.client_for(served(mocked), login=("ann", "s"), max_retries=0) as real:
        client = testing.MockApi.record(real, path)
        assert client.pets.get(3).name == "Rex"
        client.pets.delete(3)
        with pytest.raises(errors.ServerError):
            client.pets.list(cursor="a b", limit=5)
    api = testing.MockApi.replay(path)
    with api.client(max_retries=0, base_url="http://a.b/v2") as client:
        assert client.pets.get(3).name == "Rex"
        assert client.pets.get(3).name == "Rex"
        client.pets.delete(3)
        with pytest.raises(errors.ServerError, match="501"):
            client.pets.list(cursor="a b", limit=5)
        with pytest.raises(testing.UndeclaredCallError) as caught:
            client.pets.get(4)
    assert str(caught.value) == (
        "pets.get(pet_id=4) was called, which is not declared"
        " (recorded are GET /pets/3, DELETE /pets/3, GET /pets)"
    )
    with pytest.raises(testing.UndeclaredCallError):
        api.verify()


def test_equal_requests_are_answered_one_after_another(
    mocked: Woven, tmp_path: Path
) -> None:
    testing = mocked.module("testing")
    path = tmp_path / "answers.json"
    faked = testing.MockApi()
    faked.pets.create.created(name="one").created(name="two")
    faked.client_.get_photo.ok(b"\x89PNG\xff")
    faked.client_.put_photo.ok("a name")

    async def recorded() -> None:
        async with faked.async_client() as real:
            client = testing.MockApi.record(real, path)
            assert (await client.pets.create(name="Tom")).name == "one"
            assert (await client.pets.create(name="Tom")).name == "two"
            await client.client.get_photo(1)
            await client.client.put_photo(1, b"\xff\x00")

    asyncio.run(recorded())
    api = testing.MockApi.replay(path)
    api.pets.get.ok(name="declared")
    with api.client() as client:
        names = [client.pets.create(name="Tom").name for _ in range(3)]
        assert names == ["one", "two", "two"]
        assert client.client.get_photo(1) == b"\x89PNG\xff"
        assert client.client.put_photo(1, b"\xff\x00") == "a name"
        assert client.pets.get(1).name == "declared"
        with pytest.raises(testing.UndeclaredCallError):
            client.pets.create(name="Max")


def test_no_secret_is_written(mocked: Woven, tmp_path: Path) -> None:
    testing = mocked.module("testing")
    path = tmp_path / "answers.json"
    faked = testing.MockApi()

    def answered(request: Any) -> Any:
        del request
        server = mocked.module("server.pets")
        reply = server.Get.Ok(
            mocked.models.Pet(id=1, name="a"), headers={"X-Request-Id": "r1"}
        )
        return reply.set_cookie("session", "hidden-cookie")

    faked.pets.get.then(answered)
    faked.pets.delete.no_content()
    options = {"login": ("hidden-name", "hidden-word"), "key": "hidden-key"}
    headers = {"x-mine": "hidden-header"}
    with faked.client(**options, headers=headers) as real:
        client = testing.MockApi.record(real, path)
        client.pets.get(1)
        client.pets.delete(1)
    text = path.read_text("utf-8")
    assert "hidden" not in text
    first, second = json.loads(text)["calls"]
    assert first["operation"] == "GET /pets/{pet_id}"
    assert first["response"]["headers"]["x-request-id"] == "r1"
    assert second["request"] == {"path": "/pets/1", "query": [], "body": None}
