"""Handlers that take files; as `using_all`."""

import io
from pathlib import Path

from received_files import Client
from received_files.models import UploadBody, UploadResponse201
from received_files.server import BodyStream, Security, UploadedFile, create_app
from received_files.server.documents import DocumentsApi, Either, Form, Raw, Upload


class Documents(DocumentsApi[str]):
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[object] = []

    async def upload(self, request: Upload.Request[str]) -> Upload.Response:
        body = request.body
        kind = body.file.content_type  # refused
        if isinstance(body, UploadBody):
            return Upload.Created(UploadResponse201(size=len(body.url)))
        await body.file.asave(self.folder / (body.file.name or "unnamed"))
        size = 0
        async for chunk in body.file:
            size += len(chunk)
        size += sum(page.size for page in body.pages or [])
        size += sum(page.size for page in body.pages)  # refused
        size += len(body.file)  # refused
        name: str = body.file.name  # refused
        text: str = await body.file.aread()  # refused
        data: bytes = body.file.aread()  # refused
        missing = body.missing  # refused
        self.seen = [kind, name, text, data, missing, body.extra_properties.get("x")]
        self.seen.append(body.count)
        request.http.add_task(self.later, body.file)
        return Upload.Created(UploadResponse201(size=size))

    def later(self, file: UploadedFile) -> None:
        with Client(base_url="http://localhost", key="k") as client:
            client.documents.form(picture=file)

    def form(self, request: Form.Request) -> Form.Response:
        if request.body is None or request.body.picture is None:
            return Form.NoContent()
        self.seen += [request.body.picture.read(5), request.body.title.upper()]
        self.seen.append(request.body.picture.read("5"))  # refused
        self.seen += [chunk.hex() for chunk in request.body.picture]
        return Form.NoContent()

    async def raw(self, request: Raw.Request) -> Raw.Response:
        body = request.body
        first: bytes = await body.aread(5)
        size = sum([len(chunk) async for chunk in body])
        await body.asave(self.folder / "raw")
        whole: bytes = body  # refused
        text: str = await body.aread()  # refused
        data: bytes = body.aread()  # refused
        self.seen += [first, size, whole, text, data, body.content_type]
        self.seen.append(len(body))  # refused
        self.seen.append(body.size)  # refused
        return Raw.Ok(body)

    def either(self, request: Either.Request) -> Either.Response:
        body = request.body
        self.seen.append(body.read())  # refused
        if isinstance(body, BodyStream):
            self.seen += [chunk.hex() for chunk in body]
            body.save(self.folder / "either")
            self.seen.append(body.read(5) + 5)  # refused
        elif body is not None:
            self.seen.append(sum(body))
        return Either.NoContent()


def check(token: str, access: object) -> str | None:
    return token if access else None


app = create_app(
    documents=Documents(Path()),
    security=Security(key=check),
    max_body_sizes={"upload": None, "form": 5},
)
wrong = create_app(
    security=Security(key=check),
    max_body_sizes={"upload": "5"},  # refused
)
made = Upload.Form(file=UploadedFile(io.BytesIO(b"x"), name="a.txt"))
Upload.Form(file=b"x")  # refused
Raw.Request(body=BodyStream.of(b"x"))
Raw.Request(body=b"x")  # refused
