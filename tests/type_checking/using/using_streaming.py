"""Responses that are read bit by bit, and mistakes that checkers report."""

from pathlib import Path
from typing import assert_type

from streaming.client import AsyncClient, Client


def download(client: Client, path: Path) -> int:
    with client.stream(client.files.get)("f1") as response:
        assert_type(response.status_code, int)
        for line in response.iter_lines():
            assert_type(line, str)
        for piece in response.iter_bytes(max_bytes=5):
            assert_type(piece, bytes)
    with client.stream(client.files.get)("f1", options={"timeout": 5}) as response:
        assert_type(response.read(), bytes)
        return response.save(path, max_bytes=10**9)


def wrong(client: Client) -> None:
    client.stream(client.files.get)(1)  # refused
    _ = client.stream(client.files.get)("f1").status_code  # refused
    with client.stream(client.files.get)("f1") as response:
        response.save(5)  # refused


async def wrong_async(client: AsyncClient) -> None:
    async with client.stream(client.files.get)("f1", optons={}):  # refused
        pass
    with client.stream(client.files.get)("f1"):  # refused
        pass


async def download_async(client: AsyncClient, path: Path) -> int:
    async with client.stream(client.files.get)("f1") as response:
        assert_type(await response.read(), bytes)
        async for line in response.iter_lines():
            assert_type(line, str)
        async for piece in response.iter_bytes(max_bytes=5):
            assert_type(piece, bytes)
        return await response.save(path, max_bytes=10**9)
