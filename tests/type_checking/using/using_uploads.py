"""Programs that send files; as `using_all`."""

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryFile
from zipfile import ZipFile

import anyio
from starlette.datastructures import UploadFile
from uploads import AsyncClient, Client, File, Upload


def pieces() -> Iterator[bytes]:
    yield b""


async def async_pieces() -> AsyncIterator[bytes]:
    yield b""


def every(path: Path, received: UploadFile, archive: ZipFile) -> list[Upload]:
    with path.open("rb") as file, TemporaryFile() as other:
        some: list[Upload] = [file, other, received, archive.open("a")]
    with SpooledTemporaryFile() as spooled:
        some.append(spooled)
    return [
        *some,
        b"",
        bytearray(),
        memoryview(b""),
        path,
        io.BytesIO(),
        pieces(),
        [b"", b""],
        async_pieces(),
        File(path, name="a", type="image/png"),
        File(pieces()),
        ("a.txt", path),
        ("a.txt", b"", "text/plain"),
    ]


def sync(client: Client, path: Path, uploads: list[Upload]) -> None:
    for upload in uploads:
        client.files.upload(file=upload, pages=uploads, maybe=None, either=upload)
        client.files.upload({"file": upload, "either": uploads, "maybe": None})
        client.files.blob(upload)
        client.files.table(upload)
    client.files.mixed([b"", path, path.open("rb")])
    client.files.table("a,b")
    client.files.upload(file=path, inner={"data": b""})
    client.files.upload(file="name.csv")  # refused
    client.files.upload(file=path.open())  # refused
    client.files.upload(file=io.StringIO())  # refused
    client.files.upload(file=5)  # refused
    client.files.upload(file=None)  # refused
    client.files.upload(file=path, pages=path)  # refused
    client.files.upload(file=path, inner={"data": path})  # refused
    client.files.upload({"file": 5})  # refused
    client.files.blob("text")  # refused
    client.files.blob(path.open())  # refused
    File(path, "name")  # refused
    File("name.csv")  # refused


async def awaited(client: AsyncClient, path: Path) -> None:
    async with await anyio.open_file(path, "rb") as file:
        await client.files.upload(file=file)
        await client.files.blob(File(file, type="a/b"))
    await client.files.blob(async_pieces())
    await client.files.blob(str(path))  # refused
