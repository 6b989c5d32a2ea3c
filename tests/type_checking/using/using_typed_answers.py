"""Header fields of answers as values, and mistakes that checkers report."""

from datetime import datetime
from typing import Literal, assert_type

from typed_answers import AsyncClient, Client, RawResponse, errors
from typed_answers.models import User
from typed_answers.response_headers.users import CreateHeaders


def created(client: Client) -> int:
    assert_type(client.users.create(name="n"), User)
    answer = client.raw(client.users.create)(name="n")
    assert_type(answer.data, User)
    assert_type(answer.status_code, int)
    headers = answer.typed_headers
    assert_type(headers, CreateHeaders)
    assert_type(headers.x_rate_limit, int)
    assert_type(headers.x_tags, list[int] | None)
    assert_type(headers.x_info, User | None)
    assert_type(headers.set_cookie, list[str] | None)
    assert_type(headers.x_until, datetime | None)
    assert_type(headers.class_, Literal["free", "paid"] | None)
    assert_type(headers.retry_after, int | None)
    assert_type(client.raw(client.users.create)({"name": "n"}).data, User)
    plain: RawResponse[User] = answer
    return headers.x_rate_limit + plain.status_code


def streamed(client: Client) -> str:
    with client.stream(client.users.create)(name="n") as response:
        assert_type(response.typed_headers.x_rate_limit, int)
        response.save("user.json")
    with client.stream(client.chats.create)(text="Hi") as chunks:
        for chunk in chunks:
            assert_type(chunk, User)
    assert_type(client.chats.create(text="Hi"), User)
    answer = client.raw(client.chats.create)(text="Hi")
    assert_type(answer.data, User)
    events = client.raw(client.chats.list_events)()
    for event in events.data:
        assert_type(event, User)
    return answer.typed_headers.x_model + events.typed_headers.x_model


def refused(client: Client) -> int | None:
    try:
        client.users.get("u1")
    except errors.TooManyRequestsError as error:
        assert_type(error.typed_headers.retry_after, int)
        _ = error.typed_headers.x_rate_limit  # refused
        return error.typed_headers.retry_after
    return None


def undeclared(client: Client) -> bytes:
    answer = client.raw(client.files.read)("f1")
    assert_type(answer.data, bytes)
    assert_type(answer.typed_headers.x_size, int)
    deleting = client.raw(client.files.delete)("f1")
    assert_type(deleting.data, None)
    assert_type(deleting.body, bytes)
    client.files.stat("f1").strip()  # refused
    client.files.is_ready().strip()  # refused
    return client.files.read("f1")


def empty(client: Client) -> None:
    client.files.find(flag="", size="", text="")
    client.files.find(flag=True, size=5)
    client.files.find(flag="yes")  # refused
    client.files.find(must="")  # refused


def linked(client: Client) -> User:
    answer = client.raw(client.users.create)(name="n")
    user = client.follow(answer, client.users.get)()
    assert_type(user, User)
    raw = client.follow(answer, client.raw(client.users.get), "itself")(id="u2")
    assert_type(raw.data, User)
    client.follow(user, client.users.get)  # refused
    client.follow(answer, client.users.gett)  # refused
    return user


def wrong(client: Client) -> None:
    answer = client.raw(client.users.create)(name="n")
    _ = answer.typed_headers.x_rate_limt  # refused
    _ = answer.typed_headers.x_tags[0]  # refused
    answer.typed_headers.x_rate_limit = 5  # refused
    client.raw(client.users.create)(nmae="n")  # refused
    _ = client.raw(client.users.get)("u1").typed_headers  # refused
    with client.stream(client.users.get)("u1") as response:
        _ = response.typed_headers  # refused


async def created_async(client: AsyncClient) -> int:
    assert_type(await client.users.create(name="n"), User)
    answer = await client.raw(client.users.create)(name="n")
    assert_type(answer.data, User)
    assert_type(answer.typed_headers.x_tags, list[int] | None)
    async with client.stream(client.users.create)(name="n") as response:
        assert_type(response.typed_headers.x_rate_limit, int)
    client.raw(client.users.create)(name=5)  # refused
    assert_type(await client.follow(answer, client.users.get)(), User)
    return answer.typed_headers.x_rate_limit
