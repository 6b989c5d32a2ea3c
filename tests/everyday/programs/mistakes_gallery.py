"""What a type checker has to report of a service: a mistake where it says so."""

from collections.abc import AsyncIterator

from gallery_api.models import Album, Event, Photo
from gallery_api.server import Access, Security, create_app
from gallery_api.server import albums as a
from gallery_api.server import photos as p
from gallery_server import (
    Account,
    AlbumsOf,
    PhotosOf,
    ServiceOf,
    Store,
)
from gallery_server import account as check


class Wrong(a.AlbumsApi[Account]):
    async def get(self, request: a.Get.Request[Account], /) -> a.Get.Response:
        _ = request.album_id  # refused
        _ = request.principal.roles  # refused
        return a.Get.Ok(Album(id=1, title="x", photos=0))  # refused

    def list(self, request: a.List.Request[Account], /) -> a.Get.Response:  # refused
        raise a.Get.NotFound("no such album")  # refused

    async def watch(self, request: a.Watch.Request[Account], /) -> a.Watch.Response:
        return a.Watch.Ok(numbers())  # refused


class WrongPhotos(p.PhotosApi[Account]):
    async def add(self, request: p.Add.Request[Account], /) -> p.Add.Response:
        _ = request.body.file.filename  # refused
        _ = request.body.file.aread() + b"x"  # refused
        request.http.add_task(self.store, "x")  # refused
        return p.Add.Conflict()  # refused

    async def download(
        self, request: p.Download.Request[Account], /
    ) -> p.Download.Response:
        return p.Download.Ok("text")  # refused


async def numbers() -> AsyncIterator[int]:
    yield 1


async def nobody(token: str) -> Account | None:
    return None


async def whose(token: str, access: Access) -> str | None:
    return access.scope  # refused


store = Store()
services = (AlbumsOf(store), PhotosOf(store), ServiceOf(store))
albums, photos, service = services
Security(account=nobody)  # refused
security = Security(account=check)
create_app(albums=photos, photos=photos, service=service, security=security)  # refused
create_app(albums=albums, security=security, exceptions={KeyError: "4"})  # refused
create_app(albums=albums, security=security, validate_reply=True)  # refused
Event(kind="moved", photo=Photo(number=1))  # refused
