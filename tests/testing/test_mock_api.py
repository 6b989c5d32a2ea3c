"""A mocked API answers what a test says, and tells what it was asked."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from tests.weaving import Woven


def test_every_response_has_an_example_that_the_client_takes(mocked: Woven) -> None:
    api = mocked.module("testing").MockApi(defaults=True)
    with api.client(strict_responses=True) as client:
        page = client.raw(client.pets.list)()
        assert (page.headers["x-total"], page.typed_headers.x_total) == ("7", 7)
        pet = client.pets.create(name="Tom")
        assert (pet.id, pet.name, pet.born) == (7, "Rex", date(2020, 2, 3))
        owner = client.pets.get(1).owner
        assert owner.email == "someone@example.com"
        assert client.pets.delete(1) is None
        assert client.client.get_photo(1) == b""
        assert client.client.put_photo(1, b"abc") == "text"
        with client.events.list() as events:
            assert [event.data for event in events] == ["data"]
        assert client.pets.get_animal()
    assert len(api.calls) == 8


def test_a_tag_that_has_a_name_of_the_api_gets_an_underscore(mocked: Woven) -> None:
    api = mocked.module("testing").MockApi()
    api.client_.get_photo.ok(b"\x89PNG")
    with api.client() as client:
        assert client.client.get_photo(1) == b"\x89PNG"


def test_whoever_sends_is_let_in_and_named(mocked: Woven) -> None:
    api = mocked.module("testing").MockApi()
    route = api.pets.delete.no_content()
    with api.client(login=("ann", "secret")) as client:
        client.pets.delete(1)
    with api.client(login=None, key="k") as client:
        client.pets.delete(2)
    assert [call.principal[:6] for call in route.calls] == ["Basic ", ""]


def test_answers_follow_one_another_and_the_last_one_stays(mocked: Woven) -> None:
    api = mocked.module("testing").MockApi()
    api.pets.get.ok(name="first").not_found().ok(name="last")
    with api.client(max_retries=0) as client:
        assert client.pets.get(1).name == "first"
        with pytest.raises(mocked.module("errors").NotFoundError):
            client.pets.get(1)
        assert [client.pets.get(1).name for _ in range(3)] == ["last"] * 3


def test_the_latest_declaration_that_fits_answers(mocked: Woven) -> None:
    api = mocked.module("testing").MockApi()
    usual = api.pets.get.ok(name="usual")
    special = api.pets.get.where(pet_id=5).ok(name="special")
    with api.client() as client:
        assert [client.pets.get(n).name for n in (4, 5)] == ["usual", "special"]
    assert [len(usual.calls), len(special.calls)] == [1, 1]
    assert len(api.pets.get.calls) == 2
    assert len(api.pets.get.where(lambda request: request.pet_id < 5).calls) == 1


def test_an_undeclared_call_fails_and_names_what_is_declared(mocked: Woven) -> None:
    testing = mocked.module("testing")
    api = testing.MockApi()
    api.pets.list.ok()
    with (
        api.client(login=("ann", "secret")) as client,
        pytest.raises(testing.UndeclaredCallError) as caught,
    ):
        client.pets.create(name="Tom")
    message = str(caught.value)
    assert message.startswith("pets.create(body=NewPet(name='Tom'")
    assert message.endswith("which is not declared (declared are pets.list)")
    assert "secret" not in message
    with pytest.raises(testing.UndeclaredCallError, match=r"pets\.create"):
        api.verify()


def test_a_declaration_that_nobody_needs_is_told(mocked: Woven) -> None:
    api = mocked.module("testing").MockApi()
    api.pets.list.ok()
    api.verify()
    with pytest.raises(AssertionError, match=r"never called: pets\.list"):
        api.verify(all_called=True)


def test_what_the_document_does_not_have_cannot_be_declared(mocked: Woven) -> None:
    api = mocked.module("testing").MockApi()
    with pytest.raises(ValueError, match="id"):
        api.pets.get.ok(id="five")
    with pytest.raises(TypeError, match="not both"):
        api.pets.get.ok(mocked.models.Pet(id=1, name="a"), name="b")
    with pytest.raises(ValueError, match="200 is not in"):
        api.pets.create.client_error(200)
    with pytest.raises(TypeError, match="not a reply"):
        api.pets.get.then("a pet")


def test_faults_reach_the_client_as_they_do_from_a_network(mocked: Woven) -> None:
    errors = mocked.module("errors")
    api = mocked.module("testing").MockApi()
    api.pets.get.then_timeout().then_disconnect().then_status(599)
    with api.client(max_retries=0) as client:
        for expected in ("RequestTimeout", "ConnectionFailed", "ServerError"):
            with pytest.raises(getattr(errors, expected)):
                client.pets.get(1)


def test_pauses_are_told_and_not_waited_for(mocked: Woven) -> None:
    api = mocked.module("testing").MockApi()
    api.pets.get.then_status(503, retry_after=20).ok()
    with api.client() as client:
        client.pets.get(1)
    assert api.pauses == (20,)

    async def asynchronous() -> None:
        api.pets.get.then_status(503, retry_after=21).ok()
        async with api.async_client() as client:
            await client.pets.get(1)

    asyncio.run(asynchronous())
    assert api.pauses == (20, 21)


def test_what_a_function_raises_fails_the_test(mocked: Woven) -> None:
    async def refuse(request: Any) -> Any:
        raise LookupError(request.pet_id)

    api = mocked.module("testing").MockApi()
    api.pets.get.then(refuse)
    with api.client() as client, pytest.raises(LookupError, match="3"):
        client.pets.get(3)


def test_a_server_of_its_own_is_answered_too(mocked: Woven) -> None:
    api = mocked.module("testing").MockApi(defaults=True)
    for place in ({}, {"base_url": "https://pets.example/v2"}):
        with api.client(**place) as client:
            client.client.put_photo(1, b"abc")
            client.pets.list()


def test_unknown_paths_are_undeclared(mocked: Woven) -> None:
    testing = mocked.module("testing")
    api = testing.MockApi()
    api.pets.list.ok()
    with (
        api.client(base_url="https://pets.example/v2") as client,
        pytest.raises(testing.UndeclaredCallError, match="GET /v3/pets"),
    ):
        client.pets.list(options={"base_url": "https://pets.example/v3"})


def test_nothing_else_imports_it_and_tags_are_loaded_when_used(mocked: Woven) -> None:
    code = (
        "import sys, json, {0}.testing as t; a = t.MockApi(); a.pets.list.ok();"
        "c = a.client(); c.pets.list(); c.close();"
        "print(json.dumps([m for m in sys.modules if m.startswith('{0}.')]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code.format(mocked.name)],
        cwd=mocked.folder.parent,
        capture_output=True,
        check=True,
    )
    loaded = json.loads(done.stdout)
    assert f"{mocked.name}.server.pets" in loaded
    assert f"{mocked.name}.testing.events" not in loaded
    code = "import sys, {0}, {0}.server; print('{0}.testing' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code.format(mocked.name)],
        cwd=mocked.folder.parent,
        capture_output=True,
        check=True,
    )
    assert done.stdout.split() == [b"False"]
