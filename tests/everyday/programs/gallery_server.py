"""A gallery: accounts with scopes, pages, uploads, downloads, events, tasks."""

import asyncio
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from gallery_api.models import Album, Albums, Event, Health, Photo, Refusal
from gallery_api.server import Access, Forbidden, HttpError, Security, create_app
from gallery_api.server import albums as a
from gallery_api.server import photos as p
from gallery_api.server import service as s
from starlette.applications import Starlette


class NoSuchThingError(LookupError):
    pass


class TitleTakenError(ValueError):
    pass


@dataclass(frozen=True)
class Account:
    name: str
    scopes: frozenset[str]


@dataclass
class Store:
    albums: dict[str, Album] = field(default_factory=dict[str, Album])
    photos: dict[int, tuple[str, Photo, bytes]] = field(
        default_factory=dict[int, tuple[str, Photo, bytes]]
    )
    listeners: dict[str, list[asyncio.Queue[Event]]] = field(
        default_factory=dict[str, list[asyncio.Queue[Event]]]
    )
    swept: list[str] = field(default_factory=list[str])

    def album(self, name: str) -> Album:
        if name not in self.albums:
            raise NoSuchThingError(f"no album {name}")
        return self.albums[name]

    def sweep(self, album: str) -> None:
        """Forget the photos of an album, once it is gone."""
        for number, (owner, _, _) in list(self.photos.items()):
            if owner == album:
                del self.photos[number]
        self.swept.append(album)

    def tell(self, album: str, event: Event) -> None:
        for queue in self.listeners.get(album, []):
            queue.put_nowait(event)


class AlbumsOf(a.AlbumsApi[Account]):
    def __init__(self, store: Store) -> None:
        self.store = store

    async def list(self, request: a.List.Request[Account], /) -> a.List.Response:
        known = [*self.store.albums.values()]
        start = 0 if request.after is None else int(request.after)
        end = start + request.limit
        more = str(end) if end < len(known) else None
        return a.List.Ok(Albums(items=known[start:end], next=more))

    def create(self, request: a.Create.Request[Account], /) -> a.Create.Response:
        title = request.body.title
        if any(each.title == title for each in self.store.albums.values()):
            raise TitleTakenError(title)
        album = Album(id=f"a{len(self.store.albums)}", title=title, photos=0)
        self.store.albums[album.id] = album
        return a.Create.Created(album, location=f"/albums/{album.id}")

    async def get(self, request: a.Get.Request[Account], /) -> a.Get.Response:
        return a.Get.Ok(self.store.album(request.album))

    async def rename(self, request: a.Rename.Request[Account], /) -> a.Rename.Response:
        album = self.store.album(request.album)
        if request.principal.name != "owner":
            raise a.Rename.Forbidden(Refusal(message="not yours", code="owner"))
        album.title = request.body.title
        return a.Rename.Ok(album)

    async def delete(self, request: a.Delete.Request[Account], /) -> a.Delete.Response:
        del self.store.albums[self.store.album(request.album).id]
        request.http.add_task(self.store.sweep, request.album)
        return a.Delete.NoContent()

    async def watch(self, request: a.Watch.Request[Account], /) -> a.Watch.Response:
        self.store.album(request.album)
        return a.Watch.Ok(self._events(request.album))

    async def _events(self, album: str) -> AsyncIterator[Event]:
        queue: asyncio.Queue[Event] = asyncio.Queue()
        listeners = self.store.listeners.setdefault(album, [])
        listeners.append(queue)
        for owner, photo, _ in [*self.store.photos.values()]:
            if owner == album:
                yield Event(kind="added", photo=photo)
        try:
            while True:
                yield await queue.get()
        finally:
            listeners.remove(queue)


class PhotosOf(p.PhotosApi[Account]):
    def __init__(self, store: Store) -> None:
        self.store = store

    async def list(self, request: p.List.Request[Account], /) -> p.List.Response:
        self.store.album(request.album)
        photos = self.store.photos.values()
        return p.List.Ok([photo for of, photo, _ in photos if of == request.album])

    async def add(self, request: p.Add.Request[Account], /) -> p.Add.Response:
        album, form = self.store.album(request.album), request.body
        content = await form.file.aread()
        if not content:
            return p.Add.UnprocessableEntity(Refusal(message="the file is empty"))
        photo = Photo(
            number=len(self.store.photos) + 1,
            name=form.file.name or "unnamed",
            media_type=form.file.content_type,
            size=form.file.size,
            caption=form.caption,
        )
        if form.taken is not None:
            photo.taken = form.taken
        self.store.photos[photo.number] = (album.id, photo, content)
        album.photos += 1
        self.store.tell(album.id, Event(kind="added", photo=photo))
        return p.Add.Created(photo)

    def download(self, request: p.Download.Request[Account], /) -> p.Download.Response:
        found = self.store.photos.get(request.photo)
        if found is None:
            return p.Download.NotFound(Refusal(message="no such photo"))
        return p.Download.Ok(found[2])


class ServiceOf(s.ServiceApi):
    def __init__(self, store: Store) -> None:
        self.store = store

    async def health(self, request: s.Health.Request, /) -> s.Health.Response:
        return s.Health.Ok(Health(ok=True, albums=len(self.store.albums)))


ACCOUNTS = {
    "reads": Account("guest", frozenset({"read"})),
    "writes": Account("guest", frozenset({"read", "write"})),
    "owns": Account("owner", frozenset({"read", "write"})),
}


async def account(token: str, access: Access) -> Account | None:
    for known, who in ACCOUNTS.items():
        if hmac.compare_digest(token, known):
            if not who.scopes.issuperset(access.scopes):
                raise Forbidden("Not with this token.", scopes=access.scopes)
            return who
    return None


def taken(error: TitleTakenError) -> HttpError:
    return HttpError(409, f"There is an album called {error}.")


def app(store: Store | None = None) -> Starlette:
    kept = store or Store()
    return create_app(
        albums=AlbumsOf(kept),
        photos=PhotosOf(kept),
        service=ServiceOf(kept),
        security=Security(account=account),
        exceptions={NoSuchThingError: 404, TitleTakenError: taken},
    )
