"""Releases of a repository of GitHub, a gist, assets, and what goes wrong."""

from collections.abc import Iterator
from pathlib import Path

from github_api import AsyncClient, Client, File, errors


def everyday(base_url: str, folder: Path) -> Iterator[str]:
    token = {"Authorization": "Bearer ghp_1", "X-GitHub-Api-Version": "2022-11-28"}
    with Client(base_url=base_url, headers=token) as client:
        for release in client.paginate(client.repos.list_releases)(
            "octo", "cat", per_page=2
        ):
            yield f"{release.tag_name} {release.author.login} {len(release.assets)}"

        gist = client.gists.create(
            description="Two files",
            public=False,
            files={"a.py": {"content": "print(1)"}, "b.md": {"content": "# Two"}},
        )
        yield f"{gist.id} {sorted(gist.files or {})} {gist.public}"

        asset = client.repos.upload_release_asset(
            "octo", "cat", 5, File(folder / "wheel.zip"), name="wheel.zip"
        )
        yield f"{asset.name} {asset.size} {asset.state}"

        download = client.stream(client.repos.get_release_asset)
        binary = {"Accept": "application/octet-stream"}
        with download("octo", "cat", asset.id, options={"headers": binary}) as response:
            yield f"{response.save(folder / 'copy.zip')} bytes of an asset"

        try:
            client.issues.create_label("octo", "cat", name="bug", color="red")
        except errors.IssuesCreateLabelUnprocessableEntityError as error:
            problems = error.data.errors or []
            yield f"{error.data.message}: {problems[0].field} {problems[0].code}"
        try:
            client.issues.create_label("octo", "dog", name="bug")
        except errors.NotFoundError as error:
            yield f"{error.status_code} {error.data.message}"


async def newest(base_url: str) -> list[str]:
    async with AsyncClient(base_url=base_url) as client:
        pages = client.paginate(client.repos.list_releases)("octo", "cat", per_page=3)
        return [release.tag_name async for release in pages.at_most(1)]
