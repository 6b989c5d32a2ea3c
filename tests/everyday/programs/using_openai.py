"""Files and chats of OpenAI: all files, a new one, answers whole and in pieces."""

from collections.abc import Iterator
from pathlib import Path

from openai_api import AsyncClient, Client, errors


def everyday(base_url: str, folder: Path) -> Iterator[str]:
    with Client(base_url=base_url, api_key_auth="sk-1", max_retries=0) as client:
        for file in client.paginate(client.files.list)(limit=2, order="asc"):
            yield f"{file.id} {file.filename} {file.bytes}"

        batch = client.files.create(
            file=folder / "batch.jsonl",
            purpose="batch",
            expires_after={"anchor": "created_at", "seconds": 3600},
        )
        yield f"{batch.filename} {batch.bytes} {batch.expires_at}"

        with client.stream(client.files.download)(batch.id) as response:
            yield f"{response.save(folder / 'copy.jsonl')} bytes of a file"

        answer = client.chat.create_completion(
            model="gpt-4o",
            messages=[
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": [{"type": "text", "text": "Hi"}]},
            ],
        )
        yield f"{answer.choices[0].message.content}"

        with client.chat.create_completion(
            model="gpt-4o", messages=[{"role": "user", "content": "Hi"}], stream=True
        ) as chunks:
            yield "|".join(chunk.choices[0].delta.content or "" for chunk in chunks)

        try:
            client.chat.create_completion(model="gpt-4o", messages=[])
        except errors.RequestValidationError:
            yield "no message"
        try:
            client.chat.create_completion(
                model="o3", messages=[{"role": "user", "content": "Hi"}]
            )
        except errors.TooManyRequestsError as error:
            yield f"{error.data.error.type} {error.headers['retry-after']}"


async def newest(base_url: str) -> list[str]:
    async with AsyncClient(base_url=base_url, api_key_auth="sk-1") as client:
        async with client.stream(client.chat.create_completion)(
            model="gpt-4o", messages=[{"role": "user", "content": "Hi"}]
        ) as chunks:
            said = [chunk.choices[0].delta.content or "" async for chunk in chunks]
        pages = client.paginate(client.files.list)(limit=3)
        return ["".join(said), *[file.id async for file in pages]]
