"""Files of multipart forms: spooled, read in handlers, and deleted after the answer."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests.roundtrip.running import PATIENCE, serve
from tests.weaving import Woven, weave

from .raw_client import BOUNDARY, MULTIPART, Answer, RawClient, joined, part

MEBIBYTE = 1024 * 1024


@dataclass
class Upload:
    """What a handler saw of an upload."""

    name: str | None
    content_type: str
    headers: dict[str, str]
    size: int
    content: bytes
    on_disk: bool


@dataclass
class Office:
    """A server for uploads, and what its handlers saw."""

    woven: Woven
    client: RawClient = field(default_factory=lambda: RawClient(0))
    uploads: list[Upload] = field(default_factory=list)
    forms: list[Any] = field(default_factory=list)
    tasks: SimpleQueue[bytes] = field(default_factory=SimpleQueue)

    def see(self, file: Any, content: bytes) -> None:
        on_disk = isinstance(getattr(file.file, "name", None), int)
        self.uploads.append(
            Upload(
                file.name,
                file.content_type,
                dict(file.headers),
                file.size,
                content,
                on_disk,
            )
        )


def handlers(office: Office) -> Any:
    """Handlers that read files in all the ways there are."""
    module = office.woven.module("server.files")

    class Files(module.FilesApi):  # type: ignore[misc, name-defined]
        async def upload(self, request: Any) -> Any:
            form = request.body
            office.forms.append(form)
            chunks = [chunk async for chunk in form.file]
            office.see(form.file, b"".join(chunks))
            for page in form.pages or []:
                office.see(page, await page.aread())
            request.http.add_task(self.later, form.file)
            return module.Upload.Ok({"size": form.file.size})

        def later(self, file: Any) -> None:
            file.seek(0)
            office.tasks.put(file.read(5))

        async def upload_small(self, request: Any) -> Any:
            raise RuntimeError("a handler fails")

        def upload_in_thread(self, request: Any) -> Any:
            file = request.body.file
            office.forms.append(request.body)
            office.see(file, b"".join(file))
            return module.UploadInThread.Ok({"size": file.size})

        async def upload_any(self, request: Any) -> Any:
            office.forms.append(request.body)
            return module.UploadAny.Ok({})

    return Files()


@pytest.fixture(scope="module")
def whole() -> Iterator[Office]:
    document = yaml.safe_load((Path(__file__).parent / "uploads.yaml").read_text())
    with weave(document, targets=("testing",), clean=True) as woven:
        office = Office(woven)
        app = woven.module("server").create_app(
            files=handlers(office),
            max_body_size=2 * MEBIBYTE,
            max_body_sizes={"upload": None, "uploadInThread": 8 * MEBIBYTE},
        )
        with serve(app) as url:
            office.client = RawClient(urlsplit(url).port or 0)
            yield office


@pytest.fixture
def office(whole: Office) -> Office:
    for seen in (whole.uploads, whole.forms):
        seen.clear()
    return whole


FILE = 'name="file"; filename="a.bin"'
DATA = bytes(range(256)) * 40 + b"\r\n--b\r\r\n--" + b"\r\n-"


@pytest.mark.parametrize("path", ["/files", "/threaded"])
@pytest.mark.parametrize("size", [0, 5, MEBIBYTE, MEBIBYTE + 1, 2 * MEBIBYTE + 77])
def test_a_file_arrives(office: Office, path: str, size: int) -> None:
    content = os.urandom(size)
    answer = office.client.form(path, part(FILE, content, "image/png"))
    assert (answer.status, answer.json) == (200, {"size": size})
    (seen,) = office.uploads
    assert (seen.name, seen.content_type, seen.size) == ("a.bin", "image/png", size)
    assert seen.content == content
    assert seen.on_disk == (size > MEBIBYTE)
    assert seen.headers == {
        "content-disposition": f"form-data; {FILE}",
        "content-type": "image/png",
    }


def test_files_share_the_room_in_memory(office: Office) -> None:
    half = os.urandom(600 * 1024)
    pages = [part('name="pages"; filename="p"', half) for _ in range(3)]
    assert office.client.form("/files", part(FILE, half), *pages).status == 200
    assert [seen.on_disk for seen in office.uploads] == [False, True, True, True]
    assert all(seen.content == half for seen in office.uploads)


@pytest.fixture
def spools(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> list[SpooledTemporaryFile[bytes]]:
    """The files that the server has opened, which are deleted when they are closed."""
    opened: list[SpooledTemporaryFile[bytes]] = []

    def spooled() -> SpooledTemporaryFile[bytes]:
        opened.append(SpooledTemporaryFile())  # noqa: SIM115 - the server closes it
        return opened[-1]

    spooling = office.woven.module("_runtime.server.spooling")
    monkeypatch.setattr(spooling, "SpooledTemporaryFile", spooled)
    return opened


def test_files_are_deleted_after_the_answer_and_its_tasks(
    office: Office, spools: list[SpooledTemporaryFile[bytes]]
) -> None:
    content = b"later" + bytes(2 * MEBIBYTE)
    assert office.client.form("/files", part(FILE, content)).status == 200
    # Tasks of tests before may come late.
    while office.tasks.get(timeout=10) != b"later":
        pass
    failed = office.client.form("/small", part(FILE, bytes(MEBIBYTE + 5)))
    assert failed.status == 500
    refused = office.client.form("/files", part(FILE, b"x"), part("name=n", b"x"))
    assert refused.status == 400
    assert len(spools) == 3
    assert are_closed(spools)


def test_a_client_that_leaves(
    office: Office, spools: list[SpooledTemporaryFile[bytes]]
) -> None:
    body = joined(part(FILE, bytes(3 * MEBIBYTE)))
    head = (
        f"POST /files HTTP/1.1\r\nHost: x\r\nContent-Type: {MULTIPART}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", office.client.port)) as connection:
        connection.sendall(head.encode() + body[: 2 * MEBIBYTE])
    assert office.client.form("/files", part(FILE, b"x")).status == 200
    assert len(spools) == 2
    assert are_closed(spools)
    assert [seen.content for seen in office.uploads] == [b"x"]


def are_closed(spools: list[SpooledTemporaryFile[bytes]]) -> bool:
    """Whether all files are closed, which they are soon after the answer."""
    deadline = time.monotonic() + PATIENCE
    while not all(spool.closed for spool in spools) and time.monotonic() < deadline:
        time.sleep(0.01)
    return all(spool.closed for spool in spools)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_borders_of_chunks(office: Office, size: int) -> None:
    data = DATA if size > 3 else DATA[-400:]
    body = b"preamble\r\n" + joined(part(FILE, data), part("name=title", b"t")).replace(
        b"--B\r\n", b"--B \t\r\n"
    )
    chunks = [body[at : at + size] for at in range(0, len(body), size)]
    answer = office.client.chunked("/files", MULTIPART, [*chunks, b"epilogue--B"])
    assert (answer.status, answer.body) == (200, b'{"size":%d}' % len(data))
    assert office.uploads[0].content == data
    assert office.forms[0].title == "t"


def test_the_name_is_no_path(office: Office) -> None:
    names = {
        "../../etc/passwd": "passwd",
        "C:\\\\dir\\\\a.txt": "a.txt",
        "C:\\dir\\a.txt": "a.txt",
        "..": None,
        "a\r\n b.txt": "a b.txt",
        "a%0D%0Ab%22.txt": 'a\r\nb".txt',
        "\N{SNOWMAN}.txt": "\N{SNOWMAN}.txt",
    }
    for sent in names:
        disposition = f'name="file"; filename="{sent}"'
        assert office.client.form("/files", part(disposition, b"x")).status == 200
    assert [seen.name for seen in office.uploads] == list(names.values())


def test_a_form_is_judged(office: Office) -> None:
    def errors(*parts: bytes) -> dict[str, str]:
        answer = office.client.form("/files", *parts)
        assert answer.status == 400, answer
        return {error["pointer"]: error["detail"] for error in answer.json["errors"]}

    assert errors(part("name=title", b"t")) == {"/file": "Field required"}
    assert set(errors(part(FILE, b"x"), part("name=n", b"1_000"))) == {"/n"}
    long = part(FILE, bytes(3_000_001))
    assert errors(long) == {"/file": "Is longer than 3000000 bytes"}
    assert office.client.form("/files", part(FILE, bytes(3_000_000))).status == 200
    assert office.client.form("/files", part(FILE, b"x"), part("name=n", b"5")).json
    assert office.forms[-1].extra_properties == {"n": 5}


def test_a_file_or_a_number(office: Office) -> None:
    assert office.client.form("/optional", part("name=file", b"5")).status == 200
    assert (office.forms[-1].file, office.forms[-1].n) == (5, 5)
    file = part('name=file; filename="5"', b"5")
    assert office.client.form("/optional", file).status == 200
    assert office.forms[-1].file.name == "5"


REFUSED = {
    "no end": (joined(part(FILE, b"x"))[:-6], 400),
    "no boundary": (b"x" * 100, 400),
    "nothing": (b"", 400),
    "cut head": (b'--B\r\nContent-Disposition: form-data; name="fi', 400),
    "no head": (b"--B\r\n\r\nx\r\n--B--", 400),
    "no line": (b"--Bx\r\n\r\nx\r\n--B--", 400),
    "huge head": (b"--B\r\nX: " + b"y" * 20_000 + b"\r\n\r\nx\r\n--B--", 413),
    "endless head": (b"--B\r\nX: " + b"y" * 1_000_000, 413),
    "quotes": (joined(part('name="' + '\\";a="' * 2000, b"x")), 400),
    "parts": (joined(*[part("name=n", b"1")] * 1001), 413),
    "fields": (joined(*[part("name=title", b"t" * MEBIBYTE)] * 3), 413),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_form(office: Office, name: str) -> None:
    body, status = REFUSED[name]
    answer = office.client.send("/files", MULTIPART, body)
    assert (answer.status, office.forms) == (status, [])
    size = 40_000
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    assert office.client.chunked("/files", MULTIPART, pieces).status == status


def test_strange_boundaries(office: Office) -> None:
    body = joined(part(FILE, b"x"))

    def send(content_type: str) -> Answer:
        return office.client.send("/files", content_type, body)

    assert send("multipart/form-data").status == 400
    assert send('multipart/form-data; boundary=""').status == 400
    assert send("multipart/form-data; boundary=\xe9").status == 400
    assert send('multipart/form-data; boundary="B"').status == 200


def test_sizes_by_operation(office: Office) -> None:
    """A refusal reaches the client, whether the length was announced or not."""
    limits = {"/small": 2 * MEBIBYTE, "/threaded": 8 * MEBIBYTE, "/files": None}
    for path, limit in limits.items():
        body = joined(part(FILE, bytes(9 * MEBIBYTE)))
        status = 400 if limit is None else 413  # the schema has a limit of its own
        answer = office.client.send(path, MULTIPART, body)
        assert answer.status == status
        pieces = [body[at : at + MEBIBYTE] for at in range(0, len(body), MEBIBYTE)]
        chunked = office.client.chunked(path, MULTIPART, pieces)
        assert (chunked.status, chunked.body) == (status, answer.body)
        if limit is not None:
            detail = f"The body is longer than {limit} bytes."
            assert answer.json["detail"] == detail


def test_limits_of_unknown_operations(office: Office) -> None:
    create_app = office.woven.module("server").create_app
    with pytest.raises(ValueError, match="'uplaod': did you mean 'upload'"):
        create_app(max_body_sizes={"uplaod": 5})
    with pytest.raises(ValueError, match="'nothing' takes no body"):
        create_app(max_body_sizes={"nothing": 5})


def test_curl(office: Office, tmp_path: Path) -> None:
    path = tmp_path / 'a b;"c.txt'
    path.write_bytes(DATA)
    url = f"http://127.0.0.1:{office.client.port}/files"
    quoted = str(path).replace('"', '\\"')
    command = ["curl", "-sS", "-F", f'file=@"{quoted}"', "-F", "title=é", url]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout == b'{"size":%d}' % len(DATA)
    (seen,) = office.uploads
    assert (seen.name, seen.content) == (path.name, DATA)
    assert office.forms[0].title == "é"


def test_our_client(office: Office, tmp_path: Path) -> None:
    """What was received can be sent on."""
    module = office.woven.module("client")
    uploaded = office.woven.module("_runtime.server.uploaded").UploadedFile
    path = tmp_path / "a.csv"
    path.write_bytes(DATA)
    with path.open("rb") as file:
        sent = uploaded(file, name="b.csv", content_type="text/csv")
        with module.Client(base_url=f"http://127.0.0.1:{office.client.port}") as client:
            client.files.upload(file=sent, pages=[path], title="t")
    first, second = office.uploads
    assert (first.name, first.content_type) == ("b.csv", "text/csv")
    assert (second.name, second.content) == ("a.csv", DATA)
    assert first.content == DATA


def test_a_mocked_api_has_the_files_of_its_calls(office: Office) -> None:
    api = office.woven.module("testing").MockApi()
    api.files.upload.ok({"size": 5})
    content = bytes(MEBIBYTE) + DATA
    with api.client() as client:
        client.files.upload(file=content, title="t")
        client.files.upload(file=("a.txt", b"second"))
    first, second = (call.body.file for call in api.calls)
    assert (first.read(), second.read(), second.name) == (content, b"second", "a.txt")


def test_saved(office: Office, tmp_path: Path) -> None:
    import anyio

    uploaded = office.woven.module("_runtime.server.uploaded").UploadedFile
    path = tmp_path / "a"
    path.write_bytes(DATA)

    async def save(file: Any) -> None:
        await file.asave(tmp_path / "c")
        file.seek(5)
        assert await file.aread(3) == DATA[5:8]
        assert file.tell() == 8

    with path.open("rb") as opened:
        file = uploaded(opened)
        file.read(5)
        file.save(tmp_path / "b")
        anyio.run(save, file)
    assert (tmp_path / "b").read_bytes() == (tmp_path / "c").read_bytes() == DATA
    assert BOUNDARY in MULTIPART
