"""The tests of a user, against an API that is not there, and mistakes in them."""

from collections.abc import Sequence
from typing import assert_type

import pytest
from mocked import AsyncClient, Client, errors
from mocked.models import Fault, Pet, PetPage
from mocked.server.pets import Create, Get
from mocked.testing import MockApi, async_client_for, client_for


def names_of(client: Client) -> list[str]:
    """What is under test: the names of all pets, page by page."""
    names: list[str] = []
    cursor = None
    while True:
        page = client.pets.list(cursor=cursor)
        names += [pet.name for pet in page.data]
        if (cursor := page.next) is None:
            return names


def check_what_is_said_is_answered_and_the_rest_is_an_example() -> None:
    api = MockApi()
    route = api.pets.create.created(name="Tom", kind="cat")
    with api.client() as client:
        pet = client.pets.create(name="Tom")
    assert (pet.id, pet.name, pet.kind) == (7, "Tom", "cat")
    (call,) = route.calls
    assert_type(call, Create.Request[str])
    assert_type(route.calls, Sequence[Create.Request[str]])
    assert (call.body.name, call.body.kind) == ("Tom", None)
    api.verify(all_called=True)


def check_pages() -> None:
    api = MockApi()
    api.pets.list.ok(data=[Pet(id=1, name="a")], next="more")
    api.pets.list.where(cursor="more").ok(PetPage(data=[Pet(id=2, name="b")]))
    with api.client() as client:
        assert names_of(client) == ["a", "b"]
    assert [call.cursor for call in api.pets.list.calls] == [None, "more"]


def check_faults_and_answers_by_request() -> None:
    api = MockApi()
    api.pets.get.then_status(503, retry_after=1).then_timeout().then(found)
    api.pets.get.where(lambda request: request.pet_id > 10).not_found(message="no")
    with api.client() as client:
        assert client.pets.get(3).name == "pet 3"
        with pytest.raises(errors.NotFoundError) as caught:
            client.pets.get(11)
    assert isinstance(caught.value.data, Fault)
    assert caught.value.data.message == "no"
    assert api.pauses[0] == 1


def found(request: Get.Request) -> Get.Ok:
    return Get.Ok(Pet(id=request.pet_id, name=f"pet {request.pet_id}"))


async def check_async() -> None:
    api = MockApi(defaults=True)
    api.pets.create.client_error(409, message="there is one")
    async with api.async_client(max_retries=0) as client:
        assert_type(client, AsyncClient)
        assert (await client.pets.list()).data[0].name
        with pytest.raises(errors.ClientError, match="409"):
            await client.pets.create(name="Tom")


def recorded(client: Client, other: AsyncClient) -> MockApi:
    assert_type(MockApi.record(client, "answers.json"), Client)
    assert_type(MockApi.record(other, "answers.json"), AsyncClient)
    return MockApi.replay("answers.json")


def wrong(api: MockApi) -> None:
    MockApi.record(api, "answers.json")  # refused
    MockApi.replay(5)  # refused
    MockApi(default=True)  # refused
    api.pets.create.created(nam="Tom")  # refused
    api.pets.create.created(name=5)  # refused
    api.pets.create.created(kind="cow")  # refused
    api.pets.create.ok(name="Tom")  # refused
    api.pets.create.created(Fault(message="no"))  # refused
    api.pets.create.client_error(message="no")  # refused
    api.pets.delete.no_content({})  # refused
    api.pets.find.ok()  # refused
    api.pets.get.then(Create.Created(Pet(id=1, name="a")))  # refused
    api.pets.get.where(pet="1").ok()  # refused
    api.pets.get.where(lambda request: request.id == 1).ok()  # refused
    api.client(timeot=5)  # refused
    _ = api.pets.get.ok().calls[0].body  # refused
    client_for(api)  # refused
    async_client_for(api.app, middleware=5)  # refused
