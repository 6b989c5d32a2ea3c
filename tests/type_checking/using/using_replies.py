"""Header fields and media types of replies, and mistakes that checkers report."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Literal, assert_type

from replies.models import Chunk
from replies.server import Download, create_app
from replies.server.t import (
    GetChosen,
    GetFile,
    GetOpen,
    GetSecured,
    GetText,
    ListRows,
    TApi,
)


class Handlers(TApi[str]):
    def list_rows(self, request: ListRows.Request, /) -> ListRows.Response:
        assert_type(request.accepted, Literal["text/csv", "application/json"])
        if request.accepted == "text/csv":
            return ListRows.Ok("1;2", x_total=2, media_type="text/csv")
        if request.http.method == "HEAD":
            return ListRows.NoContent(x_total=3)
        if request.http.client is None:
            raise ListRows.ClientError(429, "Slow down", retry_after=7)
        if request.http.method == "PUT":
            return ListRows.Default(503, x_total=1, headers=[("Via", "a")])
        return ListRows.Ok(
            [1, 2],
            x_total=2,
            x_until=datetime.now(UTC),
            status_header="old",
            set_cookie=["a=1", "b=2"],
            headers={"X-Else": "1"},
        ).set_cookie("session", "s", httponly=True, samesite="strict")

    async def get_chosen(self, request: GetChosen.Request[str], /) -> GetChosen.Ok:
        assert_type(request.accepted, bool | None)

        async def chunks() -> AsyncIterator[Chunk]:
            yield Chunk(a=1)

        if request.accepted:
            return GetChosen.Ok(chunks(), body_header="b")
        return GetChosen.Ok(5, media_type="text/plain")

    async def get_secured(
        self, request: GetSecured.Request[str], /
    ) -> GetSecured.Response:
        assert_type(request.accepted, Literal["application/json", "text/html"])
        if request.principal == "a":
            return GetSecured.SeeOther(location="/rows")
        if request.principal == "b":
            return GetSecured.SeeOther()  # refused
        reply = GetSecured.Ok("<p>", media_type="text/html")
        return reply.set_cookie("a", "b", samesite="laxer")  # refused

    async def get_open(self, request: GetOpen.Request, /) -> GetOpen.Response:
        _ = request.accepted  # refused
        return GetOpen.Ok(b"", media_type="image/png")

    def get_file(self, request: GetFile.Request, /) -> GetFile.Response:
        if request.http.method == "HEAD":
            return GetFile.Ok(b"%PDF")
        if request.http.client is None:
            return GetFile.Ok(Download(Path("a.pdf"), "b.pdf", inline=True))
        if request.http.method == "PUT":
            return GetFile.Ok(iter([b"%PDF", b"-"]))
        with BytesIO(b"%PDF") as file:
            GetFile.Ok(file)
        GetFile.Ok("a.pdf")  # refused
        GetFile.Ok([b"%PDF"])  # refused
        GetFile.Ok(iter(["%PDF"]))  # refused
        Download("a.pdf")  # refused
        GetFile.NotFound(Path("a.pdf"))  # refused
        return GetFile.Ok(Path("a.pdf"))

    async def get_text(self, request: GetText.Request, /) -> GetText.Response:
        async def rows() -> AsyncIterator[str]:
            yield "1;2"

        if request.http.method == "HEAD":
            return GetText.Ok(rows())
        GetText.Ok(b"1;2")  # refused
        GetText.Ok(["1;2"])  # refused
        return GetText.Ok("1;2")


def wrong(request: ListRows.Request) -> ListRows.Response:
    accepted: int = request.accepted  # refused
    if accepted:
        raise ListRows.ClientError(429, "Slow down")  # refused
    ListRows.Ok([1, 2], x_total=2, media_type="text/html")  # refused
    ListRows.Ok([1, 2], x_total=2, x_until="now")  # refused
    ListRows.Ok([1, 2], x_total=2, status_header="older")  # refused
    ListRows.Ok([1, 2], x_totla=2)  # refused
    ListRows.Ok([1, 2], x_total="2")  # refused
    return ListRows.Ok([1, 2])  # refused


app = create_app(t=Handlers(), security=None)  # refused
