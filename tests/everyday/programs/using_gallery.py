"""What people do with the gallery: every operation, and every way to be refused."""

from collections.abc import Iterator
from pathlib import Path

from gallery_api import AsyncClient, Client, errors


def everyday(base_url: str, folder: Path) -> Iterator[str]:
    with Client(base_url=base_url, account="owns", max_retries=0) as client:
        for title in ("Alps", "Baltic", "Crete"):
            made = client.raw(client.albums.create)(title=title)
            yield f"{made.data.id} {made.headers['location']}"
        titles = [each.title for each in client.paginate(client.albums.list)(limit=2)]
        yield " ".join(titles)

        photo = client.photos.add(
            "a0", file=folder / "peak.png", caption="The Säntis, 2502 m"
        )
        yield f"{photo.name} {photo.media_type} {photo.size} {photo.caption}"
        client.photos.add("a0", file=b"two", caption="Another")
        yield " ".join(f"{each.number}" for each in client.photos.list("a0"))
        yield f"{client.albums.get('a0').photos} photos"
        with client.stream(client.photos.download)(photo.number) as response:
            yield f"{response.save(folder / 'copy.png')} bytes"
        with client.albums.watch("a0") as events:
            first, second = (next(events) for _ in range(2))
            yield f"{first.kind} {first.photo.number}, {second.photo.number}"

        yield client.albums.rename("a1", title="Bornholm").title
        client.albums.delete("a0")
        try:
            client.photos.download(photo.number)
        except errors.NotFoundError as error:
            yield error.data.message
        yield f"{client.service.health().albums} albums"


def refused(base_url: str) -> Iterator[str]:
    with Client(base_url=base_url, account="writes", max_retries=0) as client:
        client.albums.create(title="Alps")
        try:
            client.albums.create(title="Alps")
        except errors.ConflictError as error:
            yield f"{error.status_code} {error.data.message}"
        try:
            client.albums.get("a7")
        except errors.NotFoundError as error:
            yield f"{error.status_code} {error.data.message}"
        try:
            client.albums.rename("a0", title="Andes")
        except errors.ForbiddenError as error:
            yield f"{error.status_code} {error.data.message} {error.data.code}"
        try:
            client.photos.add("a0", file=b"", caption="Nothing")
        except errors.UnprocessableEntityError as error:
            yield f"{error.status_code} {error.data.message}"
    for token in ("reads", "nobody"):
        with Client(base_url=base_url, account=token, max_retries=0) as client:
            try:
                client.albums.create(title="Andes")
            except errors.StatusError as error:
                yield f"{error.status_code} {error.headers['www-authenticate']}"


async def follow(base_url: str) -> list[str]:
    """The events of an album while photos are added."""
    seen: list[str] = []
    async with AsyncClient(base_url=base_url, account="owns") as client:
        album = await client.albums.create(title="Live")
        await client.photos.add(album.id, file=b"0", caption="before")
        async with await client.albums.watch(album.id) as events:
            async for event in events:
                seen.append(event.photo.caption)
                if len(seen) == 3:
                    break
                await client.photos.add(album.id, file=b"1", caption=f"{len(seen)}")
    return seen
